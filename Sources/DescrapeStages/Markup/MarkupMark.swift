internal import DescrapeText

/// A piece of markup that was read where text should stand.
struct MarkupMark {
  enum Kind: UInt8 {
    /// A tag inside a line: nothing takes its place.
    case inline
    /// A tag that begins or ends a line in a browser.
    case block
    /// The cell of a table.
    case cell
    /// `<br>`.
    case lineBreak
    /// What shows something else, with all that belongs to it: images, scripts, style sheets, comments.
    case object
  }

  var range: Range<Int>
  var kind: Kind
  var rule: Rule
  var isClosing = false
  /// It cannot be a word in angle brackets: it has attributes, or is a comment.
  var isSure = false
  /// The hash of its name.
  var name: UInt64 = 0

  /// A script, a style sheet or a comment, with all that is in it.
  var isRaw: Bool { name == 0 || name == MarkupNames.script || name == MarkupNames.style }
}

/// The elements of HTML, by the hash of their names in small letters.
enum MarkupNames {
  private static let inline = [
    "a", "abbr", "acronym", "b", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "nobr", "q",
    "s", "samp", "small", "span", "st1", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "o:p",
    "button", "bdi", "data",
  ]
  private static let block = [
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "tbody", "thead",
    "tfoot", "section",
    "article", "header", "footer", "nav", "aside", "main", "blockquote", "center", "form", "fieldset", "figure",
    "figcaption", "address",
    "pre", "hr", "title", "body", "html", "head", "option", "select", "textarea", "caption", "legend", "details",
    "summary", "noscript",
    "marquee", "colgroup",
  ]
  private static let objects = [
    "img", "input", "link", "meta", "base", "col", "embed", "object", "param", "iframe", "video", "audio", "source",
    "canvas", "svg",
    "path", "map", "area", "image", "track", "picture",
  ]
  private static let raw = ["script", "style"]

  static let kinds: [UInt64: MarkupMark.Kind] = {
    var kinds: [UInt64: MarkupMark.Kind] = [hash("br"): .lineBreak, hash("td"): .cell, hash("th"): .cell]
    for name in objects + raw { kinds[hash(name)] = .object }
    for name in inline { kinds[hash(name)] = .inline }
    for name in block { kinds[hash(name)] = .block }
    return kinds
  }()

  /// What nobody writes for a word in angle brackets; the other names (`<path>`, `<title>`) need an attribute or an end.
  static let plain: Set<UInt64> = Set(
    [
      "a", "b", "i", "u", "s", "p", "br", "hr", "em", "li", "ul", "ol", "td", "tr", "th", "h1", "h2", "h3", "h4", "h5",
      "h6", "div", "span",
      "font", "strong", "center", "blockquote", "img", "sup", "sub", "tbody", "big", "small", "o:p", "st1", "nobr",
      "strike", "figure",
    ].map(hash))

  /// Attributes that stand without a value.
  static let bare: Set<UInt64> = Set(
    [
      "allowfullscreen", "async", "autofocus", "autoplay", "checked", "controls", "defer", "disabled", "hidden",
      "ismap", "itemscope", "loop",
      "multiple", "muted", "nohref", "noshade", "nowrap", "open", "readonly", "required", "reversed", "selected",
      "html",
    ].map(hash))

  static let script = hash("script"), style = hash("style")
  /// What the source of a page begins with, and no part of one.
  static let pages: Set<UInt64> = [hash("html"), hash("head"), hash("body")]

  static func hash(_ name: String) -> UInt64 {
    var hash = start
    for byte in name.utf8 { hash = step(hash, byte) }
    return hash
  }

  static let start: UInt64 = 0xCBF2_9CE4_8422_2325
  @inline(__always)
  static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)) &* 0x100_0000_01B3
  }
}
