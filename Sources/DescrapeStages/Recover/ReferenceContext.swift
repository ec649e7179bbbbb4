internal import DescrapeText

/// Where in a document a character reference stands: in program text or markup it may be meant as it is written. It
/// goes through the text once, whatever the number of references.
struct ReferenceContext {
  private var line = 0..<0
  private var scanned = 0
  private var isProgram = false
  private var hasEastAsian = false
  /// Behind the tag that was seen last.
  private var tagEnd = 0
  private var inBackticks = false
  private var openQuote: UInt8 = 0
  /// An escaped tag was left, and waits for its end.
  private var inEscapedTag = false
  private var inFence = false
  private var fenceCursor = 0
  /// The next backtick at or behind the cursor.
  private var tick = -1
  /// Whether a line of the text begins a comment of C and its kin.
  private var hasComments: Bool?

  /// A tag longer than this, in bytes, is a stray `<`.
  private static let longestTag = 2000

  /// Whether the reference must stay. References are asked for in ascending order.
  mutating func protects(_ reference: CharacterReference, in text: borrowing TextView) -> Bool {
    let offset = reference.range.lowerBound
    if offset >= line.upperBound { startLine(text, at: offset) }
    scan(text, upTo: offset)
    if inFence || isProgram || inBackticks || openQuote != 0 || offset < tagEnd { return true }
    if isMention(text, reference.range) || isCell(text, reference.range) || isInASCIIMarkup(text, reference.range)
      || isAddress(text, reference.range)
    {
      return true
    }
    switch reference.scalar {
    case 0x3C:
      if opensTag(text, at: reference.range.upperBound) {
        inEscapedTag = true
        return true
      }
    case 0x3E:
      if inEscapedTag {
        inEscapedTag = false
        return true
      }
    case 0x22, 0x27: return inEscapedTag
    // A hash that would make a reference of what follows.
    case 0x23: return isASCIIWord(text[orZero: reference.range.upperBound])
    default: break
    }
    return false
  }

  /// Whether it is all that a cell of a table holds: the table is about such things.
  private func isCell(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    var (start, end) = (range.lowerBound, range.upperBound)
    while text[orZero: start - 1] == 0x20, range.lowerBound - start < 40 { start -= 1 }
    while text[orZero: end] == 0x20, end - range.upperBound < 40 { end += 1 }
    return text[orZero: start - 1] == 0x7C && text[orZero: end] == 0x7C
  }

  private mutating func startLine(_ text: borrowing TextView, at offset: Int) {
    line = text.startOfLine(at: offset)..<text.endOfLine(from: offset) + 1
    scanned = line.lowerBound
    (inBackticks, openQuote, inEscapedTag, tagEnd) = (false, 0, false, 0)
    hasEastAsian = false
    let content = text.trimmed(line.lowerBound..<line.upperBound - 1)
    for place in content where text[place] >= 0xE3 && text[place] <= 0xEF {
      hasEastAsian = true
      break
    }
    let last = text[orZero: content.upperBound - 1]
    let isStatement =
      last == 0x3B && text[orZero: content.upperBound - 2] < 0x80 && !endsReference(text, content.upperBound)
    isProgram = !content.isEmpty && (isStatement || last == 0x7B || last == 0x7D)
    if !isProgram, !hasEastAsian { isProgram = isComment(text, content) }
    moveFence(text)
  }

  /// A line of a comment: `/** &lt; */`, `// &lt;`, ` * &lt;` where other lines open one.
  private mutating func isComment(_ text: borrowing TextView, _ content: Range<Int>) -> Bool {
    let start = content.lowerBound
    if text.has("/*", at: start) || text.has("///", at: start) || text.has("// ", at: start) { return true }
    guard text[orZero: start] == 0x2A else { return false }
    let known = hasComments ?? Self.opensComment(text)
    hasComments = known
    return known
  }

  /// O(n).
  private static func opensComment(_ text: borrowing TextView) -> Bool {
    var offset = 0
    while let slash = text.find(0x2F, from: offset) {
      if text[orZero: slash + 1] == 0x2A, text.trimmed(text.startOfLine(at: slash)..<slash).isEmpty { return true }
      offset = text.endOfLine(from: slash)
    }
    return false
  }

