internal import DescrapeText

/// Judges the block of short lines behind an article's last paragraph.
///
/// Only lines that the table did not take are judged here, each with its block, by a score:
///
/// | Evidence | Points |
/// | --- | --- |
/// | words: a request made of parts, a heading of a list of other pages, a row of menu items, a notice, tags | 4 |
/// | words: keywords, two addresses or numbers of a site, the owner of the page, a count of comments or likes | 3 |
/// | words: a request with names in it, one address or number, a count of something else | 2 |
/// | words: an entry of the table, out of its place | 2, or 1 for words of an author's own |
/// | position: the owner of the page directly behind the text, a button as the last line | 1 |
/// | shape: short, and no mark that ends a sentence or follows a label | 1 |
/// | shape: one of three lines or more with a date each | 2 |
/// | neighbours: the line before or behind is furniture | 1 each |
/// | position: behind a heading of a list, and nothing but such lines between | 2 |
/// | repetition: in a run of four short lines or more, at least half of them, and three, menu items | 2, and 1 for each item |
/// | a mark that ends a sentence, where the words are not the site's | −4 |
///
/// A line with four points goes. Then up to three lines go that nothing is known of, where they stand between lines that
/// do and no author signs there. Behind a prose paragraph only: a text of short lines has no foot.
struct FootBlock {
  private static let enough = 4, footLines = 160, notices = 6, longestBetween = 3, longestCue = 160, longestRemark = 90,
    longestList = 8
  private let reader: FurnitureReader
  private let parts = FurnitureParts()
  private var lines: [EdgeLine] = []
  private var taken = TakenLines([])

  init(_ reader: FurnitureReader) { self.reader = reader }

  /// Collects the lines up to the last paragraph.
  /// - Returns: whether the text has a foot, with lines to judge.
  mutating func read(_ text: borrowing TextView, taken: TakenLines) -> Bool {
    self.taken = taken
    var end = text.count
    var (isFoot, untaken, looks, notices, sentences) = (false, 0, 0, 0, 0)
    while end > 0, untaken < Self.footLines, looks < 400 {
      looks += 1
      let bodyEnd = text[end - 1] == 0x0A ? end - 1 : end
      let start = text.startOfLine(at: bodyEnd)
      let core = text.trimmed(start..<bodyEnd)
      defer { end = start }
      guard !core.isEmpty else { continue }
      var line = EdgeLine(range: start..<end, core: core)
      if taken.isDoubtful(start) {
        // Nothing may depend on whether a bold run takes it, unless the block does.
        guard parts.isOwner(text, core) || parts.isNotice(text, core) else { continue }
      } else {
        line.isGone = taken.contains(start)
      }
      if !line.isGone, core.count >= Self.shortestSentence, endsSentence(text, core) || core.count > PageEdges.longLine
      {
        let body = EdgeShape.withoutBullet(text, core)
        let isProse =
          core.count >= PageEdges.proseLength && endsSentence(text, core)
          && (core.count >= PageEdges.questionLength || !EdgeShape.asks(text, core))
        if parts.isOwner(text, body) {
          // Judged below, like a line without a full stop.
        } else if parts.isNotice(text, body) {
          line.points = Self.enough
          notices += 1
        } else if isProse, !parts.isRequest(text, core) {
          // With one cue it is judged with its block. Below furniture it is the site's or not: the text ends above it.
          let cue = cuePoints(text, body)
          guard sentences < Self.longestBetween, core.count <= PageEdges.longLine,
            cue > 0 || isFurniture(text, above: start)
          else {
            isFoot = true
            break
          }
          sentences += 1
          line.points = cue > 0 ? cue : -Self.enough
        } else if core.count > PageEdges.longLine, !parts.isKeywords(text, core), !parts.isTags(text, core) {
          return false
        }
      }
      lines.append(line)
      if !line.isGone { untaken += 1 }
    }
    // A text of nothing but notices is a contract, or a licence.
    guard isFoot, untaken > 0 else { return false }
    if notices > 0, notices > Self.notices || isAboutRights(text) {
      for index in lines.indices where !lines[index].isGone { lines[index].points = -Self.enough }
    }
    lines.reverse()
    for index in lines.indices where lines[index].points == 0 {
      if lines[index].isGone {
        lines[index].isHeading = parts.isListHeading(text, EdgeShape.withoutBullet(text, lines[index].core))
      } else {
        score(text, &lines[index])
      }
    }
    return true
  }

  private static let shortestSentence = 12

