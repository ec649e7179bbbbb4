/// JSON as OpenCC's files have it: comments (`//`, `/* */`) and commas before a closing bracket are passed over.
enum JSONValue {
  case object([(key: String, value: JSONValue)])
  case array([JSONValue])
  case string(String)
  case number(String)
  case bool(Bool)
  case null

  /// Reads one value that fills the text. O(n).
  /// - Throws: with the line of the first place that is not JSON.
  init(_ text: [UInt8], name: String) throws(ScriptDataError) {
    var parser = Parser(text: text, name: name)
    self = try parser.value(depth: 0)
    try parser.skip()
    guard parser.at == text.count else { throw parser.wrong("more than one value") }
  }

  /// The value under a key of an object; `nil` when this is no object or has no such key.
  subscript(_ key: String) -> JSONValue? {
    if case .object(let members) = self { return members.first { $0.key == key }?.value }
    return nil
  }

  var string: String? { if case .string(let text) = self { text } else { nil } }
  var array: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
  var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }

  private struct Parser {
    let text: [UInt8]
    let name: String
    var at = 0
    /// Deeper nesting is refused, so that no file can exhaust the stack.
    private static let depthLimit = 64

    init(text: [UInt8], name: String) {
      self.text = text
      self.name = name
    }

    private var byte: UInt8 { at < text.count ? text[at] : 0 }

    func wrong(_ what: String) -> ScriptDataError {
      ScriptDataError("\(name):\(text[..<min(at, text.count)].count { $0 == 0x0A } + 1): not JSON: \(what)")
    }

    /// Passes over white space and comments.
    mutating func skip() throws(ScriptDataError) {
      while at < text.count {
        if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
          at += 1
        } else if byte == 0x2F, at + 1 < text.count, text[at + 1] == 0x2F {
          while at < text.count, byte != 0x0A { at += 1 }
        } else if byte == 0x2F, at + 1 < text.count, text[at + 1] == 0x2A {
          at += 2
          while at + 1 < text.count, text[at] != 0x2A || text[at + 1] != 0x2F { at += 1 }
          guard at + 1 < text.count else { throw wrong("a comment without an end") }
          at += 2
        } else {
          return
        }
      }
    }

    mutating func value(depth: Int) throws(ScriptDataError) -> JSONValue {
      guard depth < Self.depthLimit else { throw wrong("nested too deeply") }
      try skip()
      switch byte {
      case 0x7B: return try object(depth)
      case 0x5B: return try array(depth)
      case 0x22: return .string(try string())
      case 0x2D, 0x30...0x39:
        let start = at
        while "+-.eE0123456789".utf8.contains(byte) { at += 1 }
        return .number(String(decoding: text[start..<at], as: UTF8.self))
      default:
        for (word, value) in [("true", JSONValue.bool(true)), ("false", .bool(false)), ("null", .null)]
        where text[at...].starts(with: word.utf8) {
          at += word.utf8.count
          return value
        }
        throw wrong("a value is missing")
      }
    }

    private mutating func object(_ depth: Int) throws(ScriptDataError) -> JSONValue {
      var members: [(key: String, value: JSONValue)] = []
      at += 1
      while true {
        try skip()
        if byte == 0x7D { break }
        guard byte == 0x22 else { throw wrong("a key in quotes is missing") }
        let key = try string()
        try skip()
        guard byte == 0x3A else { throw wrong("a colon is missing after \"\(key)\"") }
        at += 1
        members.append((key, try value(depth: depth + 1)))
        guard try separator(0x7D) else { break }
      }
      at += 1
      return .object(members)
    }

    private mutating func array(_ depth: Int) throws(ScriptDataError) -> JSONValue {
      var elements: [JSONValue] = []
      at += 1
      while true {
        try skip()
        if byte == 0x5D { break }
        elements.append(try value(depth: depth + 1))
        guard try separator(0x5D) else { break }
      }
      at += 1
      return .array(elements)
    }

    /// Passes over a comma; false at the closing bracket.
    private mutating func separator(_ closing: UInt8) throws(ScriptDataError) -> Bool {
      try skip()
      if byte == 0x2C {
        at += 1
        return true
      }
      guard byte == closing else { throw wrong("a comma or a closing bracket is missing") }
      return false
    }

    private mutating func string() throws(ScriptDataError) -> String {
      var bytes: [UInt8] = []
      at += 1
      while at < text.count, byte != 0x22 {
        guard byte == 0x5C else {
          bytes.append(byte)
          at += 1
          continue
        }
        at += 1
        switch byte {
        case 0x75: bytes += try escaped()
        case 0x6E: bytes.append(0x0A)
        case 0x74: bytes.append(0x09)
        case 0x72: bytes.append(0x0D)
        case 0x62: bytes.append(0x08)
        case 0x66: bytes.append(0x0C)
        case 0x22, 0x5C, 0x2F: bytes.append(byte)
        default: throw wrong("an unknown escape")
        }
        at += 1
      }
      guard at < text.count else { throw wrong("a text without an end") }
      at += 1
      guard let result = String(validating: bytes, as: UTF8.self) else { throw wrong("a text that is not UTF-8") }
      return result
    }

    /// The scalar of `uXXXX`, or of two of them that make a pair; stands on the last digit then.
    private mutating func escaped() throws(ScriptDataError) -> [UInt8] {
      var unit = try hexadecimal()
      if unit & 0xFC00 == 0xD800, text[at...].dropFirst().starts(with: [0x5C, 0x75]) {
        at += 2
        let low = try hexadecimal()
        guard low & 0xFC00 == 0xDC00 else { throw wrong("half of a surrogate pair") }
        unit = 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF
      }
      guard let scalar = Unicode.Scalar(unit) else { throw wrong("half of a surrogate pair") }
      return Array(String(Character(scalar)).utf8)
    }

    private mutating func hexadecimal() throws(ScriptDataError) -> UInt32 {
      guard at + 4 < text.count,
        let unit = UInt32(String(decoding: text[at + 1...at + 4], as: UTF8.self), radix: 16)
      else { throw wrong("an escape without four digits") }
      at += 4
      return unit
    }
  }
}
