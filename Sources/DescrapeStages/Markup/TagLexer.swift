internal import DescrapeText

/// Reads tags as HTML writes them, and as they are escaped in HTML (`&lt;p&gt;`) and in JSON (`\u003cp\u003e`).
struct TagLexer {
  private enum Form { case plain, entities, json }

  /// A tag with its attributes is at most so long, a comment, in bytes.
  private static let longestTag = 2400, longestComment = 6000
  private static let longestRaw = 1 << 16

  private var form = Form.plain
  /// Where the next ends of comments, scripts and style sheets are; each is looked for once.
  private var commentEnd = -1
  private var scriptEnd = -1
  private var styleEnd = -1

  /// The tag or comment that starts at `start`; `nil` when there is none.
  mutating func mark(_ text: borrowing TextView, at start: Int) -> MarkupMark? {
    switch text[start] {
    case 0x3C: form = .plain
    case 0x26:
      guard text.has("&lt;", at: start) else { return nil }
      form = .entities
    case 0x5C:
      guard text.has("\\u003c", at: start) || text.has("\\u003C", at: start) else { return nil }
      form = .json
    default: return nil
    }
    let rule = form == .plain ? MarkupResidue.tag : MarkupResidue.escaped
    var at = start + sign(text, at: start).length
    if text[orZero: at] == 0x21 { return declaration(text, from: start, at) }
    let isClosing = sign(text, at: at).byte == 0x2F
    if isClosing { at += sign(text, at: at).length }
    guard let (name, end) = name(text, at: at), let kind = MarkupNames.kinds[name] else { return nil }
    at = end
    var hasAttributes = false
    while true {
      let before = at
      while isSpace(text[orZero: at]) { at += 1 }
      let (byte, length) = sign(text, at: at)
      if byte == 0x3E {
        at += length
        break
      }
      if byte == 0x2F, sign(text, at: at + length).byte == 0x3E {
        at += length + sign(text, at: at + length).length
        break
      }
      if at >= text.count, hasAttributes { break }
      // A slash among the attributes is a slip, and so is a value with nothing behind its quote.
      if byte == 0x2F, hasAttributes, at > before, isSpace(text[orZero: at + length]) {
        at += length
        continue
      }
      let isApart = at > before || hasAttributes && form == .plain && (text[at - 1] == 0x22 || text[at - 1] == 0x27)
      guard isApart, at - start < Self.longestTag, !isClosing, let next = attribute(text, at: at) else {
        return nil
      }
      at = next
      hasAttributes = true
    }
    var mark = MarkupMark(
      range: start..<at, kind: kind, rule: rule, isClosing: isClosing, isSure: hasAttributes, name: name)
    if form == .plain, !isClosing, name == MarkupNames.script || name == MarkupNames.style { takeRaw(text, &mark) }
    return mark
  }

  /// The byte that stands at `at` in this form, and how long it is written.
  private func sign(_ text: borrowing TextView, at offset: Int) -> (byte: UInt8, length: Int) {
    let byte = text[orZero: offset]
    switch (form, byte) {
    case (.entities, 0x26):
      if text.has("&lt;", at: offset) { return (0x3C, 4) }
      if text.has("&gt;", at: offset) { return (0x3E, 4) }
      if text.has("&quot;", at: offset) { return (0x22, 6) }
      if text.has("&#39;", at: offset) { return (0x27, 5) }
    case (.json, 0x5C):
      if text.has("\\u003c", at: offset) || text.has("\\u003C", at: offset) { return (0x3C, 6) }
      if text.has("\\u003e", at: offset) || text.has("\\u003E", at: offset) { return (0x3E, 6) }
      if text.has("\\u0022", at: offset) { return (0x22, 6) }
      let next = text[orZero: offset + 1]
      if next == 0x22 || next == 0x2F || next == 0x27 { return (next, 2) }
    default: break
    }
    return (byte, 1)
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A }

