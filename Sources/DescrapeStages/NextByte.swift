internal import DescrapeText

/// The next places of several bytes, each looked for once: what a scan with ascending offsets stops at.
struct NextByte {
  private let bytes: [UInt8]
  /// The next offset of each; the text's end when there is no more.
  private var offsets: [Int]

  init(_ text: borrowing TextView, _ bytes: [UInt8]) {
    self.bytes = bytes
    offsets = []
    for byte in bytes { offsets.append(text.find(byte, from: 0) ?? text.count) }
  }

  /// The next of all of them at or after `start`, or of the first `kinds`. O(n) over all calls.
  mutating func next(_ text: borrowing TextView, from start: Int, kinds: Int? = nil) -> Int? {
    var nearest = text.count
    for index in 0..<(kinds ?? bytes.count) {
      if offsets[index] < start { offsets[index] = text.find(bytes[index], from: start) ?? text.count }
      nearest = min(nearest, offsets[index])
    }
    return nearest < text.count ? nearest : nil
  }
}
