internal import DescrapeText

/// The marks of a document, and whether they were left there or are what it is about.
struct MarkupPage {
  /// What markup begins with.
  private static let signs: [UInt8] = [0x3C, 0x26, 0x5C, 0x5B]
  private(set) var marks: [MarkupMark] = []

  /// Reads all marks. O(n).
  init(_ text: borrowing TextView) {
    var tags = TagLexer()
    let brackets = BracketLexer()
    var signs = NextByte(text, Self.signs)
    var offset = 0
    while let sign = signs.next(text, from: offset) {
      // The `!` of an image goes with its bracket.
      let hit = text[sign] == 0x5B && sign > offset && text[sign - 1] == 0x21 ? sign - 1 : sign
      let byte = text[hit]
      let isBracket = byte == 0x5B || byte == 0x21
      let mark = isBracket ? brackets.mark(text, at: hit) : tags.mark(text, at: hit)
      guard let mark, !isSpokenOf(text, mark.range) else {
        offset = hit + 1
        continue
      }
      marks.append(mark)
      offset = mark.range.upperBound
    }
    let tails = TagTail.marks(text)
    if !tails.isEmpty { add(tails) }
  }

  /// Puts marks among the others, but for those that stand in one of them.
  private mutating func add(_ tails: [MarkupMark]) {
    var (all, next): ([MarkupMark], Int) = ([], 0)
    all.reserveCapacity(marks.count + tails.count)
    for tail in tails {
      while next < marks.count, marks[next].range.lowerBound < tail.range.upperBound {
        all.append(marks[next])
        next += 1
      }
      if let last = all.last, last.range.upperBound > tail.range.lowerBound { continue }
      all.append(tail)
    }
    marks = all + marks[next...]
  }

  /// Alone in quotes or backticks, or at the beginning of a program's string.
  private func isSpokenOf(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    let quote = text[orZero: range.lowerBound - 1]
    // A quote behind other letters closes what prose quotes.
    if quote == 0x22 || quote == 0x27, text[orZero: range.lowerBound] == 0x3C, text[orZero: range.lowerBound - 2] < 0x80
    {
      return true
    }
    let (before, after) = (text.scalar(before: range.lowerBound).value, text.scalar(at: range.upperBound).value)
    switch (before, after) {
    case (0x22, 0x22), (0x27, 0x27), (0x7B, 0x7D), (0x60, 0x60), (0x2018, 0x2019), (0x201C, 0x201D), (0x300C, 0x300D),
      (0x28, 0x29),
      (0xFF08, 0xFF09):
      return true
    default: return false
    }
  }

  // MARK: Were they left there?

  /// Leaves the marks that are residue. - Returns: whether there are any.
  mutating func isResidue(_ text: borrowing TextView, looksLikeCode: Bool) -> Bool {
    guard !marks.isEmpty, !Self.isMarkdown(text) else { return false }
    keepForms(text)
    guard !marks.isEmpty, isFirm(text), !isSource(text) else { return false }
    if isProse(text, paragraphs: looksLikeCode ? 2 : 0) { return true }
    // A text that speaks of HTML says nothing of a blog's building blocks.
    guard !looksLikeCode else { return false }
    marks.removeAll { !Self.isBracket($0) || !Self.isCompound(text, $0.range) }
    return marks.count > 1 && Self.words(text, 0..<text.count, of: Self.codes) == 0
  }

  private static let codes = WordTable([
    "BBCode", "bbcode", "UBB", "Markdown", "markdown", "shortcode", "Shortcode", "短代码",
  ])

  /// `[/vc_row]`, `[vc_column width="1/2"]`: a name of two parts.
  private static func isCompound(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    var (offset, hasJoint) = (range.lowerBound + 1, false)
    if text[orZero: offset] == 0x2F { offset += 1 }
    while offset < range.upperBound, isASCIIWord(text[offset]) || text[offset] == 0x5F || text[offset] == 0x2D {
      if text[offset] == 0x5F { hasJoint = true }
      offset += 1
    }
    return hasJoint && (text[offset] == 0x5D || text[offset] == 0x20)
  }

  /// Whether one of the marks is more than a word in brackets.
  private func isFirm(_ text: borrowing TextView) -> Bool {
    var opened: Set<UInt64> = []
    for mark in marks {
      if mark.isSure { return true }
      if mark.isClosing {
        if opened.contains(mark.name) { return true }
      } else {
        opened.insert(mark.name)
      }
      guard mark.kind == .block || mark.kind == .lineBreak || mark.kind == .cell else { continue }
      let (start, end) = (mark.range.lowerBound, mark.range.upperBound)
      if start == 0 || text[start - 1] == 0x0A || end == text.count || text[end] == 0x0A { return true }
    }
    return false
  }

