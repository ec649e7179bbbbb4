public import DescrapeText

/// Ends every line with a line feed.
///
/// ## Repairs
/// CR LF, CR CR LF, a lone CR, NEL (U+0085), LINE SEPARATOR and PARAGRAPH SEPARATOR (U+2028, U+2029).
///
/// ## Keeps
/// Line feeds, form feeds and vertical tabs.
///
/// ## Safety
/// Lossless.
public struct LineEndings: Stage {
  static let carriageReturn = Rule(0, "carriage-return", confidence: 100, why: "the line ends in a carriage return")
  static let separator = Rule(1, "separator", confidence: 99, why: "the line ends in a Unicode line separator")

  public static let info = StageInfo(
    id: "line-endings", safety: .lossless, recovers: true, summary: "ends every line with a line feed",
    rules: [carriageReturn, separator])

  public init(_ options: NoOptions) {}

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    guard evidence.has([.carriageReturn, .lineSeparator]) else { return }
    var offset = 0
    while offset < text.count {
      let byte = text[offset]
      switch byte {
      case 0x0D:
        var end = offset + 1
        while text[orZero: end] == 0x0D { end += 1 }
        if text[orZero: end] == 0x0A {
          edits.delete(offset..<end, Self.carriageReturn)
        } else {
          for place in offset..<end { edits.replace(place..<place + 1, with: "\n", Self.carriageReturn) }
        }
        offset = end
      case 0xC2:
        // Beside Latin-1 letters it is no line end but a byte of mojibake.
        if text[orZero: offset + 1] == 0x85, !UnseenContext.isMojibake(text, offset..<offset + 2) {
          edits.replace(offset..<offset + 2, with: "\n", Self.separator)
        }
        offset += 2
      case 0xE2:
        if text.has("\u{2028}", at: offset) || text.has("\u{2029}", at: offset) {
          edits.replace(offset..<offset + 3, with: "\n", Self.separator)
        }
        offset += 3
      default:
        offset += byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      }
    }
  }
}
