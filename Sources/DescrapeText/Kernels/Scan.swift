#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Bytes to look for, as a table: one look-up for each byte of the text.
public struct ByteSet: Sendable {
  fileprivate let table: [Bool]

  public init(_ bytes: [UInt8]) {
    var table = [Bool](repeating: false, count: 256)
    for byte in bytes { table[Int(byte)] = true }
    self.table = table
  }
}

extension Span where Element == UInt8 {
  /// The offset of the first byte of `set` at or after `offset`. O(n).
  public func find(anyOf set: ByteSet, from offset: Int) -> Int? {
    guard offset >= 0, offset < count else { return nil }
    return unsafe withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return nil }
      let end = bytes.count
      return unsafe set.table.withUnsafeBufferPointer { table in
        // Unsafe: `i` is below the count, and the table has an entry for each byte.
        var i = offset
        while unsafe i < end && !table[Int(base[i])] { i += 1 }
        return i < end ? i : nil
      }
    }
  }

  /// The offset of the first `byte` at or after `offset`. The C library's `memchr`: it looks at 32 bytes at a time.
  public func find(_ byte: UInt8, from offset: Int) -> Int? {
    guard offset >= 0, offset < count else { return nil }
    return unsafe withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return nil }
      guard let hit = unsafe memchr(base + offset, Int32(byte), count - offset) else { return nil }
      return unsafe UnsafeRawPointer(hit) - UnsafeRawPointer(base)
    }
  }

  /// Where the line that contains `offset` starts. Eight bytes at a time.
  public func startOfLine(at offset: Int) -> Int {
    var start = Swift.min(offset, count)
    return unsafe withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return 0 }
      let raw = unsafe UnsafeRawPointer(base)
      while start >= 8 {
        // A byte of `word` is zero where a line feed stands, and only the lowest such byte may be followed by false ones above
        // it; going by bytes from the top tells them apart.
        let word = unsafe raw.loadUnaligned(fromByteOffset: start - 8, as: UInt64.self) ^ 0x0A0A_0A0A_0A0A_0A0A
        if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { break }
        start -= 8
      }
      while start > 0, unsafe base[start - 1] != 0x0A { start -= 1 }
      return start
    }
  }

  /// A 64-bit fingerprint of a range: FNV-1a over eight bytes at a time, finished with a mix of all bits.
  /// Only equal bytes are meant to have equal fingerprints; nothing relies on it against an adversary but a line's removal,
  /// which compares the bytes as well wherever they are still at hand.
  public func fingerprint(_ range: Range<Int>) -> UInt64 {
    unsafe withUnsafeBufferPointer { bytes in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: range.count)
      guard let base = bytes.baseAddress, range.lowerBound >= 0, range.upperBound <= bytes.count else { return hash }
      let raw = unsafe UnsafeRawPointer(base)
      var offset = range.lowerBound
      while offset + 8 <= range.upperBound {
        hash = unsafe (hash ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
        offset += 8
      }
      while offset < range.upperBound {
        hash = unsafe (hash ^ UInt64(base[offset])) &* 0x100_0000_01B3
        offset += 1
      }
      hash ^= hash >> 32
      hash = hash &* 0xD6E8_FEB8_6659_FD93
      return hash ^ hash >> 32
    }
  }
}
