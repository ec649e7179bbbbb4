#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

extension Span where Element == UInt8 {
  /// The offset of the first `byte` at or after `offset`. The C library's `memchr`: it looks at 32 bytes at a time.
  public func find(_ byte: UInt8, from offset: Int) -> Int? {
    guard offset >= 0, offset < count else { return nil }
    return unsafe withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return nil }
      guard let hit = unsafe memchr(base + offset, Int32(byte), count - offset) else { return nil }
      return unsafe UnsafeRawPointer(hit) - UnsafeRawPointer(base)
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
