public import DescrapeText

/// Removes what a page says twice: its title, its byline, paragraphs and long fragments.
///
/// ## Repairs
/// The first line again as the second or third one, with the name of the site behind it, or cut; a line at the foot that the
/// head has already; the title, or a part of it, alone on one of the last lines; a paragraph directly behind itself, and every
/// long line where most are doubled; paragraphs that stand a second time as a block, at the foot, or as a summary below the
/// title; a long fragment twice in a row inside a paragraph. A bold run also removes a long paragraph that stands anywhere
/// before, and a foot field whose role has another name at the head.
///
/// ## Keeps
/// Refrains, dialogue, code, lists, tables, verse, records with fields of their own, clauses under two headings, what stands
/// there more than three times, one byline, and every repeat of a short line.
///
/// ## Safety
/// Evidence, by comparing bytes. Titles and single paragraphs are only looked for in prose.
public struct Repeats: Stage {
  static let title = Rule(0, "title-at-head", confidence: 93, why: "the title stands twice at the head")
  static let byline = Rule(1, "byline-at-foot", confidence: 93, why: "the byline at the head says the same")
  static let role = Rule(
    2, "byline-role", confidence: 75, why: "the byline at the head names the same person or source")
  static let fragment = Rule(
    3, "title-at-foot", confidence: 91, why: "the title, or a part of it, is alone at the foot")
  static let plainFragment = Rule(
    4, "plain-title-at-foot", confidence: 70,
    why: "words of the title are alone at the foot, and could be an author's own")
  static let paragraph = Rule(5, "doubled-paragraph", confidence: 93, why: "a paragraph directly follows itself")
  static let distant = Rule(6, "repeated-paragraph", confidence: 65, why: "a long paragraph stood in the text before")
  static let cutTitle = Rule(7, "cut-title", confidence: 91, why: "a part of the title stands beside it")
  static let siteTitle = Rule(
    8, "title-with-site", confidence: 92, why: "the title stands twice, once with the name of a site behind it")
  static let block = Rule(9, "repeated-block", confidence: 92, why: "paragraphs stand in the text before in this order")
  static let foot = Rule(10, "repeated-at-foot", confidence: 91, why: "the text's last lines stood in it before")
  static let lead = Rule(11, "summary", confidence: 91, why: "a paragraph of the text stands below the title as well")
  static let part = Rule(12, "doubled-fragment", confidence: 91, why: "a long fragment directly follows itself")

  public static let info = StageInfo(
    id: "repeats", safety: .evidence, summary: "removes a title, a byline or a paragraph that stands twice",
    rules: [
      title, byline, role, fragment, plainFragment, paragraph, distant, cutTitle, siteTitle, block, foot, lead, part,
    ])

  public struct Options: StageOptions {
    /// The shortest paragraph that may be a copy, in East Asian characters; two and a half Latin letters count as one.
    public var length = 16
    /// How many lines a copy may be away from the first; 0 is any number.
    public var distance = 0
    public static let fields: [OptionField<Options>] = [
      .integer(
        "length", \.length, in: 8...10_000,
        "the shortest paragraph that may be a copy, in East Asian characters or 2.5 Latin letters each"),
      .integer("distance", \.distance, in: 0...1_000_000, "how many lines a copy may be away; 0 is any number"),
    ]
    public init() {}
  }

  let options: Options
  public init(_ options: Options) { self.options = options }

  /// Prose has a paragraph of this many bytes, with a sentence's end, within so many lines behind the title.
  static let proseLength = 120, proseLines = 8
  static let longestTitle = 400
  /// The foot, in lines that stay.
  static let footLines = 12

  /// What is to go: whole lines, or a part of one.
  struct Removal {
    var range: Range<Int>
    var rule: Rule
    var isPart = false
  }

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    guard !evidence.looksLikeCode, text.count > 0 else { return }
    let copies = LineCopies(text)
    let lines = PageLines(copies, hasHead: !evidence.carried.isContinuation, hasFoot: evidence.isLastBlock)
    var removals: [Removal] = []
    var bodyStart = 0
    if !evidence.carried.isContinuation { bodyStart = findTitles(text, lines, into: &removals) }
    findFoot(text, evidence, lines, from: bodyStart, takesBold: edits.accepts(Self.role), into: &removals)
    copies.find(text, evidence, options, takesBold: edits.accepts(Self.distant), into: &removals)
    DoubledParts.find(text, shortest: options.length, into: &removals)
    guard !removals.isEmpty else { return }
    removals.sort { $0.range.lowerBound < $1.range.lowerBound }
    var end = 0
    for removal in removals where removal.range.lowerBound >= end {
      if removal.isPart {
        edits.delete(removal.range, removal.rule)
      } else {
        edits.deleteLines(withFeed(text, removal.range), removal.rule)
      }
      end = removal.range.upperBound
    }
  }
}

/// `line` with its line feed.
func withFeed(_ text: borrowing TextView, _ line: Range<Int>) -> Range<Int> {
  line.lowerBound..<min(line.upperBound + 1, text.count)
}
