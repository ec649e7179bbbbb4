internal import DescrapeText

/// The first and the last lines of a page that hold text, without their line feeds.
struct PageLines {
  /// More of the foot than is looked at, since lines that go do not count.
  private static let headLimit = 14, footLimit = 32
  private(set) var head: [Range<Int>] = []
  /// In ascending order.
  private(set) var foot: [Range<Int>] = []

  init(_ text: borrowing TextView, hasHead: Bool, hasFoot: Bool) {
    var start = 0
    while hasHead, start < text.count, head.count < Self.headLimit {
      let end = text.endOfLine(from: start)
      if !text.trimmed(start..<end).isEmpty { head.append(start..<end) }
      start = end + 1
    }
    var end = text.count
    while hasFoot, end > 0, foot.count < Self.footLimit {
      let start = text.startOfLine(at: end - (end == text.count && text[end - 1] == 0x0A ? 1 : 0))
      let line = start..<max(start, end == text.count && text[end - 1] == 0x0A ? end - 1 : end)
      if !text.trimmed(line).isEmpty { foot.append(line) }
      end = start - 1
    }
    foot.reverse()
  }
}