  /// Whether the two lines above `start`, blank ones aside, go by themselves.
  private func isFurniture(_ text: borrowing TextView, above start: Int) -> Bool {
    var (end, count) = (start, 0)
    while end > 0, count < 2 {
      let start = text.startOfLine(at: end - 1)
      let core = text.trimmed(start..<end - 1)
      end = start
      guard !core.isEmpty else { continue }
      count += 1
      if taken.isSure(start) { continue }
      let body = EdgeShape.withoutBullet(text, core)
      guard
        parts.isRequest(text, body) || parts.isListHeading(text, body) || parts.isTags(text, body)
          || parts.isNotice(text, body) || parts.isOwner(text, body)
      else { return false }
    }
    return count == 2
  }

  /// Whether the page begins with what notices are about: then they are its text.
  private func isAboutRights(_ text: borrowing TextView) -> Bool {
    var (start, seen) = (0, 0)
    while start < text.count, seen < 3 {
      let end = text.endOfLine(from: start)
      let core = text.trimmed(start..<min(end, start + 300))
      start = end + 1
      guard !core.isEmpty else { continue }
      seen += 1
      if core.count <= 120, !parts.cues(text, core).roles.isDisjoint(with: [.rights, .cookie]) { return true }
    }
    return false
  }

  /// The lines that go and are not taken already.
  func cuts(_ text: borrowing TextView, menu: Rule, keywords: Rule) -> [PageEdges.Cut] {
    var cuts: [PageEdges.Cut] = []
    var rest = lines
    // Lines that go bring others together, so those are judged again without them.
    while !rest.isEmpty {
      let count = rest.count
      markMenus(&rest)
      markDates(&rest)
      decide(&rest)
      fill(&rest)
      for line in rest where line.isGone && !taken.isSure(line.range.lowerBound) {
        cuts.append(PageEdges.Cut(range: line.range, rule: menu))
      }
      rest.removeAll { $0.isGone }
      if rest.count == count { break }
    }
    for line in rest where line.isKeywords { cuts.append(PageEdges.Cut(range: line.range, rule: keywords)) }
    return cuts
  }

  // MARK: Words and shape

  private func score(_ text: borrowing TextView, _ line: inout EdgeLine) {
    let core = line.core
    let (inner, _) = reader.undecorated(text, core)
    // A table, a quotation, a macro, or code that is indented.
    guard !inner.isEmpty, text[core.lowerBound] != 0x7C, text[core.lowerBound] != 0x3E, text[core.lowerBound] != 0x2E,
      core.lowerBound == line.range.lowerBound || text[core.lowerBound] >= 0x80
    else { return }
    let body = EdgeShape.withoutBullet(text, core)
    line.isKeywords = parts.isKeywords(text, body)
    line.isMenuItem =
      inner.count <= FurnitureParts.longestMenuItem && (parts.isMenuItem(text, inner) || parts.isMenuItem(text, body))
    line.isHeading = parts.isListHeading(text, body)
    let isSentence =
      endsSentence(text, core) && !EdgeShape.asks(text, core) && !EdgeShape.isCut(text, core)
    let isLabelled = EdgeShape.holdsLabel(text, core)
    line.isItem = core.count <= FurnitureParts.longestItem && !isSentence && !isLabelled
    line.isTitle =
      core.count <= FurnitureParts.longestTitle && !isSentence && !EdgeShape.isNote(text, core)
      && !Bylines.startsField(text, core)
    line.isOpen = line.isItem && !EdgeShape.isSignature(text, body) && !EdgeShape.isDate(text, body)
    line.isRemark =
      isSentence && core.count <= Self.longestRemark && !isLabelled && !EdgeShape.isSignature(text, body)
    line.isDated = line.isTitle && EdgeShape.isDated(text, body)
    line.isAddress = parts.contacts(text, body) > 0
    let words = words(text, line, body)
    line.isSupport = words >= 3 && !line.isAddress
    line.points = words == 0 && isSentence ? -Self.enough : words
    // Authors name themselves as owners as well, with fewer words.
    line.isOwner = words == 3 && parts.isOwner(text, body)
    line.isButton = words == 2 && parts.request(text, body) == .button
    if line.isItem, !line.isOwner { line.points += 1 }
  }

