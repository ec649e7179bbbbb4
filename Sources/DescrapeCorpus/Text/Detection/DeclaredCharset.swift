internal import DescrapeICU

/// The charset that the head of a page, an XML declaration or a message's header names.
enum DeclaredCharset {
  /// ICU's name of the first declared charset that ICU knows; `nil` when there is none. O(1): the head only.
  static func find(_ bytes: borrowing Span<UInt8>) -> String? {
    let end = min(bytes.count, reach)
    var (offset, tries) = (0, 0)
    while offset < end, tries < 4 {
      let byte = bytes[offset] | 0x20
      offset += 1
      guard byte == 0x63 || byte == 0x65 else { continue }
      let isCharset = matches("harset", bytes, at: offset)
      guard isCharset || matches("ncoding", bytes, at: offset) else { continue }
      guard let name = value(bytes, from: offset + (isCharset ? 6 : 7)) else { continue }
      if let known = known(name) { return known }
      tries += 1
    }
    return nil
  }

  /// Pages name their charset within so many bytes, or too late for a browser.
  private static let reach = 4096

  private static func matches(_ word: StaticString, _ bytes: borrowing Span<UInt8>, at offset: Int) -> Bool {
    guard offset + word.utf8CodeUnitCount <= bytes.count else { return false }
    for index in 0..<word.utf8CodeUnitCount {
      // Unsafe: `index` is below the number of its bytes.
      guard unsafe bytes[offset + index] | 0x20 == word.utf8Start[index] else { return false }
    }
    return true
  }

  /// What stands behind `=`, between quotes or not.
  private static func value(_ bytes: borrowing Span<UInt8>, from start: Int) -> String? {
    var offset = start
    var hasSign = false
    while offset < bytes.count, offset < start + 8 {
      let byte = bytes[offset]
      if byte == 0x3D {
        hasSign = true
      } else if byte != 0x20, byte != 0x22, byte != 0x27, byte != 0x5C {
        break
      }
      offset += 1
    }
    guard hasSign else { return nil }
    var name = ""
    while offset < bytes.count, name.utf8.count < 40, isNameByte(bytes[offset]) {
      name.unicodeScalars.append(Unicode.Scalar(bytes[offset]))
      offset += 1
    }
    return name.isEmpty ? nil : name
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x3A, 0x5F: true
    default: false
    }
  }

  /// The charset that is meant: what a page calls GB 2312 or Latin-1 is mostly what Windows made of it.
  private static func known(_ name: String) -> String? {
    let lower = name.lowercased()
    switch lower {
    case "gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "gb_2312", "cp936", "windows-936", "euc-cn":
      return "GB18030"
    case "big5", "big-5", "x-x-big5", "cn-big5", "big5-hkscs", "cp950": return "Big5"
    case "shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms932", "cp932": return "Shift_JIS"
    case "euc-kr", "ks_c_5601-1987", "korean", "ksc5601", "cp949", "windows-949", "x-windows-949", "uhc":
      return "windows-949"
    case "iso-8859-1", "latin1", "us-ascii", "ascii", "windows-1252", "cp1252": return "windows-1252"
    case "iso-8859-9": return "windows-1254"
    // The bytes are not UTF-8, and a declaration that can be read is not in units of two bytes.
    case "utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "utf-32", "hz", "hz-gb-2312": return nil
    default:
      if lower.hasPrefix("iso-2022") || lower.hasPrefix("utf") { return nil }
      guard (try? CharsetConverter(name)) != nil else { return nil }
      return lower.hasPrefix("windows") ? lower : name.uppercased()
    }
  }
}
