public import DescrapeText

/// Removes commas that a site put in front of the real mark: `发展,、创新` is `发展、创新`.
///
/// ## Repairs
/// A comma, ASCII or fullwidth, directly before `，`, `、` or `。`, and the first of two ASCII commas (the second is a folded `，`),
/// when Han text stands before it. The mark behind it is the author's.
///
/// ## Keeps
/// `a,,b`, `f(x,,y)`, `[,,x]`, runs of three commas, and every comma that is not between Han text and a mark.
///
/// ## Safety
/// Evidence. A comma before `、` or `。` is never written by hand; a doubled ASCII comma needs three or more in the document.
public struct StrayComma: Stage {
  static let beforeMark = Rule(
    0, "before-mark", confidence: 98, why: "a comma stands directly before the real mark")
  static let doubled = Rule(
    1, "doubled", confidence: 95, why: "commas are doubled throughout the document; the second one is the author's")

  public static let info = StageInfo(
    id: "stray-comma", safety: .evidence, summary: "removes commas before the real mark: 发展,、创新 is 发展、创新",
    rules: [beforeMark, doubled])

  public struct Options: StageOptions {
    /// How many doubled commas a document needs before one of them is taken for noise.
    public var minimumPairs = 3
    public static let fields: [OptionField<Options>] = [
      .integer(
        "minimum-pairs", \.minimumPairs, in: 1...1000,
        "how many doubled commas a document needs before one of them is taken for noise")
    ]
    public init() {}
  }

  private let options: Options
  public init(_ options: Options) { self.options = options }

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    let facts = evidence.facts
    // Fields that are empty are doubled as well; but rows of fields have no full stops.
    let doublesAreNoise =
      facts.doubledCommas >= options.minimumPairs && facts.ideographicMarks * 4 >= facts.doubledCommas
    guard facts.commasBeforeMark > 0 || doublesAreNoise else { return }
    var offset = 0
    let isFolded = facts.fullwidthMarks == 0
    while let found = isFolded ? text.find(0x2C, from: offset).map({ $0..<$0 + 1 }) : nextComma(text, from: offset) {
      offset = found.upperBound
      let next = found.upperBound
      let lead = text[orZero: next]
      guard lead == 0x2C && doublesAreNoise || lead == 0xE3 || lead == 0xEF else { continue }
      // Of a run of commas no single one is the noise.
      guard text[orZero: found.lowerBound - 1] != 0x2C, !text.has("，", at: found.lowerBound - 3) else { continue }
      let before = text.scalar(before: found.lowerBound).value
      if lead == 0x2C {
        let isPair = text[orZero: next + 1] != 0x2C
        let behind = text.scalar(at: next + 1).value
        if isPair, isWritten(before) || isTerm(before) && isHan(behind) { edits.delete(found, Self.doubled) }
        offset = next + 1
      } else if isMark(text, at: next), isWritten(before) || isTerm(before), !isListOfMarks(text, next, before) {
        edits.delete(found, Self.beforeMark)
      }
    }
  }

  /// Whether marks stand one behind the other, as in a pattern that matches any of them: `[，。；！]`.
  private func isListOfMarks(_ text: borrowing TextView, _ mark: Int, _ before: UInt32) -> Bool {
    isStop(before) || isStop(text.scalar(at: mark + 3).value)
  }

  private func isStop(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3001, 0x3002, 0xFF01, 0xFF0C, 0xFF1A, 0xFF1B, 0xFF1F: true
    default: false
    }
  }

  /// Whether an enumeration comma, a full stop or a single fullwidth comma stands at `offset`.
  private func isMark(_ text: borrowing TextView, at offset: Int) -> Bool {
    switch text.scalar(at: offset).value {
    case 0x3001, 0x3002: true
    case 0xFF0C: !text.has("，", at: offset + 3)
    default: false
    }
  }

  /// A comma, or the first byte of a fullwidth one.
  private static let commaStarts = ByteSet([0x2C, 0xEF])

  /// The next comma, ASCII or fullwidth.
  private func nextComma(_ text: borrowing TextView, from offset: Int) -> Range<Int>? {
    var offset = offset
    while let hit = text.find(anyOf: Self.commaStarts, from: offset) {
      if text[hit] == 0x2C { return hit..<hit + 1 }
      if text.has("，", at: hit) { return hit..<hit + 3 }
      offset = hit + 3
    }
    return nil
  }

  /// Han text, or a mark that closes some.
  private func isWritten(_ scalar: UInt32) -> Bool { isHan(scalar) || isClosing(scalar) }

  /// A number, a percent sign or a Latin word in Han text.
  private func isTerm(_ scalar: UInt32) -> Bool {
    scalar < 0x80 && (isASCIIWord(UInt8(truncatingIfNeeded: scalar)) || scalar == 0x25 || scalar == 0x29)
      || isCelsiusOrPermille(scalar)
  }

  private func isCelsiusOrPermille(_ scalar: UInt32) -> Bool {
    scalar == 0x2103 || scalar == 0x2030 || scalar == 0xB0 || scalar == 0xFF05 || scalar >= 0xFF10 && scalar <= 0xFF19
  }
}
