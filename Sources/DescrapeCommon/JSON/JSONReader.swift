package import DescrapeText

/// The journal is not what it should be.
package struct Damage: Error {
  package init() {}
}

/// Reads JSON value by value, for files of this program's own making. It builds nothing but what is asked for.
package final class JSONReader {
  private let bytes: [UInt8]
  private var offset = 0
  /// Numbers stand for offsets and lengths: larger ones are damage, and could not be added safely.
  private static let limit = 1 << 48

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The byte of the next token; 0 at the end.
  private var peek: UInt8 {
    while offset < bytes.count, [0x20, 0x09, 0x0D, 0x0A].contains(bytes[offset]) { offset += 1 }
    return offset < bytes.count ? bytes[offset] : 0
  }

  /// Whether the next value is an object.
  package var isAtObject: Bool { peek == 0x7B }

  private func accept(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    offset += 1
    return true
  }

  private func expect(_ byte: UInt8) throws(Damage) {
    guard accept(byte) else { throw Damage() }
  }

  /// Calls `body` with each key; it must take the value.
  package func object(_ body: (String) throws(Damage) -> Void) throws(Damage) {
    try expect(0x7B)
    guard !accept(0x7D) else { return }
    repeat {
      let key = String(decoding: try text(), as: UTF8.self)
      try expect(0x3A)
      try body(key)
    } while accept(0x2C)
    try expect(0x7D)
  }

  /// Calls `body` at each element; it must take it.
  package func array(_ body: () throws(Damage) -> Void) throws(Damage) {
    try expect(0x5B)
    guard !accept(0x5D) else { return }
    repeat { try body() } while accept(0x2C)
    try expect(0x5D)
  }

  /// The comma between two elements of a list of known length.
  package func separator() throws(Damage) { try expect(0x2C) }

  package func open() throws(Damage) { try expect(0x5B) }

  package func close() throws(Damage) { try expect(0x5D) }

  package func number() throws(Damage) -> Int {
    var (value, digits) = (0, 0)
    _ = peek
    while offset < bytes.count, bytes[offset] >= 0x30, bytes[offset] <= 0x39 {
      value = value * 10 + Int(bytes[offset] - 0x30)
      guard value < Self.limit else { throw Damage() }
      offset += 1
      digits += 1
    }
    guard digits > 0 else { throw Damage() }
    return value
  }

  /// The UTF-8 of a string.
  package func text() throws(Damage) -> [UInt8] {
    try expect(0x22)
    let start = offset
    var hasEscapes = false
    while offset < bytes.count, bytes[offset] != 0x22 {
      if bytes[offset] == 0x5C {
        hasEscapes = true
        offset += 1
      }
      offset += 1
    }
    guard offset < bytes.count else { throw Damage() }
    let raw = bytes[start..<offset]
    offset += 1
    guard hasEscapes else { return Array(raw) }
    var text = ByteBuffer()
    _ = JSONString.unescape(raw.span, into: &text)
    return [UInt8](copying: text.span)
  }

  /// Bytes as `append(jsonBytes:)` writes them.
  package func data() throws(Damage) -> [UInt8] {
    guard peek == 0x7B else { return try text() }
    var data: [UInt8] = []
    try object { key throws(Damage) in
      guard key == "hex" else { throw Damage() }
      let digits = try self.text()
      guard digits.count % 2 == 0 else { throw Damage() }
      for index in stride(from: 0, to: digits.count, by: 2) {
        guard let high = JSONString.hexadecimalDigit(digits[index]),
          let low = JSONString.hexadecimalDigit(digits[index + 1])
        else { throw Damage() }
        data.append(UInt8(high << 4 | low))
      }
    }
    return data
  }

  private func isWord(_ byte: UInt8) -> Bool { isASCIIWord(byte) || byte == 0x2D || byte == 0x2B || byte == 0x2E }

  /// Passes over a value of any kind.
  package func skip() throws(Damage) {
    var depth = 0
    repeat {
      switch peek {
      case 0x22: _ = try text()
      case 0x7B, 0x5B:
        depth += 1
        offset += 1
      case 0x7D, 0x5D:
        depth -= 1
        offset += 1
      case 0x2C where depth > 0, 0x3A where depth > 0: offset += 1
      default:
        // A number or a word.
        let start = offset
        while offset < bytes.count, isWord(bytes[offset]) { offset += 1 }
        guard offset > start else { throw Damage() }
      }
    } while depth > 0
  }
}

extension ByteBuffer {
  /// A range of the bytes as an array.
  package func copy(_ range: Range<Int>) -> [UInt8] { [UInt8](copying: span.extracting(range)) }
}

extension String {
  /// The text that UTF-8 stands for; what is not UTF-8 is replaced. O(n).
  package init(copying bytes: borrowing Span<UInt8>) { self = String(decoding: [UInt8](copying: bytes), as: UTF8.self) }
}
