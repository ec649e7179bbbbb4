internal import DescrapeText

/// Lines that were broken at a fixed width. A line is taken for full when the first word of the next would not have fit; all
/// such lines of a document must agree on one width.
struct LineWraps {
  private static let narrowest = 36, widest = 130

  /// Whether the document has a width that lines are joined at.
  private(set) var isWanted = false
  private var width = 0
  private var rule = Spacing.likely
  /// Whether a Latin word has a space beside Han text here.
  private var isLatinSpaced = false
  /// The block of lines at hand: where it ends, and whether its lines are joined, also behind the end of a sentence.
  private var blockEnd = 0
  private var joinsBlock = false
  private var joinsSentences = false

  init(_ text: borrowing TextView, _ evidence: borrowing Evidence, _ edits: borrowing Rewriter) {
    let facts = evidence.facts
    guard facts.openLines >= 2, facts.openLines * 6 >= facts.textLines, edits.accepts(Spacing.wrap),
      !evidence.looksLikeCode
    else { return }
    var votes = [Int](repeating: 0, count: Self.widest + 8)
    var (open, narrow, spacedLatin, closedLatin) = (0, 0, 0, 0)
    var (lines, inset) = (0, 0)
    var start = 0
    var last = WrapLine()
    while start < text.count {
      let end = text.endOfLine(from: start)
      let line = WrapLine(text, start..<end)
      if line.isMarkup { return }
      if !line.isEmpty { lines += 1 }
      if line.isInset { inset += 1 }
      spacedLatin += line.spacedLatin
      closedLatin += line.closedLatin
      if last.canContinue, line.canBegin, last.isOpen, last.width >= Self.narrowest / 2 {
        open += 1
        let (low, high) = last.widths(before: line)
        // A line before a long word may be shorter than any width.
        if high >= Self.narrowest - 2, low <= Self.widest {
          votes[max(low, Self.narrowest - 2)] += 1
          votes[min(high + 1, Self.widest + 7)] -= 1
          if high - low <= 4 { narrow += 1 }
        }
        // Most documents with open lines are lists: they show soon that no width is theirs.
        if open == 48, Self.best(votes).count * 2 < open { return }
      }
      last = line
      start = end + 1
    }
    // Program text, or a manual's source.
    guard inset * 5 <= lines else { return }
    let (column, best) = Self.best(votes)
    width = column
    // A line of words agrees with more widths than one of Han does.
    if best * 10 >= open * 7, best >= (narrow * 2 >= open ? 3 : 5),
      facts.codeLines * 20 <= facts.textLines || facts.han + facts.kana + facts.hangul > 200
    {
      rule = Spacing.wrap
    } else if best * 2 < open || best < 2 {
      return
    }
    isLatinSpaced = spacedLatin > closedLatin
    isWanted = edits.accepts(rule)
  }

  /// The width that most lines agree on, from where its voters come and go.
  private static func best(_ votes: [Int]) -> (width: Int, count: Int) {
    var (sum, best, width) = (0, 0, 0)
    for column in votes.indices {
      sum += votes[column]
      if sum > best { (best, width) = (sum, column) }
    }
    return (width, best)
  }

  /// Joins the line that starts at `start` with the next, if they are one.
  mutating func repair(_ text: borrowing TextView, from start: Int, feed: Int, into edits: inout Rewriter) {
    if start >= blockEnd { judge(text, from: start) }
    guard joinsBlock, feed + 1 < blockEnd else { return }
    let line = WrapLine(text, start..<feed)
    let next = WrapLine(text, feed + 1..<text.endOfLine(from: feed + 1))
    guard fits(line, next), line.isOpen || line.endsClause || joinsSentences else { return }
    let range = line.end..<next.start
    if needsSpace(line, next) {
      edits.replace(range, with: " ", rule)
    } else {
      edits.delete(range, rule)
    }
  }

  private func fits(_ line: WrapLine, _ next: WrapLine) -> Bool {
    guard line.canContinue, next.canBegin else { return false }
    let (low, high) = line.widths(before: next)
    return low - (line.lastUnit > 2 ? line.lastUnit : 0) <= width && width <= high
  }

  private func needsSpace(_ line: WrapLine, _ next: WrapLine) -> Bool {
    let (a, b) = (line.last, next.first)
    if WrapLine.isEast(a) && WrapLine.isEast(b) { return false }
    if !WrapLine.isEast(a) && !WrapLine.isEast(b) { return true }
    return isLatinSpaced && HanLatin.isBorder(a, b)
  }

  /// Looks at the lines up to the next blank one.
  private mutating func judge(_ text: borrowing TextView, from start: Int) {
    var (at, full, against, ends) = (start, 0, 0, 0)
    var last = WrapLine()
    repeat {
      let end = text.endOfLine(from: at)
      let line = WrapLine(text, at..<end)
      at = end + 1
      if line.isEmpty { break }
      if last.canContinue, line.canBegin {
        if fits(last, line) {
          if last.isOpen { full += 1 }
        } else if last.isOpen {
          against += 1
        } else {
          ends += 1
        }
      } else if !last.isEmpty {
        ends += 1
      }
      last = line
    } while at < text.count
    blockEnd = at
    joinsBlock = full > 0 && against * 6 <= full
    joinsSentences = ends == 0 && against == 0
  }
}