  /// Forgets what stands for something else: words in brackets without an end, and names that are placeholders.
  private mutating func keepForms(_ text: borrowing TextView) {
    var closed: Set<UInt64> = []
    var sureCodes = false
    for mark in marks {
      guard Self.isBracket(mark) else { continue }
      if mark.isClosing { closed.insert(mark.name) }
      if mark.isSure, !mark.isClosing { sureCodes = true }
    }
    let opened = Set(marks.filter { Self.isBracket($0) && !$0.isClosing }.map(\.name))
    let ends = Set(marks.filter { !Self.isBracket($0) && $0.isClosing }.map(\.name))
    marks.removeAll { mark in
      if mark.rule.index == MarkupResidue.image.index { return false }
      guard Self.isBracket(mark) else {
        return !mark.isSure && !mark.isClosing && !MarkupNames.plain.contains(mark.name) && !ends.contains(mark.name)
      }
      if mark.isClosing {
        return !opened.contains(mark.name) && !sureCodes && !Self.isCompound(text, mark.range)
      }
      if closed.contains(mark.name) || mark.isSure { return false }
      // One without an end, on a line of its own in a text that has others.
      return !(sureCodes && Self.isAlone(text, mark.range))
    }
  }

  static func isBracket(_ mark: MarkupMark) -> Bool {
    mark.rule.index == MarkupResidue.forum.index || mark.rule.index == MarkupResidue.shortcode.index
  }

  private static func isAlone(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    text.trimmed(text.startOfLine(at: range.lowerBound)..<range.lowerBound).isEmpty
      && text.trimmed(range.upperBound..<text.endOfLine(from: range.upperBound)).isEmpty
  }

  /// Headings, fences, or links with words.
  private static func isMarkdown(_ text: borrowing TextView) -> Bool {
    var offset = 0
    while let hit = text.find(0x5D, from: offset) {
      offset = hit + 1
      guard text[orZero: hit + 1] == 0x28, hit > 0, text[hit - 1] != 0x5B, text[hit - 1] != 0x29 else { continue }
      var start = hit
      while start > 0, hit - start < 200, text[start] != 0x5B { start -= 1 }
      if text[start] == 0x5B, text[orZero: start - 1] != 0x21 { return true }
    }
    offset = 0
    while let hit = text.find(0x23, from: offset) {
      if hit == 0 || text[hit - 1] == 0x0A, text[orZero: hit + 1] == 0x20 || text[orZero: hit + 1] == 0x23 {
        // One that a tag ends is none of Markdown's.
        let line = text.trimmed(hit..<text.endOfLine(from: hit))
        if text[line.upperBound - 1] != 0x3E { return true }
      }
      offset = hit + 1
    }
    return false
  }

  /// The source of a page, or a document with fenced code.
  private func isSource(_ text: borrowing TextView) -> Bool {
    let start = text.skipBlanks(0..<text.count)
    if text.has("<!DOCTYPE", at: start) || text.has("<!doctype", at: start) {
      // One on a line of its own above prose was left there.
      return marks.count > 1 && text.trimmed(text.endOfLine(from: start)..<text.count).count > 0
        && marks[1].range.lowerBound < start + 200
    }
    if marks.contains(where: { !$0.isClosing && MarkupNames.pages.contains($0.name) }) { return true }
    if text.has("<html", at: start) || text.has("<?xml", at: start) || text.has("<?php", at: start) { return true }
    var offset = 0
    // What fills a template in, outside scripts.
    var next = 0
    while let sign = text.find(0x7B, from: offset) {
      offset = sign + 1
      while next < marks.count, marks[next].range.upperBound <= sign { next += 1 }
      if next < marks.count, marks[next].range.contains(sign), marks[next].kind == .object, marks[next].isRaw {
        continue
      }
      let (before, after, name) = (text[orZero: sign - 1], text[orZero: sign + 1], text[orZero: sign + 3] | 0x20)
      let isPlace =
        after == 0x20 && (text[orZero: sign + 2] == 0x24 || text[orZero: sign + 2] == 0x2D) && name >= 0x61
        && name <= 0x7A && !holdsColon(text, from: sign + 3)
      if after == 0x7B || after == 0x25 || before == 0x24 || isPlace { return true }
    }
    offset = 0
    while let tick = text.find(0x60, from: offset) {
      if text.has("```", at: tick), tick == 0 || text[tick - 1] == 0x0A { return true }
      offset = tick + 1
    }
    return false
  }

  /// Whether a colon follows soon on the line, as behind a property: `{ -moz-opacity:0.5`.
  private func holdsColon(_ text: borrowing TextView, from start: Int) -> Bool {
    var offset = start
    while offset - start < 40, text[orZero: offset] != 0x7D, text[orZero: offset] > 0x1F {
      if text[offset] == 0x3A { return true }
      offset += 1
    }
    return false
  }

  static func isBlank(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    for offset in range where text[offset] != 0x20 && text[offset] != 0x09 { return false }
    return true
  }
}
