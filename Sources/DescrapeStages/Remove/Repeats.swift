public import DescrapeText

/// Removes what a page says twice: its title at the head, its byline at the foot, a paragraph directly behind itself.
///
/// ## Repairs
/// The first line again as the second or third one; a foot line like `作者：某某` when the byline at the head has the same
/// field with the same value; the title, or the end of it, alone on one of the last lines; a long paragraph that
/// directly follows itself. A bold run also removes a long paragraph that stands anywhere before, and a foot field
/// whose role has another name at the head.
///
/// ## Keeps
/// Refrains, dialogue, code, lists, tables, verse, records with fields of their own, one byline, and every repeat of a
/// short line.
///
/// ## Safety
/// Evidence, by comparing bytes. Titles are only looked for in prose.
public struct Repeats: Stage {
  static let title = Rule(0, "title-at-head", confidence: 93, why: "the title stands twice at the head")
  static let byline = Rule(1, "byline-at-foot", confidence: 93, why: "the byline at the head says the same")
  static let role = Rule(
    2, "byline-role", confidence: 75, why: "the byline at the head names the same person or source")
  static let fragment = Rule(
    3, "title-at-foot", confidence: 91, why: "the title, or the end of it, is alone at the foot")
  static let plainFragment = Rule(
    4, "plain-title-at-foot", confidence: 70,
    why: "words of the title are alone at the foot, and could be an author's own")
  static let paragraph = Rule(5, "doubled-paragraph", confidence: 93, why: "a long paragraph directly follows itself")
  static let distant = Rule(6, "repeated-paragraph", confidence: 65, why: "a long paragraph stood in the text before")

  public static let info = StageInfo(
    id: "repeats", safety: .evidence, summary: "removes a title, a byline or a paragraph that stands twice",
    rules: [title, byline, role, fragment, plainFragment, paragraph, distant])

  public init(_ options: NoOptions) {}

