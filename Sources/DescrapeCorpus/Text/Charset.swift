internal import DescrapeICU
internal import DescrapeText

/// How the bytes of a document are turned into UTF-8.
public enum Charset: Sendable, Equatable {
  /// Looked at and decided for each document.
  case automatic
  case utf8
  /// Another charset, by a name that ICU knows.
  case named(String)

  /// The name that a user may give it.
  var name: String {
    switch self {
    case .automatic: "auto"
    case .utf8: "UTF-8"
    case .named(let name): name
    }
  }

  /// The charset that a user names; `auto` looks at the bytes.
  /// - Throws: for a name that ICU does not know.
  public init(_ name: String) throws(Failure) {
    let lower = name.lowercased()
    switch lower {
    case "auto": self = .automatic
    case "utf-8", "utf8": self = .utf8
    default:
      guard (try? CharsetConverter(name)) != nil else {
        let near = nearest(to: lower, among: Self.common) ?? "auto"
        throw Failure(.usage, "no charset is called \"\(printable(name))\"; did you mean \"\(near)\"?")
      }
      self = .named(name)
    }
  }

  private static let common = [
    "auto", "utf-8", "utf-16", "utf-16le", "utf-16be", "utf-32", "gb18030", "gbk", "gb2312", "big5", "big5-hkscs",
    "shift_jis",
    "euc-jp", "iso-2022-jp", "euc-kr", "windows-1252", "windows-1251", "windows-1250", "iso-8859-1", "iso-8859-15",
    "koi8-r",
  ]

  /// Whether a line feed is the one byte 0x0A, as `lines` needs it.
  var hasByteLines: Bool {
    guard case .named(let name) = self else { return true }
    let lower = name.lowercased()
    return !lower.hasPrefix("utf-16") && !lower.hasPrefix("utf-32") && !lower.hasPrefix("ucs")
  }

  /// What the start of a document says of its charset, how many bytes of it are a byte order mark,
  /// and how sure that is, 1 to 100.
  static func guess(_ bytes: borrowing Span<UInt8>, isWhole: Bool) -> (charset: Charset, mark: Int, confidence: Int) {
    let (a, b, c, d) = (bytes[orZero: 0], bytes[orZero: 1], bytes[orZero: 2], bytes[orZero: 3])
    if a == 0xEF, b == 0xBB, c == 0xBF { return (.utf8, 3, 100) }
    if bytes.count >= 4, a == 0xFF, b == 0xFE, c == 0, d == 0 { return (.named("UTF-32LE"), 4, 100) }
    if bytes.count >= 4, a == 0, b == 0, c == 0xFE, d == 0xFF { return (.named("UTF-32BE"), 4, 100) }
    if a == 0xFF, b == 0xFE { return (.named("UTF-16LE"), 2, 100) }
    if a == 0xFE, b == 0xFF { return (.named("UTF-16BE"), 2, 100) }
    // They pass for ASCII, so they come before UTF-8.
    if let name = EscapedCharset.find(bytes) { return (.named(name), 0, 99) }
    let prefix = UTF8Scan.wellFormedPrefix(of: bytes)
    let isUTF8 = prefix == bytes.count || !isWhole && prefix >= bytes.count - 3
    if isUTF8, !WideForm.hasUpperHalves(bytes) { return (.utf8, 0, 99) }
    if !isUTF8, isMostlyUTF8(bytes) { return (.utf8, 0, 90) }
    let guess = CharsetGuess(bytes, isUTF8: isUTF8)
    if let name = guess.name { return (name == "UTF-8" ? .utf8 : .named(name), 0, guess.confidence) }
    // Where no reading looks like text in a language that is known here, ICU may know another.
    guard !isUTF8, let found = CharsetDetector.detect(bytes.extracting(first: min(bytes.count, 1 << 14))),
      found.confidence >= 50, found.name != "UTF-8", Charset.named(found.name).hasByteLines
    else { return (.utf8, 0, 1) }
    return (.named(found.name), 0, min(found.confidence, 50))
  }

  /// Whether there are more good sequences of three bytes or four than bad ones, or far more of two bytes. In other
  /// charsets hardly any three bytes look like one of UTF-8; two bytes do now and then.
  private static func isMostlyUTF8(_ bytes: borrowing Span<UInt8>) -> Bool {
    var (good, short, bad, offset) = (0, 0, 0, 0)
    while offset < bytes.count {
      if bytes[offset] < 0x80 {
        offset += 1
        continue
      }
      let length = UTF8Scan.illFormedLength(in: bytes, at: offset)
      if length == 0 {
        let size = bytes.scalar(at: offset).length
        if size > 2 { good += 1 } else { short += 1 }
        offset += size
      } else {
        bad += 1
        offset += length
      }
    }
    return good >= 4 && bad <= good || good + short >= 3 && bad * 4 <= good * 2 + short
  }
}

/// Encodes UTF-8 back to the charset a document came in.
final class CharsetEncoder {
  private let converter: CharsetConverter

  /// - Throws: for a name that ICU does not know.
  init(_ name: String) throws(Failure) {
    do { converter = try CharsetConverter(name) } catch {
      throw Failure(.input, "no charset is called \"\(printable(name))\" here")
    }
  }

  /// Appends `text` in the charset.
  /// - Returns: false when the charset has not all of it.
  func encode(_ text: borrowing TextView, into bytes: inout ByteBuffer) -> Bool {
    do { try converter.encode(text, into: &bytes) } catch { return false }
    return true
  }

  /// Whether pieces of text, encoded one by one, give the bytes of the whole: no state, and no mark in front.
  lazy var isStateless: Bool = {
    for text in ["aa", "中a中", "中中", "あ中", "한한", "éé"] {
      var whole = ByteBuffer()
      var parts = ByteBuffer()
      guard encode(text.utf8Span.span, into: &whole) else { continue }
      for scalar in text.unicodeScalars {
        guard encode(String(scalar).utf8Span.span, into: &parts) else { return false }
      }
      guard whole.span.holdsSame(as: parts.span) else { return false }
    }
    return true
  }()
}
