/// 128 bits of a text by which exact copies are found: different texts have different ones but for an accident of 1 in 2¹²⁸ for each
/// pair. It is no defence against somebody who makes texts for the purpose.
public struct TextFingerprint: Equatable, Sendable {
  /// The upper 64 bits.
  public let high: UInt64
  /// The lower 64 bits.
  public let low: UInt64

  /// The fingerprint of all bytes of a text. O(n), eight bytes at a time.
  ///
  /// Two lanes begin with the length and its complement, mixed as SplitMix64's finalizer does. Each takes the text as little-endian words of eight bytes, the last one filled up with zeros, by
  /// h = (h ^ word) · k, h = h ^ (h >> s), where nothing is lost: k is 0x9E3779B97F4A7C15 and s is 32 in the one, 0xC2B2AE3D27D4EB4F and 29
  /// in the other. The finalizer ends both.
  public init(_ text: borrowing Span<UInt8>) {
    let lanes = unsafe text.withUnsafeBufferPointer { bytes in
      let count = bytes.count
      var (a, b) = (Sketcher.mix(UInt64(truncatingIfNeeded: count)), Sketcher.mix(~UInt64(truncatingIfNeeded: count)))
      guard let base = bytes.baseAddress else { return (a, b) }
      @inline(__always) func take(_ word: UInt64) {
        a = (a ^ word) &* 0x9E37_79B9_7F4A_7C15
        a ^= a &>> 32
        b = (b ^ word) &* 0xC2B2_AE3D_27D4_EB4F
        b ^= b &>> 29
      }
      // Unsafe: every read lies below `count`.
      let raw = unsafe UnsafeRawPointer(base)
      var offset = 0
      while offset &+ 8 <= count {
        take(unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
        offset &+= 8
      }
      if offset < count {
        var word: UInt64 = 0
        var shift: UInt64 = 0
        while offset < count {
          word |= unsafe UInt64(base[offset]) &<< shift
          shift &+= 8
          offset &+= 1
        }
        take(word)
      }
      return (a, b)
    }
    high = Sketcher.mix(lanes.0)
    low = Sketcher.mix(lanes.1)
  }
}
