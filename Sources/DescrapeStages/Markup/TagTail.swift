internal import DescrapeText

/// Reads the end of a tag whose beginning was cut off, alone on its line: `class="a" style="color:red" />`, `" alt="">`; and the event
/// handler that ran out of one: `onclick="f(3)"`.
enum TagTail {
  private static let longest = 1200

  /// What has a value in tags, and nowhere else in a line that ends as a tag does.
  private static let names: Set<UInt64> = Set(
    [
      "class", "style", "id", "href", "src", "alt", "title", "width", "height", "target", "rel", "align", "border",
      "lang", "type", "value", "name", "bgcolor", "valign", "cellpadding", "cellspacing", "frameborder", "scrolling",
      "colspan", "rowspan", "color", "face", "size", "hspace", "vspace", "srcset", "sizes", "loading", "role", "dir",
      "content", "property", "itemprop", "datetime", "onclick", "onload", "onerror", "onmouseover", "onmouseout",
      "onsubmit", "onchange", "onfocus", "onblur",
    ].map(MarkupNames.hash))

  /// Whether a text may have one at all: a quote behind an equals sign.
  static func mayStand(in text: borrowing TextView) -> Bool {
    var offset = 0
    while let hit = text.find(0x3D, from: offset) {
      if text[orZero: hit + 1] == 0x22 || text[orZero: hit + 1] == 0x27 { return true }
      offset = hit + 1
    }
    return false
  }

  /// All of them, in ascending order. O(n).
  static func marks(_ text: borrowing TextView) -> [MarkupMark] {
    var marks: [MarkupMark] = []
    var (offset, line) = (0, -1)
    while let sign = text.find(0x3D, from: offset) {
      offset = sign + 1
      guard text[orZero: sign + 1] == 0x22 || text[orZero: sign + 1] == 0x27 else { continue }
      let start = text.startOfLine(at: sign)
      guard start > line else { continue }
      line = start
      let end = text.endOfLine(from: sign)
      let trimmed = text.trimmed(start..<end)
      if isTail(text, trimmed) {
        marks.append(
          MarkupMark(range: trimmed, kind: .object, rule: MarkupResidue.cut, isClosing: false, isSure: true, name: tail)
        )
      }
      // One look at each line.
      offset = max(offset, end)
    }
    return marks
  }

  /// The name of such a mark: that of no element.
  static let tail = MarkupNames.hash("=")

  private static func isTail(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard line.count <= longest else { return false }
    var (at, count, isHandler) = (line.lowerBound, 0, false)
    // The quote of a value whose beginning is lost.
    if text[at] == 0x22 { at += 1 }
    while at < line.upperBound {
      while at < line.upperBound, text[at] == 0x20 || text[at] == 0x09 { at += 1 }
      if count > 0, text[at] == 0x3E { return at + 1 == line.upperBound }
      if count > 0, text[at] == 0x2F, text[orZero: at + 1] == 0x3E { return at + 2 == line.upperBound }
      guard let (next, handles) = attribute(text, at: at, before: line.upperBound) else { return false }
      (at, count) = (next, count + 1)
      isHandler = isHandler || handles
    }
    return isHandler
  }

  private static func attribute(
    _ text: borrowing TextView, at start: Int, before limit: Int
  ) -> (end: Int, isHandler: Bool)? {
    var (hash, at) = (MarkupNames.start, start)
    while at < limit, isASCIIWord(text[at]) || text[at] == 0x2D {
      hash = MarkupNames.step(hash, text[at])
      at += 1
    }
    let isData = text.has("data-", at: start)
    guard at > start, text[orZero: at] == 0x3D, isData || names.contains(hash) else { return nil }
    let quote = text[orZero: at + 1]
    guard quote == 0x22 || quote == 0x27 else { return nil }
    at += 2
    while at < limit, text[at] != quote { at += 1 }
    guard at < limit else { return nil }
    let isHandler = text[start] | 0x20 == 0x6F && text[orZero: start + 1] | 0x20 == 0x6E
    return (at + 1, isHandler)
  }
}
