package import DescrapeText

/// Replaces what is not UTF-8 by U+FFFD, one for each maximal subpart, as Unicode recommends.
package enum UTF8Decoder {
  package static let mark: StaticString = "\u{FFFD}"

  /// Appends `bytes` as UTF-8.
  /// - Parameters:
  ///   - isLast: whether nothing follows; otherwise an unfinished sequence at the end is left for the next piece.
  ///   - step: takes the bad bytes as edits; offsets are `offset` plus those in `bytes`, and those in `text`.
  /// - Returns: how many bytes were taken, how many subparts were bad, and where the first of them is.
  package static func decode(
    _ bytes: borrowing Span<UInt8>, isLast: Bool, offset: Int = 0, into text: inout ByteBuffer, step: inout JournalStep?
  ) -> (taken: Int, bad: Int, first: Int?) {
    let end = isLast ? bytes.count : bytes.count - UTF8Scan.unfinishedSuffix(of: bytes)
    var (start, bad): (Int, Int) = (0, 0)
    var first: Int?
    while start < end {
      let good = UTF8Scan.wellFormedPrefix(of: bytes.extracting(start..<end))
      text.append(bytes.extracting(start..<start + good))
      start += good
      // A run of bad subparts is one edit.
      let (from, place) = (start, text.count)
      while start < end {
        let length = UTF8Scan.illFormedLength(in: bytes, at: start)
        guard length > 0 else { break }
        text.append(mark)
        bad += 1
        start += length
      }
      guard start > from else { continue }
      if first == nil { first = from }
      if step != nil {
        step?.add(
          rule: 0, input: offset + from, output: place, removed: bytes.extracting(from..<start),
          inserted: text.span.extracting(place..<text.count))
      }
    }
    return (end, bad, first)
  }
}
