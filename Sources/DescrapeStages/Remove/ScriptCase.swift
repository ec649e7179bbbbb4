internal import DescrapeText

/// One stretch of program text with all that speaks for its removal and against it.
struct ScriptCase {
  let island: ScriptIsland
  let marks: ScriptWords.Marks
  private var widgets: Int { marks.widgets }
  private var page: Int { marks.page }
  /// `$self->name`: Perl or PHP.
  let hasArrow: Bool
  /// Prose stands before it, or behind it, on its own lines.
  let hasTextBefore: Bool
  /// A sentence or a word of it ends right before it.
  let isGlued: Bool
  let hasTextBehind: Bool
  /// A sentence before it leads over to it.
  private(set) var isIntroduced = false
  /// That sentence says so: `as follows`, not a colon alone.
  private(set) var isAnnounced = false
  /// Where the text before it on its line starts.
  private(set) var textStart: Int
  /// What stands before it and behind it, other program text left aside.
  private(set) var before = Neighbour.prose
  private(set) var behind = Neighbour.prose
  var rule: Rule?

  enum Neighbour { case none, menu, prose }

  init(_ text: borrowing TextView, _ island: ScriptIsland) {
    self.island = island
    marks = island.isStyle ? ScriptWords.Marks() : ScriptWords.marks(text, in: island.range)
    hasArrow = Self.holdsArrow(text, island.range)
    textStart = min(island.lineStart, island.range.lowerBound)
    var start = island.range.lowerBound
    while start > textStart, text[start - 1] == 0x20 || text[start - 1] == 0x09 { start -= 1 }
    hasTextBefore = start > textStart && !text.has("\u{3000}", at: start - 3)
    let before = text[orZero: start - 1]
    isGlued = hasTextBefore && (before >= 0x80 || before == 0x2E || before == 0x3F || before == 0x21 || before == 0x22)
    var end = island.range.upperBound
    while text[orZero: end] == 0x20 || text[orZero: end] == 0x09 { end += 1 }
    hasTextBehind = end < text.count && text[end] != 0x0A
  }

  /// Whether anything at all speaks for its removal.
  var isWorthAsking: Bool {
    widgets > 0 || page > 1 || island.properties > 0 || island.assignments > 1 || hasShape
      || marks.page + marks.idioms > 0 || island.pairs >= 3
  }

  private static func holdsArrow(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    for offset in range
    where text[offset] == 0x3E && text[orZero: offset - 1] == 0x2D && isASCIIWord(text[orZero: offset - 2]) {
      return true
    }
    return false
  }

  /// Looks at what leads over to it; `after` is where the program text before it ends.
  mutating func introduce(_ text: borrowing TextView, after: Int) {
    textStart = max(textStart, after)
    isIntroduced = Self.isInTag(text, island.range.lowerBound)
    if isIntroduced || island.startsInString { return }
    var end = island.range.lowerBound
    while end > after, text[end - 1] <= 0x20 { end -= 1 }
    guard end > after else { return }
    let floor = max(after, end - 120)
    var start = end
    while start > floor, text[start - 1] != 0x0A { start -= 1 }
    var isLabel = false
    var leadsOver = text[end - 1] == 0x3A || text.has("：", at: end - 3)
    for offset in start..<end {
      if text.has("如下", at: offset) || text.has("以下", at: offset) || text.has("下面", at: offset)
        || text.has("例如", at: offset) || text.has("次の", at: offset) || text.has("다음", at: offset)
        || text.has("아래", at: offset)
        || text.has("following", at: offset) || text.has("below", at: offset) || text.has("example", at: offset)
      {
        leadsOver = true
        isAnnounced = true
      }
      if text.has("分享", at: offset) || text.has("收藏", at: offset) || text.has("编辑", at: offset)
        || text.has("編輯", at: offset)
        || text.has("hare", at: offset) || text.has("来源", at: offset) || text.has("來源", at: offset)
        || text.has("作者", at: offset)
        || text.has("浏览", at: offset) || text.has("瀏覽", at: offset) || text.has("阅读", at: offset)
        || text.has("閱讀", at: offset)
        || text.has("点击", at: offset) || text.has("點擊", at: offset)
      {
        isLabel = true
      }
    }
    isIntroduced = leadsOver && !(isLabel && end - start <= 40)
  }

  /// Takes over what leads over to the program text right before it.
  mutating func follow(_ earlier: ScriptCase, _ text: borrowing TextView) {
    let gap = earlier.island.range.upperBound..<max(earlier.island.range.upperBound, island.range.lowerBound)
    guard earlier.isIntroduced, ScriptEdge.isBlank(text, gap) else { return }
    isIntroduced = true
    isAnnounced = earlier.isAnnounced
  }

  /// Whether a tag stands open before `offset`: its attributes may hold scripts.
  private static func isInTag(_ text: borrowing TextView, _ offset: Int) -> Bool {
    var i = offset
    let floor = max(0, offset - 300)
    while i > floor {
      i -= 1
      let byte = text[i]
      if byte == 0x0A || byte == 0x3E { return false }
      if byte == 0x3C { return text[orZero: i + 1] | 0x20 >= 0x61 && text[orZero: i + 1] | 0x20 <= 0x7A }
    }
    return false
  }

