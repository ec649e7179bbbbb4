internal import DescrapeText

/// Whether what stands between a document's marks is prose, and not a text on markup.
extension MarkupPage {
  /// Words of a text that speaks of markup.
  private static let topics = WordTable([
    "HTML", "html", "Html", "CSS", "JSX", "BBCode", "bbcode", "UBB", "Markdown", "markdown", "shortcode", "jQuery",
    "React", "Vue", "<?", "DOM", "HTML5", "XHTML", "CSS3",
  ])
  /// Words that may mean it: labels and front ends are called so as well.
  private static let faintTopics = WordTable(["标签", "標籤", "タグ", "태그", "tag", "tags", "前端"])

  /// Whether what is between the marks reads as text, and not as one on markup. A word of it counts less where the marks stand around whole
  /// sentences, and one that may mean something else counts only beside a mark, or when the text is full of it.
  func isProse(_ text: borrowing TextView, paragraphs: Int) -> Bool {
    var (units, talk, faint, sentences) = (0, 0, 0, 0)
    var start = 0
    for index in 0...marks.count {
      let end = index < marks.count ? marks[index].range.lowerBound : text.count
      if end > start {
        let part = text.trimmed(start..<end)
        let letters = countLetters(text, part).units
        units += letters
        let words = Self.talk(text, part)
        talk += words.sure
        faint += words.faint
        if index > 0,
          Self.speaksOfMark(text, from: start) || index < marks.count && Self.speaksOfMark(text, before: end)
        {
          talk += 1
        }
        if letters >= 16, endsSentence(text, part) { sentences += 1 }
      }
      start = index < marks.count ? marks[index].range.upperBound : end
    }
    guard units >= 20, talk == 0 || talk * 3 <= sentences else { return false }
    if faint > 0 {
      let sure = marks.reduce(into: 0) { $0 += $1.isSure && !$1.isClosing ? 1 : 0 }
      let codes = marks.filter { Self.isBracket($0) && !$0.isClosing }
      guard codes.isEmpty || codes.contains(where: \.isSure) else { return false }
      guard sure > 0, faint * 16 <= units + 16 * sure, !isNamed(text) else { return false }
    }
    return paragraphs == 0 || self.paragraphs(text) >= paragraphs && !isSubscript
  }

  /// Whether brackets in what looks like a program may be its own: none has a value and none closes.
  private var isSubscript: Bool {
    let codes = marks.filter { Self.isBracket($0) }
    guard !codes.isEmpty else { return false }
    return !codes.contains { $0.isSure && !$0.isClosing } || !codes.contains(where: \.isClosing)
  }

  /// Whether a line that speaks of tags has one without attributes and without its end: `<p> starts a tag`.
  private func isNamed(_ text: borrowing TextView) -> Bool {
    var (end, speaks) = (-1, false)
    for (index, mark) in marks.enumerated() where !mark.isSure && !mark.isClosing && mark.kind != .lineBreak {
      let start = mark.range.lowerBound
      if start >= end {
        end = text.endOfLine(from: start)
        speaks = Self.words(text, text.startOfLine(at: start)..<end, of: Self.faintTopics) > 0
      }
      guard speaks, mark.range.upperBound < end else { continue }
      var next = index + 1
      while next < min(marks.count, index + 64), marks[next].range.lowerBound < end,
        !marks[next].isClosing || marks[next].name != mark.name
      {
        next += 1
      }
      if next >= marks.count || marks[next].range.lowerBound >= end || next >= index + 64 { return true }
    }
    return false
  }

  /// `<br> 标签`, `<br> tag`.
  private static func speaksOfMark(_ text: borrowing TextView, from start: Int) -> Bool {
    let at = start + (text[orZero: start] == 0x20 ? 1 : 0)
    return faintTopics.contains(text, at: at) || text.has("元素", at: at) || text.has("element", at: at)
  }

