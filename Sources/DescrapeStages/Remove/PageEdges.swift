internal import DescrapeText

/// Judges the block of short lines behind an article's last paragraph, and the menu before its first.
///
/// Only lines that the table did not take are judged here, each with its block, by a score:
///
/// | Evidence | Points |
/// | --- | --- |
/// | words: a request made of parts, a heading of a list of other pages, a row of menu items, a disclaimer | 4 |
/// | words: an entry of the table, out of its place | 2, or 1 for words of an author's own |
/// | shape: short, and no mark that ends a sentence or follows a label | 1 |
/// | neighbours: the line before or behind is furniture | 1 each |
/// | position: behind a heading of a list, and nothing but such lines between | 2 |
/// | repetition: in a run of four short lines or more, at least half of them, and three, menu items | 2, and 1 for each item |
/// | a mark that ends a sentence, where the words are not a request | −4 |
///
/// A line with four points goes. Behind a prose paragraph only: a text of short lines has no foot.
struct PageEdges {
  struct Cut {
    let range: Range<Int>
    let rule: Rule
  }

  private struct Line {
    /// The line with its line feed, and without blanks.
    let range: Range<Int>
    let core: Range<Int>
    var points = 0
    var isItem = false
    var isMenuItem = false
    var isInMenu = false
    /// As an item, and perhaps with a colon in it: what stands in a list of other pages.
    var isTitle = false
    var isHeading = false
    var isKeywords = false
    var isGone = false
  }

  private static let enough = 4, footLines = 160, headLines = 12, proseLength = 60, questionLength = 120, longLine = 240
  private let reader: FurnitureReader
  private let parts = FurnitureParts()
  private(set) var cuts: [Cut] = []

  init(_ reader: FurnitureReader) { self.reader = reader }

  // MARK: Foot