  /// Follows the lines of three backticks up to this one.
  private mutating func moveFence(_ text: borrowing TextView) {
    while true {
      // Looked for once, not again for each line before it.
      if tick < fenceCursor { tick = text.find(0x60, from: fenceCursor) ?? text.count }
      guard tick < min(line.upperBound, text.count) else { return }
      let end = text.endOfLine(from: tick)
      if text.has("```", at: tick), text.trimmed(text.startOfLine(at: tick)..<tick).isEmpty { inFence.toggle() }
      fenceCursor = end + 1
    }
  }

  /// Whether the semicolon before `end` belongs to a reference.
  private func endsReference(_ text: borrowing TextView, _ end: Int) -> Bool {
    let last = text[orZero: end - 2] == 0x20 ? end - 3 : end - 2
    var start = last
    while start > end - 12, isASCIIWord(text[orZero: start]) || text[orZero: start] == 0x23 { start -= 1 }
    guard start < last else { return false }
    if text[orZero: start] == 0x20, text[orZero: start - 1] == 0x26 { return true }
    return text[orZero: start] == 0x26 || text[orZero: start + 1] == 0x23 || text.has("amp;", at: start - 3)
  }

  private mutating func scan(_ text: borrowing TextView, upTo offset: Int) {
    while scanned < offset {
      let byte = text[scanned]
      switch byte {
      case 0x60: inBackticks.toggle()
      case 0x3C where scanned >= tagEnd && startsTag(text[orZero: scanned + 1]): findTagEnd(text)
      case 0x22, 0x27:
        if openQuote == byte {
          openQuote = 0
        } else if openQuote == 0, opensLiteral(text, at: scanned) {
          openQuote = byte
        }
      default: break
      }
      scanned += 1
    }
  }

  private func startsTag(_ byte: UInt8) -> Bool {
    byte == 0x2F || byte == 0x21 || byte == 0x3F || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
  }

  private mutating func findTagEnd(_ text: borrowing TextView) {
    var end = scanned + 1
    let limit = min(line.upperBound - 1, text.count, scanned + Self.longestTag)
    while end < limit, text[end] != 0x3C, text[end] != 0x3E { end += 1 }
    if text[orZero: end] == 0x3E { tagEnd = end + 1 }
  }

  /// Whether the quote at `offset` begins a string of a program: `= "`, `+ "`, `name("`, `":"`.
  private func opensLiteral(_ text: borrowing TextView, at offset: Int) -> Bool {
    let before = text[orZero: offset - 1]
    if before == 0x28 { return isASCIIWord(text[orZero: offset - 2]) }
    if before == 0x3A { return text[orZero: offset - 2] == 0x22 }
    if before == 0x3D || before == 0x2B { return text[orZero: offset - 2] < 0x80 }
    return before == 0x20 && (text[orZero: offset - 2] == 0x3D || text[orZero: offset - 2] == 0x2B)
  }

  /// A reference alone in quotes or slashes, or behind `as`, is spoken of.
  private func isMention(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    switch text.scalar(before: range.lowerBound).value {
    // `write it as &quot;.`
    case 0x20: text.has(" as ", at: range.lowerBound - 4) && !isASCIIWord(text[orZero: range.upperBound])
    case 0x22: text[orZero: range.upperBound] == 0x22
    case 0x60: text[orZero: range.upperBound] == 0x27 || text[orZero: range.upperBound] == 0x60
    case 0x27: text[orZero: range.upperBound] == 0x27
    case 0x2F: text[orZero: range.upperBound] == 0x2F
    case 0x2018: text.has("’", at: range.upperBound)
    case 0x201C: text.has("”", at: range.upperBound)
    case 0x300C: text.has("」", at: range.upperBound)
    case 0x300E: text.has("』", at: range.upperBound)
    default: false
    }
  }

  /// `<td>&nbsp;</td>` on a line without a word of Chinese, Japanese or Korean.
  private func isInASCIIMarkup(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    !hasEastAsian && text[orZero: range.lowerBound - 1] == 0x3E && text[orZero: range.upperBound] == 0x3C
  }

  /// `p = &lambda;` at the end of a line.
  private func isAddress(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    guard !hasEastAsian, range.upperBound >= line.upperBound - 1, text[orZero: range.lowerBound] == 0x26 else {
      return false
    }
    let space = text[orZero: range.lowerBound - 1] == 0x20 ? 1 : 0
    return text[orZero: range.lowerBound - 1 - space] == 0x3D
  }

