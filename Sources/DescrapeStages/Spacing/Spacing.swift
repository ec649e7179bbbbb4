public import DescrapeText

/// Takes out blanks and line ends that scraping put into running text: `本 文 件 按 照 规 定` is `本文件按照规定`.
///
/// ## Repairs
/// Blanks between single Han characters in a run or a whole line. Ideographic spaces inside sentences, blanks before closing and
/// behind opening fullwidth marks, no-break spaces beside Han text. Lines broken in mid-sentence at a width that the document's
/// lines agree on: each is as full as its next word allows. Plain spaces inside Chinese sentences and wraps that few lines
/// speak for are bold.
///
/// ## Keeps
/// Names (`王 伟`), letter-spaced titles (`通 知`), forms, tables, enumerations (`甲 乙 丙 丁`), poems, headlines in two parts,
/// indents, numbers of chapters and articles, blanks beside Latin, no-break spaces beside numbers. Line ends of poems, lists, code,
/// quotations, Markdown, and of lines of any other width.
///
/// ## Safety
/// Evidence. Runs by their length and by what they are attached to; line ends by one width for the document.
public struct Spacing: Stage {
  static let spaced = Rule(
    0, "spaced-han", confidence: 93, why: "single Han characters with a blank between each two of them")
  static let stray = Rule(
    1, "stray-blank", confidence: 91, why: "an ideographic space between two Han characters of a sentence")
  static let mark = Rule(2, "mark-blank", confidence: 92, why: "a blank on the inner side of a fullwidth mark")
  static let hard = Rule(3, "no-break-space", confidence: 95, why: "a no-break space beside Han text")
  static let wrap = Rule(
    4, "wrapped-line", confidence: 92,
    why: "the line is full at the width of the document's lines and ends in mid-sentence")
  static let plain = Rule(
    5, "plain-blank", confidence: 70,
    why: "a space between two Han characters of a sentence, as authors type it as well")
  static let likely = Rule(
    6, "likely-wrap", confidence: 75, why: "the line is as full as the few others that tell a width")
  static let asked = Rule(
    7, "han-latin", confidence: 99, why: "the option says how Han text and Latin words are set apart")

  public static let info = StageInfo(
    id: "spacing", safety: .evidence, summary: "takes out blanks and line ends inside sentences: 本 文 件 is 本文件",
    rules: [spaced, stray, mark, hard, wrap, plain, likely, asked])

  public struct Options: StageOptions {
    /// What stands between Han text and a Latin word: what is there, a space, or nothing.
    public var hanLatin = "keep"
    public static let fields: [OptionField<Options>] = [
      .text("han-latin", \.hanLatin, kind: "keep, add or remove", "the space between Han text and Latin words") {
        $0 == "keep" || $0 == "add" || $0 == "remove"
      }
    ]
    public init() {}
  }

  private let options: Options
  public init(_ options: Options) { self.options = options }

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    let facts = evidence.facts
    let latin = HanLatin(options.hanLatin)
    let hasBlanks = facts.hanBlanks > 0 && facts.han >= 4 && !evidence.looksLikeCode
    var wraps = LineWraps(text, evidence, edits)
    guard hasBlanks || wraps.isWanted || latin != .keep else { return }
    let blanks = HanBlanks(text, evidence)
    let isLatinWanted = latin != .keep && !evidence.looksLikeCode
    let seesAll = wraps.isWanted || isLatinWanted
    var finder = BlankFinder(facts)
    var start = 0
    while start < text.count {
      if !seesAll {
        guard let place = finder.next(text, from: start) else { return }
        // The line feed before is no further than the end of the last line.
        start = max(start, text.startOfLine(at: place))
      }
      let end = text.endOfLine(from: start)
      if hasBlanks || isLatinWanted {
        blanks.repair(text, start..<end, isWanted: hasBlanks, isLatinWanted ? latin : .keep, into: &edits)
      }
      if wraps.isWanted { wraps.repair(text, from: start, feed: end, into: &edits) }
      start = end + 1
    }
  }
}
