internal import DescrapeText

/// Which no-break spaces of a text were strewn over it, as editors for pages and extractors do, and which were set.
///
/// A set one ties a number to its unit, a short word to the next one or a mark to its word; only a strewn one stands
/// between two ordinary words. Where some do, each of the other uses is strewn as well, unless it has more of them than
/// ordinary words do.
struct NoBreakSpaces {
  /// What a space parts.
  private enum Place: Int {
    /// Words of Latin letters or Hangul, or a comma and a word.
    case words
    /// A word of one letter and another word.
    case behindShort
    /// A number and a word.
    case number
    /// Han text or kana and a letter or bracket.
    case mixed
    /// Ordinary words, both of them long: what nobody ties.
    case longWords
    /// Han text or kana and a number: as manuals tie the number of a section.
    case mixedNumber
  }

  private var areStrewn = false
  private var isMixedStrewn = false
  /// No-break spaces for each hundred spaces of a place.
  private var share = [0, 0, 0, 0, 0, 0]

  /// Counts the spaces of a text. O(n).
  init(_ text: borrowing TextView) {
    var fixed = [0, 0, 0, 0, 0, 0]
    var plain = [0, 0, 0, 0, 0, 0]
    var all = 0
    var offset = 0
    while offset < text.count {
      let byte = text[offset]
      if byte == 0x20 {
        if let place = Self.place(text, offset..<offset + 1) { plain[place.rawValue] += 1 }
      } else if byte == 0xC2, text[orZero: offset + 1] == 0xA0 {
        all += 1
        if let place = Self.place(text, offset..<offset + 2) { fixed[place.rawValue] += 1 }
      }
      offset += byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    }
    let long = Place.longWords.rawValue
    areStrewn = fixed[long] >= 3 && fixed[long] * 10 >= all
    isMixedStrewn = fixed[Place.mixed.rawValue] >= 3
    for index in share.indices { share[index] = fixed[index] * 100 / max(1, fixed[index] + plain[index]) }
  }

  /// Whether the no-break space at `range` should be a plain one.
  func isStrewn(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    guard let place = Self.place(text, range) else { return false }
    let usual = share[Place.longWords.rawValue]
    switch place {
    case .words, .longWords: return areStrewn || isMixedStrewn
    case .mixed, .mixedNumber: return areStrewn || isMixedStrewn
    case .behindShort: return areStrewn && share[place.rawValue] <= usual + 30
    case .number:
      guard areStrewn, share[place.rawValue] <= usual + 30 else { return false }
      return usual >= 90 || !Self.isMeasure(text, range)
    }
  }

  private static func place(_ text: borrowing TextView, _ range: Range<Int>) -> Place? {
    let before = UnseenContext.neighbour(text, before: range.lowerBound)
    let after = UnseenContext.neighbour(text, after: range.upperBound)
    let (isWordBefore, isWordAfter) = (isLetter(before), isLetter(after) || isOpening(after))
    if isIdeographic(before) { return isWordAfter ? .mixed : isDigit(after) ? .mixedNumber : nil }
    if isIdeographic(after) {
      return isWordBefore ? .mixed : isDigit(before) || isEnding(before) ? .mixedNumber : nil
    }
    if isDigit(before) { return isWordAfter ? .number : nil }
    if isDigit(after) { return isWordBefore || isEnding(before) ? .number : nil }
    guard isWordAfter, isWordBefore || isEnding(before) else { return nil }
    guard isWordBefore else { return .words }
    let (first, second) = (length(text, before: range.lowerBound), length(text, after: range.upperBound))
    if first < 2 { return .behindShort }
    return first >= 4 && second >= 4 && !isUpper(after) ? .longWords : .words
  }

  /// How many letters the word before `offset` has, up to 4; a syllable of Hangul counts as two.
  private static func length(_ text: borrowing TextView, before offset: Int) -> Int {
    var (place, letters) = (offset, 0)
    for _ in 0..<8 where letters < 4 {
      let (scalar, size) = text.scalar(before: place)
      guard isLetter(scalar) || UnseenContext.isUnseen(scalar) && size > 0 else { break }
      letters += isHangul(scalar) ? 2 : isLetter(scalar) ? 1 : 0
      place -= size
    }
    return letters
  }

  private static func length(_ text: borrowing TextView, after offset: Int) -> Int {
    var (place, letters) = (offset, 0)
    for _ in 0..<8 where letters < 4 {
      let (scalar, size) = text.scalar(at: place)
      guard isLetter(scalar) || UnseenContext.isUnseen(scalar) && size > 0 else { break }
      letters += isHangul(scalar) ? 2 : isLetter(scalar) ? 1 : 0
      place += size
    }
    return letters
  }

  /// A number and a short unit, or the groups of a number.
  private static func isMeasure(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    isDigit(UnseenContext.neighbour(text, before: range.lowerBound)) && length(text, after: range.upperBound) < 4
  }

  /// Latin letters, and Hangul, which is set with spaces as well.
  private static func isLetter(_ scalar: UInt32) -> Bool {
    scalar < 0x80
      ? scalar | 0x20 >= 0x61 && scalar | 0x20 <= 0x7A
      : scalar >= 0xC0 && scalar < 0x250 && scalar != 0xD7 && scalar != 0xF7 || scalar >= 0x1E00 && scalar < 0x1F00
        || isHangul(scalar)
  }

  private static func isUpper(_ scalar: UInt32) -> Bool { scalar >= 0x41 && scalar <= 0x5A }

  private static func isDigit(_ scalar: UInt32) -> Bool { scalar >= 0x30 && scalar <= 0x39 }

  private static func isIdeographic(_ scalar: UInt32) -> Bool { isHan(scalar) || isKana(scalar) }

  /// Marks that a space follows: `, . ; : ! ? )` and closing quotes.
  private static func isEnding(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x2C, 0x2E, 0x3B, 0x3A, 0x21, 0x3F, 0x29, 0x5D, 0x22, 0x27, 0x2019, 0x201D: true
    default: false
    }
  }

  /// Marks that a space precedes.
  private static func isOpening(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x28, 0x5B, 0x22, 0x27, 0x2018, 0x201C, 0x2F: true
    default: false
    }
  }
}