  /// `taken` are the lines that go anyway, in ascending order.
  mutating func judgeFoot(_ text: borrowing TextView, taken: [Cut], menu: Rule, keywords: Rule) {
    var lines: [Line] = []
    var end = text.count
    var isFoot = false
    var (untaken, looks) = (0, 0)
    while end > 0, untaken < Self.footLines, looks < 400 {
      looks += 1
      let bodyEnd = text[end - 1] == 0x0A ? end - 1 : end
      let start = text.startOfLine(at: bodyEnd)
      let core = text.trimmed(start..<bodyEnd)
      defer { end = start }
      guard !core.isEmpty, !isDoubtful(start, taken) else { continue }
      if core.count >= Self.proseLength, endsSentence(text, core),
        core.count >= Self.questionLength || !asks(text, core), !parts.isRequest(text, core),
        !parts.isDisclaimer(text, core), !isTaken(start, taken)
      {
        isFoot = true
        break
      }
      if core.count > Self.longLine, !parts.isKeywords(text, core), !parts.isDisclaimer(text, core) { return }
      lines.append(Line(range: start..<end, core: core))
      lines[lines.count - 1].isGone = isTaken(start, taken)
      if !lines[lines.count - 1].isGone { untaken += 1 }
    }
    guard isFoot, untaken > 0 else { return }
    lines.reverse()
    for index in lines.indices { read(text, &lines[index]) }
    // Lines that go bring others together, so those are judged again without them.
    for line in lines where line.isKeywords && !line.isGone { cuts.append(Cut(range: line.range, rule: keywords)) }
    var (rest, gone) = (lines.filter { !$0.isKeywords || $0.isGone }, 0)
    repeat {
      gone = rest.count
      markMenus(&rest)
      decide(&rest)
      for line in rest where line.isGone && !isTaken(line.range.lowerBound, taken) {
        cuts.append(Cut(range: line.range, rule: menu))
      }
      rest.removeAll { $0.isGone }
    } while rest.count < gone && !rest.isEmpty
    cuts.sort { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Whether the line goes in a bold run only. No other line may depend on whether it does.
  private func isDoubtful(_ start: Int, _ taken: [Cut]) -> Bool {
    place(start, taken).map { taken[$0].rule.confidence < 90 } ?? false
  }

  private func isTaken(_ start: Int, _ taken: [Cut]) -> Bool { place(start, taken) != nil }

  private func place(_ start: Int, _ taken: [Cut]) -> Int? {
    var (low, high) = (0, taken.count)
    while low < high {
      let middle = (low + high) / 2
      if taken[middle].range.lowerBound < start { low = middle + 1 } else { high = middle }
    }
    return low < taken.count && taken[low].range.lowerBound == start ? low : nil
  }

  private func read(_ text: borrowing TextView, _ line: inout Line) {
    let core = line.core
    line.isKeywords = parts.isKeywords(text, core)
    if line.isGone || line.isKeywords { return }
    let (inner, _) = reader.undecorated(text, core)
    // A table, or code that is indented.
    guard !inner.isEmpty, text[core.lowerBound] != 0x7C,
      core.lowerBound == line.range.lowerBound || text[core.lowerBound] >= 0x80
    else { return }
    line.isMenuItem = inner.count <= FurnitureParts.longestMenuItem && parts.isMenuItem(text, inner)
    line.isHeading = parts.isListHeading(text, core)
    let isSentence = endsSentence(text, core) && !asks(text, core)
    line.isItem = core.count <= FurnitureParts.longestItem && !isSentence && !holdsLabel(text, core)
    line.isTitle =
      core.count <= FurnitureParts.longestTitle && !isSentence && !isNote(text, core)
      && !Bylines.startsField(text, core)
    if line.isItem { line.points += 1 }
    if line.isHeading || parts.isRequest(text, core) || parts.isDisclaimer(text, core) {
      line.points += Self.enough
    } else if let row = parts.row(text, core), row.pieces >= 3, row.known >= 2, row.known * 2 >= row.pieces {
      line.points += Self.enough
    } else if let known = reader.read(text, core, isNearHead: false), known.kind != .image, known.kind != .counter {
      line.points += known.place == .weak || known.place == .item ? 1 : 2
    } else if isSentence {
      line.points -= Self.enough
    }
  }

  /// Whether the line ends in a question or a call, as titles do as well.
  private func asks(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    let last = text.scalar(before: core.upperBound).value
    return last == 0xFF1F || last == 0xFF01 || last == 0x3F || last == 0x21
  }

  /// A heading of a text with marks, or a remark in brackets.
  private func isNote(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    text[core.lowerBound] == 0x23 || text[core.lowerBound] == 0x28 || text.has("（", at: core.lowerBound)
  }

  /// A label and a value, or code: no title of another page.
  private func holdsLabel(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    isNote(text, core)
      || core.contains { offset in
        let byte = text[offset]
        return byte == 0x3A || byte == 0x3D || byte == 0x7B || byte == 0xEF && text.has("：", at: offset)
      }
  }

  private func markMenus(_ lines: inout [Line]) {
    var start = 0
    while start < lines.count {
      var (end, known) = (start, 0)
      while end < lines.count, lines[end].isItem, lines[end].core.count <= FurnitureParts.longestMenuItem {
        if lines[end].isMenuItem { known += 1 }
        end += 1
      }
      if end - start >= 4, known >= 3, known * 2 >= end - start {
        for index in start..<end where !lines[index].isInMenu {
          lines[index].points += lines[index].isMenuItem ? 3 : 2
          lines[index].isInMenu = true
        }
      }
      start = max(end, start + 1)
    }
  }

  /// Down for lists behind their headings, and then up for what stands before furniture.
  private func decide(_ lines: inout [Line]) {
    var isListed = false
    for index in lines.indices where !lines[index].isGone {
      var points = lines[index].points
      if index > 0, lines[index - 1].isGone { points += 1 }
      if index + 1 < lines.count, lines[index + 1].isGone || lines[index + 1].points >= Self.enough { points += 1 }
      if isListed, lines[index].isTitle { points += lines[index].isItem ? 2 : 3 }
      lines[index].isGone = points >= Self.enough
      isListed = lines[index].isHeading || isListed && lines[index].isGone
    }
  }

  // MARK: Head

  /// A row that begins with the front page, or a run of menu items, before the first paragraph.
  mutating func judgeHead(_ text: borrowing TextView, taken: [Cut], menu: Rule) {
    var lines: [Line] = []
    var rows: [Cut] = []
    var (start, hasProse, looks) = (0, false, 0)
    while start < text.count, lines.count < Self.headLines + 8, looks < 400 {
      looks += 1
      let end = text.endOfLine(from: start)
      let core = text.trimmed(start..<end)
      let line = start..<min(end + 1, text.count)
      start = line.upperBound
      guard !core.isEmpty else { continue }
      if core.count >= Self.proseLength, endsSentence(text, core) || core.count > Self.longLine {
        hasProse = true
        break
      }
      if isTaken(line.lowerBound, taken) { continue }
      if isRow(text, core) {
        rows.append(Cut(range: line, rule: menu))
      } else {
        lines.append(Line(range: line, core: core))
      }
    }
    guard hasProse else { return }
    cuts += rows
    // A run of items, up to the last one that is known.
    var (end, known, last) = (0, 0, 0)
    while end < lines.count, lines[end].core.count <= FurnitureParts.longestMenuItem,
      !endsSentence(text, lines[end].core), !holdsLabel(text, lines[end].core)
    {
      if parts.isMenuItem(text, lines[end].core) { (known, last) = (known + 1, end) }
      end += 1
    }
    if known >= 4, known * 2 > last, parts.isMenuItem(text, lines[0].core) {
      for line in lines[0...last] { cuts.append(Cut(range: line.range, rule: menu)) }
    }
    cuts.sort { $0.range.lowerBound < $1.range.lowerBound }
  }

  private func isRow(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    guard text[core.lowerBound] != 0x7C, let row = parts.row(text, core), row.pieces >= 3 else { return false }
    return row.known >= 3 && row.known * 2 >= row.pieces || row.first && isFront(text, core)
  }

  private func isFront(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    for word: StaticString in ["首页", "首頁", "网站首页", "網站首頁", "ホーム", "홈", "Home", "HOME"]
    where text.has(word, at: core.lowerBound) { return true }
    return false
  }
}
