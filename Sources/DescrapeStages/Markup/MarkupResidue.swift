public import DescrapeText

/// Removes markup that an extractor left in the text: `<p class="a">你好</p>` is 你好.
///
/// ## Repairs
/// Tags of HTML with their attributes, whole, escaped (`&lt;p&gt;`, `\u003cp\u003e`) or cut off at the end; comments, scripts and style
/// sheets between their tags; BBCode (`[b]`, `[img]…[/img]`), shortcodes (`[gallery ids="1,2"]`), images of Markdown. A tag that ends a
/// line in a browser ends it here: `<br>`, `</p>`. A line that held nothing else goes.
///
/// ## Keeps
/// Markup in a text that speaks of it or is a source, fenced or quoted; names in angle brackets that are none of HTML's
/// (`List<String>`, `<name@example.org>`), comparison signs, `[1]`, `a[i]`, the images of a document in Markdown.
///
/// ## Safety
/// Evidence. At least one mark must be more than a word in brackets: an attribute, a comment, a pair of tags, or one at the end of a line.
public struct MarkupResidue: Stage {
  static let tag = Rule(0, "tag", confidence: 94, why: "a tag of HTML was left in prose")
  static let escaped = Rule(1, "escaped-tag", confidence: 93, why: "an escaped tag of HTML was left in prose")
  static let comment = Rule(2, "comment", confidence: 95, why: "a comment of HTML was left in prose")
  static let forum = Rule(3, "bbcode", confidence: 92, why: "BBCode was left in prose")
  static let shortcode = Rule(4, "shortcode", confidence: 92, why: "a blog's shortcode was left in prose")
  static let image = Rule(
    5, "markdown-image", confidence: 91, why: "an image or an empty link of Markdown was left in prose")
  static let cut = Rule(6, "cut-tag", confidence: 91, why: "the end of a tag of HTML was left in prose")

  public static let info = StageInfo(
    id: "markup-residue", safety: .evidence,
    summary: "removes tags, comments, BBCode and shortcodes that were left in prose",
    rules: [tag, escaped, comment, forum, shortcode, image, cut])

  public init(_ options: NoOptions) {}

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    guard evidence.has([.tag, .bracket, .entity]) || TagTail.mayStand(in: text) else { return }
    var page = MarkupPage(text)
    guard page.isResidue(text, looksLikeCode: evidence.looksLikeCode) else { return }
    let marks = page.marks
    var index = 0
    while index < marks.count {
      // Marks of a line with nothing but blanks between go together.
      var end = index + 1
      while end < marks.count, MarkupPage.isBlank(text, marks[end - 1].range.upperBound..<marks[end].range.lowerBound) {
        end += 1
      }
      remove(text, marks[index..<end], into: &edits)
      index = end
    }
  }

  private func remove(_ text: borrowing TextView, _ group: ArraySlice<MarkupMark>, into edits: inout Rewriter) {
    guard let first = group.first, let last = group.last else { return }
    var (start, end) = (first.range.lowerBound, last.range.upperBound)
    while start > 0, text[start - 1] == 0x20 || text[start - 1] == 0x09 { start -= 1 }
    let startsLine = start == 0 || text[start - 1] == 0x0A
    while end < text.count, text[end] == 0x20 || text[end] == 0x09 { end += 1 }
    let endsLine = end == text.count || text[end] == 0x0A
    if startsLine, endsLine {
      edits.deleteLines(start..<min(end + 1, text.count), first.rule)
    } else if startsLine {
      edits.delete(start..<end, first.rule)
    } else if endsLine {
      edits.delete(start..<end, first.rule)
    } else if breaksLine(text, group) {
      edits.replace(start..<end, with: "\n", first.rule)
    } else if group.contains(where: { $0.kind == .cell }) {
      edits.replace(start..<end, with: " ", first.rule)
    } else {
      for mark in group { edits.delete(mark.range, mark.rule) }
    }
  }

  /// Whether a browser would begin a new line here. A short cell stands beside the next one.
  private func breaksLine(_ text: borrowing TextView, _ group: ArraySlice<MarkupMark>) -> Bool {
    for mark in group {
      switch mark.kind {
      case .block, .lineBreak: return true
      case .cell: if mark.range.lowerBound - text.startOfLine(at: mark.range.lowerBound) > 90 { return true }
      case .inline, .object:
        if text.find(0x0A, from: mark.range.lowerBound) ?? text.count < mark.range.upperBound { return true }
      }
    }
    return false
  }
}
