internal import DescrapeModel
internal import DescrapeText

/// References of which a part was lost: the ampersand, or the end.
enum LostReferences {
  /// Whether a text has lost the ampersands of its references: numbers of letters stand inside words in it
  /// (`donn#233;es`, `主要#20869;容`), and they are numbers of common letters, as those of issues are not. O(n).
  static func areBare(in text: borrowing TextView) -> Bool {
    let model = CharacterModel.standard
    var (ideographs, common, accented) = (0, 0, 0)
    var offset = 0
    while let hash = text.find(0x23, from: offset) {
      offset = hash + 1
      guard text[orZero: hash - 1] != 0x26, let found = CharacterReference(bare: text, at: hash, isKnown: true) else {
        continue
      }
      let end = found.range.upperBound
      let before = text.scalar(before: hash).value
      let after = text.scalar(at: end).value
      offset = end
      switch found.scalar {
      case 0xDF...0x17F: if isSmall(before), isSmall(after) { accented += 1 }
      case 0x3041...0x30FF, 0x4E00...0x9FFF, 0xAC00...0xD7A3:
        let isInWord = isWord(before) || before == 0x3B || isWord(after) || after == 0x23
        guard isInWord else { continue }
        ideographs += 1
        if model.cost(of: model.unit(of: found.scalar)) < rare { common += 1 }
      default: break
      }
    }
    return accented >= 2 || ideographs >= 4 && common * 5 >= ideographs * 4
  }

  /// What a character costs that one in some ten thousand is, in eighths of a bit.
  private static let rare = 8 * 14

  private static func isSmall(_ scalar: UInt32) -> Bool {
    scalar >= 0x61 && scalar <= 0x7A || scalar >= 0xDF && scalar <= 0x17F
  }

  private static func isWord(_ scalar: UInt32) -> Bool { isEastAsian(scalar) || isHangul(scalar) }

  /// The first letters of the reference at `offset` that a site cut off with the text: `书&mi......`, `书&nbs` at the end
  /// of a line. Only behind Han text, where no name like `R&D` stands.
  static func cut(_ text: borrowing TextView, at offset: Int) -> Range<Int>? {
    guard isEastAsian(text.scalar(before: offset).value) || text[orZero: offset - 1] == 0x3B else { return nil }
    var end = offset + 1
    while end - offset < 8, text[orZero: end] >= 0x61, text[orZero: end] <= 0x7A { end += 1 }
    let letters = end - offset - 1
    let isEllipsis = text.has("...", at: end) || text.has("…", at: end)
    let isEnd = end == text.count || text[orZero: end] == 0x0A || text[orZero: end] == 0x0D
    guard letters >= 2 && isEllipsis || letters >= 3 && isEnd else { return nil }
    var key: UInt64 = 0
    for place in offset + 1..<end { key = key << 8 | UInt64(text[place]) }
    let shift = UInt64(8 * (8 - letters))
    let isKnown = names.contains { $0 >> shift == key && $0 << UInt64(8 * letters) != 0 }
    return isKnown ? offset..<end : nil
  }

  /// The names that pages have most, as `entityNames` has them.
  private static let names: [UInt64] = [
    0x6E627370_00000000,  // nbsp
    0x6C647175_6F000000,  // ldquo
    0x72647175_6F000000,  // rdquo
    0x6C737175_6F000000,  // lsquo
    0x72737175_6F000000,  // rsquo
    0x6D696464_6F740000,  // middot
    0x68656C6C_69700000,  // hellip
    0x6D646173_68000000,  // mdash
    0x6E646173_68000000,  // ndash
    0x71756F74_00000000,  // quot
    0x62756C6C_00000000,  // bull
    0x656E7370_00000000,  // ensp
    0x656D7370_00000000,  // emsp
  ]
}
