internal import DescrapeText

/// Blanks inside one line of Han text.
struct HanBlanks {
  /// Most of the document's Han characters have a blank behind them.
  private let isThroughout: Bool

  /// Ideographic spaces stand at random in the sentences, so one behind the first word of a line is none behind a name.
  private var isStrewn = false

  init(_ text: borrowing TextView, _ evidence: borrowing Evidence) {
    let facts = evidence.facts
    isThroughout = facts.han >= 20 && facts.hanBlanks * 10 >= facts.han * 7
    guard facts.hanBlanks >= 3, !isThroughout, facts.triggers.contains(.wideBlank) else { return }
    var (strewn, leading) = (0, 0)
    var offset = 0
    while let place = text.find(0xE3, from: offset) {
      offset = place + 3
      guard text.has("\u{3000}", at: place), isHan(text.scalar(before: place).value) else { continue }
      var start = place
      while start > 0, place - start < 64, text[start - 1] != 0x0A { start -= 1 }
      let isStart = start == 0 || text[start - 1] == 0x0A
      if isStart, text.trimmed(start..<place).count <= 12 {
        leading += 1
      } else if isSolid(text, around: place), isClauseNear(text, from: start, place) {
        strewn += 1
      }
    }
    isStrewn = strewn >= 2 && strewn > leading
  }

  /// Whether three characters on either side of the blank at `place` are those of words: in a row of names they are not.
  private func isSolid(_ text: borrowing TextView, around place: Int) -> Bool {
    var (low, high) = (place, place + 3)
    for _ in 0..<3 {
      let (before, after) = (text.scalar(before: low), text.scalar(at: high))
      guard before.value > 0x7F, after.value > 0x7F, !isBlank(before.value), !isBlank(after.value) else { return false }
      low -= before.length
      high += after.length
    }
    return true
  }

  /// Whether a clause ends between `start` and `place`, or as far behind `place` in the line: this is a sentence.
  private func isClauseNear(_ text: borrowing TextView, from start: Int, _ place: Int) -> Bool {
    var offset = place
    while offset > start {
      let (scalar, length) = text.scalar(before: offset)
      if isClause(scalar), scalar != 0xFF1A { return true }
      offset -= length
    }
    offset = place
    while offset < place + 64 {
      let (scalar, length) = text.scalar(at: offset)
      if scalar == 0 || scalar == 0x0A || scalar == 0xFF1A { return false }
      if isClause(scalar) { return true }
      offset += length
    }
    return false
  }

  /// What a line is like, as far as its blanks tell.
  private struct Line {
    /// Pairs of Han characters with one blank between, with an ideographic space between, and with none.
    var spaced = 0, wide = 0, closed = 0
    /// Blanks between words of several characters: what a segmenter leaves.
    var words = 0
    var han = 0
    /// Marks that only sentences have.
    var marks = 0
    var isTelling = false
    var hasLayout = false
  }

  /// A group of blanks and what stands around it.
  private struct Gap {
    var range: Range<Int>
    var count: Int
    var first: UInt32
    var before: UInt32
    var after: UInt32
    var isHan: Bool { DescrapeText.isHan(before) && DescrapeText.isHan(after) }
  }

