internal import DescrapeText

/// Judges what stands before an article's first paragraph: rows that begin with the front page, runs of menu items, and
/// requests beside lines that go.
struct HeadBlock {
  private static let headLines = 24, shortestMenu = 4
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
    var left = lines.count { !$0.isGone }
    // The only line is the title.
    guard left > 1 else { return [] }
    var cuts: [PageEdges.Cut] = []
    if left > Self.shortestMenu { takeMenu(text, &lines, menu: menu, into: &cuts) }
    left = lines.count { !$0.isGone }
    // What goes by itself, and what stands before lines of a menu that go; behind them stands the title.
    var (hasChanged, isFirst) = (true, true)
    while hasChanged, left > 1 {
      hasChanged = false
      var hasTitle = false
      for index in lines.indices.dropLast() where !lines[index].isGone && left > 1 {
        let isGone =
          lines[index + 1].isInMenu && isPart(text, lines[index].core)
          || isFirst && isAlone(text, lines[index].core, hasTitle: hasTitle)
        hasTitle = true
        guard isGone else { continue }
        (lines[index].isGone, lines[index].isInMenu) = (true, true)
        (hasChanged, left) = (true, left - 1)
        cuts.append(PageEdges.Cut(range: lines[index].range, rule: menu))
      }
      isFirst = false
    }
    for line in lines where !line.isGone && parts.isForeign(text, EdgeShape.withoutBullet(text, line.core)) {
      cuts.append(PageEdges.Cut(range: line.range, rule: keywords))
    }
    return cuts
  }

  /// Takes the run of items that the lines begin with, up to the last one that is known. Lines that go anyway do not part it.
  private func takeMenu(
    _ text: borrowing TextView, _ lines: inout [EdgeLine], menu: Rule, into cuts: inout [PageEdges.Cut]
  ) {
    let rest = lines.indices.filter { !lines[$0].isGone }
    var (end, known, last) = (0, 0, 0)
    while end < rest.count {
      let core = lines[rest[end]].core
      let body = EdgeShape.withoutBullet(text, core)
      let (inner, _) = reader.undecorated(text, body)
      guard core.count <= FurnitureParts.longestMenuItem, !inner.isEmpty else { break }
      let isKnown = parts.isMenuItem(text, inner) || parts.isRequest(text, body)
      guard isKnown || !endsSentence(text, core) && !EdgeShape.holdsLabel(text, core) else { break }
      guard end > 0 || isKnown else { return }
      if isKnown { (known, last) = (known + 1, end) }
      end += 1
    }
    // The title stands last of the short lines, whatever its words are: before the text, or before a byline.
    if end == rest.count || isField(text, lines[rest[end]].core) { last = min(last, end - 2) }
    guard known >= Self.shortestMenu, known * 2 > last, last >= 0 else { return }
    for index in rest[0...last] {
      (lines[index].isGone, lines[index].isInMenu) = (true, true)
      cuts.append(PageEdges.Cut(range: lines[index].range, rule: menu))
    }
  }

  private func isField(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    EdgeShape.holdsLabel(text, core) || EdgeShape.isDate(text, core) || EdgeShape.isSignature(text, core)
      || EdgeShape.isDated(text, core)
  }

  /// Whether the line goes before a menu.
  private func isPart(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    let body = EdgeShape.withoutBullet(text, core)
    let (inner, _) = reader.undecorated(text, body)
    guard !inner.isEmpty else { return false }
    let request = parts.request(text, body)
    if request == .sure || request == .fragment || parts.contacts(text, core) > 0 { return true }
    if inner.count <= FurnitureParts.longestMenuItem, parts.isMenuItem(text, inner) { return true }
    guard let row = parts.row(text, body) else { return false }
    return row.pieces >= 2 && row.known == row.pieces
  }

  /// Whether the line goes wherever it stands: a row, a path, or below the title a request about the page.
  private func isAlone(_ text: borrowing TextView, _ core: Range<Int>, hasTitle: Bool) -> Bool {
    let body = EdgeShape.withoutBullet(text, core)
    if mayBeRow(text, body) {
      if let row = parts.row(text, body), isRow(text, body, row) || isPath(text, body, row) { return true }
      if let known = reader.read(text, body, isNearHead: true), known.kind == .path, known.place != .weak {
        return true
      }
    }
    return hasTitle && parts.parts.part(text, in: body, .request) != nil && parts.isRequest(text, body)
      && parts.speaksOfPage(text, body)
  }

  /// Whether anything could part the line into items or steps.
  private func mayBeRow(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    var blanks = 0
    for offset in core {
      switch text[offset] {
      case 0x20, 0x09, 0xA0:
        blanks += 1
        if blanks > 1 { return true }
      case 0x2F, 0x3E, 0x7C, 0xB7, 0xBB, 0xEF: return true
      case 0xE2, 0xE3: if text[offset + 1] == 0x80 || text[offset + 1] == 0x86 { return true }
      default: break
      }
    }
    return false
  }

  private func isRow(_ text: borrowing TextView, _ core: Range<Int>, _ row: FurnitureParts.Row) -> Bool {
    guard text[core.lowerBound] != 0x7C, row.pieces >= 3 else { return false }
    return row.known >= 3 && row.known * 2 >= row.pieces || row.first && isFront(text, core)
  }

  /// `新闻 > 本地 > 丰收节`: three steps or more, one of which menus hold.
  private func isPath(_ text: borrowing TextView, _ core: Range<Int>, _ row: FurnitureParts.Row) -> Bool {
    guard text[core.lowerBound] < 0x30 || text[core.lowerBound] > 0x39, reader.hasStep(text, core) else { return false }
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