  /// Whether `<` before `offset` would make a tag, or a template's `<%`.
  private func opensTag(_ text: borrowing TextView, at offset: Int) -> Bool {
    if startsTag(text[orZero: offset]) || text[orZero: offset] == 0x25 { return true }
    guard text[orZero: offset] == 0x26, let next = CharacterReference(text, at: offset), next.scalar < 0x80 else {
      return false
    }
    return startsTag(UInt8(truncatingIfNeeded: next.scalar))
  }

  /// Whether a text speaks of references, so that none of them is damage. One pass: O(n).
  static func isTopic(of text: borrowing TextView) -> Bool {
    var offset = 0
    while offset < text.count {
      let byte = text[offset]
      switch byte {
      case 0x43, 0x45, 0x48, 0x63, 0x65, 0x68:
        if isLatinTopic(text, at: offset, byte | 0x20) { return true }
        offset += 1
      case 0x26:
        if isList(text, at: offset) || isQuotedAmpersand(text, at: offset) { return true }
        offset += 1
      case 0x3C:
        if markup.contains(where: { text.has($0, at: offset + 1) }) { return true }
        offset += 1
      case 0xE5...0xE8:
        if isHanTopic(text, at: offset) { return true }
        offset += 3
      default: offset += byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      }
    }
    return false
  }

  /// `&amp; &quot; &lt;`: three of the five that all markup has, each another one.
  private static func isList(_ text: borrowing TextView, at offset: Int) -> Bool {
    var (place, kinds) = (offset, UInt32(0))
    while let found = CharacterReference(text, at: place), found.form == .named, found.scalar < 0x40 {
      let kind: UInt32 = 1 << (found.scalar & 0x1F)
      guard kinds & kind == 0 else { return false }
      kinds |= kind
      place = found.range.upperBound
      guard text[orZero: place] == 0x20 || text[orZero: place] == 0x2C else { break }
      while text[orZero: place] == 0x20 || text[orZero: place] == 0x2C, place - found.range.upperBound < 3 {
        place += 1
      }
    }
    return kinds.nonzeroBitCount >= 3
  }

  /// `"&"`: who writes the sign in quotes tells how to write it otherwise.
  private static func isQuotedAmpersand(_ text: borrowing TextView, at offset: Int) -> Bool {
    switch (text.scalar(before: offset).value, text.scalar(at: offset + 1).value) {
    case (0x22, 0x22), (0x27, 0x27), (0x28, 0x29), (0x2018, 0x2019), (0x201C, 0x201D), (0x201E, 0x201C), (0xAB, 0xBB),
      (0x300C, 0x300D):
      true
    default: false
    }
  }

  /// What only the source of a page begins with: its references are its own.
  private static let markup: [StaticString] = ["!DOCTYPE", "!doctype", "html", "HTML", "?xml", "body", "BODY"]

  private static let behindHTML: [StaticString] = [
    "中", " 中", " encod", "-encod",
    "标签", "標籤", "代码", "代碼", "编码", "編碼", "实体", "實體", " 标签", " 標籤", " 实体", " entit", "specialchars", "_entity",
    "entities",
  ]

  private static func isLatinTopic(_ text: borrowing TextView, at offset: Int, _ letter: UInt8) -> Bool {
    switch letter {
    case 0x63: text.has("character entit", at: offset) || text.has("character reference", at: offset)
    case 0x65: text.has("entity reference", at: offset)
    default:
      (text.has("HTML", at: offset) || text.has("html", at: offset))
        && behindHTML.contains { text.has($0, at: offset + 4) }
    }
  }

  private static func isHanTopic(_ text: borrowing TextView, at offset: Int) -> Bool {
    switch text[orZero: offset + 1] {
    case 0xBD: text.has("转义", at: offset) || text.has("轉義", at: offset)
    case 0xB7: text.has("跳脫字", at: offset) || text.has("跳脱字", at: offset)
    case 0xAD: text.has("字符实体", at: offset) || text.has("字元實體", at: offset) || text.has("字符引用", at: offset)
    case 0xAE:
      text.has("实体字符", at: offset) || text.has("实体名", at: offset) || text.has("实体编", at: offset)
        || text.has("实体引用", at: offset) || text.has("実体参照", at: offset)
    case 0xAF: text.has("實體字", at: offset) || text.has("實體名", at: offset) || text.has("實體參照", at: offset)
    case 0x89: text.has("特殊字符", at: offset) || text.has("特殊字元", at: offset)
    case 0xA9: text.has("空格符", at: offset)
    case 0x96: text.has("文字参照", at: offset)
    default: false
    }
  }
}
