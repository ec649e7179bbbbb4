internal import DescrapeText

/// Judges what stands before an article's first paragraph: rows that begin with the front page, runs of menu items, and
/// requests beside lines that go.
struct HeadBlock {
  private static let headLines = 24
  private let reader: FurnitureReader
  private let parts = FurnitureParts()
  private var lines: [EdgeLine] = []

  init(_ reader: FurnitureReader) { self.reader = reader }

  /// Collects the lines up to the first paragraph.
  /// - Returns: whether there is one.
  mutating func read(_ text: borrowing TextView, taken: TakenLines) -> Bool {
    var (start, looks) = (0, 0)
    while start < text.count, looks < 400 {
      looks += 1
      let end = text.endOfLine(from: start)
      let core = text.trimmed(start..<end)
      var line = EdgeLine(range: start..<min(end + 1, text.count), core: core)
      start = line.range.upperBound
      guard !core.isEmpty else { continue }
      if core.count >= PageEdges.proseLength, endsSentence(text, core) || core.count > PageEdges.longLine,
        lines.count > 3 || !parts.isKeywords(text, core)
      {
        return !lines.isEmpty
      }
      // Prose may be farther down than the lines that are judged.
      guard lines.count < Self.headLines, !taken.isDoubtful(line.range.lowerBound) else { continue }
      line.isGone = taken.contains(line.range.lowerBound)
      line.isInMenu = taken.isMenu(line.range.lowerBound)
      lines.append(line)
    }
    return false
  }

  /// The lines that go and are not taken already.
  func cuts(_ text: borrowing TextView, menu: Rule, keywords: Rule) -> [PageEdges.Cut] {
    var lines = lines
    for index in lines.indices where !lines[index].isGone { score(text, &lines[index]) }
    let rest = lines.filter { !$0.isGone }
    // A run of items, up to the last one that is known. Lines that go anyway do not part it.
    var (end, known, last) = (0, 0, 0)
    while end < rest.count, rest[end].isItem {
      if rest[end].isMenuItem { (known, last) = (known + 1, end) }
      end += 1
    }
    // The title stands last of the short lines, whatever its words are: before the text, or before a byline.
    if end == rest.count || rest[end].isField { last = min(last, end - 2) }
    var cuts: [PageEdges.Cut] = []
    if known >= 4, known * 2 > last, rest[0].isMenuItem {
      for line in rest[0...last] { cuts.append(PageEdges.Cut(range: line.range, rule: menu)) }
    }
    let gone = Set(cuts.map(\.range.lowerBound))
    for index in lines.indices where gone.contains(lines[index].range.lowerBound) {
      (lines[index].isGone, lines[index].isInMenu) = (true, true)
    }
    // What stands before lines of a menu that go; behind them stands the title.
    var (hasChanged, left) = (true, lines.count { !$0.isGone })
    while hasChanged, left > 1 {
      hasChanged = false
      for index in lines.indices.dropLast() where !lines[index].isGone && lines[index].points > 0 && left > 1 {
        guard lines[index + 1].isInMenu || lines[index].points > 1 else { continue }
        (lines[index].isGone, lines[index].isInMenu) = (true, true)
        (hasChanged, left) = (true, left - 1)
        cuts.append(PageEdges.Cut(range: lines[index].range, rule: menu))
      }
    }
    for line in lines where !line.isGone && line.isKeywords {
      cuts.append(PageEdges.Cut(range: line.range, rule: keywords))
    }
    return cuts
  }

  /// Two points for a row that goes by itself, one for what needs a line beside it.
  private func score(_ text: borrowing TextView, _ line: inout EdgeLine) {
    let core = line.core
    let body = EdgeShape.withoutBullet(text, core)
    let (inner, _) = reader.undecorated(text, body)
    guard !inner.isEmpty else { return }
    line.isField =
      EdgeShape.holdsLabel(text, core) || EdgeShape.isDate(text, core) || EdgeShape.isSignature(text, core)
      || EdgeShape.isDated(text, core)
    line.isKeywords = parts.isForeign(text, body)
    let request = parts.request(text, body)
    line.isMenuItem =
      inner.count <= FurnitureParts.longestMenuItem && (parts.isMenuItem(text, inner) || request == .sure)
    line.isItem =
      line.isMenuItem
      || core.count <= FurnitureParts.longestMenuItem && !endsSentence(text, core)
        && !EdgeShape.holdsLabel(text, core)
    if isRow(text, body) || request == .sure && parts.speaksOfPage(text, body) {
      line.points = 2
    } else if request == .sure || request == .fragment || line.isMenuItem || parts.contacts(text, core) > 0 {
      line.points = 1
    } else if isPath(text, body) {
      line.points = 2
    } else if let known = reader.read(text, body, isNearHead: true), known.kind == .path, known.place != .weak {
      line.points = 2
    } else if let row = parts.row(text, body), row.pieces >= 2, row.known == row.pieces {
      line.points = 1
    }
  }

  private func isRow(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    guard text[core.lowerBound] != 0x7C, let row = parts.row(text, core), row.pieces >= 3 else { return false }
    return row.known >= 3 && row.known * 2 >= row.pieces || row.first && isFront(text, core)
  }

  /// `新闻 > 本地 > 丰收节`: three steps or more, one of which menus hold.
  private func isPath(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    guard text[core.lowerBound] < 0x30 || text[core.lowerBound] > 0x39, reader.hasStep(text, core),
      let row = parts.row(text, core)
    else { return false }
    return row.pieces >= 3 && row.known >= 1 || row.pieces == 2 && (row.first || startsAtFront(text, core))
  }

  /// `南山新闻网首页 > 科技`: the first step is a front page by its name.
  private func startsAtFront(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    var end = core.lowerBound
    while end < core.upperBound, !reader.isStep(text, end) { end += max(text.scalar(at: end).length, 1) }
    let first = text.trimmed(core.lowerBound..<end)
    for word: StaticString in [
      "首页", "首頁", "网", "網", "频道", "頻道", "中心", "日报", "日報", "トップ", "ホーム", "新聞", "홈", "신문", "뉴스", "Home", "home",
    ] where text.has(word, at: first.upperBound - word.utf8CodeUnitCount) { return true }
    return false
  }

  private func isFront(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    for word: StaticString in ["首页", "首頁", "网站首页", "網站首頁", "ホーム", "홈", "Home", "HOME"]
    where text.has(word, at: core.lowerBound) { return true }
    return false
  }
}
