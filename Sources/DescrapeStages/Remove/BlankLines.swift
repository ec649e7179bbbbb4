public import DescrapeText

/// Closes the hole that removed lines leave: of the blank lines before and behind it, as many stay as the longer side had.
///
/// ## Repairs
/// Blank lines that meet where an earlier stage took whole lines out, and those at the end or the beginning of the text when the
/// removal reached it.
///
/// ## Keeps
/// Every blank line of the author's: without a removal nothing is collapsed.
///
/// ## Safety
/// Normalizing.
public struct BlankLines: Stage {
  static let doubled = Rule(
    0, "doubled-by-removal", confidence: 99, why: "lines were removed between two groups of blank lines")

  public static let info = StageInfo(
    id: "blank-lines", safety: .normalizing, summary: "closes up blank lines where lines were removed",
    rules: [doubled])

  public init(_ options: NoOptions) {}

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    var done = 0
    for scar in edits.scars where scar >= done {
      let (start, before) = blankLines(text, endingAt: scar)
      let (end, after) = blankLines(text, startingAt: scar)
      done = end
      if end == text.count, start > 0 {
        edits.delete(start..<end, Self.doubled)
      } else if start == 0, scar < text.count {
        edits.delete(start..<end, Self.doubled)
      } else if before > 0, after > 0 {
        // The first lines of the pair go: what is left stands directly before the next text.
        edits.delete(firstLines(text, from: start, count: min(before, after)), Self.doubled)
      }
    }
  }

  /// The group of blank lines that ends at `offset`: where it starts, and how many they are.
  private func blankLines(_ text: borrowing TextView, endingAt offset: Int) -> (start: Int, count: Int) {
    var (start, count) = (offset, 0)
    while start > 0, text[start - 1] == 0x0A {
      let line = text.startOfLine(at: start - 1)
      guard text.trimmed(line..<start - 1).isEmpty else { break }
      start = line
      count += 1
    }
    return (start, count)
  }

  private func blankLines(_ text: borrowing TextView, startingAt offset: Int) -> (end: Int, count: Int) {
    var (end, count) = (offset, 0)
    while end < text.count {
      let feed = text.endOfLine(from: end)
      guard text.trimmed(end..<feed).isEmpty else { break }
      end = min(feed + 1, text.count)
      count += 1
    }
    return (end, count)
  }

  private func firstLines(_ text: borrowing TextView, from start: Int, count: Int) -> Range<Int> {
    var end = start
    for _ in 0..<count { end = min(text.endOfLine(from: end) + 1, text.count) }
    return start..<end
  }
}
