internal import DescrapeText

/// Takes a few kilobytes out of a document, where there is more than ASCII.
enum CharsetSample {
  /// How many bytes a sample has at most, but for the ends of its parts.
  private static let size = 4096
  private static let parts = 8
  /// So much ASCII stays on each side of other bytes.
  private static let context = 24
  /// How far a part's start is looked for.
  private static let reach = 1 << 15

  /// Appends the parts, each from a place where a character begins in every charset, with line feeds between them. O(1):
  /// of a large document only pieces are read.
  static func take(_ bytes: borrowing Span<UInt8>, into sample: inout ByteBuffer) {
    var offset = 0
    let isShort = bytes.count <= size
    let step = isShort ? 0 : bytes.count / parts
    for part in 0..<parts {
      offset = max(offset, part * step)
      if part > 0 {
        guard let start = border(bytes, from: offset) else { continue }
        offset = start
      }
      let room = isShort ? size : size / parts
      offset = append(bytes, from: offset, room: room, into: &sample)
      if offset >= bytes.count { return }
      sample.append(0x0A)
    }
  }

  /// The next place behind a byte that is never part of a longer character: a digit or less may be in GB 18030.
  private static func border(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int? {
    for offset in start..<min(start + reach, bytes.count) where bytes[offset] < 0x30 { return offset + 1 }
    return nil
  }

  /// Appends up to `room` bytes without long runs of ASCII.
  /// - Returns: where it ended.
  private static func append(
    _ bytes: borrowing Span<UInt8>, from start: Int, room: Int, into sample: inout ByteBuffer
  ) -> Int {
    var (offset, plain) = (start, start)
    let wanted = sample.count + room
    let end = min(bytes.count, start + reach)
    while offset < end, sample.count < wanted {
      guard bytes[offset] >= 0x80 else {
        offset += 1
        continue
      }
      // What stands behind the last one, and before this one.
      let run = offset - plain
      if run > 2 * context {
        if plain > start { sample.append(bytes.extracting(plain..<plain + context)) }
        sample.append(0x0A)
        plain = offset - context
      }
      sample.append(bytes.extracting(plain..<offset))
      while offset < bytes.count, bytes[offset] >= 0x80, sample.count < wanted {
        sample.append(bytes[offset])
        offset += 1
      }
      plain = offset
    }
    if plain > start, plain < bytes.count { sample.append(bytes.extracting(plain..<min(plain + context, bytes.count))) }
    return max(offset, plain)
  }
}
