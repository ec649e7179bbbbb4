package import DescrapeText

extension ByteBuffer {
  /// Appends `text` as a JSON string. O(n).
  package mutating func append(jsonString text: String) {
    append(0x22)
    JSONString.escape(text.utf8Span.span, [], into: &self)
    append(0x22)
  }

  /// Appends bytes as a JSON string, or, when they are not UTF-8, as `{"hex":"…"}`. O(n).
  package mutating func append(jsonBytes bytes: borrowing Span<UInt8>) {
    if isShortAndPlain(bytes) {
      append(0x22)
      append(bytes)
      append(0x22)
      return
    }
    if UTF8Scan.wellFormedPrefix(of: bytes) == bytes.count {
      append(0x22)
      JSONString.escape(bytes, [], into: &self)
      append(0x22)
      return
    }
    append("{\"hex\":\"")
    for index in bytes.indices { append(hexadecimal: bytes[index]) }
    append("\"}")
  }

  /// Appends a number in decimal digits.
  package mutating func append(jsonNumber number: Int) {
    if number < 0 { append(0x2D) }
    var digits = InlineArray<20, UInt8>(repeating: 0)
    let start = Self.write(number.magnitude, into: &digits, before: 20)
    append(digits.span.extracting(start..<20))
  }

  /// Appends three numbers that are not negative in decimal digits, each with a comma behind it. Journals are full of them.
  package mutating func append(jsonNumbers a: Int, _ b: Int, _ c: Int) {
    var digits = InlineArray<64, UInt8>(repeating: 0x2C)
    var start = 63
    start = Self.write(c.magnitude, into: &digits, before: start) - 1
    start = Self.write(b.magnitude, into: &digits, before: start) - 1
    start = Self.write(a.magnitude, into: &digits, before: start)
    append(digits.span.extracting(start..<64))
  }

  /// Writes digits up to `end`; returns where they begin.
  private static func write<let size: Int>(
    _ number: UInt, into digits: inout InlineArray<size, UInt8>, before end: Int
  ) -> Int {
    var (rest, start) = (number, end)
    repeat {
      start -= 1
      digits[start] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    return start
  }

  /// Whether `bytes` can stand in a JSON string as they are, for the few bytes of most edits; false may mean that it was not looked.
  private func isShortAndPlain(_ bytes: borrowing Span<UInt8>) -> Bool {
    guard bytes.count <= 16 else { return false }
    var offset = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte < 0x80 {
        guard byte >= 0x20, byte != 0x22, byte != 0x5C else { return false }
        offset += 1
      } else {
        // Readings are full of ā and ǐ.
        guard 0xC2...0xDF ~= byte, bytes[orZero: offset + 1] & 0xC0 == 0x80 else { return false }
        offset += 2
      }
    }
    return true
  }

  private mutating func append(hexadecimal byte: UInt8) {
    for digit in [byte >> 4, byte & 15] { append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
  }

  /// Appends a fingerprint as a string of 16 hexadecimal digits: a JSON number would lose its low bits in many readers.
  package mutating func append(fingerprint: UInt64) {
    append(0x22)
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      append(hexadecimal: UInt8(truncatingIfNeeded: fingerprint >> shift))
    }
    append(0x22)
  }
}
