internal import DescrapeICU
internal import DescrapeText

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
      if byte == 0x1B {
        if isJapanese(bytes, at: offset) { return "ISO-2022-JP" }
        if let name = designated(bytes, at: offset) { return name }
      }
      offset += 1
    }
    return nil
  }

  /// How far a switch is looked for, so that long ASCII costs nothing.
  private static let reach = 1 << 16

  /// Whether `~{`, pairs of GB 2312 and `~}` stand here and further on, mostly of common characters and like text to the
  /// model: code has `~{` too, but lower case letters as first bytes are rows of rare characters, and capitals and digits
  /// are characters that never stand together. Two pairs are needed.
  private static func isHZ(_ bytes: borrowing Span<UInt8>, at start: Int) -> Bool {
    var pairs = ByteBuffer()
    var (offset, common) = (start, 0)
    let end = min(bytes.count, start + longest)
    while offset + 1 < end {
      guard bytes[offset] == 0x7E, bytes[offset + 1] == 0x7B else {
        offset += 1
        continue
      }
      offset += 2
      let first = pairs.count
      while offset + 1 < end, bytes[offset] != 0x7E {
        let (lead, trail) = (bytes[offset], bytes[offset + 1])
        let isFilled = 0x21...0x29 ~= lead || 0x30...0x77 ~= lead
        guard isFilled, 0x21...0x7E ~= trail else { return false }
        pairs.append(lead | 0x80)
        pairs.append(trail | 0x80)
        if lead < 0x58 { common += 1 }
        offset += 2
      }
      // Of a text that was cut the last switch is missing.
      guard offset + 1 >= end || bytes[offset + 1] == 0x7D && pairs.count > first else { return false }
      offset += 2
      // A line feed for what stands between, so that it makes no pair of its neighbours.
      pairs.append(0x0A)
      if pairs.count >= enough { break }
    }
    return isText(pairs.span, common: common)
  }

  private static func isText(_ bytes: borrowing Span<UInt8>, common: Int) -> Bool {
    var (pairs, parts) = (0, 0)
    for index in bytes.indices { if bytes[index] == 0x0A { parts += 1 } else { pairs += 1 } }
    pairs /= 2
    guard pairs >= 2, common * 4 >= pairs * 3 else { return false }
    var text = ByteBuffer()
    let bad = try? CharsetConverter("GB18030").decode(bytes, isLast: true, into: &text)
    return bad == 0
      && EastAsianCost.cost(of: text.span) <= pairs * (pairs < 4 ? word : pairs < 16 ? dearest : list) + parts
        * partCost
  }

  /// What a character costs at most on average, in eighths of a bit: of random pairs it is 150. A single word is told from
  /// `~{HOME~}` only when it is a common one.
  private static let dearest = 125
  private static let word = 98
  /// Of a list of names; so many pairs between switches are no accident.
  private static let list = 152
  /// What the end of a part costs besides.
  private static let partCost = 66
  /// How many bytes are looked at for the switch that decides, and how many of pairs are enough.
  private static let longest = 4096
  private static let enough = 256

  /// Whether `ESC $ @` or `ESC $ B` and a pair of JIS X 0208 stand here.
  private static func isJapanese(_ bytes: borrowing Span<UInt8>, at start: Int) -> Bool {
    guard start + 4 < bytes.count, bytes[start + 1] == 0x24 else { return false }
    guard bytes[start + 2] == 0x40 || bytes[start + 2] == 0x42 else { return false }
    return 0x21...0x74 ~= bytes[start + 3] && 0x21...0x7E ~= bytes[start + 4]
  }

  /// The charset that calls a set into its second half by `ESC $ )` here.
  private static func designated(_ bytes: borrowing Span<UInt8>, at start: Int) -> String? {
    guard start + 3 < bytes.count, bytes[start + 1] == 0x24, bytes[start + 2] == 0x29 else { return nil }
    switch bytes[start + 3] {
    case 0x43: return "ISO-2022-KR"
    case 0x41, 0x45, 0x47: return "ISO-2022-CN"
    default: return nil
    }
  }
}