  /// `标签 <br>`, `the tag <br>`.
  private static func speaksOfMark(_ text: borrowing TextView, before end: Int) -> Bool {
    let at = end - (text[orZero: end - 1] == 0x20 ? 1 : 0)
    return faintTopics.contains(text, at: at - 6) || faintTopics.contains(text, at: at - 3)
  }

  /// Lines of text, marks left aside, that end as sentences do: in what looks like a program, they tell a page from one.
  private func paragraphs(_ text: borrowing TextView) -> Int {
    var (count, latinCount, code, start, next) = (0, 0, 0, 0, 0)
    while start < text.count {
      let end = text.endOfLine(from: start)
      while next < marks.count, marks[next].range.upperBound <= start { next += 1 }
      var (east, latin, signs, last) = (0, 0, 0, start)
      let isTagged = next < marks.count && marks[next].range.lowerBound == start
      let first = text[orZero: isTagged ? marks[next].range.upperBound : start]
      let isPlain = first >= 0x41 && first <= 0x5A
      var (offset, mark) = (start, next)
      while offset < end {
        if mark < marks.count, marks[mark].range.lowerBound <= offset {
          offset = max(offset, marks[mark].range.upperBound)
          mark += 1
          continue
        }
        let byte = text[offset]
        if byte >= 0xE3 { east += 1 }
        if byte == 0x20 { latin += 1 }
        if byte == 0x7B || byte == 0x7D || byte == 0x3B || byte == 0x3D || byte == 0x5C { signs += 1 }
        if byte > 0x20 { last = offset + 1 }
        offset += 1
      }
      // Comments of a source are indented, or begin with a sign.
      let isEast = east >= 20 && latin <= east * 2 && signs * 10 <= east
      let isLatin = isPlain && latin >= 16 && signs == 0 && east == 0
      if last > start, text[last - 1] == 0x3B || text[last - 1] == 0x7B || text[last - 1] == 0x7D {
        code += 1
      } else if isEast || isLatin, last <= end, endsSentence(text, start..<last) {
        // Some stand on one line, each between its tags.
        var here = 1
        for inner in marks[next..<mark] where inner.kind == .block && inner.range.lowerBound > start {
          if endsSentence(text, start..<inner.range.lowerBound), inner.range.upperBound < last { here += 1 }
        }
        if isEast { count += here } else { latinCount += here }
      }
      start = end + 1
    }
    // A source has more statements than sentences.
    return count + (latinCount * 4 >= code ? latinCount : 0)
  }

  /// How many such words stand in the lines of `range` that do not end as those of programs do.
  private static func talk(_ text: borrowing TextView, _ range: Range<Int>) -> (sure: Int, faint: Int) {
    var (sure, faint, start) = (0, 0, range.lowerBound)
    while start < range.upperBound {
      let end = min(text.endOfLine(from: start), range.upperBound)
      let line = text.trimmed(start..<end)
      start = end + 1
      guard !line.isEmpty else { continue }
      switch text[line.upperBound - 1] {
      case 0x28, 0x29, 0x2C, 0x3B, 0x7B, 0x7D: continue
      default:
        sure += words(text, line, of: topics)
        faint += words(text, line, of: faintTopics)
      }
    }
    return (sure, faint)
  }

  static func words(_ text: borrowing TextView, _ range: Range<Int>, of topics: WordTable) -> Int {
    let part = text.extracting(0..<range.upperBound)
    var (count, offset) = (0, range.lowerBound)
    while let hit = part.find(anyOf: topics.beginnings, from: offset) {
      let byte = text[hit]
      guard byte < 0x80, isASCIIWord(byte) else {
        if topics.contains(text, at: hit) { count += 1 }
        offset = hit + (byte < 0x80 ? 1 : 3)
        continue
      }
      // A whole word, and no part of an address.
      var end = hit
      while end < range.upperBound, isASCIIWord(text[end]) { end += 1 }
      let before = text[orZero: hit - 1]
      if !isASCIIWord(before), before != 0x2E, before != 0x2F, before != 0x2D, topics.holds(text, hit..<end) {
        count += 1
      }
      offset = max(end, hit + 1)
    }
    return count
  }
}
