internal import DescrapeText

/// A character reference as it stands in a text: `&nbsp;`, `&#8220;`, `&amp;nbsp;`, `#xff1a;`.
struct CharacterReference {
  enum Form { case named, numeric, escapedTwice, unterminated, bare, spaced }

  var range: Range<Int>
  /// The character that it stands for.
  var scalar: UInt32
  var form: Form

  /// The reference whose `&` or `＆` stands at `offset`. Linear in its length.
  init?(_ text: borrowing TextView, at offset: Int) {
    let (ampersand, length) = Self.unit(text, at: offset)
    guard ampersand == 0x26, let first = Self.read(text, afterAmpersand: offset + length) else { return nil }
    (range, scalar, form) = (offset..<first.end, first.scalar, first.form)
    // What was escaped twice is decoded to the end: `&amp;amp;nbsp;` in one go.
    while scalar == 0x26 || scalar == 0xFF06, let next = Self.read(text, afterAmpersand: range.upperBound) {
      (range, scalar, form) = (offset..<next.end, next.scalar, .escapedTwice)
    }
  }

  /// The reference at `offset` that lost its ampersand: `#xff1a;`, `#8220;`.
  ///
  /// A decimal one may be an issue's number: only those of marks are sure. Where a text is known to have lost them, so are
  /// those of all letters and marks beyond ASCII.
  init?(bare text: borrowing TextView, at offset: Int, isKnown: Bool = false) {
    guard text[orZero: offset] == 0x23, let found = Self.number(text, at: offset + 1), found.form == .numeric,
      text[found.end - 1] == 0x3B
    else { return nil }
    let digits = found.end - offset - 2
    let isHexadecimal = text[orZero: offset + 1] | 0x20 == 0x78
    guard digits >= 3, digits <= (isHexadecimal ? 7 : 6) else { return nil }
    let isSure = Self.isMark(found.scalar) || isHexadecimal && (isEastAsian(found.scalar) || isHangul(found.scalar))
    guard isSure || isKnown && found.scalar >= 0xA0 else { return nil }
    (range, scalar, form) = (offset..<found.end, found.scalar, .bare)
  }

  /// The first letters of a reference whose rest was cut off.
  init(cut range: Range<Int>) { (self.range, scalar, form) = (range, 0, .unterminated) }

  private typealias Reading = (end: Int, scalar: UInt32, form: Form)

  private static func read(_ text: borrowing TextView, afterAmpersand start: Int) -> Reading? {
    let (first, length) = unit(text, at: start)
    if first == 0x23 { return number(text, at: start + length) }
    return first == 0x20 ? spaced(text, at: start + 1) : name(text, at: start)
  }

  /// ASCII at `offset`, which a change of width may have made fullwidth, and its length in bytes.
  private static func unit(_ text: borrowing TextView, at offset: Int) -> (UInt8, Int) {
    guard text[orZero: offset] == 0xEF else { return (text[orZero: offset], 1) }
    let scalar = text.scalar(at: offset).value
    return scalar >= 0xFF01 && scalar <= 0xFF5E ? (UInt8(scalar - 0xFEE0), 3) : (0xEF, 1)
  }

  private static let space: UInt64 = 0x6E62_7370_0000_0000  // nbsp

  /// A name and its semicolon; `nbsp` is known without one, and so are marks before Han text.
  private static func name(_ text: borrowing TextView, at start: Int) -> Reading? {
    var end = start
    var key: UInt64 = 0
    var letters = 0
    while letters < 8 {
      let (byte, length) = unit(text, at: end)
      guard isASCIIWord(byte), letters > 0 || byte > 0x39 else { break }
      key = key << 8 | UInt64(byte)
      letters += 1
      // `&nbspfor`: no other name begins with this one.
      if letters == 4, key << 32 == space, isASCIIWord(text[orZero: end + length]) { return glued(text, end + length) }
      end += length
    }
    guard letters > 0 else { return nil }
    key <<= UInt64(8 * (8 - letters))
    let (next, length) = unit(text, at: end)
    if next == 0x3B { return (scalar(named: key) ?? capitals(key)).map { (end + length, $0, .named) } }
    if key == space {
      if next == 0x20, text[orZero: end + 1] == 0x3B { return (end + 2, 0xA0, .spaced) }
      return next == 0x3D || next == 0x5F || next == 0x2D ? nil : (end, 0xA0, .unterminated)
    }
    guard next >= 0x80 || next == 0x26, let mark = scalar(named: key), isCommon(mark) else { return nil }
    let isBeforeText = next == 0x26 || isEastAsian(text.scalar(at: end).value)
    return isBeforeText ? (end, mark, .unterminated) : nil
  }

  /// `&nbsp` before a word that begins at `end`, unless an address gives a parameter such a name.
  private static func glued(_ text: borrowing TextView, _ end: Int) -> Reading? {
    var next = end
    while next - end < 24, isASCIIWord(text[orZero: next]) || text[orZero: next] == 0x5F { next += 1 }
    return text[orZero: next] == 0x3D || text[orZero: next] == 0x28 ? nil : (end, 0xA0, .unterminated)
  }

  /// `NBSP`, `Ldquo`: what a site does to the case of all text happens to references, too.
  private static func capitals(_ key: UInt64) -> UInt32? {
    var small: UInt64 = 0
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      let byte = key >> shift & 0xFF
      small = small << 8 | (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
    }
    guard small != key, let found = scalar(named: small), isCommon(found) else { return nil }
    return found
  }

