/// UTF-16 and UTF-32 without a byte order mark.
enum WideForm: String, CaseIterable {
  case utf16LE = "UTF-16LE"
  case utf16BE = "UTF-16BE"
  case utf32LE = "UTF-32LE"
  case utf32BE = "UTF-32BE"

  private var width: Int { self == .utf16LE || self == .utf16BE ? 2 : 4 }

  /// How many bytes are looked at.
  private static let reach = 4096

  /// Whether there may be units of two or four bytes although the bytes may pass for ASCII: bytes that text has not and
  /// that are the upper halves of Latin, Greek, Cyrillic, Hebrew and Arabic letters, nearly all of them at even places
  /// or at odd ones.
  static func hasUpperHalves(_ bytes: borrowing Span<UInt8>) -> Bool {
    var halves = [0, 0, 0, 0]
    // Kana are ASCII digits and letters in turn, and so are hexadecimal numbers; a comma or a full stop tells.
    var kana = [0, 0]
    let end = min(bytes.count, 512)
    for offset in 0..<end {
      if bytes[offset] < 7 { halves[offset & 3] += 1 }
      if bytes[offset] == 0x30 { kana[offset & 1] += 1 }
    }
    let (even, odd) = (halves[0] + halves[2], halves[1] + halves[3])
    if even + odd > 0, max(kana[0], kana[1]) * 4 >= end, min(kana[0], kana[1]) * 16 <= end { return true }
    guard (even + odd) * 8 >= end, even + odd > 1 else { return false }
    // Three of four bytes in UTF-32, which the check of the whole units tells from binary data.
    return min(even, odd) * 3 <= max(even, odd) || (even + odd) * 2 >= end
  }

  /// Whether the bytes are whole characters in this form, but for one that the end cuts. O(1): a bounded piece.
  func fits(_ bytes: borrowing Span<UInt8>) -> Bool {
    let end = min(bytes.count, Self.reach)
    var (offset, bad) = (0, 0)
    var isHigh = false
    guard end >= width else { return false }
    while offset + width <= end {
      let unit = unit(bytes, at: offset)
      offset += width
      if isHigh {
        isHigh = false
        if 0xDC00..<0xE000 ~= unit { continue }
        bad += 1
      }
      switch unit {
      case 0, 0xFFFE, 0xFFFF, 0xDC00..<0xE000: bad += 1
      case 0xD800..<0xDC00: if width == 2 { isHigh = true } else { bad += 1 }
      case 0x110000...: bad += 1
      default: break
      }
    }
    // A unit of four bytes that is in range by chance is rare, one of two bytes is the rule.
    return bad * 64 <= end / width
  }

  private func unit(_ bytes: borrowing Span<UInt8>, at offset: Int) -> UInt32 {
    let (a, b) = (UInt32(bytes[offset]), UInt32(bytes[offset + 1]))
    switch self {
    case .utf16LE: return b << 8 | a
    case .utf16BE: return a << 8 | b
    case .utf32LE, .utf32BE:
      let (c, d) = (UInt32(bytes[offset + 2]), UInt32(bytes[offset + 3]))
      return self == .utf32LE ? d << 24 | c << 16 | b << 8 | a : a << 24 | b << 16 | c << 8 | d
    }
  }
}
