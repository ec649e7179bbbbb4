internal import DescrapeText

/// The lines of a text, each with the last one before it that has the same bytes. O(n).
struct LineCopies {
  private struct Line {
    var whole: Range<Int>
    var core: Range<Int>
    var fingerprint: UInt64
    /// The last line before with the same bytes, and the first one of all; -1 without.
    var previous = -1
    var first = -1
    /// How often the line stands in the text; kept at the first one.
    var count = 1
  }

  private var lines: [Line] = []
  /// The places of lines that stood before.
  private var copies: [Int] = []

  /// Shorter lines are never compared.
  private static let shortest = 12
  /// At most so many lines at the foot are a repeat by themselves.
  private static let longestFoot = 4

  init(_ text: borrowing TextView) {
    var start = 0
    while start < text.count {
      let end = text.endOfLine(from: start)
      let core = text.trimmed(start..<end)
      if !core.isEmpty {
        lines.append(
          Line(whole: start..<end, core: core, fingerprint: core.count < Self.shortest ? 0 : text.quickHash(core)))
      }
      start = end + 1
    }
    guard lines.count > 1 else { return }
    link(text)
  }

  /// The first lines that hold text.
  func first(_ count: Int) -> [Range<Int>] { lines.prefix(count).map(\.whole) }

  /// The last ones, in ascending order.
  func last(_ count: Int) -> [Range<Int>] { lines.suffix(count).map(\.whole) }

  /// Fills a table of the fingerprints, at most half of it.
  private mutating func link(_ text: borrowing TextView) {
    var size = 16
    while size < lines.count * 2 { size *= 2 }
    var table = [Int32](repeating: -1, count: size)
    for index in lines.indices where lines[index].core.count >= Self.shortest {
      var slot = Int(truncatingIfNeeded: lines[index].fingerprint) & (size - 1)
      while table[slot] >= 0 {
        let other = Int(table[slot])
        if lines[other].fingerprint == lines[index].fingerprint, text.equal(lines[other].core, lines[index].core) {
          lines[index].previous = other
          lines[index].first = lines[other].first < 0 ? other : lines[other].first
          lines[lines[index].first].count += 1
          copies.append(index)
          break
        }
        slot = (slot + 1) & (size - 1)
      }
      table[slot] = Int32(index)
    }
  }

  // MARK: What goes

  /// Finds the lines that are copies. `bold` rules are applied only where they are wanted.
  func find(
    _ text: borrowing TextView, _ evidence: borrowing Evidence, _ options: Repeats.Options, takesBold: Bool,
    into removals: inout [Repeats.Removal]
  ) {
    if takesBold, evidence.carried.isContinuation { findCarried(text, evidence, into: &removals) }
    guard !copies.isEmpty else { return }
    let look = Look(text, self, options)
    var next = 0
    while next < copies.count {
      let index = copies[next]
      let previous = lines[index].previous
      let isNear = options.distance == 0 || index - previous <= options.distance
      var end = index + 1
      if previous == index - 1 {
        while end < lines.count, lines[end].previous == end - 1 { end += 1 }
        if isNear { adjacent(text, index..<end, look, into: &removals) }
      } else {
        while end < lines.count, lines[end].previous == previous + end - index, previous + end - index < index {
          end += 1
        }
        if isNear { distant(text, index..<end, from: previous, look, takesBold: takesBold, into: &removals) }
      }
      while next < copies.count, copies[next] < end { next += 1 }
    }
  }

  /// What the copies of a text have in common.
  private struct Look {
    /// Long lines that directly follow themselves, and long lines at all.
    var doubled = 0
    var long = 0
    /// Paragraphs that only prose has.
    var prose = 0
    let length: Int
    /// Where the lines at the foot begin that all stood before.
    var foot: Int

