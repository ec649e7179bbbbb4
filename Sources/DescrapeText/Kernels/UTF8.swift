/// UTF-8 as the Encoding Standard and Unicode 3.9 define it.
public enum UTF8Scan {
  /// The length of the well-formed start of `bytes`; their count when all of them are well formed. O(n).
  public static func wellFormedPrefix(of bytes: borrowing Span<UInt8>) -> Int {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      return unsafe wellFormedPrefix(base, buffer.count)
    }
  }

  private static func wellFormedPrefix(_ p: UnsafePointer<UInt8>, _ count: Int) -> Int {
    let raw = unsafe UnsafeRawPointer(p)
    var i = 0
    while i < count {
      // Runs of ASCII: eight bytes at a time.
      if unsafe p[i] < 0x80 {
        i &+= 1
        while i &+ 8 <= count {
          let word = unsafe raw.loadUnaligned(fromByteOffset: i, as: UInt64.self) & 0x8080_8080_8080_8080
          if word != 0 {
            i &+= word.trailingZeroBitCount >> 3
            break
          }
          i &+= 8
        }
        continue
      }
      // Runs of three-byte sequences, where nearly all Chinese text is: two at a time while neither starts with E0 or ED,
      // the two leads that restrict what follows.
      while i &+ 8 <= count {
        let word = unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: i, as: UInt64.self))
        guard word & 0x0000_C0C0_F0C0_C0F0 == 0x0000_8080_E080_80E0 else { break }
        let (first, second) = (word & 0x0F, word >> 24 & 0x0F)
        guard first != 0, first != 0x0D, second != 0, second != 0x0D else { break }
        i &+= 6
      }
      guard i < count else { break }
      let lead = unsafe p[i]
      if lead < 0x80 { continue }
      // The common short ways out of a run, before the rules for every lead.
      if i &+ 2 < count, lead >= 0xC2 && lead < 0xE0 || lead > 0xE0 && lead < 0xF0 && lead != 0xED {
        let (second, third) = unsafe (p[i &+ 1], p[i &+ 2])
        if second & 0xC0 == 0x80 {
          if lead < 0xE0 {
            i &+= 2
            continue
          }
          if third & 0xC0 == 0x80 {
            i &+= 3
            continue
          }
        }
      }
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
