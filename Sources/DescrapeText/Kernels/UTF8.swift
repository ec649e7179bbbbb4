internal import CBlocks

/// UTF-8 as the Encoding Standard and Unicode 3.9 define it.
public enum UTF8Scan {
  /// The length of the well-formed start of `bytes`; their count when all of them are well formed. O(n).
  public static func wellFormedPrefix(of bytes: borrowing Span<UInt8>) -> Int {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      return unsafe wellFormedPrefix(base, buffer.count)
    }
  }

  /// Blocks without an error are passed; from the first that has one, or from the last bytes, it goes sequence by sequence.
  private static func wellFormedPrefix(_ p: UnsafePointer<UInt8>, _ count: Int) -> Int {
    var i = 0
    // A block needs three bytes before it.
    while i < min(count, 3) {
      let length = unsafe sequenceLength(p + i, count - i)
      guard length > 0 else { return i }
      i &+= length
    }
    if i &+ 32 <= count {
      i = unsafe Int(cblocks_utf8(p, Int64(i), Int64(count)))
      // Back to the start of the last sequence: it may be unfinished.
      repeat { i &-= 1 } while unsafe i > 0 && p[i] & 0xC0 == 0x80
    }
    while i < count {
      let length = unsafe sequenceLength(p + i, count - i)
      guard length > 0 else { return i }
      i &+= length
    }
    return count
  }

  /// The length of the well-formed sequence at `p`, or 0.
  private static func sequenceLength(_ p: UnsafePointer<UInt8>, _ room: Int) -> Int {
    let (length, valid) = unsafe subpart(p, room)
    return valid ? length : 0
  }

  /// The maximal subpart at `p`: how many bytes belong together, and whether they are a whole sequence.
  private static func subpart(_ p: UnsafePointer<UInt8>, _ room: Int) -> (length: Int, valid: Bool) {
    let lead = unsafe p[0]
    let (needed, low, high): (Int, UInt8, UInt8)
    switch lead {
    case 0x00..<0x80: return (1, true)
    case 0xC2...0xDF: (needed, low, high) = (1, 0x80, 0xBF)
    case 0xE0: (needed, low, high) = (2, 0xA0, 0xBF)
    case 0xED: (needed, low, high) = (2, 0x80, 0x9F)
    case 0xE1...0xEF: (needed, low, high) = (2, 0x80, 0xBF)
    case 0xF0: (needed, low, high) = (3, 0x90, 0xBF)
    case 0xF1...0xF3: (needed, low, high) = (3, 0x80, 0xBF)
    case 0xF4: (needed, low, high) = (3, 0x80, 0x8F)
    default: return (1, false)
    }
    var length = 1
    while length <= needed {
      guard length < room else { return (length, false) }
      let byte = unsafe p[length]
      let fits = length == 1 ? byte >= low && byte <= high : byte & 0xC0 == 0x80
      guard fits else { return (length, false) }
      length += 1
    }
    return (length, true)
  }

  /// The ill-formed maximal subpart that starts at `offset`: its length, and 0 where a well-formed sequence stands.
  public static func illFormedLength(in bytes: borrowing Span<UInt8>, at offset: Int) -> Int {
    guard offset >= 0, offset < bytes.count else { return 0 }
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      let (length, valid) = unsafe subpart(base + offset, buffer.count - offset)
      return valid ? 0 : length
    }
  }

  /// How many bytes at the end of `bytes` are the start of a sequence that the next bytes may complete: 0 to 3.
  public static func unfinishedSuffix(of bytes: borrowing Span<UInt8>) -> Int {
    for back in 1...3 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let wanted = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1
      return byte < 0x80 || wanted <= back || illFormedLength(in: bytes, at: bytes.count - back) < back ? 0 : back
    }
    return 0
  }
}