  private func name(_ text: borrowing TextView, at start: Int) -> (UInt64, end: Int)? {
    var (hash, at) = (MarkupNames.start, start)
    guard text[orZero: at] | 0x20 >= 0x61, text[orZero: at] | 0x20 <= 0x7A else { return nil }
    while isASCIIWord(text[orZero: at]) || text[orZero: at] == 0x3A, at - start < 12 {
      hash = MarkupNames.step(hash, text[at])
      at += 1
    }
    return (hash, at)
  }

  /// Where the attribute at `start` ends: a name, and a value unless it is one of those that have none.
  private func attribute(_ text: borrowing TextView, at start: Int) -> Int? {
    var (hash, at) = (MarkupNames.start, start)
    while isASCIIWord(text[orZero: at]) || text[orZero: at] == 0x2D || text[orZero: at] == 0x3A
      || text[orZero: at] == 0x5F
    {
      hash = MarkupNames.step(hash, text[at])
      at += 1
    }
    guard at > start else { return nil }
    let end = at
    while text[orZero: at] == 0x20 { at += 1 }
    guard text[orZero: at] == 0x3D else { return MarkupNames.bare.contains(hash) || at >= text.count ? end : nil }
    at += 1
    while text[orZero: at] == 0x20 { at += 1 }
    let (quote, length) = sign(text, at: at)
    if quote == 0x22 || quote == 0x27 {
      at += length
      while at < text.count, at - start < Self.longestTag {
        let (byte, length) = sign(text, at: at)
        at += length
        if byte == quote { return at }
      }
      // The text was cut off inside the value.
      return at >= text.count ? text.count : nil
    }
    let value = at
    while at < text.count {
      let (byte, length) = sign(text, at: at)
      if isSpace(byte) || byte == 0x3E || byte == 0x3C || byte == 0x22 { break }
      at += length
    }
    return at > value ? at : nil
  }

  /// `<!-- … -->`, `<!--[if …]>`, `<![endif]-->`, `<!DOCTYPE …>`.
  private mutating func declaration(_ text: borrowing TextView, from start: Int, _ at: Int) -> MarkupMark? {
    guard form == .plain else { return nil }
    var end: Int?
    if text.has("!--", at: at) {
      if commentEnd < at + 3 { commentEnd = Self.find(text, 0x2D, "-->", from: at + 3) }
      if text.has("!--[if", at: at),
        let close = text.extracting(0..<min(text.count, at + 80)).find(0x5D, from: at),
        text[orZero: close + 1] == 0x3E
      {
        end = close + 2
      } else if commentEnd < text.count, commentEnd - start <= Self.longestComment {
        end = commentEnd + 3
      }
    } else if text.has("![endif]", at: at) {
      end = text.has("-->", at: at + 8) ? at + 11 : text[orZero: at + 8] == 0x3E ? at + 9 : nil
    } else if text.has("!DOCTYPE", at: at) || text.has("!doctype", at: at), let close = text.find(0x3E, from: at),
      close - at < 200
    {
      end = close + 1
    }
    guard let end else { return nil }
    return MarkupMark(range: start..<end, kind: .object, rule: MarkupResidue.comment, isSure: true)
  }

  /// Takes a script or a style sheet with all that is in it.
  private mutating func takeRaw(_ text: borrowing TextView, _ mark: inout MarkupMark) {
    let at = mark.range.upperBound
    var end: Int
    if mark.name == MarkupNames.script {
      if scriptEnd < at { scriptEnd = Self.find(text, 0x3C, "</script>", from: at) }
      end = scriptEnd + 9
    } else {
      if styleEnd < at { styleEnd = Self.find(text, 0x3C, "</style>", from: at) }
      end = styleEnd + 8
    }
    if end > text.count || end - at > Self.longestRaw { end = at }
    mark.range = mark.range.lowerBound..<end
    mark.isSure = true
  }

  /// Where `word`, which begins with `first`, stands next; the end of the text if nowhere.
  private static func find(_ text: borrowing TextView, _ first: UInt8, _ word: StaticString, from start: Int) -> Int {
    var offset = start
    while let hit = text.find(first, from: offset) {
      if text.has(word, at: hit) { return hit }
      offset = hit + 1
    }
    return text.count
  }
}
