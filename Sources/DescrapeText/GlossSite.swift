/// Readings of Han characters and their relation to the other script, as ICU knows them.
public protocol ReadingSource: Sendable {
  /// Whether `range` of `text` is the default Mandarin reading of `scalar`, with its tone mark: `fā` for 發.
  func isReading(_ text: borrowing TextView, _ range: Range<Int>, of scalar: UInt32) -> Bool
  /// Whether `range` of `text` is where that reading begins.
  func isPrefix(_ text: borrowing TextView, _ range: Range<Int>, of scalar: UInt32) -> Bool
  /// The number of the syllable of Mandarin, with its tone mark, that `range` of `text` is; 0 when it is none.
  func syllable(_ text: borrowing TextView, _ range: Range<Int>) -> Int
  /// The default reading of `scalar` as letters and tone.
  func plainReading(of scalar: UInt32) -> PlainSyllable
  /// Whether `scalar` has several readings in use.
  func isHeteronym(_ scalar: UInt32) -> Bool
  /// Whether `scalar` has several readings in use and `syllable` is spelled as one of them.
  func hasReading(_ syllable: PlainSyllable, _ scalar: UInt32) -> Bool
  /// Whether `scalar` or its Simplified form is among the 3,755 frequent characters of GB 2312.
  func isFrequent(_ scalar: UInt32) -> Bool
  /// Whether `scalar` is a Traditional form whose Simplified form is another character.
  func hasOtherSimplifiedForm(_ scalar: UInt32) -> Bool
  /// Whether `scalar` is a Simplified form whose Traditional form is another character.
  func hasOtherTraditionalForm(_ scalar: UInt32) -> Bool
}

/// A bracket that may hold a reading: `(fā)`, `(lè )`, `（ㄈㄚ）`.
public struct GlossBracket: Sendable {
  /// From the opening bracket to behind the closing one.
  public var range: Range<Int>
  /// What stands between the brackets, without spaces.
  public var reading: Range<Int>
}

/// How a gloss is written.
public enum GlossForm: UInt8, Sendable {
  /// Pinyin with tone marks: `(fā)`.
  case toned
  /// The same in fullwidth brackets.
  case wide
  /// Pinyin without tone marks: `(fa)`.
  case plain
  /// Bopomofo, in brackets of either width.
  case bopomofo
}

/// A bracket with a syllable behind a character, and where it stands.
public struct GlossSite: Sendable {
  /// What is known of it and its neighbours.
  public struct Marks: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// It is the default reading of the character.
    public static let matches = Marks(rawValue: 1 << 0)
    /// The same bracket stands there twice or more.
    public static let isRepeated = Marks(rawValue: 1 << 1)
    /// Han text or another gloss is before the character or behind the bracket.
    public static let isEmbedded = Marks(rawValue: 1 << 2)
    /// Han text is on both sides.
    public static let isInner = Marks(rawValue: 1 << 3)
    /// The text speaks about the character: `讀作發(fā)`, `「發(fā)」`.
    public static let isExplained = Marks(rawValue: 1 << 4)
    /// Another gloss is directly before the character.
    public static let isAdjacent = Marks(rawValue: 1 << 5)
    /// A neutral reading, which has no tone mark: `們(men)`.
    public static let isNeutral = Marks(rawValue: 1 << 6)
  }

  /// Where the bracket opens, in bytes.
  public var start: Int
  /// Behind the bracket that closes it, in bytes.
  public var end: Int
  /// The character that it glosses.
  public var scalar: UInt32
  /// The number of a toned syllable that is not the character's default reading, or 0.
  var syllable: Int32 = 0
  /// How the reading is written.
  public var form: GlossForm
  /// What is known of it and of what stands around it.
  public var marks: Marks

  /// Whether it holds the default reading of its character, with its tone.
  public var isDefaultReading: Bool { marks.contains(.matches) && form != .plain }
}

extension Span where Element == UInt8 {
  /// The gloss whose bracket opens at `open`, if there is one. O(1), but for repeated brackets, which it steps over.
  /// - Parameter closely: looks at the neighbours of a toned gloss as well, which matters where there are few.
  public func glossSite(at open: Int, closely: Bool, readings: some ReadingSource) -> GlossSite? {
    let (scalar, length) = scalar(before: open)
    guard scalar < 0x10000, isHan(scalar) else { return nil }
    if let bracket = glossBracket(at: open) {
      // Nearly all glosses there are end here.
      if readings.isReading(self, bracket.reading, of: scalar), !isASCII(bracket.reading), !closely {
        return GlossSite(
          start: open, end: bracket.range.upperBound, scalar: scalar, form: .toned,
          marks: isEmbedded(open - length, bracket.range.upperBound) ? [.matches, .isEmbedded] : .matches)
      }
      return otherGlossSite(bracket, scalar, behind: open - length, closely: closely, readings: readings)
    }
    guard let bracket = otherGlossBracket(at: open) else { return nil }
    return otherGlossSite(bracket, scalar, behind: open - length, closely: closely, readings: readings)
  }

