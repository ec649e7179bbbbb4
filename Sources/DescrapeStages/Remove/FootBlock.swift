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
/// | words: a menu item | 2 |
/// | words: an entry of the table, out of its place | 2, or 1 for words of an author's own |
/// | position: the owner of the page directly behind the text, or as the last line with its sign; a button as the last line | 1 |
/// | shape: short, and no mark that ends a sentence or follows a label | 1 |
/// | shape: one of three lines or more with a date each | 2 |
/// | neighbours: the line before or behind is furniture | 1 each |
/// | position: behind a heading of a list, and nothing but such lines between | 2 |
/// | repetition: in a run of four short lines or more, at least half of them, and three, menu items | 2, and 1 for each item |
/// | a mark that ends a sentence, where the words are not the site's | −4 |
///
/// A line with four points goes. Then lines go that nothing is known of, where they stand between lines that do and no
/// author signs there: one if at least two go, two or three if at least four go, and up to eight titles in a list behind
/// two lines that go if at least six go. At the very end up to three go behind three lines that go, or behind two if
/// one of them is an address, and one short sentence behind the last two that go if it speaks of the site, or behind three.
/// Behind a prose paragraph only: a text of short lines has no foot.
struct FootBlock {
  static let enough = 4, footLines = 160, notices = 6, longestBetween = 3, longestCue = 160, longestRemark = 90,
    longestList = 8
  let reader: FurnitureReader
  let parts = FurnitureParts()
  /// The lines of the foot that were read, in ascending order.
  private var lines: [EdgeLine] = []
  private var taken = TakenLines([])

  init(_ reader: FurnitureReader) { self.reader = reader }

  /// Collects the lines up to the last paragraph.
  /// - Returns: whether the text has a foot, with lines to judge.
  mutating func read(_ text: borrowing TextView, taken: TakenLines) -> Bool {
    self.taken = taken
    // Apart from the block while it is asked about them: it would be copied for each line otherwise.
    var lines: [EdgeLine] = []
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
        } else if isNotice(text, &line, body) {
          line.points = Self.enough
          notices += 1
        } else if isProse, parts.request(text, body) == .none {
          // With one cue it is judged with its block. Below furniture it is the site's or not: the text ends above it.
          let cue = cuePoints(text, &line, body)
          guard sentences < Self.longestBetween, core.count <= PageEdges.longLine,
            cue > 0 || isFurniture(text, above: start)
          else {
            isFoot = true
            break
          }
          sentences += 1
          line.points = cue > 0 ? cue : -Self.enough
          markRemark(text, &line, body)
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
    self.lines = lines
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
          if lines[index].isOwner, index == 0 || lines[index].isSigned && index == lines.count - 1 { points += 1 }
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
      let count = end - start
      let isBetween = start > 0 && end < lines.count
      // At the very end among many, or with a site's address among them.
      let isEnd = end == lines.count && (gone >= 3 || lines[start..<end].contains { $0.isAddress })
      // One short sentence below them all is the site's as well.
      if end == lines.count, end - start == 1, start >= 2, lines[start - 2..<start].allSatisfy({ $0.isGone }),
        lines[start].isRemark, lines[start].speaksOfSite || start >= 3 && lines[start - 3].isGone
      {
        lines[start].isGone = true
      }
      // The more goes around them, the more of them go: an author's own lines may stand between a share row and a pager.
      let isLikely = isBetween ? gone >= (count == 1 ? 2 : 4) : isEnd && gone >= 2
      // Many of them are a list whose heading is not known.
      let isList = isBetween && start >= 2 && lines[start - 2].isGone && gone >= 6
      if start > 0, isLikely, count <= (isList ? Self.longestList : Self.longestBetween),
        lines[start..<end].allSatisfy({ $0.isOpen || $0.points >= 2 }),
        count <= Self.longestBetween || areTitles(lines[start..<end])
      {
        for index in start..<end { lines[index].isGone = true }
      }
      start = end
    }
  }

  /// Ingredients and verses are shorter than titles.
  private func areTitles(_ lines: ArraySlice<EdgeLine>) -> Bool {
    lines.allSatisfy { $0.isTitle } && lines.reduce(0) { $0 + $1.core.count } >= 24 * lines.count
  }
}
