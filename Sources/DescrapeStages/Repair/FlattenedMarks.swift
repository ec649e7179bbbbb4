internal import DescrapeText

/// Ellipses, dashes and quotation marks that were written in ASCII, each at its place.
///
/// A document tells by its other marks what these were: one that has `……` itself, or is folded throughout, lost them; where it
/// shows no style of its own, only a bold profile takes them for more than an author's habit.
struct FlattenedMarks {
  static let ellipsis = Rule(
    2, "ellipsis", confidence: 92, why: "full stops behind Han text, in a document that has ellipses or was folded")
  static let dash = Rule(
    3, "dash", confidence: 91, why: "hyphens between Han text, in a document that has dashes itself")
  static let quotes = Rule(
    4, "quotes", confidence: 90, why: "a pair of ASCII quotes around Han text, in a document of curly ones")
  static let typed = Rule(
    5, "typed-marks", confidence: 75, why: "ASCII stands for an ellipsis, a dash or quotes, as authors type it as well")

  /// How the quotes that are given back look.
  enum Quotes: String, CaseIterable { case keep, curly, corner }

  private let isFolded: Bool
  private let style: Quotes
  private let ellipsisRule: Rule
  private let dashRule: Rule
  private let quoteRule: Rule
  /// Whether any place of the document can be one.
  let isWanted: Bool

  /// Where the closing double and single quotes stand whose opening ones were given back.
  private var closing: InlineArray<2, Int> = [-1, -1]
  /// Where the line at hand ends, and whether its quotes come in pairs.
  private var endOfLine = -1
  private var isLinePaired = false

  /// Decides for the document.
  init(_ evidence: borrowing Evidence, isFolded: Bool, style: Quotes, _ edits: borrowing Rewriter) {
    let facts = evidence.facts
    self.isFolded = isFolded
    self.style = style
    ellipsisRule = isFolded || facts.ellipses > 0 ? Self.ellipsis : Self.typed
    dashRule = facts.dashes >= 2 ? Self.dash : Self.typed
    quoteRule = facts.curlyQuotes >= 4 && facts.curlyQuotes >= facts.flatQuotes * 2 ? Self.quotes : Self.typed
    let isChinese = facts.han >= 8 && !evidence.isJapanese && facts.hangul * 4 <= facts.han
    // An author who types ASCII marks has typed these as well.
    let isWide = facts.fullwidthMarks + facts.ideographicMarks >= 2 && facts.foldedMarks * 8 <= facts.fullwidthMarks
    let hasPlace =
      facts.flatMarks > 0 && (edits.accepts(ellipsisRule) || edits.accepts(dashRule))
      || facts.flatQuotes > 1 && edits.accepts(quoteRule)
    isWanted = hasPlace && isChinese && (isFolded || isWide) && !evidence.looksLikeCode
  }

  /// Gives back the mark that starts at `offset` with `byte`, if one does.
  /// - Returns: where to go on; `nil` when there is none.
  mutating func restore(_ text: borrowing TextView, at offset: Int, _ byte: UInt8, into edits: inout Rewriter) -> Int? {
    switch byte {
    case 0x2E: ellipsis(text, at: offset, into: &edits)
    case 0x2D: dash(text, at: offset, into: &edits)
    case 0x22, 0x27: style == .keep ? nil : quote(text, at: offset, byte, into: &edits)
    default: nil
    }
  }

  /// Three or six full stops. Folding makes three of each `…`.
  private func ellipsis(_ text: borrowing TextView, at offset: Int, into edits: inout Rewriter) -> Int? {
    let end = endOfRun(text, 0x2E, from: offset)
    let count = end - offset
    guard count == 3 || count == 6, edits.accepts(ellipsisRule), isWritten(text.scalar(before: offset).value) else {
      return count > 1 ? end : nil
    }
    let after = text.scalar(at: end).value
    guard isWritten(after) || isOpening(after) || isEnd(after) else { return end }
    edits.replace(offset..<end, with: isFolded && count == 3 ? "…" : "……", ellipsisRule)
    return end
  }

  /// Two or four hyphens between Han text; three are how TeX writes a dash.
  private func dash(_ text: borrowing TextView, at offset: Int, into edits: inout Rewriter) -> Int? {
    let end = endOfRun(text, 0x2D, from: offset)
    guard end - offset == 2 || end - offset == 4, edits.accepts(dashRule), isWritten(text.scalar(before: offset).value)
    else {
      return end
    }
    let after = text.scalar(at: end).value
    guard isHan(after) || isOpening(after) else { return end }
    edits.replace(offset..<end, with: "——", dashRule)
    return end
  }

  private mutating func quote(
    _ text: borrowing TextView, at offset: Int, _ byte: UInt8, into edits: inout Rewriter
  ) -> Int? {
    guard edits.accepts(quoteRule) else { return nil }
    if offset == closing[byte == 0x22 ? 0 : 1] {
      edits.replace(offset..<offset + 1, with: mark(byte, isOpening: false), quoteRule)
      return offset + 1
    }
    guard isPaired(text, offset, byte), let close = partner(text, of: offset, byte) else { return nil }
    closing[byte == 0x22 ? 0 : 1] = close
    edits.replace(offset..<offset + 1, with: mark(byte, isOpening: true), quoteRule)
    return offset + 1
  }

