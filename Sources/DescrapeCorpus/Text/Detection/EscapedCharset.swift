/// Finds the charsets that write everything in seven bits and switch by escape sequences: to a UTF-8 check they are ASCII.
enum EscapedCharset {
  /// The charset whose sequences the bytes hold, by ICU's name: the first switch that is followed by well-formed pairs
  /// decides. `nil` for a byte beyond ASCII before it, and for plain ASCII.
  static func find(_ bytes: borrowing Span<UInt8>) -> String? {
    var offset = 0
    let end = min(bytes.count, reach)
    while offset < end {
      let byte = bytes[offset]
      if byte >= 0x80 { return nil }
      if byte == 0x7E {
        // `~~` is a tilde in HZ, so that `~~{` opens nothing.
        if offset + 1 < bytes.count, bytes[offset + 1] == 0x7E {
          offset += 2
          continue
        }
        if offset + 1 < bytes.count, bytes[offset + 1] == 0x7B {
          // One that opens no text shows that the sign means something else here.
          return isHZ(bytes, at: offset) ? "HZ" : nil
        }
      }
      if byte == 0x1B, isJapanese(bytes, at: offset) { return "ISO-2022-JP" }
      offset += 1
    }
    return nil
  }

  /// How far a switch is looked for, so that long ASCII costs nothing.
  private static let reach = 1 << 16

  /// Whether `~{`, at least two pairs of GB 2312 and `~}` stand here, and mostly common characters
  /// between: code has `~{` too, but lower case letters as first bytes are rows of rare characters.
  private static func isHZ(_ bytes: borrowing Span<UInt8>, at start: Int) -> Bool {
    guard start + 2 < bytes.count, bytes[start + 1] == 0x7B else { return false }
    var (offset, pairs, common) = (start + 2, 0, 0)
    while offset + 1 < bytes.count {
      let (lead, trail) = (bytes[offset], bytes[offset + 1])
      if lead == 0x7E { return trail == 0x7D && pairs >= 2 && common * 4 >= pairs * 3 }
      let isFilled = 0x21...0x29 ~= lead || 0x30...0x77 ~= lead
      guard isFilled, 0x21...0x7E ~= trail, pairs < longestLine else { return false }
      pairs += 1
      if lead < 0x58 { common += 1 }
      offset += 2
    }
    return false
  }

  /// More pairs than a line of HZ has; bounds what is looked at for each `~{`.
  private static let longestLine = 1000

  /// Whether `ESC $ @` or `ESC $ B` and a pair of JIS X 0208 stand here.
  private static func isJapanese(_ bytes: borrowing Span<UInt8>, at start: Int) -> Bool {
    guard start + 4 < bytes.count, bytes[start + 1] == 0x24 else { return false }
    guard bytes[start + 2] == 0x40 || bytes[start + 2] == 0x42 else { return false }
    return 0x21...0x74 ~= bytes[start + 3] && 0x21...0x7E ~= bytes[start + 4]
  }
}