  /// A reference that was parted by spaces, as machine translation does: `& nbsp;`, `& ldquo ;`.
  private static func spaced(_ text: borrowing TextView, at start: Int) -> Reading? {
    var end = start
    var found: Reading?
    if text[orZero: start] == 0x23 {
      found = number(text, at: start + 1)
    } else {
      found = name(text, at: start)
      if found == nil {
        while end - start < 7, isASCIIWord(text[orZero: end]) { end += 1 }
        guard text[orZero: end] == 0x20, text[orZero: end + 1] == 0x3B else { return nil }
        var key: UInt64 = 0
        for place in start..<end { key = key << 8 | UInt64(text[place]) }
        key <<= UInt64(8 * (8 - (end - start)))
        found = scalar(named: key).map { (end + 2, $0, .spaced) }
      }
    }
    guard let found, found.form != .unterminated, isCommon(found.scalar), found.scalar >= 0xA0 else { return nil }
    return (found.end, found.scalar, .spaced)
  }

  /// The marks that pages have most: the space, quotes, dots, dashes.
  private static func isCommon(_ scalar: UInt32) -> Bool {
    scalar == 0x22 || scalar == 0xA0 || scalar == 0xB7 || scalar >= 0x2010 && scalar <= 0x203A
  }

  private static func scalar(named key: UInt64) -> UInt32? {
    var (low, high) = (0, entityNames.count / 2)
    while low < high {
      let middle = (low + high) / 2
      if entityNames[2 * middle] < key { low = middle + 1 } else { high = middle }
    }
    guard 2 * low < entityNames.count, entityNames[2 * low] == key else { return nil }
    return UInt32(truncatingIfNeeded: entityNames[2 * low + 1])
  }

  /// The digits behind `#` and their semicolon; it may be lost behind a long decimal number.
  private static func number(_ text: borrowing TextView, at start: Int) -> Reading? {
    let (mark, length) = unit(text, at: start)
    let isHexadecimal = mark | 0x20 == 0x78
    var end = isHexadecimal ? start + length : start
    var value: UInt32 = 0
    var digits = 0
    while digits < 8 {
      let (byte, length) = unit(text, at: end)
      guard let digit = digit(byte, isHexadecimal) else { break }
      value = min(value * (isHexadecimal ? 16 : 10) + digit, 0x11_0000)
      end += length
      digits += 1
    }
    guard digits > 0, let scalar = character(value) else { return nil }
    let (last, size) = unit(text, at: end)
    if last == 0x3B { return (end + size, scalar, .numeric) }
    guard !isHexadecimal, digits >= 4, value >= 0x2000 else { return nil }
    let next = UnseenContext.neighbour(text, after: end)
    guard next == 0x26 || next == 0x0A || next == 0 || isEastAsian(next) else { return nil }
    return (end, scalar, .unterminated)
  }

  private static func digit(_ byte: UInt8, _ isHexadecimal: Bool) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46, 0x61...0x66: isHexadecimal ? UInt32(byte | 0x20) - 0x57 : nil
    default: nil
    }
  }

  /// What a number stands for, as HTML reads it: those from 128 to 159 are meant in windows-1252. Controls, surrogates
  /// and noncharacters stand for nothing.
  private static func character(_ value: UInt32) -> UInt32? {
    switch value {
    case 0x09, 0x0A, 0x0D, 0x20..<0x7F: value
    case 0x80..<0xA0: windows1252(value)
    case 0x2028, 0x2029: 0x0A
    case 0xA0..<0xD800, 0xE000..<0xFDD0, 0xFDF0..<0x11_0000: value & 0xFFFE == 0xFFFE ? nil : value
    default: nil
    }
  }

  /// Marks that a page writes as references: typographic, arrows, enclosed numbers, ideographic, fullwidth.
  private static func isMark(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xA0...0xBF, 0xD7, 0xF7, 0x2010...0x2027, 0x2030...0x205E, 0x2190...0x21FF, 0x2460...0x24FF, 0x25A0...0x25FF:
      true
    case 0x3000...0x301F, 0xFF01...0xFF0F, 0xFF1A...0xFF20, 0xFF3B...0xFF3D, 0xFF5B...0xFF5E: true
    default: false
    }
  }
}

/// The character that windows-1252 has for a C1 control, if it has one.
func windows1252(_ value: UInt32) -> UInt32? {
  guard value >= 0x80, value < 0xA0 else { return nil }
  let table: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
    0x0178,
  ]
  let scalar = table[Int(value) - 0x80]
  return scalar == 0 ? nil : UInt32(scalar)
}

/// Ideographs, radicals, kana and the marks they are set with, fullwidth ones included.
func isEastAsian(_ scalar: UInt32) -> Bool {
  isHan(scalar) || scalar >= 0xF900 && scalar <= 0xFAFF || scalar >= 0x2E80 && scalar <= 0x2FDF
    || scalar >= 0x3000 && scalar <= 0x30FF
    || scalar >= 0xFF01 && scalar <= 0xFFEF
    || scalar == 0x2014 || scalar == 0x2026 || scalar >= 0x2018 && scalar <= 0x201D || scalar == 0xB7
}

/// Whether `scalar` is a syllable of Hangul.
func isHangul(_ scalar: UInt32) -> Bool { scalar >= 0xAC00 && scalar <= 0xD7A3 }
