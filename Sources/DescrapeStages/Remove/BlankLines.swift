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
    let scars = edits.scars
    var index = 0
    while index < scars.count {
      let (start, before) = blankLines(text, endingAt: scars[index])
      var (longest, total) = (before, before)
      var end = scars[index]
      // Scars with nothing but blank lines between them are one hole.
      repeat {
        let next = index + 1 < scars.count ? scars[index + 1] : text.count
        let (stop, count) = blankLines(text, from: scars[index], to: next)
        longest = max(longest, count)
        total += count
        end = stop
        index += 1
      } while index < scars.count && scars[index] == end
      if end == text.count && start > 0 || start == 0 && end > start {
        edits.delete(start..<end, Self.doubled)
      } else if total > longest {
        // The first ones go: what is left stands directly before the next text.
        edits.delete(firstLines(text, from: start, count: total - longest), Self.doubled)
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

  /// The blank lines from `offset` on and before `limit`: where they end, and how many they are.
  private func blankLines(_ text: borrowing TextView, from offset: Int, to limit: Int) -> (end: Int, count: Int) {
    var (end, count) = (offset, 0)
    while end < limit {
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
