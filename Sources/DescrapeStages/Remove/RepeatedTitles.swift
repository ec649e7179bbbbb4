internal import DescrapeText

/// The title and its parts, at the head and at the foot.
extension Repeats {
  /// - Returns: where the head that was looked at ends.
  func findTitles(_ text: borrowing TextView, _ lines: PageLines, into removals: inout [Removal]) -> Int {
    guard let first = lines.head.first else { return 0 }
    if let found = beside(text, lines) {
      removals.append(found)
      return lines.head[1].upperBound
    }
    let title = text.trimmed(first)
    guard title.count <= Self.longestTitle, isTitle(text, title) else { return 0 }
    var copies: [Range<Int>] = []
    var (others, isAdjacent) = (0, true)
    for line in lines.head.dropFirst() {
      if text.equal(text.trimmed(line), title) {
        copies.append(line)
      } else {
        others += 1
        if copies.isEmpty { isAdjacent = false }
        // The line between the two is a date or a byline, not a paragraph.
        guard others < 2, line.count < Self.proseLength else { break }
      }
    }
    guard !copies.isEmpty, copies.count <= 3, isProse(text, behind: lines) else { return 0 }
    // Of two lines that differ in their indent, the one without is the heading.
    if copies.count == 1, isAdjacent, first.lowerBound < title.lowerBound, let copy = copies.first,
      text.trimmed(copy).lowerBound == copy.lowerBound
    {
      removals.append(Removal(range: first, rule: Self.title))
      return copy.upperBound
    }
    for copy in copies { removals.append(Removal(range: copy, rule: Self.title)) }
    return copies.last.map { $0.upperBound } ?? 0
  }

  /// Long enough to be no refrain, and neither a sentence nor a line of a list, a table, a dialogue or code.
  func isTitle(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard let first = text.isEmpty || line.isEmpty ? nil : text[line.lowerBound] else { return false }
    switch first {
    case 0x22, 0x23, 0x27, 0x2A, 0x2B, 0x2D, 0x2F, 0x3C, 0x3D, 0x3E, 0x60, 0x7B, 0x7C: return false
    default: break
    }
    let opening = text.scalar(at: line.lowerBound).value
    if opening == 0x201C || opening == 0x300C || opening == 0x2014 { return false }
    let last = text.scalar(before: line.upperBound).value
    switch last {
    case 0x3002, 0xFF0C, 0xFF1B, 0xFF1A, 0x2C, 0x2E, 0x3A, 0x3B, 0x3001, 0x201D, 0x7B, 0x7D, 0x7C: return false
    default: break
    }
    let letters = countLetters(text, line)
    return letters.han >= 6 || letters.han == 0 && letters.latin >= 12 || letters.han + letters.latin / 2 >= 8
  }

  func isProse(_ text: borrowing TextView, behind lines: PageLines) -> Bool {
    var count = 0
    for line in lines.head.dropFirst() {
      let core = text.trimmed(line)
      if core.count >= Self.proseLength, endsSentence(text, core) { return true }
      count += 1
      if count > Self.proseLines { break }
    }
    return false
  }

  // MARK: The foot

  /// Finds the lines at the foot that repeat the head.
  func findFoot(
    _ text: borrowing TextView, _ evidence: borrowing Evidence, _ lines: PageLines, from start: Int, takesBold: Bool,
    into removals: inout [Removal]
  ) {
    guard !lines.foot.isEmpty else { return }
    let bylines = Bylines(text, lines)
    var (kept, isBeforeProse) = (0, false)
    for index in lines.foot.indices.reversed() {
      let line = lines.foot[index]
      guard kept < Self.footLines, line.lowerBound >= start else { break }
      let core = text.trimmed(line)
      if let match = bylines.repeated(text, at: index, lines), match == .same || takesBold {
        removals.append(Removal(range: line, rule: match == .same ? Self.byline : Self.role))
        continue
      }
      if !isBeforeProse, let rule = titleRule(text, evidence, lines, core),
        rule.index == Self.fragment.index || takesBold
      {
        removals.append(Removal(range: line, rule: rule))
        continue
      }
      kept += 1
      if core.count >= Self.proseLength, endsSentence(text, core) { isBeforeProse = true }
    }
  }

  /// By which rule a line at the foot is the title or the end of it.
  private func titleRule(
    _ text: borrowing TextView, _ evidence: borrowing Evidence, _ lines: PageLines, _ core: Range<Int>
  ) -> Rule? {
    // Eight Han characters have 24 bytes.
    guard core.count >= 24, core.count <= Self.longestTitle else { return nil }
    if evidence.carried.isContinuation {
      let title = evidence.carried.title.span
      return fragmentRule(text, core, of: title, title.indices)
    }
    guard let first = lines.head.first else { return nil }
    let title = text.trimmed(first)
    guard core.lowerBound > first.upperBound + Self.proseLength,
      let rule = fragmentRule(text, core, of: text, title),
      isTitle(text, title), isProse(text, behind: lines)
    else {
      return nil
    }
    return rule
  }

