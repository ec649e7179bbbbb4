internal import DescrapeModel
internal import DescrapeText

/// What a text costs as Chinese, Japanese or Korean.
enum EastAsianCost {
  /// As the character model has it, but that what it has not counted costs no more than a choice among all of its kind:
  /// a syllable that help pages never use is a Korean one still. O(n).
  static func cost(of text: borrowing TextView) -> Int {
    let model = CharacterModel.standard
    var (sum, offset, previous) = (0, 0, CharacterModel.Kind.boundary)
    while offset < text.count {
      let (scalar, length) = text.scalar(at: offset)
      offset += max(length, 1)
      // Of the controls text has only white space.
      let isControl = scalar < 0x20 && !(0x09...0x0D ~= scalar)
      let unit = isControl ? CharacterModel.Kind.unwritten : model.unit(of: scalar)
      let cost = model.cost(of: unit, after: previous)
      switch scalar {
      case 0xAC00..<0xD7A4: sum += min(cost, 136)
      case 0x3041..<0x3100: sum += min(cost, 104)
      case 0x4E00..<0xA000: sum += min(cost, 208)
      default: sum += cost
      }
      previous = unit
    }
    return sum
  }
}