    init(_ text: borrowing TextView, _ copies: borrowing LineCopies, _ options: Repeats.Options) {
      length = options.length
      foot = copies.lines.count
      for (index, line) in copies.lines.enumerated() where line.core.count >= options.length {
        let units = countLetters(text, line.core).units
        guard units >= options.length else { continue }
        long += 1
        if line.previous == index - 1, index > 0 { doubled += 1 }
        if units >= 30, LineCopies.isSentence(text, line.core) { prose += 1 }
      }
      // Manuals in Markdown say the same under many headings.
      for line in copies.lines
      where text[line.core.lowerBound] == 0x23 && text[orZero: line.core.lowerBound + 1] <= 0x23 { prose = 0 }
      while foot > 1, copies.lines[foot - 1].previous >= 0, copies.lines[foot - 1].previous < foot - 2,
        copies.lines.count - foot < LineCopies.longestFoot
      { foot -= 1 }
    }

    /// Two long lines in three are one of a pair: it is the page that doubles them.
    var isDoubling: Bool { doubled >= 3 && doubled * 3 >= long }
    var isProse: Bool { prose >= 3 }
  }

  private func adjacent(
    _ text: borrowing TextView, _ range: Range<Int>, _ look: Look, into removals: inout [Repeats.Removal]
  ) {
    let core = lines[range.lowerBound].core
    let units = countLetters(text, core).units
    // Two or three are a slip, more are a text that repeats itself.
    guard range.count <= 2 else { return }
    var isCopy = false
    if look.isDoubling {
      isCopy = units >= look.length * 3 / 4
    } else if units >= look.length, Self.isSentence(text, core) {
      isCopy = units >= look.length * 3 / 2 || look.doubled >= 2
    } else if units >= look.length * 5 / 2, isQuote(text[core.lowerBound]), endsSentence(text, core) {
      // A word in quotes, and too much to be said twice.
      isCopy = true
    }
    // The line of source and date below a title.
    if !isCopy, range.lowerBound <= 4, look.isProse, units >= 4, Self.isField(text, core) { isCopy = true }
    if isCopy { for index in range { removals.append(.init(range: lines[index].whole, rule: Repeats.paragraph)) } }
  }

  private func distant(
    _ text: borrowing TextView, _ range: Range<Int>, from previous: Int, _ look: Look, takesBold: Bool,
    into removals: inout [Repeats.Removal]
  ) {
    if isBlock(text, range, from: previous, look) {
      for index in range { removals.append(.init(range: lines[index].whole, rule: Repeats.block)) }
      return
    }
    for index in range {
      let (line, core) = (lines[index], lines[index].core)
      let (units, isSentence) = (countLetters(text, core).units, Self.isSentence(text, core))
      let isSaid = isSentence && Self.isLabelled(text, core)
      let isOnce = lines[line.first].count == 2 && !isInset(text, index) && !Self.isClause(text, core) && !isSaid
      // One line at the foot may be a formula; a long one, or one of the first, is the page's.
      let isOwn = isSentence && units >= look.length * (line.previous <= 2 ? 3 : range.count > 1 ? 6 : 10) / 2
      if index >= look.foot, isOnce, look.isProse, isOwn || line.previous <= 4 && Self.isField(text, core) {
        removals.append(.init(range: line.whole, rule: Repeats.foot))
      } else if line.previous == 1 || line.previous == 2, index - line.previous <= 3, isOnce, look.isProse, isSentence,
        units >= look.length,
        !isAnnounced(text, index)
      {
        // The summary goes, and the paragraph stays in its place.
        removals.append(.init(range: lines[line.previous].whole, rule: Repeats.lead))
      } else if takesBold, isSentence, units >= 40, !Self.isClause(text, core) {
        removals.append(.init(range: line.whole, rule: Repeats.distant))
      }
    }
  }

