public import DescrapeText

/// Removes the lines that are known to be a site's own, at the head and at the foot of a document.
///
/// ## Repairs
/// Menus above an article, notices, shares and links below it: lines that recur over many documents of one site
/// (`descrape corpus --site-lines` counts them; the option `lines` names some by hand). At the foot they go from the last line
/// upwards, at the head from the first one downwards, up to the first paragraph of the document's own. Between them a few
/// short lines that are not known may stand, such as a title or a link to another page; these stay.
///
/// ## Keeps
/// Known lines inside of the text: refrains, `import os`, clauses of laws, the head of each table. A single short line at an end
/// (`谢谢大家`, `}`, an answer in a dialogue), short sentences next to the text, fields behind the title, and labels with what
/// belongs to them. Sources of programs, and lines of such anywhere: comments, braces. A document of which nothing would be
/// left.
///
/// ## Safety
/// Evidence, from other documents of the site. Without counts and without `lines` the stage does not run.
public struct KnownLines: Stage {
  public struct Options: StageOptions {
    public var lines = ""

    public static var fields: [OptionField<Options>] {
      [
        .text("lines", \.lines, kind: "lines with line feeds between them", "lines that are known on every site") { _ in
          true
        }
      ]
    }

    public init() {}
  }

  static let head = Rule(0, "head", confidence: 99, why: "lines above the text recur on the site")
  static let foot = Rule(1, "foot", confidence: 99, why: "lines below the text recur on the site")

  public static let info = StageInfo(
    id: "site-lines", safety: .evidence, summary: "removes lines that recur over the documents of a site",
    rules: [head, foot])

  /// What was counted; `nil` when only the lines of the options are known.
  private var table: SiteLineTable?
  /// The lines that are known on every site: as on a site whose number is 0.
  private var given = SiteLineTable()

  public init(_ options: Options) {
    var text = ByteBuffer()
    text.append(options.lines)
    var scratch = ByteBuffer()
    var start = 0
    while start < text.count {
      let end = text.span.endOfLine(from: start)
      let line = text.span.trimmed(start..<end)
      if !line.isEmpty, let key = SiteLine.key(text.span, line, site: 0, &scratch) { given.insert(key) }
      start = end + 1
    }
  }

  /// The same stage with what was counted.
  public func using(_ table: SiteLineTable?) -> KnownLines {
    var copy = self
    copy.table = table
    return copy
  }