  /// The points for what the words say.
  private func words(_ text: borrowing TextView, _ line: EdgeLine, _ body: Range<Int>) -> Int {
    let core = line.core
    if EdgeShape.isDate(text, body) { return 0 }
    if line.isHeading || parts.isTags(text, body) || parts.isNotice(text, body) || parts.isPager(text, body) {
      return Self.enough
    }
    let request = parts.request(text, body)
    if request == .sure { return Self.enough }
    if let row = parts.row(text, core), row.pieces >= 3, row.known >= 2, row.known * 2 >= row.pieces {
      return Self.enough
    }
    let isSentence = endsSentence(text, body)
    if request == .named { return isSentence ? 3 : Self.enough }
    let known = reader.read(text, body, isNearHead: false)
    if let known, known.kind == .counter, body.contains(where: { isASCIIDigit(text[$0]) }) { return Self.enough }
    if line.isKeywords || parts.isOwner(text, body) { return 3 }
    if line.isMenuItem { return 2 }
    if line.isAddress { return parts.contacts(text, body) > 1 ? 3 : 2 }
    if let known, known.kind != .image {
      return known.place == .weak || known.place == .item || known.kind == .counter ? 1 : body == core ? 2 : 3
    }
    if EdgeShape.isArrowed(text, core) { return 3 }
    if parts.isNamedHeading(text, body), !isSentence { return 2 }
    let count = parts.count(text, body)
    if count.isCount { return count.isDone ? 3 : 2 }
    let cue = isSentence ? cuePoints(text, body) : 0
    return cue > 0 ? cue : request == .none ? 0 : isSentence ? 1 : 2
  }

  /// The points for one cue of a notice: with its neighbours it may be one.
  private func cuePoints(_ text: borrowing TextView, _ body: Range<Int>) -> Int {
    guard body.count <= Self.longestCue else { return 0 }
    let cues = parts.cues(text, body).roles
    return cues.contains(.cookie) ? 3 : cues.isDisjoint(with: [.rights, .denial]) ? 0 : 2
  }

  // MARK: Runs

  private func markMenus(_ lines: inout [EdgeLine]) {
    var start = 0
    while start < lines.count {
      var (end, known) = (start, 0)
      while end < lines.count, lines[end].isItem, lines[end].core.count <= FurnitureParts.longestMenuItem {
        if lines[end].isMenuItem { known += 1 }
        end += 1
      }
      if end - start >= 4 || known == end - start, known >= 3, known * 2 >= end - start {
        for index in start..<end where !lines[index].isInMenu {
          lines[index].points += lines[index].isMenuItem ? 1 : 2
          lines[index].isInMenu = true
        }
      }
      start = max(end, start + 1)
    }
  }

  private func markDates(_ lines: inout [EdgeLine]) {
    var start = 0
    while start < lines.count {
      var end = start
      while end < lines.count, lines[end].isDated { end += 1 }
      if end - start >= 3 {
        for index in start..<end where !lines[index].isInMenu {
          lines[index].points += 2
          lines[index].isInMenu = true
        }
      }
      start = max(end, start + 1)
    }
  }

  /// Until nothing changes: lines that go make their neighbours likelier.
  private func decide(_ lines: inout [EdgeLine]) {
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      var isListed = false
      for index in lines.indices {
        if !lines[index].isGone {
          var points = lines[index].points
          if index > 0, supports(lines[index - 1]) { points += 1 }
          if index + 1 < lines.count, supports(lines[index + 1]) { points += 1 }
          // An author's copyright has a heading, and a heading has a text below it.
          if lines[index].isOwner, index == 0 { points += 1 }
          if lines[index].isButton, index == lines.count - 1 { points += 1 }
          if isListed, lines[index].isTitle { points += lines[index].isItem ? 2 : 3 }
          if points >= Self.enough { (lines[index].isGone, hasChanged) = (true, true) }
        }
        isListed = lines[index].isHeading && lines[index].isGone || isListed && lines[index].isGone
      }
    }
  }

  private func supports(_ line: EdgeLine) -> Bool { line.isGone || line.isSupport || line.points >= Self.enough }

  /// Takes short runs that nothing is known of between lines that go.
  private func fill(_ lines: inout [EdgeLine]) {
    let gone = lines.count { $0.isGone }
    var start = 0
    while start < lines.count {
      guard !lines[start].isGone else {
        start += 1
        continue
      }
      var end = start
      while end < lines.count, !lines[end].isGone { end += 1 }
      let isBetween = start > 0 && end < lines.count
      // At the very end among many, or with a site's address among them.
      let isEnd = end == lines.count && (gone >= 3 || lines[start..<end].contains { $0.isAddress })
      // One short sentence below them all is the site's as well.
      if end == lines.count, end - start == 1, start >= 3, lines[start - 3..<start].allSatisfy({ $0.isGone }),
        lines[start].isRemark
      {
        lines[start].isGone = true
      }
      // Many of them are a list whose heading is not known.
      let isList = isBetween && start >= 2 && lines[start - 2].isGone
      if start > 0, isBetween || isEnd, end - start <= (isList ? Self.longestList : Self.longestBetween),
        gone >= 2 || end - start == 1,
        lines[start..<end].allSatisfy({ $0.isOpen || $0.points >= 2 })
      {
        for index in start..<end { lines[index].isGone = true }
      }
      start = end
    }
  }
}
