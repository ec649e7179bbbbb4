internal import DescrapeText

/// The first and the last lines of a page that hold text, without their line feeds.
struct PageLines {
  /// More of the foot than is looked at, since lines that go do not count.
  private static let headLimit = 14, footLimit = 32
  let head: [Range<Int>]
  /// In ascending order.
  let foot: [Range<Int>]

  init(_ lines: LineCopies, hasHead: Bool, hasFoot: Bool) {
    head = hasHead ? lines.first(Self.headLimit) : []
    foot = hasFoot ? lines.last(Self.footLimit) : []
  }
}