  /// A run of fewer units of text than this stays.
  private static let leastUnits = 8
  /// So many units must a line have that goes alone.
  private static let aloneUnits = 12
  /// So many lines in a row that are not known may stand between known ones, above the text and below it.
  private static let headGap = 2, footGap = 3
  /// A line that is not known ends the search when it is a sentence of so many units, or has so many anyway.
  private static let sentenceUnits = 12, paragraphUnits = 30

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    guard table != nil && evidence.site != 0 || given.count > 0, !evidence.looksLikeCode else { return }
    var look = Look(site: evidence.site)
    var head: [Range<Int>] = []
    if !evidence.carried.isContinuation {
      var start = 0
      while let line = Self.next(text, from: start), visit(line, text, &look, atHead: true, into: &head) {
        start = line.upperBound
      }
      settle(text, &look, atHead: true, into: &head)
      // Nothing of the document's own was found.
      guard look.hasOwn else { return }
    }
    var foot: [Range<Int>] = []
    if evidence.isLastBlock {
      look = Look(site: evidence.site)
      var end = text.count
      while let line = Self.previous(text, before: end), visit(line, text, &look, atHead: false, into: &foot) {
        end = line.lowerBound
      }
      settle(text, &look, atHead: false, into: &foot)
    }
    head.sort { $0.lowerBound < $1.lowerBound }
    foot.sort { $0.lowerBound < $1.lowerBound }
    let behind = head.last?.upperBound ?? 0
    for line in head { edits.deleteLines(line, Self.head) }
    for line in foot where line.lowerBound >= behind { edits.deleteLines(line, Self.foot) }
  }

  private struct KnownLine {
    /// With its line feed, and without it and the blanks around.
    let whole: Range<Int>, core: Range<Int>
    let units: Int
  }

  /// Where the search from one end stands.
  private struct Look: ~Copyable {
    let site: UInt64
    var lines = 0
    /// Known lines in a row, the one nearest to the end of the document first.
    var run: [KnownLine] = []
    /// Lines in a row that are not known.
    var gap = 0
    /// Whether the run begins where the document does.
    var isAtEdge = true
    /// Whether there was a line that is not known.
    var hasOwn = false
    var scratch = ByteBuffer(capacity: SiteLine.longest)

    init(site: UInt64) { self.site = site }
  }

  /// Takes the next line that is not blank.
  /// - Returns: whether the search goes on.
  private func visit(
    _ line: Range<Int>, _ text: borrowing TextView, _ look: inout Look, atHead: Bool, into found: inout [Range<Int>]
  ) -> Bool {
    look.lines += 1
    guard look.lines <= SiteLine.edge else { return false }
    let core = text.trimmed(Self.bare(text, line))
    let isOwn = Self.isSource(text, core) || atHead && !look.isAtEdge && Self.hasColon(text, core)
    if !isOwn, isKnown(text, core, &look) {
      look.run.append(KnownLine(whole: line, core: core, units: countLetters(text, core).units))
      look.gap = 0
      return true
    }
    settle(text, &look, atHead: atHead, into: &found)
    look.hasOwn = true
    look.isAtEdge = false
    look.gap += 1
    guard look.gap <= (atHead ? Self.headGap : Self.footGap), core.count <= SiteLine.longest else { return false }
    // Code of Markdown.
    guard !text.has("```", at: core.lowerBound) else { return false }
    let units = countLetters(text, core).units
    return units < Self.paragraphUnits && (units < Self.sentenceUnits || !endsSentence(text, core))
  }

  private func isKnown(_ text: borrowing TextView, _ core: Range<Int>, _ look: inout Look) -> Bool {
    if let table, look.site != 0, let key = SiteLine.key(text, core, site: look.site, &look.scratch),
      table.contains(key)
    {
      return true
    }
    guard given.count > 0, let key = SiteLine.key(text, core, site: 0, &look.scratch) else { return false }
    return given.contains(key)
  }

  /// Takes the run at hand out if it is enough to be sure of.
  private func settle(
    _ text: borrowing TextView, _ look: inout Look, atHead: Bool, into found: inout [Range<Int>]
  ) {
    defer { look.run.removeAll(keepingCapacity: true) }
    var run = look.run[...]
    // Next to the text, a short sentence may be the text's own: an answer, a refrain, a verdict. Behind the title any may.
    while let line = run.last, Self.isSentence(text, line, below: atHead && !look.isAtEdge ? .max : Self.sentenceUnits)
    {
      run.removeLast()
    }
    if !look.isAtEdge {
      while let line = run.first, Self.isSentence(text, line, below: Self.sentenceUnits) { run.removeFirst() }
    }
    // A label stays with what it belongs to, which stays: a form's fields, the parts of a recipe.
    if atHead {
      while let line = run.last, Self.endsInColon(text, line.core) { run.removeLast() }
    } else if let line = run.first, Self.endsInColon(text, line.core) {
      return
    }
    let units = run.reduce(0) { $0 + $1.units }
    guard units >= Self.leastUnits else { return }
    if atHead, !look.isAtEdge {
      // Behind the title, a line or two may be the article's own.
      guard run.count >= 3, units >= Self.aloneUnits else { return }
    } else {
      guard run.count >= 2 || units >= Self.aloneUnits else { return }
    }
    for line in run { found.append(line.whole) }
  }

  private static func isSentence(_ text: borrowing TextView, _ line: KnownLine, below units: Int) -> Bool {
    line.units < units && !endsInColon(text, line.core) && endsSentence(text, line.core)
  }

  // MARK: Lines

  /// The next line that is not blank, with its line feed.
  private static func next(_ text: borrowing TextView, from offset: Int) -> Range<Int>? {
    var start = offset
    while start < text.count {
      let end = text.endOfLine(from: start)
      if !text.trimmed(start..<end).isEmpty { return start..<min(end + 1, text.count) }
      start = end + 1
    }
    return nil
  }

  /// The last line before `offset`, a line's start, that is not blank, with its line feed.
  private static func previous(_ text: borrowing TextView, before offset: Int) -> Range<Int>? {
    var end = offset
    while end > 0 {
      let start = text.startOfLine(at: text[end - 1] == 0x0A ? end - 1 : end)
      if !text.trimmed(bare(text, start..<end)).isEmpty { return start..<end }
      end = start
    }
    return nil
  }

  /// A line without its line feed.
  private static func bare(_ text: borrowing TextView, _ line: Range<Int>) -> Range<Int> {
    line.count > 0 && text[line.upperBound - 1] == 0x0A ? line.lowerBound..<line.upperBound - 1 : line
  }

  /// Whether a line is one of a program, a comment or a request of troff: all files of a project begin with some of these.
  private static func isSource(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    let start = core.lowerBound
    let next = start + 1 < core.upperBound ? text[start + 1] : 0
    switch text[start] {
    case 0x7B, 0x7D, 0x25: return true
    // A heading of Markdown has two of them below the title.
    case 0x23: return next != 0x23
    case 0x60: return next == 0x60
    case 0x64, 0x69, 0x72:
      if text.has("import ", at: start) || text.has("def ", at: start) || text.has("return ", at: start) { return true }
    case 0x2F: return next == 0x2F || next == 0x2A
    case 0x2D: return next == 0x2D
    case 0x2E, 0x27: return isASCIIWord(next) || next == 0x5C
    case 0x3C: return next == 0x21 || next == 0x25 || next == 0x3F
    default: break
    }
    switch text[core.upperBound - 1] {
    case 0x3B, 0x7B, 0x7D: return true
    case 0x2F: return core.count > 1 && text[core.upperBound - 2] == 0x2A
    default: return false
    }
  }

  private static func endsInColon(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    core.count > 0 && text[core.upperBound - 1] == 0x3A || text.has("：", at: core.upperBound - 3)
  }

  /// Whether a line has a colon in it, as fields have.
  private static func hasColon(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    for offset in core where text[offset] == 0x3A || text[offset] == 0xEF && text.has("：", at: offset) { return true }
    return false
  }
}
