/// How a charset of two bytes and more for a character puts them together.
enum MultiByteForm: CaseIterable {
  case gb18030, big5, shiftJIS, eucJP, eucKR, eucTW

  /// What one pass over bytes found.
  struct Count {
    /// Characters of more than one byte.
    var characters = 0
    /// Bytes that begin no character.
    var bad = 0
    /// Whether there are characters that only Hong Kong's extension of Big5 has.
    var isHongKong = false

    /// Whether the bytes may be in the form: a few bad ones are damage.
    var fits: Bool { characters > 0 && bad * 16 <= characters }
  }

  /// ICU's name of the charset.
  func name(_ count: Count) -> String {
    switch self {
    case .gb18030: "GB18030"
    case .big5: count.isHongKong ? "Big5-HKSCS" : "Big5"
    case .shiftJIS: "Shift_JIS"
    case .eucJP: "EUC-JP"
    case .eucKR: "windows-949"
    case .eucTW: "EUC-TW"
    }
  }

  /// Counts characters and bad bytes; one that the end cuts is neither. O(n).
  func count(_ bytes: borrowing Span<UInt8>) -> Count {
    var (count, offset) = (Count(), 0)
    while offset < bytes.count {
      let lead = bytes[offset]
      if lead < 0x80 {
        offset += 1
        continue
      }
      let length = length(bytes, at: offset)
      if length > bytes.count - offset { break }
      if length == 0 { count.bad += 1 } else if length > 1 { count.characters += 1 }
      if self == .big5, length == 2, Self.isHongKong(lead, bytes[offset + 1]) { count.isHongKong = true }
      offset += max(length, 1)
    }
    return count
  }

  /// How long the character at `offset` is; 0 where none begins. One that the end cuts has its full length.
  private func length(_ bytes: borrowing Span<UInt8>, at offset: Int) -> Int {
    let lead = bytes[offset]
    guard offset + 1 < bytes.count else { return isLead(lead) ? 2 : isSingle(lead) ? 1 : 0 }
    let trail = bytes[offset + 1]
    if isSingle(lead) { return 1 }
    guard isLead(lead) else { return 0 }
    switch self {
    case .gb18030:
      if 0x30...0x39 ~= trail {
        if offset + 2 < bytes.count, !(0x81...0xFE ~= bytes[offset + 2]) { return 0 }
        if offset + 3 < bytes.count, !(0x30...0x39 ~= bytes[offset + 3]) { return 0 }
        return 4
      }
      return 0x40...0xFE ~= trail && trail != 0x7F ? 2 : 0
    case .big5: return 0x40...0x7E ~= trail || 0xA1...0xFE ~= trail ? 2 : 0
    case .shiftJIS: return 0x40...0xFC ~= trail && trail != 0x7F ? 2 : 0
    case .eucJP:
      if lead == 0x8E { return 0xA1...0xDF ~= trail ? 2 : 0 }
      if lead == 0x8F { return longer(bytes, at: offset, 3) }
      return 0xA1...0xFE ~= trail ? 2 : 0
    case .eucKR: return 0x41...0x5A ~= trail || 0x61...0x7A ~= trail || 0x81...0xFE ~= trail ? 2 : 0
    case .eucTW:
      if lead == 0x8E { return 0xA1...0xB0 ~= trail ? longer(bytes, at: offset, 4) : 0 }
      return 0xA1...0xFE ~= trail ? 2 : 0
    }
  }

  /// `length` when all bytes behind the first that are there lie in the upper half.
  private func longer(_ bytes: borrowing Span<UInt8>, at offset: Int, _ length: Int) -> Int {
    for place in offset + 1..<min(offset + length, bytes.count) where bytes[place] < 0xA1 || bytes[place] == 0xFF {
      return 0
    }
    return length
  }

  private func isSingle(_ byte: UInt8) -> Bool { self == .shiftJIS && 0xA1...0xDF ~= byte }

  private func isLead(_ byte: UInt8) -> Bool {
    switch self {
    case .gb18030, .eucKR: 0x81...0xFE ~= byte
    case .big5: 0x87...0xFE ~= byte
    case .shiftJIS: 0x81...0x9F ~= byte || 0xE0...0xFC ~= byte
    case .eucJP: byte == 0x8E || byte == 0x8F || 0xA1...0xFE ~= byte
    case .eucTW: byte == 0x8E || 0xA1...0xFD ~= byte
    }
  }

  /// Whether Big5 as Windows has it knows the place for private use only.
  private static func isHongKong(_ lead: UInt8, _ trail: UInt8) -> Bool {
    lead < 0xA1 || lead >= 0xFA || lead == 0xC7 || lead == 0xC8 || lead == 0xC6 && trail >= 0xA1
      || lead == 0xF9 && trail >= 0xFF
  }
}