  /// Two or more lines in the order in which they stood before, most of them sentences. Laws and manuals say the same steps again under
  /// another heading; a page's copies stand directly behind the first, or at an end of the page, or are long paragraphs.
  private func isBlock(_ text: borrowing TextView, _ range: Range<Int>, from previous: Int, _ look: Look) -> Bool {
    guard range.count >= 2 else { return false }
    var (all, inSentences, sentences, most, inset) = (0, 0, 0, 0, 0)
    for index in range {
      let units = countLetters(text, lines[index].core).units
      all += units
      most = max(most, lines[lines[index].first].count)
      if isInset(text, index) { inset += 1 }
      if units >= look.length, Self.isSentence(text, lines[index].core) {
        sentences += 1
        inSentences += units
      }
    }
    guard most <= 3, inset == 0, sentences >= 2, inSentences * 3 >= all * 2, inSentences >= look.length * 4,
      all >= range.count * look.length
    else { return false }
    if range.count * 2 >= lines.count - 3 { return true }
    let isAtEnd = range.upperBound >= lines.count - 1 || previous <= 1 || previous + range.count == range.lowerBound
    // Two short lines at an end may be a chorus, or what a manual says of each function.
    let isLong = inSentences >= sentences * 32 && inSentences >= 80 || sentences >= 4
    return isAtEnd && isLong && !Self.isClause(text, lines[range.lowerBound].core)
      || sentences >= 3 && inSentences >= 200 && inSentences >= sentences * 40
  }

  /// Behind a line that ends with a colon, as a quotation is.
  private func isAnnounced(_ text: borrowing TextView, _ index: Int) -> Bool {
    let end = lines[index - 1].core.upperBound
    return text[end - 1] == 0x3A || text.has("：", at: end - 3)
  }

  /// Behind plain blanks, as steps and listings are.
  private func isInset(_ text: borrowing TextView, _ index: Int) -> Bool {
    lines[index].core.lowerBound > lines[index].whole.lowerBound && text[lines[index].whole.lowerBound] <= 0x20
  }

  /// Long paragraphs that stood in the windows before.
  private func findCarried(
    _ text: borrowing TextView, _ evidence: borrowing Evidence, into removals: inout [Repeats.Removal]
  ) {
    for line in lines
    where line.previous < 0 && line.core.count >= 120 && evidence.carried.seen.contains(line.fingerprint) {
      if Self.isSentence(text, line.core), countLetters(text, line.core).units >= 40, !Self.isClause(text, line.core) {
        removals.append(.init(range: line.whole, rule: Repeats.distant))
      }
    }
  }

  // MARK: What a line is

  private func isQuote(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 }

  /// Ends as a sentence does, and is no speech, no row, no item and no code.
  private static func isSentence(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard endsSentence(text, line) else { return false }
    switch text.scalar(at: line.lowerBound).value {
    case 0x22, 0x23, 0x27, 0x2A, 0x2D, 0x3C, 0x3D, 0x3E, 0x5B, 0x60, 0x7B, 0x7C, 0x201C, 0x300C, 0x300E, 0x2014, 0x2022:
      return false
    default: return true
    }
  }

  /// `来源：…`, `By …`, a date: what stands once below a title. A stack trace and a formula have colons and digits, too.
  private static func isField(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard line.count <= 200, !endsSentence(text, line) else { return false }
    let start = line.lowerBound
    if text.has("By ", at: start) || text.has("Source: ", at: start) || text.has("Published", at: start)
      || text.has("Updated", at: start)
    {
      return true
    }
    let isDate = text.has("20", at: start) || text.has("19", at: start)
    if isDate, isASCIIDigit(text[orZero: start + 3]), !isASCIIDigit(text[orZero: start + 4]) { return true }
    return isLabelled(text, line)
  }

  /// Whether the line begins with an East Asian word and a colon, as fields do, and speakers.
  private static func isLabelled(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    for offset in line.lowerBound..<min(line.upperBound, line.lowerBound + 32) {
      if text.has("：", at: offset) || text[offset] == 0x3A {
        return offset > line.lowerBound + 2 && text[offset - 1] >= 0x80
      }
    }
    return false
  }

  /// A numbered clause: laws and contracts say the same again under another heading.
  private static func isClause(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    let (scalar, _) = text.scalar(at: line.lowerBound)
    return scalar == 0x7B2C || scalar == 0xFF08 || scalar == 0x28 || scalar >= 0x30 && scalar <= 0x39
      || scalar >= 0x2460 && scalar <= 0x2473 || text.has("、", at: line.lowerBound + 3)
  }
}
