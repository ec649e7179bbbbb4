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

  package mutating func append(jsonNumber number: Int) { append(String(number)) }

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
