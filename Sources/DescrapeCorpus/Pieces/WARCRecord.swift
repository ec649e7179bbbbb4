internal import DescrapeText

/// The places of a WARC record's parts.
struct WARCRecord {
  /// From the version line up to and with the blank line.
  let header: Range<Int>
  let block: Range<Int>
  /// Behind the two line ends that follow the block.
  let end: Int
  private(set) var length: Range<Int>?
  private(set) var isText = false
  /// The value of `WARC-Target-URI`.
  private(set) var url: Range<Int>?
  /// The values of the digests.
  private(set) var digests: [Range<Int>] = []

  static let headerLimit = 1 << 16

  /// `nil` for what is no record, or whose header is not all there.
  init?(_ bytes: borrowing Span<UInt8>, at start: Int) {
    guard bytes.has("WARC/1.", at: start) else { return nil }
    var lineStart = start
    var size = -1
    var (type, contentType) = ("", "")
    let limit = min(bytes.count, start + Self.headerLimit)
    while true {
      guard let feed = bytes.find(0x0A, from: lineStart), feed < limit else { return nil }
      var lineEnd = feed
      if lineEnd > lineStart, bytes[lineEnd - 1] == 0x0D { lineEnd -= 1 }
      if lineEnd == lineStart {
        lineStart = feed + 1
        break
      }
      if let colon = bytes.find(0x3A, from: lineStart), colon < lineEnd {
        var value = colon + 1..<lineEnd
        while value.lowerBound < value.upperBound, bytes[value.lowerBound] == 0x20 {
          value = value.lowerBound + 1..<value.upperBound
        }
        switch String(copying: bytes.extracting(lineStart..<colon)).lowercased() {
        case "content-length":
          size = Int(String(copying: bytes.extracting(value))) ?? -1
          length = value
        case "warc-type": type = String(copying: bytes.extracting(value)).lowercased()
        case "content-type": contentType = String(copying: bytes.extracting(value)).lowercased()
        case "warc-target-uri": url = value
        case "warc-block-digest", "warc-payload-digest": digests.append(value)
        default: break
        }
      }
      lineStart = feed + 1
    }
    guard size >= 0, size < 1 << 48 else { return nil }
    header = start..<lineStart
    block = lineStart..<lineStart + size
    var behind = block.upperBound
    for _ in 0..<2 {
      if behind < bytes.count, bytes[behind] == 0x0D { behind += 1 }
      if behind < bytes.count, bytes[behind] == 0x0A { behind += 1 }
    }
    // Before the end of what is there, the line ends may still come.
    end = max(behind, block.upperBound + 4)
    let isPlain = contentType.hasPrefix("text/plain")
    isText = type == "conversion" && (isPlain || contentType.isEmpty) || type == "resource" && isPlain
  }
}