  private func otherGlossSite(
    _ bracket: GlossBracket, _ scalar: UInt32, behind start: Int, closely: Bool, readings: some ReadingSource
  ) -> GlossSite? {
    let open = bracket.range.lowerBound
    var site = GlossSite(start: open, end: bracket.range.upperBound, scalar: scalar, form: .toned, marks: [])
    // Bopomofo and its tone marks start with these bytes, and no Latin letter of a syllable does.
    let first = self[orZero: bracket.reading.lowerBound]
    if first == 0xE3 || first == 0xCB {
      guard let spelled = PlainSyllable(bopomofo: self, bracket.reading) else { return nil }
      site.form = .bopomofo
      if spelled.isPronounced(readings.plainReading(of: scalar)) { site.marks.insert(.matches) }
    } else if readings.isReading(self, bracket.reading, of: scalar) {
      site.marks.insert(.matches)
      if isASCII(bracket.reading) { site.marks.insert(.isNeutral) }
    } else if bracket.reading.count <= 6, let spelled = PlainSyllable(latin: self, bracket.reading), spelled.tone == 0,
      readings.plainReading(of: scalar).isSpelled(spelled) || readings.hasReading(spelled, scalar)
    {
      site.form = .plain
      if readings.plainReading(of: scalar).isSpelled(spelled) { site.marks.insert(.matches) }
    } else {
      site.syllable = Int32(readings.syllable(self, bracket.reading))
      guard site.syllable > 0 else { return nil }
    }
    if self[orZero: open] == 0xEF, site.form != .bopomofo {
      guard site.form == .toned, !site.marks.contains(.isNeutral) else { return nil }
      site.form = .wide
    } else if site.form == .plain || site.marks.contains(.isNeutral) {
      let length = bracket.range.count
      while site.end + length <= count, equal(bracket.range, site.end..<site.end + length) {
        site.end += length
        site.marks.insert(.isRepeated)
      }
    }
    if isEmbedded(start, site.end) { site.marks.insert(.isEmbedded) }
    if closely || site.form != .toned || site.marks.contains(.isNeutral) { look(around: &site, behind: start) }
    return site
  }

  /// Whether the gloss from `start` to `end`, its character included, is in running text.
  @inline(__always)
  private func isEmbedded(_ start: Int, _ end: Int) -> Bool {
    if isHan(scalar(at: end).value) { return true }
    let previous = scalar(before: start).value
    return isHan(previous) || previous == 0x29 || previous == 0xFF09
  }

  private func look(around site: inout GlossSite, behind start: Int) {
    let next = scalar(at: site.end).value
    let previous = scalar(before: start).value
    let isAdjacent = previous == 0x29 || previous == 0xFF09
    if isAdjacent { site.marks.insert(.isAdjacent) }
    if isHan(next), isHan(previous) || isAdjacent { site.marks.insert(.isInner) }
    if speaks(next) || speaks(previous) || opens(previous) && closes(next) { site.marks.insert(.isExplained) }
  }

  /// Characters of those words that speak about a character: 讀作, 念成, 發音, 寫作, 拼成, 又讀.
  private func speaks(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x8B80, 0x8BFB, 0x5FF5, 0x5538, 0x97F3, 0x5BEB, 0x5199, 0x62FC: true
    default: false
    }
  }

  private func opens(_ scalar: UInt32) -> Bool {
    scalar == 0x201C || scalar == 0x2018 || scalar == 0x300C || scalar == 0x300E || scalar == 0x22
  }

  private func closes(_ scalar: UInt32) -> Bool {
    scalar == 0x201D || scalar == 0x2019 || scalar == 0x300D || scalar == 0x300F || scalar == 0x22
  }

  private func isASCII(_ range: Range<Int>) -> Bool {
    for offset in range where self[offset] >= 0x80 { return false }
    return true
  }

  /// The bracket at `offset` if it is fullwidth or holds Bopomofo, and is as short as a syllable. O(1).
  private func otherGlossBracket(at offset: Int) -> GlossBracket? {
    let isWide = has("（", at: offset)
    guard isWide || self[orZero: offset] == 0x28 else { return nil }
    var start = offset + (isWide ? 3 : 1)
    while self[orZero: start] == 0x20, start - offset < 5 { start += 1 }
    let first = scalar(at: start).value
    let isBopomofo = isBopomofo(first)
    guard isBopomofo || isWide && first < 0x250 else { return nil }
    var end = start
    // Three letters of three bytes and a tone mark of two, or six Latin letters.
    while end - start < 12 {
      let (scalar, length) = scalar(at: end)
      guard isBopomofo ? self.isBopomofo(scalar) || scalar == 0x4E00 : scalar >= 0x61 && scalar < 0x250 else { break }
      end += length
    }
    var close = end
    while self[orZero: close] == 0x20, close - end < 2 { close += 1 }
    guard end > start, isWide ? has("）", at: close) : self[orZero: close] == 0x29 else { return nil }
    return GlossBracket(range: offset..<close + (isWide ? 3 : 1), reading: start..<end)
  }

  private func isBopomofo(_ scalar: UInt32) -> Bool {
    scalar >= 0x3105 && scalar <= 0x3129 || scalar == 0x2CA || scalar == 0x2C7 || scalar == 0x2CB || scalar == 0x2D9
  }
}