  private func fragmentRule(
    _ text: borrowing TextView, _ core: Range<Int>, of other: borrowing TextView, _ title: Range<Int>
  ) -> Rule? {
    let start = title.upperBound - core.count
    guard start >= title.lowerBound else { return nil }
    if let rule = beginningRule(text, core, of: other, title) { return rule }
    for offset in 0..<core.count where text[core.lowerBound + offset] != other[start + offset] { return nil }
    let han = countLetters(text, core).han
    guard han >= 8, isTitle(text, core) else { return nil }
    if start == title.lowerBound {
      return han >= 16 || han >= 12 && isHeadline(text, core) ? Self.fragment : Self.plainFragment
    }
    let before = other.scalar(before: start).value
    guard start - title.lowerBound >= 6 else { return nil }
    // A cut in the middle of a clause is no author's; behind a mark or a space, the rest may be a subtitle.
    return isHan(before) && isHan(text.scalar(at: core.lowerBound).value) ? Self.fragment : Self.plainFragment
  }

  /// The beginning of the title, cut in the middle of a word.
  private func beginningRule(
    _ text: borrowing TextView, _ core: Range<Int>, of other: borrowing TextView, _ title: Range<Int>
  ) -> Rule? {
    let cut = withoutEllipsis(text, core)
    guard cut.count >= 24, cut.count < title.count else { return nil }
    for offset in 0..<cut.count where text[cut.lowerBound + offset] != other[title.lowerBound + offset] { return nil }
    let isInWord =
      isHan(text.scalar(before: cut.upperBound).value) && isHan(other.scalar(at: title.lowerBound + cut.count).value)
    return cut.count < core.count || isInWord && countLetters(text, cut).han >= 8 ? Self.fragment : nil
  }

  /// Marks, digits or Latin letters: what a headline has and a closing phrase hardly.
  private func isHeadline(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    var offset = line.lowerBound
    while offset < line.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      if !isHan(scalar) { return true }
      offset += max(length, 1)
    }
    return false
  }

  // MARK: Parts of the title beside it

  /// Which of the first two lines is the other one with the name of a site behind it, or a part of the other one.
  private func beside(_ text: borrowing TextView, _ lines: PageLines) -> Removal? {
    guard lines.head.count >= 3 else { return nil }
    let (first, second) = (text.trimmed(lines.head[0]), text.trimmed(lines.head[1]))
    guard first.count <= Self.longestTitle, second.count <= Self.longestTitle, first.count != second.count else {
      return nil
    }
    let (long, short) = first.count > second.count ? (first, second) : (second, first)
    let cut = withoutEllipsis(text, short)
    guard cut.count >= 12, isTitle(text, long) || isTitle(text, short) else { return nil }
    if isPrefix(text, cut, of: long) {
      if short == cut, isSiteName(text, cut.count, of: long) {
        return isProse(text, behind: lines) ? Removal(range: lineOf(long, lines), rule: Self.siteTitle) : nil
      }
      // An office stands above its own notice; a title's beginning stands below it.
      let isCut =
        cut.count < short.count
        || long == first && isInWord(text, cut.upperBound, in: long, cut.count) && countLetters(text, cut).units >= 8
      guard isCut, isProse(text, behind: lines) else { return nil }
      return Removal(range: lineOf(short, lines), rule: Self.cutTitle)
    }
    guard short == cut, isSuffix(text, cut, of: long), countLetters(text, cut).units >= 6, isProse(text, behind: lines)
    else {
      return nil
    }
    return Removal(range: lineOf(short, lines), rule: Self.cutTitle)
  }

  private func lineOf(_ core: Range<Int>, _ lines: PageLines) -> Range<Int> {
    core.lowerBound < lines.head[1].lowerBound ? lines.head[0] : lines.head[1]
  }

  private func withoutEllipsis(_ text: borrowing TextView, _ line: Range<Int>) -> Range<Int> {
    var end = line.upperBound
    while end > line.lowerBound, text.has("…", at: end - 3) { end -= 3 }
    if end == line.upperBound, text.has("...", at: end - 3) { end -= 3 }
    return text.trimmed(line.lowerBound..<end)
  }

  private func isPrefix(_ text: borrowing TextView, _ part: Range<Int>, of line: Range<Int>) -> Bool {
    part.count < line.count && text.equal(part, line.lowerBound..<line.lowerBound + part.count)
  }

  private func isSuffix(_ text: borrowing TextView, _ part: Range<Int>, of line: Range<Int>) -> Bool {
    part.count < line.count && text.equal(part, line.upperBound - part.count..<line.upperBound)
  }

  /// Whether `line` goes on in the middle of a Han word or phrase behind its first `count` bytes.
  private func isInWord(_ text: borrowing TextView, _ end: Int, in line: Range<Int>, _ count: Int) -> Bool {
    isHan(text.scalar(before: end).value) && isHan(text.scalar(at: line.lowerBound + count).value)
  }

  /// Whether what follows the first `count` bytes of `line` is a separator and a short name: `_某某网`, ` - Some Site`.
  private func isSiteName(_ text: borrowing TextView, _ count: Int, of line: Range<Int>) -> Bool {
    var rest = text.trimmed(line.lowerBound + count..<line.upperBound)
    let (mark, length) = text.scalar(at: rest.lowerBound)
    switch mark {
    case 0x5F, 0x7C, 0x2D, 0x2013, 0x2014, 0xB7, 0xFF5C, 0xFF0D: break
    default: return false
    }
    rest = text.trimmed(rest.lowerBound + length..<rest.upperBound)
    return rest.count >= 3 && rest.count <= 60 && !endsSentence(text, rest)
  }
}