  private func mark(_ byte: UInt8, isOpening: Bool) -> StaticString {
    switch (style == .corner, byte == 0x22) {
    case (false, true): isOpening ? "“" : "”"
    case (false, false): isOpening ? "‘" : "’"
    case (true, true): isOpening ? "「" : "」"
    case (true, false): isOpening ? "『" : "』"
    }
  }

  /// Whether the line at `offset` has an even number of double quotes, or `byte` is a single one. Asked in ascending order.
  private mutating func isPaired(_ text: borrowing TextView, _ offset: Int, _ byte: UInt8) -> Bool {
    guard byte == 0x22 else { return true }
    if offset >= endOfLine {
      let start = text.startOfLine(at: offset)
      endOfLine = text.endOfLine(from: offset)
      var count = 0
      for place in start..<endOfLine where text[place] == 0x22 { count += 1 }
      isLinePaired = count & 1 == 0
    }
    return isLinePaired
  }

  /// A quotation is at most so long, in bytes.
  private static let longestQuotation = 900

  /// The quote that closes the one at `offset`: the next one of the line, with Han text inside it and no Latin word outside.
  private func partner(_ text: borrowing TextView, of offset: Int, _ byte: UInt8) -> Int? {
    guard isOutside(text, before: offset) else { return nil }
    let first = text.scalar(at: offset + 1).value
    guard isWritten(first) || isOpening(first) || first == 0x27 || byte == 0x22 && (isLatin(first) || first == 0x2E)
    else {
      return nil
    }
    var (end, holdsHan, isPlain) = (offset + 1, false, true)
    while end < text.count, end - offset < Self.longestQuotation, text[end] != byte {
      if text[end] == 0x0A { return nil }
      if text[end] >= 0xE3, text[end] <= 0xE9 { holdsHan = true }
      if !isWord(text[end]) { isPlain = false }
      end += 1
    }
    // Latin words in quotes are prose between Han text, and a program's elsewhere. The bold rule takes a space beside them.
    let slack = isPlain && quoteRule.index == Self.typed.index
    let before = slack && text[orZero: offset - 1] == 0x20 ? offset - 1 : offset
    let behind = slack && text[orZero: end + 1] == 0x20 ? end + 2 : end + 1
    let isInHan = isWritten(text.scalar(before: before).value) && isWritten(text.scalar(at: behind).value)
    guard text[orZero: end] == byte, holdsHan || isInHan && isPlain && byte == 0x22 && (first != 0x2E || slack) else {
      return nil
    }
    let last = text.scalar(before: end).value
    guard isWritten(last) || isLatin(last) || isEnd(last) else { return nil }
    return isOutside(text, after: end + 1) ? end : nil
  }

  /// What stands before a quotation, a space left aside; an ASCII mark counts only behind Han text, or it is a program's.
  private func isOutside(_ text: borrowing TextView, before offset: Int) -> Bool {
    let end = text[orZero: offset - 1] == 0x20 ? offset - 1 : offset
    let (scalar, length) = text.scalar(before: end)
    if isWritten(scalar) || isOpening(scalar) || scalar == 0 || scalar == 0x0A { return true }
    return isEnd(scalar) && isWritten(text.scalar(before: end - length).value)
  }

  /// The same behind a quotation.
  private func isOutside(_ text: borrowing TextView, after offset: Int) -> Bool {
    let start = text[orZero: offset] == 0x20 ? offset + 1 : offset
    let (scalar, length) = text.scalar(at: start)
    if isWritten(scalar) || isOpening(scalar) || scalar == 0 || scalar == 0x0A { return true }
    let next = text.scalar(at: start + length).value
    return isEnd(scalar) && (isWritten(next) || isOpening(next) || next == 0 || next == 0x0A)
  }

  /// What words, names and file names are made of, and no code is.
  private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x3B...0x3E, 0x7B...0x7D, 0x5B...0x5D, 0x24, 0x60: false
    default: true
    }
  }

  private func isLatin(_ scalar: UInt32) -> Bool { scalar < 0x80 && isASCIIWord(UInt8(scalar)) }

  private func endOfRun(_ text: borrowing TextView, _ byte: UInt8, from offset: Int) -> Int {
    var end = offset
    while text[orZero: end] == byte { end += 1 }
    return end
  }

  /// Han text or a mark that closes some.
  private func isWritten(_ scalar: UInt32) -> Bool { isHan(scalar) || isClosing(scalar) }

  /// The end of a line or of the text, or an ASCII mark that stands for a closing one.
  private func isEnd(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0, 0x0A, 0x22, 0x27, 0x29, 0x2C, 0x3A, 0x3B, 0x21, 0x3F: true
    default: false
    }
  }
}
