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

  /// What the first bytes of common UTF-8 are in GBK, Shift_JIS and Big5.
  static let keys = ScalarSet("锛銆鐨鏄涓縺繧嚗狝琌维")
  /// Those, and what prose without is read wrongly or no prose.
  static let telling = ScalarSet("锛銆鐨鏄涓縺繧嚗狝琌维" + "的一是不了在有人我中大上")
}