  /// Prose has a paragraph of this many bytes, with a sentence's end, within so many lines behind the title.
  private static let proseLength = 120, proseLines = 8
  private static let longestTitle = 400
  /// The foot, in lines that stay.
  private static let footLines = 12
  /// A paragraph is compared from this many bytes and Han characters on.
  private static let paragraphLength = 120, paragraphHan = 40

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    guard !evidence.looksLikeCode, text.count > 0 else { return }
    // The head and the foot are found first, and the paragraphs then stay between them: edits come in ascending order.
    let lines = PageLines(text, hasHead: !evidence.carried.isContinuation, hasFoot: evidence.isLastBlock)
    var bodyStart = 0
    if !evidence.carried.isContinuation { bodyStart = removeTitle(text, lines, into: &edits) }
    let foot = footRepeats(text, evidence, lines, from: bodyStart, takesBold: edits.accepts(Self.role))
    removeParagraphs(text, evidence, from: bodyStart, to: foot.last?.line.lowerBound ?? text.count, into: &edits)
    for repeated in foot.reversed() { edits.deleteLines(withFeed(text, repeated.line), repeated.rule) }
  }

  // MARK: The title at the head

  /// - Returns: where the head that was looked at ends.
  private func removeTitle(_ text: borrowing TextView, _ lines: PageLines, into edits: inout Rewriter) -> Int {
    guard let first = lines.head.first else { return 0 }
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
      edits.deleteLines(withFeed(text, first), Self.title)
      return copy.upperBound
    }
    for copy in copies { edits.deleteLines(withFeed(text, copy), Self.title) }
    return copies.last.map { $0.upperBound } ?? 0
  }

  /// Long enough to be no refrain, and neither a sentence nor a line of a list, a table, a dialogue or code.
  private func isTitle(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
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

  private func isProse(_ text: borrowing TextView, behind lines: PageLines) -> Bool {
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

  private struct FootRepeat {
    let line: Range<Int>
    let rule: Rule
  }

  /// The lines at the foot that repeat the head, the last one first.
  private func footRepeats(
    _ text: borrowing TextView, _ evidence: borrowing Evidence, _ lines: PageLines, from start: Int, takesBold: Bool
  ) -> [FootRepeat] {
    var found: [FootRepeat] = []
    guard !lines.foot.isEmpty else { return found }
    let bylines = Bylines(text, lines)
    var (kept, isBeforeProse) = (0, false)
    for index in lines.foot.indices.reversed() {
      let line = lines.foot[index]
      guard kept < Self.footLines, line.lowerBound >= start else { break }
      let core = text.trimmed(line)
      if let match = bylines.repeated(text, at: index, lines), match == .same || takesBold {
        found.append(FootRepeat(line: line, rule: match == .same ? Self.byline : Self.role))
        continue
      }
      if !isBeforeProse, let rule = titleRule(text, evidence, lines, core) {
        found.append(FootRepeat(line: line, rule: rule))
        if rule.index == Self.fragment.index || takesBold { continue }
        found.removeLast()
      }
      kept += 1
      if core.count >= Self.proseLength, endsSentence(text, core) { isBeforeProse = true }
    }
    return found
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

  // MARK: Paragraphs

  private func removeParagraphs(
    _ text: borrowing TextView, _ evidence: borrowing Evidence, from: Int, to end: Int, into edits: inout Rewriter
  ) {
    let isBold = edits.accepts(Self.distant)
    var seen = FingerprintSet()
    var start = from > 0 ? min(from + 1, end) : 0
    var previous = 0..<0
    // Copies of `previous`: two or three are a slip, more are a text that repeats itself.
    var copies: [Range<Int>] = []
    while start < end {
      let feed = min(text.endOfLine(from: start), end)
      let line = start..<feed
      start = feed + 1
      if line.count < Self.paragraphLength {
        guard !text.trimmed(line).isEmpty else { continue }
        flush(text, &copies, into: &edits)
        previous = 0..<0
        continue
      }
      let core = text.trimmed(line)
      if core.count == previous.count, text.equal(core, previous), isParagraph(text, core) {
        copies.append(line)
        continue
      }
      flush(text, &copies, into: &edits)
      previous = core
      guard isBold, isParagraph(text, core), !isClause(text, core) else { continue }
      let fingerprint = text.fingerprint(core)
      if !seen.insert(fingerprint) || evidence.carried.seen.contains(fingerprint) {
        edits.deleteLines(withFeed(text, line), Self.distant)
      }
    }
    flush(text, &copies, into: &edits)
  }

  private func flush(_ text: borrowing TextView, _ copies: inout [Range<Int>], into edits: inout Rewriter) {
    guard !copies.isEmpty else { return }
    if copies.count <= 2 {
      for copy in copies { edits.deleteLines(withFeed(text, copy), Self.paragraph) }
    }
    copies.removeAll(keepingCapacity: true)
  }

  /// Long Han prose that ends as a sentence and is no speech, no row and no code.
  private func isParagraph(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard line.count >= Self.paragraphLength, endsSentence(text, line) else { return false }
    switch text.scalar(at: line.lowerBound).value {
    case 0x22, 0x23, 0x2A, 0x2D, 0x3C, 0x3E, 0x60, 0x7B, 0x7C, 0x201C, 0x300C, 0x300E, 0x2014: return false
    default: break
    }
    var (offset, marks) = (line.lowerBound, 0)
    while offset < line.upperBound, marks == 0 {
      if text.has("。", at: offset) || text.has("！", at: offset) || text.has("？", at: offset) { marks += 1 }
      offset += 1
    }
    return marks > 0 && countLetters(text, line).han >= Self.paragraphHan
  }

  /// A numbered clause: laws and contracts say the same again under another heading.
  private func isClause(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    let (scalar, _) = text.scalar(at: line.lowerBound)
    return scalar == 0x7B2C || scalar == 0xFF08 || scalar == 0x28 || scalar >= 0x30 && scalar <= 0x39
      || scalar >= 0x2460 && scalar <= 0x2473 || text.has("、", at: line.lowerBound + 3)
  }
}

/// `line` with its line feed.
func withFeed(_ text: borrowing TextView, _ line: Range<Int>) -> Range<Int> {
  line.lowerBound..<min(line.upperBound + 1, text.count)
}

/// How many Han characters and how many Latin letters `range` has.
func countLetters(_ text: borrowing TextView, _ range: Range<Int>) -> (han: Int, latin: Int) {
  var (han, latin, offset) = (0, 0, range.lowerBound)
  while offset < range.upperBound {
    let (scalar, length) = text.scalar(at: offset)
    if isHan(scalar) || isKana(scalar) || scalar >= 0xAC00 && scalar <= 0xD7A3 { han += 1 }
    if scalar < 0x80, scalar | 0x20 >= 0x61, scalar | 0x20 <= 0x7A { latin += 1 }
    offset += max(length, 1)
  }
  return (han, latin)
}