  /// Looks at the lines around it; a neighbouring island hands on what it has on its other side.
  mutating func look(before text: borrowing TextView, after floor: Int, _ neighbour: Neighbour?) {
    let gap = text.trimmedLines(floor..<island.range.lowerBound)
    if gap.isEmpty { before = neighbour ?? .none; return }
    var start = gap.upperBound
    while start > gap.lowerBound, gap.upperBound - start <= 60, text[start - 1] != 0x0A { start -= 1 }
    before = !hasTextBefore && Self.isMenu(text, start..<gap.upperBound) ? .menu : .prose
  }

  mutating func look(behind text: borrowing TextView, before ceiling: Int, _ neighbour: Neighbour?) {
    let gap = text.trimmedLines(island.range.upperBound..<ceiling)
    if gap.isEmpty { behind = neighbour ?? .none; return }
    let end = min(text.endOfLine(from: gap.lowerBound), gap.upperBound)
    behind = !hasTextBehind && Self.isMenu(text, gap.lowerBound..<end) ? .menu : .prose
  }

  /// A short line without a mark of a sentence.
  private static func isMenu(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard line.count <= 48 else { return false }
    for offset in line {
      switch text[offset] {
      case 0x21, 0x2C, 0x2E, 0x3A, 0x3F: return false
      case 0xE3: if text.has("。", at: offset) || text.has("、", at: offset) { return false }
      case 0xEF: if text.has("，", at: offset) || text.has("？", at: offset) || text.has("！", at: offset) { return false }
      default: break
      }
    }
    return true
  }

  /// It stands where a page has its scripts: at an end of the text, or between entries of a menu.
  private var isAside: Bool { before == .none || behind == .none || before == .menu && behind == .menu }

  /// Whether it is the script of a widget, in a page that is not about scripts.
  func isWidget(_ around: ScriptPage) -> Bool {
    guard widgets > 0, island.structure >= 2, !isIntroduced, !hasArrow else { return false }
    let isSure = widgets + page >= 2
    if hasTextBefore, hasTextBehind, !island.startsInString {
      guard island.range.count >= 100, isSure, island.structure >= 5 else { return false }
    }
    if island.isCut, isSure, island.structure >= 4 { return around.talk <= 1 }
    if isSure { return around.talk == 0 && around.hints <= 2 }
    return around.talk == 0 && around.hints == 0
  }

  /// Whether its shape alone tells, since no prose has calls, braces and assignments one behind the other. The more of it there is, the less
  /// does a word of programs around it mean.
  func isClear(_ around: ScriptPage) -> Bool {
    guard !isIntroduced, !hasArrow, !hasTextBehind, hasShape, page > 0, around.otherCode <= around.prose else {
      return false
    }
    return around.talk * 12 + around.hints * 4 <= island.structure
      && (around.questions <= 1 || around.questions * 15 <= island.structure)
      && (island.structure >= 6 || around.hints == 0)
  }

  private var hasShape: Bool {
    let kinds =
      (island.calls > 0 ? 1 : 0) + (island.braces > 0 ? 1 : 0) + (island.assignments > 0 ? 1 : 0) + (page > 0 ? 1 : 0)
    return kinds >= 3 && island.structure >= 5 || kinds >= 2 && island.structure >= 8
  }

  /// The rule for a script that no widget is known for.
  /// - Parameters:
  ///   - hasCompany: other scripts of the document are surely residue.
  ///   - isSource: the document is the source of something.
  ///   - introduces: it leads over to some of its program text.
  func bolderRule(_ around: ScriptPage, hasCompany: Bool, isSource: Bool, introduces: Bool) -> Rule? {
    guard !isIntroduced, !hasArrow, island.range.count >= 12 else { return nil }
    if !isSource, isClear(around) { return ScriptResidue.page }
    guard around.talk == 0 else { return nil }
    let isPlaced = hasCompany || isAside && around.questions == 0
    if island.isStyle {
      guard !hasTextBehind, around.hints == 0 || island.properties >= 4 && around.hints <= 1 else { return nil }
      return isPlaced || island.properties >= 2 && !introduces && around.otherCode == 0
        ? ScriptResidue.style : ScriptResidue.settings
    }
    guard !(hasTextBefore && hasTextBehind) || island.startsInString else { return nil }
    if island.isCut, page >= 2, island.structure >= 5, around.hints <= 1 {
      let isSure = page >= 3 && island.structure >= 6 && around.questions == 0 && around.hints == 0
      return isPlaced || isSure ? ScriptResidue.cut : ScriptResidue.settings
    }
    if page >= 3, island.braces >= 2, island.structure >= 5, !hasTextBefore, !hasTextBehind, around.hints == 0 {
      return isPlaced ? ScriptResidue.page : ScriptResidue.settings
    }
    if around.hints == 0, !hasTextBehind,
      page >= 1 && island.structure >= 4 || island.assignments >= 2 && island.statements >= 2
    {
      return ScriptResidue.settings
    }
    return nil
  }
}

extension TextView {
  /// `range` without the blanks and line feeds at its ends.
  fileprivate func trimmedLines(_ range: Range<Int>) -> Range<Int> {
    var (low, high) = (range.lowerBound, Swift.max(range.lowerBound, range.upperBound))
    while low < high, self[low] <= 0x20 || has("\u{3000}", at: low) { low += self[low] <= 0x20 ? 1 : 3 }
    while high > low, self[high - 1] <= 0x20 || has("\u{3000}", at: high - 3) { high -= self[high - 1] <= 0x20 ? 1 : 3 }
    return low..<Swift.max(low, high)
  }
}
