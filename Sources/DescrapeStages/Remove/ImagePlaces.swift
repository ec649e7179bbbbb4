internal import DescrapeText

/// Whether image stand-ins may be headings here: one that stands alone among other headings may.
struct ImagePlaces {
  /// Text this long between two lines is prose, in bytes.
  private static let proseLength = 90

  private let areStandIns: Bool

  init(_ text: borrowing TextView, _ ranges: some Sequence<Range<Int>>) {
    var count = 0
    for _ in ranges {
      count += 1
      if count > 1 { break }
    }
    areStandIns = count > 1 || count == 1 && !Self.hasHeadings(text)
  }

  /// Whether a short line without a mark stands in the body: text that has headings may have one called 图片.
  private static func hasHeadings(_ text: borrowing TextView) -> Bool {
    let reader = FurnitureReader(phrases: .shared)
    var (start, lines) = (0, 0)
    while start < text.count {
      let end = text.endOfLine(from: start)
      let line = text.trimmed(start..<end)
      start = end + 1
      guard !line.isEmpty else { continue }
      if line.count <= 60 {
        if reader.read(text, line, isNearHead: lines < 10) != nil { continue }
        if lines >= 2, !holdsMark(text, line) { return true }
      }
      lines += 1
    }
    return false
  }

  private static func holdsMark(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    for offset in line {
      let byte = text[offset]
      if byte == 0x3A || byte == 0x2E || byte == 0x3F || byte == 0x21 { return true }
      if byte == 0xEF && text[offset + 1] == 0xBC || byte == 0xE3 && text.has("。", at: offset)
        || text.has("”", at: offset)
      {
        return true
      }
    }
    return false
  }

  /// An image stand-in stands beside a paragraph, and not in front of a list.
  func isStandIn(
    _ text: borrowing TextView, _ line: FurnitureLine, between previous: Range<Int>, and next: Range<Int>
  ) -> Bool {
    if line.isLoose, !areStandIns { return false }
    guard isProse(text, previous) || isProse(text, next) else { return false }
    return !isListItem(text, next) && !isListItem(text, previous)
  }

  private func isProse(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    let line = text.trimmed(range)
    guard line.count >= Self.proseLength else { return false }
    return endsSentence(text, line)
  }

  private func isListItem(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    let line = text.trimmed(range)
    guard line.count >= 2 else { return false }
    let (first, second) = (text[line.lowerBound], text[line.lowerBound + 1])
    switch first {
    case 0x2D, 0x2A, 0x2B: return second == 0x20
    case 0x7C, 0x23: return true
    case 0x30...0x39: return second == 0x2E || second == 0x29 || text.has("、", at: line.lowerBound + 1)
    default:
      let scalar = text.scalar(at: line.lowerBound).value
      return scalar == 0x2022 || scalar == 0xB7 || scalar == 0x25CF || scalar >= 0x2460 && scalar <= 0x2473
    }
  }
}
