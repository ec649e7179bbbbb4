/// What must stand in a text before the stage `mojibake` looks at it. The survey and the stage ask the same question, so that the
/// stage sees only the lines that the survey saw.
public enum MojibakeSign {
  /// Whether bytes read as Latin-1 or Windows-1252 may begin at `i`, where a byte 0xC2 or 0xC3 is; `at` gives 0 outside the text.
  @inlinable
  public static func isSign(at i: Int, _ at: (Int) -> UInt8) -> Bool {
    let (first, second) = (at(i), at(i + 1))
    if first == 0xC2 && second < 0xA0 { return true }
    // Three characters in a row; `···` is a leader.
    if isHigh(i, at), isHigh(i + 2, at), isHigh(i + 4, at), at(i) != at(i + 2) || at(i + 1) != at(i + 3) {
      return true
    }
    // The lead byte of UTF-8 was read as one of `Â` to `ô`.
    guard first == 0xC3, second >= 0x82, second <= 0xB4 else { return false }
    let tail = tailLength(i + 2, at)
    guard tail > 0 else { return false }
    if second >= 0xA0 {
      // `é »` with a no-break space is French.
      return !(at(i + 2) == 0xC2 && at(i + 3) == 0xA0) && tailLength(i + 2 + tail, at) > 0
    }
    // `×2` and `ß“` are common; Hebrew and Arabic have more than one letter.
    return second != 0x97 && second != 0x9F || at(i + 2 + tail) == 0xC3
  }

  /// A character of Latin-1 other than the no-break space.
  @inlinable @inline(__always)
  static func isHigh(_ i: Int, _ at: (Int) -> UInt8) -> Bool {
    at(i) == 0xC3 || at(i) == 0xC2 && at(i + 1) > 0xA0
  }

  /// The length of what a byte from 0x80 to 0xBF may have been read as.
  @inlinable @inline(__always)
  static func tailLength(_ i: Int, _ at: (Int) -> UInt8) -> Int {
    switch at(i) {
    case 0xC2: return 2
    case 0xC5:
      switch at(i + 1) {
      case 0x92, 0x93, 0xA0, 0xA1, 0xB8, 0xBD, 0xBE: return 2
      default: return 0
      }
    case 0xC6: return at(i + 1) == 0x92 ? 2 : 0
    case 0xCB: return at(i + 1) == 0x86 || at(i + 1) == 0x9C ? 2 : 0
    case 0xE2: return at(i + 1) == 0x80 || at(i + 1) == 0x82 || at(i + 1) == 0x84 ? 3 : 0
    default: return 0
    }
  }

  /// Whether a character that ends in this byte may be a key or a common one: most are neither.
  @inlinable @inline(__always)
  static func mayMatter(_ last: UInt8) -> Bool { lastBytes >> UInt64(last & 63) & 1 == 1 }

  /// A bit for each of the last bytes of the characters below, by its lower six bits.
  @usableFromInline static let lastBytes: UInt64 = 0x0401_A180_288A_3651

  /// Whether the three bytes are those of one of `锛 銆 鐨 鏄 涓 縺 繧 嚗 狝 琌 维`: what the first bytes of common UTF-8 are in GBK,
  /// Shift_JIS and Big5.
  @inlinable @inline(__always)
  static func isKey(_ bytes: UInt32) -> Bool {
    switch bytes {
    case 0xE9949B, 0xE98A86, 0xE990A8, 0xE98F84, 0xE6B693, 0xE7B8BA, 0xE7B9A7, 0xE59A97, 0xE78B9D, 0xE7908C, 0xE7BBB0:
      true
    default: false
    }
  }

  /// Whether the three bytes are those of one of `的 一 是 不 了 在 有 人 我 中 大 上`: prose without them is read wrongly or no prose.
  @inlinable @inline(__always)
  static func isCommon(_ bytes: UInt32) -> Bool {
    switch bytes {
    case 0xE79A84, 0xE4B880, 0xE698AF, 0xE4B88D, 0xE4BA86, 0xE59CA8, 0xE69C89, 0xE4BABA, 0xE68891, 0xE4B8AD, 0xE5A4A7,
      0xE4B88A:
      true
    default: false
    }
  }
}
