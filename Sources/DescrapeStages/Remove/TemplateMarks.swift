internal import DescrapeText

/// Finds what a template engine was to replace and did not, where a page has it alone on a line or behind the end of one: `{{ a.b }}`,
/// `<%= a %>`, `${a.b}`, `{% if a %}`. A text that has one inside a sentence is a form, and keeps all of them.
enum TemplateMarks {
  private static let longest = 120, mostLines = 12
  private static let topics = WordTable([
    "模板", "範本", "テンプレート", "템플릿", "变量", "變數", "変数", "변수", "占位", "佔位", "template", "Template", "templates", "placeholder",
    "variable", "Jinja", "Django", "Liquid", "YAML", "config",
  ])

  /// The ranges to delete, whole lines or their ends, in ascending order. O(n).
  static func leftovers(_ text: borrowing TextView) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var signs = NextByte(text, [0x7B, 0x25])
    var offset = 0
    while let mark = first(text, &signs, from: offset) {
      let (start, end) = (text.startOfLine(at: mark), text.endOfLine(from: mark))
      let line = text.trimmed(start..<end)
      offset = end + 1
      guard let tail = tail(text, line) else { continue }
      // A mark inside a line, or one that a line leads over to.
      guard tail != line.upperBound, !isLedTo(text, before: start), ranges.count < mostLines else { return [] }
      ranges.append(tail == line.lowerBound ? start..<end : tail..<line.upperBound)
    }
    return ranges.isEmpty || speaksOfThem(text) ? [] : ranges
  }

  /// Where the next mark may begin.
  private static func first(_ text: borrowing TextView, _ signs: inout NextByte, from start: Int) -> Int? {
    var offset = start
    while let sign = signs.next(text, from: offset) {
      let (before, next) = (text[orZero: sign - 1], text[orZero: sign + 1])
      if text[sign] == 0x25 {
        if before == 0x3C { return sign }
      } else if next == 0x7B || next == 0x25 || next == 0x24 || next == 0x2F || before == 0x24 {
        return sign
      }
      offset = sign + 1
    }
    return nil
  }

  /// Where the marks begin that are the end of the line, or all of it; its end when one stands before other text; nil without any.
  private static func tail(_ text: borrowing TextView, _ line: Range<Int>) -> Int? {
    var (at, tail, hasMark) = (line.lowerBound, -1, false)
    while at < line.upperBound {
      if let end = mark(text, at: at, before: line.upperBound) {
        if tail < 0 { tail = at }
        (at, hasMark) = (end, true)
      } else {
        if text[at] > 0x20 {
          if tail >= 0 { return line.upperBound }
          at += 1
          continue
        }
        at += 1
      }
    }
    guard hasMark, tail >= 0 else { return nil }
    let behind = text.trimmed(line.lowerBound..<tail)
    guard !behind.isEmpty else { return line.lowerBound }
    return endsSentence(text, behind) && text[behind.upperBound - 1] != 0x3A ? behind.upperBound : line.upperBound
  }

  /// Where the mark ends that starts at `start`.
  private static func mark(_ text: borrowing TextView, at start: Int, before limit: Int) -> Int? {
    let (byte, next) = (text[start], text[orZero: start + 1])
    switch (byte, next) {
    case (0x7B, 0x7B): return end(text, from: start + 2, before: limit, 0x7D, 0x7D)
    case (0x7B, 0x25): return end(text, from: start + 2, before: limit, 0x25, 0x7D)
    case (0x3C, 0x25): return end(text, from: start + 2, before: limit, 0x25, 0x3E)
    case (0x24, 0x7B), (0x7B, 0x24), (0x7B, 0x2F):
      var at = start + 2
      while at < limit, isASCIIWord(text[at]) || text[at] == 0x5F || text[at] == 0x2E { at += 1 }
      return at > start + 2 && text[orZero: at] == 0x7D ? at + 1 : nil
    default: return nil
    }
  }

  /// Behind the two bytes that close the mark; what is in it is ASCII and has a letter.
  private static func end(_ text: borrowing TextView, from start: Int, before limit: Int, _ a: UInt8, _ b: UInt8)
    -> Int?
  {
    var (at, hasLetter) = (start, false)
    while at + 1 < limit, at - start < longest, text[at] < 0x80 {
      if text[at] == a, text[at + 1] == b { return hasLetter ? at + 2 : nil }
      if text[at] | 0x20 >= 0x61, text[at] | 0x20 <= 0x7A { hasLetter = true }
      at += 1
    }
    return nil
  }

  private static func isLedTo(_ text: borrowing TextView, before start: Int) -> Bool {
    var end = start
    while end > 0, text[end - 1] <= 0x20 { end -= 1 }
    return end > 0 && (text[end - 1] == 0x3A || text.has("：", at: end - 3))
  }

  private static func speaksOfThem(_ text: borrowing TextView) -> Bool {
    var offset = 0
    while let hit = text.find(anyOf: topics.beginnings, from: offset) {
      if topics.contains(text, at: hit), text[hit] >= 0x80 || !isASCIIWord(text[orZero: hit - 1]) { return true }
      offset = hit + 1
    }
    return false
  }
}
