internal import CBlocks
package import DescrapeText

/// How a writer of JSON spelled a string, so that the string can be written again in the same way.
package struct JSONStyle: OptionSet, Equatable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }
  /// Everything beyond ASCII as `\uXXXX`.
  package static let ascii = JSONStyle(rawValue: 1)
  /// `/` as `\/`.
  package static let slash = JSONStyle(rawValue: 2)
  /// `<`, `>` and `&` as `\uXXXX`.
  package static let markup = JSONStyle(rawValue: 4)
  /// Hexadecimal digits in capitals.
  package static let capital = JSONStyle(rawValue: 8)
}

/// What reading a string's escapes showed.
package struct JSONStringFacts {
  package var style: JSONStyle = []
  /// Escaped surrogates without their other half; each became U+FFFD.
  package var loneSurrogates = 0
}

/// JSON's strings: the bytes between the quotes.
package enum JSONString {
  /// The first offset at or after `start` whose byte is `"`, `\` or a control character, or `n`.
  // Unsafe: `p` points at `n` bytes.
  @inline(__always)
  package static func plainRun(_ p: UnsafePointer<UInt8>, _ start: Int, _ n: Int) -> Int {
    unsafe Int(cblocks_json_plain(p, Int64(start), Int64(n)))
  }

  /// The value of a hexadecimal digit.
  package static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x37)
    case 0x61...0x66: UInt32(byte - 0x57)
    default: nil
    }
  }

  /// Appends what `raw` stands for. Its escapes must have been checked; a wrong one is taken literally. O(n).
  package static func unescape(_ raw: borrowing Span<UInt8>, into text: inout ByteBuffer) -> JSONStringFacts {
    var facts = JSONStringFacts()
    unsafe raw.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      // No escape is shorter than what it stands for.
      _ = unsafe text.appending(room: bytes.count) { target in
        var reader = unsafe Unescaper(p: base, n: bytes.count, target: target)
        reader.run()
        facts = reader.facts
        return reader.written
      }
    }
    return facts
  }

  /// Appends `text` as it stands between the quotes. O(n).
  package static func escape(_ text: borrowing TextView, _ style: JSONStyle, into raw: inout ByteBuffer) {
    var i = 0
    while i < text.count {
      let end = style.isEmpty || style == .capital ? plainRun(text, from: i) : i
      if end > i {
        raw.append(text.extracting(i..<end))
        i = end
        continue
      }
      let byte = text[i]
      guard byte < 0x80 || style.contains(.ascii) else {
        // Up to the next byte that the style may care about.
        var end = i + 1
        while end < text.count, text[end] >= 0x80 { end += 1 }
        raw.append(text.extracting(i..<end))
        i = end
        continue
      }
      let (scalar, length) = text.scalar(at: i)
      switch scalar {
      case 0x22: raw.append("\\\"")
      case 0x5C: raw.append("\\\\")
      case 0x08: raw.append("\\b")
      case 0x0C: raw.append("\\f")
      case 0x0A: raw.append("\\n")
      case 0x0D: raw.append("\\r")
      case 0x09: raw.append("\\t")
      case 0x2F where style.contains(.slash): raw.append("\\/")
      case 0x3C where style.contains(.markup), 0x3E where style.contains(.markup), 0x26 where style.contains(.markup):
        unit(scalar, style, into: &raw)
      case 0x20..<0x80: raw.append(byte)
      case 0x10000...:
        unit(0xD800 + (scalar - 0x10000) >> 10, style, into: &raw)
        unit(0xDC00 + (scalar - 0x10000) & 0x3FF, style, into: &raw)
      default: unit(scalar, style, into: &raw)
      }
      i += length
    }
  }

  private static func plainRun(_ text: borrowing TextView, from start: Int) -> Int {
    unsafe text.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return 0 }
      return unsafe plainRun(base, start, bytes.count)
    }
  }

  /// One UTF-16 unit as `\uXXXX`.
  private static func unit(_ value: UInt32, _ style: JSONStyle, into raw: inout ByteBuffer) {
    raw.append("\\u")
    for shift in stride(from: UInt32(12), through: 0, by: -4) {
      let digit = UInt8(value >> shift & 0xF)
      raw.append(digit < 10 ? 0x30 + digit : (style.contains(.capital) ? 0x37 : 0x57) + digit)
    }
  }
}