  func repair(
    _ text: borrowing TextView, _ range: Range<Int>, isWanted: Bool, _ latin: HanLatin, into edits: inout Rewriter
  ) {
    let body = text.trimmed(range)
    guard body.count >= 4 else { return }
    var line: Line?
    /// Gaps before this offset belong to a run that is judged already.
    var runEnd = 0
    var closesRun = false
    var offset = body.lowerBound
    var before: UInt32 = 0
    while offset < body.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      guard isBlank(scalar) else {
        if latin == .add, HanLatin.isBorder(before, scalar), HanLatin.isFree(text, at: offset, in: body) {
          edits.replace(offset..<offset, with: " ", Spacing.asked)
        }
        before = scalar
        offset += length
        continue
      }
      let gap = gap(text, at: offset, before: before, in: body)
      offset = gap.range.upperBound
      defer { before = 0x20 }
      if latin == .remove, gap.count == 1, HanLatin.isBorder(gap.before, gap.after) {
        edits.delete(gap.range, Spacing.asked)
        continue
      }
      guard isWanted, gap.before >= 0x2018 || gap.after >= 0x2018 || gap.first == 0xA0 else { continue }
      let facts = line ?? measure(text, body)
      line = facts
      if gap.range.lowerBound >= runEnd, gap.isHan, gap.count == 1 {
        (runEnd, closesRun) = run(text, from: gap, in: body, facts)
      }
      if gap.range.lowerBound < runEnd && closesRun || closesLine(facts) && gap.count == 1 && isTight(gap) {
        edits.delete(gap.range, Spacing.spaced)
      } else if !facts.hasLayout {
        single(text, gap, facts, in: body, into: &edits)
      }
    }
  }

  private func gap(_ text: borrowing TextView, at offset: Int, before: UInt32, in body: Range<Int>) -> Gap {
    let first = text.scalar(at: offset).value
    var (end, count) = (offset, 0)
    while end < body.upperBound {
      let (scalar, length) = text.scalar(at: end)
      guard isBlank(scalar) else { break }
      end += length
      count += scalar == 0x09 ? 9 : 1
    }
    return Gap(range: offset..<end, count: count, first: first, before: before, after: text.scalar(at: end).value)
  }

  private func measure(_ text: borrowing TextView, _ body: Range<Int>) -> Line {
    var line = Line()
    var offset = body.lowerBound
    var (earlier, before): (UInt32, UInt32) = (0, 0)
    while offset < body.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      if isBlank(scalar) {
        let gap = gap(text, at: offset, before: before, in: body)
        if gap.isHan {
          if gap.count == 1 { line.spaced += 1 }
          let size = text.scalar(at: gap.range.upperBound).length
          if isHan(earlier), isHan(text.scalar(at: gap.range.upperBound + size).value) { line.words += 1 }
          if gap.first == 0x3000 { line.wide += 1 }
        }
        if gap.count > 2 { line.hasLayout = true }
        offset = gap.range.upperBound
        (earlier, before) = (0x20, 0x20)
        continue
      }
      if isHan(scalar) {
        line.han += 1
        if !line.isTelling, HanRows.isTelling(scalar) { line.isTelling = true }
        if isHan(before) { line.closed += 1 }
      }
      if isClause(scalar) { line.marks += 1 }
      (earlier, before) = (before, scalar)
      offset += length
    }
    return line
  }

  /// Whether all Han characters of the line are set apart: a title of a few characters may be meant so.
  private func closesLine(_ line: Line) -> Bool {
    guard line.spaced >= (isThroughout ? 1 : 6), line.closed * 4 <= line.spaced else { return false }
    guard line.words * 8 <= line.spaced else { return false }
    return isThroughout || line.spaced >= 12 || line.marks > 0 && line.isTelling
  }

  /// One blank that belongs between no two characters of Han text.
  private func isTight(_ gap: Gap) -> Bool {
    let (before, after) = (gap.before, gap.after)
    return isHan(before) && (isHan(after) || isClosing(after) || isOpening(after))
      || (isClosing(before) || isOpening(before)) && (isHan(after) || isClosing(after) || isOpening(after))
  }

  /// The run of single Han characters that begins with the character before `gap`.
  /// - Returns: where it ends, and whether it is damage.
  private func run(
    _ text: borrowing TextView, from gap: Gap, in body: Range<Int>, _ line: Line
  ) -> (end: Int, isDamage: Bool) {
    let start = gap.range.lowerBound - UTF8.width(Unicode.Scalar(gap.before) ?? " ")
    let left = text.scalar(before: start).value
    var gaps = 1
    var end = gap.range.upperBound
    var listed = HanRows.isListed(gap.before) ? 1 : 0
    var telling = HanRows.isTelling(gap.before) ? 1 : 0
    var right: UInt32 = 0
    while true {
      // `end` is at the character behind a blank.
      let (scalar, length) = text.scalar(at: end)
      if HanRows.isListed(scalar) { listed += 1 }
      if HanRows.isTelling(scalar) { telling += 1 }
      let next = end + length
      guard next < body.upperBound else { break }
      let (blank, size) = text.scalar(at: next)
      right = blank
      guard blank == gap.first, next + size < body.upperBound, isHan(text.scalar(at: next + size).value) else { break }
      gaps += 1
      end = next + size
    }
    let attached = (isHan(left) ? 1 : 0) + (isHan(right) ? 1 : 0)
    if isThroughout { return (end, gaps >= 2 && listed <= gaps && line.words == 0) }
    guard gaps >= (line.words > 0 ? 7 : 4), listed <= gaps else { return (end, false) }
    if attached > 0 { return (end, true) }
    // A line of its own may be a title, a row of characters to learn, or a verse.
    let isAlone = line.marks == 0 && line.closed == 0
    // Behind `生字：` comes a row of characters as well.
    if line.closed >= 6, line.marks >= 2, left != 0xFF1A, left != 0x3001 { return (end, true) }
    return (end, telling > 0 && (!isAlone || gaps >= 8))
  }

  private func single(
    _ text: borrowing TextView, _ gap: Gap, _ line: Line, in body: Range<Int>, into edits: inout Rewriter
  ) {
    let (before, after) = (gap.before, gap.after)
    guard gap.count <= 2 else { return }
    if isClosing(after), isHan(before) || isClosing(before), !isDash(after), !isDash(before),
      !BlankContext.areReversed(text, after, before: gap.range.upperBound, in: body)
    {
      edits.delete(gap.range, Spacing.mark)
    } else if isOpening(before), isHan(after) || isOpening(after),
      !BlankContext.areReversed(text, before, before: gap.range.lowerBound, in: body)
    {
      edits.delete(gap.range, Spacing.mark)
    } else if before == 0xFF1A && (after == 0x201C || after == 0x300C) {
      edits.delete(gap.range, Spacing.mark)
    } else if gap.isHan, line.marks > 0 || isStrewn && line.wide == 1, gap.first == 0x3000 || gap.count == 1,
      isInSentence(text, gap, line, in: body)
    {
      edits.delete(gap.range, gap.first == 0x3000 && line.wide * 4 <= line.han ? Spacing.stray : Spacing.plain)
    } else if gap.first == 0xA0, gap.count == 1, isHan(before) && !isNumber(after) || isHan(after) && !isNumber(before),
      !BlankContext.isBesideNumber(text, gap.range, in: body)
    {
      edits.replace(gap.range, with: " ", Spacing.hard)
    }
  }

  /// Whether the line is a sentence on both sides of the gap: neither behind a number or a name at its start, nor before a name
  /// at its end.
  private func isInSentence(_ text: borrowing TextView, _ gap: Gap, _ line: Line, in body: Range<Int>) -> Bool {
    guard line.han >= (isStrewn ? 8 : 10) else { return false }
    // In a row of single characters each blank that goes would make the next one look like this.
    let next = gap.range.upperBound + text.scalar(at: gap.range.upperBound).length
    if gap.first != 0x3000, next < body.upperBound, isBlank(text.scalar(at: next).value) { return false }
    var offset = gap.range.lowerBound
    var left = 0
    // Behind a label, or in a row of names.
    var isLabelled = false
    // The clause before: a number, a bracket or a short one says that it is no sentence.
    while offset > body.lowerBound, left < 6 {
      let (scalar, length) = text.scalar(before: offset)
      if isBlank(scalar) || scalar == 0xFF1A { isLabelled = true }
      if isClause(scalar) || isBlank(scalar) { break }
      offset -= length
      left += 1
    }
    if isLabelled, left < 5, !isStrewn { return false }
    if offset == body.lowerBound {
      let first = text.scalar(at: offset).value
      guard first != 0x7B2C else { return false }
      let isLed = left >= 5 && !isOpening(first) && first >= 0x80
      guard isLed || isStrewn && gap.first == 0x3000 && (left >= 2 || !HanRows.isListed(gap.before)) else {
        return false
      }
    }
    offset = gap.range.upperBound
    var right = 0
    while offset < body.upperBound, right < 6 {
      let (scalar, length) = text.scalar(at: offset)
      if isClause(scalar) { return scalar != 0xFF1A || isStrewn || right >= 5 }
      offset += length
      right += 1
    }
    return right >= 5
  }

  /// `第 5 节` may have its no-break space from the author.
  private func isNumber(_ scalar: UInt32) -> Bool { scalar >= 0x2E && scalar <= 0x39 }

  private func isDash(_ scalar: UInt32) -> Bool { scalar == 0x2014 || scalar == 0x2026 }

  /// Marks that end a clause.
  private func isClause(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3001, 0x3002, 0xFF01, 0xFF0C, 0xFF1A, 0xFF1B, 0xFF1F: true
    default: false
    }
  }
}
