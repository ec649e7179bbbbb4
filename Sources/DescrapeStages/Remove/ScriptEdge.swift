internal import DescrapeText

/// What belongs to a script and shows nothing of a program itself: the tag around it and the comment above it.
enum ScriptEdge {
  private static let longestComment = 160, longestTag = 240, longestPair = 400

  /// Takes it in; `floor` is where the program text before ends. O(length of the edges).
  static func widen(_ text: borrowing TextView, _ island: inout ScriptIsland, after floor: Int) {
    guard !island.startsInString else { return }
    let isStyle = island.isStyle
    var start = island.range.lowerBound
    while island.pairs > 0, let earlier = pair(text, before: start, after: floor) {
      start = earlier
      island.pairs += 1
    }
    while let earlier = comment(text, before: start, after: floor) { start = earlier }
    if let earlier = tag(text, before: start, after: floor, isStyle) {
      start = earlier
      island.isTagged = true
    }
    var end = island.range.upperBound
    let next = skip(text, from: end)
    if text.has("</script>", at: next) || isStyle && text.has("</style>", at: next) {
      end = next + (isStyle ? 8 : 9)
      island.isTagged = true
    }
    island.range = start..<end
    island.lineStart = min(island.lineStart, text.startOfLine(at: start))
  }

  /// Where the blanks before `offset` begin, over two line feeds at most.
  private static func skipBack(_ text: borrowing TextView, from offset: Int, after floor: Int) -> Int {
    var (start, feeds) = (offset, 0)
    while start > floor, text[start - 1] <= 0x20 {
      if text[start - 1] == 0x0A { feeds += 1 }
      if feeds > 2 { break }
      start -= 1
    }
    return start
  }

  private static func skip(_ text: borrowing TextView, from offset: Int) -> Int {
    var (end, feeds) = (offset, 0)
    while end < text.count, text[end] <= 0x20 {
      if text[end] == 0x0A { feeds += 1 }
      if feeds > 2 { break }
      end += 1
    }
    return end
  }

  /// Where the line begins above `offset` that is a name and its value, `"name": value,`.
  private static func pair(_ text: borrowing TextView, before offset: Int, after floor: Int) -> Int? {
    let end = skipBack(text, from: offset, after: floor)
    guard end > floor, end < offset, text[end - 1] == 0x2C else { return nil }
    let limit = max(floor, end - longestPair)
    var (start, name) = (end - 1, -1)
    while start > limit, text[start - 1] != 0x0A {
      start -= 1
      if text[start] == 0x3A, text[orZero: start - 1] == 0x22 { name = start }
    }
    start = text.trimmed(start..<end).lowerBound
    guard start == 0 || start > limit, text[start] == 0x22, name > start,
      ScriptAnchor.isValue(text, at: name + (text[orZero: name + 1] == 0x20 ? 2 : 1))
    else { return nil }
    return start
  }

  /// Where the comment begins that ends before `offset`.
  private static func comment(_ text: borrowing TextView, before offset: Int, after floor: Int) -> Int? {
    let end = skipBack(text, from: offset, after: floor)
    let limit = max(floor, end - longestComment)
    let isBlock = end >= 2 && text[end - 1] == 0x2F && text[end - 2] == 0x2A
    var start = isBlock ? end - 2 : end
    while start > limit {
      start -= 1
      if text[start] == 0x0A, !isBlock { return nil }
      guard text[start] == 0x2F, start >= floor, isFree(text, before: start) else { continue }
      if isBlock ? text[orZero: start + 1] == 0x2A : text[orZero: start + 1] == 0x2F { return start }
    }
    return nil
  }

  /// Behind a blank, a line feed or a letter that is none of ASCII's: `//` of an address stands behind a colon or a quote.
  private static func isFree(_ text: borrowing TextView, before offset: Int) -> Bool {
    let before = text[orZero: offset - 1]
    return before <= 0x20 || before >= 0x80
  }

  /// Where the tag begins that opens a script and ends before `offset`.
  private static func tag(_ text: borrowing TextView, before offset: Int, after floor: Int, _ isStyle: Bool) -> Int? {
    let end = skipBack(text, from: offset, after: floor)
    guard end > floor, text[end - 1] == 0x3E else { return nil }
    let limit = max(floor, end - longestTag)
    var start = end - 1
    while start > limit, text[start - 1] != 0x0A, text[start - 1] != 0x3E {
      start -= 1
      guard text[start] == 0x3C else { continue }
      return text.has(isStyle ? "<style" : "<script", at: start) ? start : nil
    }
    // The tag itself was cut off: `yle>` is all of its line.
    guard start == 0 || start > floor && text[start - 1] == 0x0A, end - start >= 2, end - start <= 8 else { return nil }
    let name: StaticString = isStyle ? "<style>" : "<script>"
    return ends(text, start..<end, as: name) ? start : nil
  }

  private static func ends(_ text: borrowing TextView, _ range: Range<Int>, as word: StaticString) -> Bool {
    let bytes = Array(word.description.utf8)
    guard range.count <= bytes.count else { return false }
    for index in 0..<range.count where text[range.lowerBound + index] != bytes[bytes.count - range.count + index] {
      return false
    }
    return true
  }

  // MARK: What the scanner made nothing of

  private static let longestScrap = 300

  static func isBlank(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    for offset in range where text[offset] > 0x20 { return false }
    return true
  }

  /// Whether `range`, on one line beside program text, is more of it: ASCII, and every sixth byte a sign that prose seldom has.
  static func isScrap(_ text: borrowing TextView, _ range: Range<Int>, oneIn: Int = 6) -> Bool {
    guard !range.isEmpty, range.count <= longestScrap else { return false }
    var signs = 0
    for offset in range {
      switch text[offset] {
      case 0x0A, 0x80...: return false
      case 0x22, 0x26...0x29, 0x2B, 0x3A...0x3E, 0x5B...0x5D, 0x5F, 0x60, 0x7B...0x7D, 0x24, 0x2F: signs += 1
      default: break
      }
    }
    return signs > 0 && signs * oneIn >= range.count
  }

  /// `range` with what else of its lines is program text; `floor` is where the one before ends.
  static func scraps(_ text: borrowing TextView, around range: Range<Int>, after floor: Int, startsInString: Bool)
    -> Range<Int>
  {
    var (start, end) = (range.lowerBound, range.upperBound)
    // In front of it, as far as ASCII goes.
    var head = start
    while head > floor, text[head - 1] < 0x80, text[head - 1] != 0x0A, start - head <= longestScrap { head -= 1 }
    let isLine = head == 0 || text[head - 1] == 0x0A
    if isScrap(text, text.trimmed(head..<start), oneIn: isLine ? 5 : 6)
      || startsInString && isLine && isName(text, head..<start)
    {
      start = text.trimmed(head..<start).lowerBound
    }
    // Behind it, to the end of its line.
    let endOfLine = text.endOfLine(from: end)
    if isScrap(text, text.trimmed(end..<endOfLine), oneIn: 5) { end = text.trimmed(end..<endOfLine).upperBound }
    return start..<end
  }

  /// The end of a name or an address, without a blank.
  private static func isName(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    guard range.count <= 60 else { return false }
    for offset in range where text[offset] <= 0x20 { return false }
    return true
  }
}
