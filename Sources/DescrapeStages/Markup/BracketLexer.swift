internal import DescrapeText

/// Reads what forums and blogs write in square brackets: BBCode, shortcodes, and images of Markdown.
struct BracketLexer {
  private static let longest = 1200

  private static let forum: Set<UInt64> = Set(
    [
      "b", "i", "u", "s", "size", "color", "font", "url", "email", "img", "attach", "attachimg", "flash", "media",
      "align", "center", "left",
      "right", "quote", "list", "table", "tr", "td", "hide", "free", "backcolor", "indent", "float", "sup", "sub", "qq",
      "audio", "video",
      "del", "strike", "spoiler", "youtube", "p", "hr", "code", "justify", "highlight", "wma", "swf",
    ].map(MarkupNames.hash))
  /// What is between these and their ends is an address or a number.
  private static let holders: Set<UInt64> = Set(
    ["img", "attach", "attachimg", "flash", "media", "audio", "video", "embed", "swf", "wma", "youtube", "playlist"]
      .map(MarkupNames.hash))
  private static let shortcodes: Set<UInt64> = Set(
    ["gallery", "caption", "embed", "video", "audio", "playlist", "dropcap", "contact-form-7"].map(MarkupNames.hash))

  /// The mark that starts at the `[` or `!` at `start`. `isSure` says that nothing else is written like that.
  func mark(_ text: borrowing TextView, at start: Int) -> MarkupMark? {
    if text[start] == 0x21 { return image(text, at: start) }
    if text[orZero: start + 1] == 0x21 || text[orZero: start + 1] == 0x5D { return linked(text, at: start) }
    var at = start + 1
    let isClosing = text[orZero: at] == 0x2F
    if isClosing { at += 1 }
    let nameStart = at
    var (hash, isLong) = (MarkupNames.start, false)
    while isASCIIWord(text[orZero: at]) || text[orZero: at] == 0x2D || text[orZero: at] == 0x5F, at - nameStart < 40 {
      if text[at] == 0x5F || text[at] == 0x2D { isLong = true }
      hash = MarkupNames.step(hash, text[at])
      at += 1
    }
    guard at > nameStart, text[nameStart] | 0x20 >= 0x61, text[nameStart] | 0x20 <= 0x7A else { return nil }
    let isForum = Self.forum.contains(hash)
    var mark = MarkupMark(
      range: start..<at, kind: .inline, rule: isForum ? MarkupResidue.forum : MarkupResidue.shortcode,
      isClosing: isClosing, name: hash)
    if text[orZero: at] == 0x5D {
      mark.range = start..<at + 1
      mark.isSure = isClosing || Self.shortcodes.contains(hash)
      takeContent(text, &mark)
      return isForum || isClosing || isLong || mark.isSure || text[nameStart] >= 0x61 ? mark : nil
    }
    guard !isClosing else { return nil }
    if isForum, text[orZero: at] == 0x3D {
      guard let end = close(text, from: at) else { return nil }
      mark.range = start..<end + 1
      mark.isSure = true
      takeContent(text, &mark)
      return mark
    }
    guard let end = attributes(text, from: at) else { return nil }
    mark.range = start..<end
    mark.isSure = true
    mark.rule = MarkupResidue.shortcode
    takeContent(text, &mark)
    return mark
  }

  /// Where the bracket closes, on the same line and with no other one opening before.
  private func close(_ text: borrowing TextView, from start: Int) -> Int? {
    var at = start
    while at < text.count, at - start < Self.longest, text[at] != 0x0A, text[at] != 0x5B {
      if text[at] == 0x5D { return at }
      at += 1
    }
    return nil
  }

  /// Where the bracket closes behind ` name="value" id=3`, which must be one at least.
  private func attributes(_ text: borrowing TextView, from start: Int) -> Int? {
    var (at, count) = (start, 0)
    while at - start < Self.longest {
      while text[orZero: at] == 0x20 { at += 1 }
      if text[orZero: at] == 0x2F, text[orZero: at + 1] == 0x5D, count > 0 { return at + 2 }
      if text[orZero: at] == 0x5D { return count > 0 ? at + 1 : nil }
      let name = at
      while isASCIIWord(text[orZero: at]) || text[orZero: at] == 0x5F || text[orZero: at] == 0x2D { at += 1 }
      guard at > name, text[orZero: at] == 0x3D else { return nil }
      at += 1
      let quote = text[orZero: at]
      if quote == 0x22 || quote == 0x27 {
        var close = at + 1
        while close < text.count, close - at < Self.longest, text[close] != quote, text[close] != 0x0A { close += 1 }
        guard text[orZero: close] == quote else { return nil }
        at = close + 1
      } else {
        while isASCIIWord(text[orZero: at]) || text[orZero: at] == 0x2E || text[orZero: at] == 0x2D { at += 1 }
      }
      count += 1
    }
    return nil
  }

  /// Takes the address between `[img]` and `[/img]`.
  private func takeContent(_ text: borrowing TextView, _ mark: inout MarkupMark) {
    guard !mark.isClosing, Self.holders.contains(mark.name) else { return }
    mark.kind = .object
    var at = mark.range.upperBound
    while at < text.count, at - mark.range.upperBound < Self.longest, text[at] > 0x20, text[at] != 0x5B { at += 1 }
    guard text[orZero: at] == 0x5B, text[orZero: at + 1] == 0x2F, let end = close(text, from: at + 1), end - at < 20
    else { return }
    mark.range = mark.range.lowerBound..<end + 1
    mark.isSure = true
  }

  /// `![words](address "title")`.
  private func image(_ text: borrowing TextView, at start: Int) -> MarkupMark? {
    guard text[orZero: start + 1] == 0x5B, let end = link(text, from: start + 1) else { return nil }
    return MarkupMark(range: start..<end, kind: .object, rule: MarkupResidue.image, isSure: true)
  }

  /// `[![words](address)](address)`, `[](address)`.
  private func linked(_ text: borrowing TextView, at start: Int) -> MarkupMark? {
    var at = start + 1
    if text[at] == 0x21 {
      guard let inner = image(text, at: at) else { return nil }
      at = inner.range.upperBound
    }
    guard text[orZero: at] == 0x5D, let end = address(text, from: at + 1) else { return nil }
    return MarkupMark(range: start..<end, kind: .object, rule: MarkupResidue.image, isSure: true)
  }

  /// Where the link whose `[` is at `start` ends.
  private func link(_ text: borrowing TextView, from start: Int) -> Int? {
    guard let at = close(text, from: start + 1) else { return nil }
    return address(text, from: at + 1)
  }

  private func address(_ text: borrowing TextView, from start: Int) -> Int? {
    guard text[orZero: start] == 0x28 else { return nil }
    var (at, depth) = (start + 1, 1)
    while at < text.count, at - start < Self.longest {
      switch text[at] {
      case 0x0A: return nil
      case 0x28: depth += 1
      case 0x29:
        depth -= 1
        if depth == 0 { return at + 1 }
      default: break
      }
      at += 1
    }
    return nil
  }
}
