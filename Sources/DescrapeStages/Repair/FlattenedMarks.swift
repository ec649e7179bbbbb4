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

  /// The closing quotes whose opening ones were given back: where they stand.
  private var closing = -1

  /// Decides for the document.
  init(_ evidence: borrowing Evidence, isFolded: Bool, style: Quotes, _ edits: borrowing Rewriter) {
    let facts = evidence.facts
    self.isFolded = isFolded
    self.style = style
    ellipsisRule = isFolded || facts.ellipses > 0 ? Self.ellipsis : Self.typed
    dashRule = facts.dashes >= 2 ? Self.dash : Self.typed
    quoteRule = facts.curlyQuotes >= 4 && facts.curlyQuotes >= facts.flatQuotes ? Self.quotes : Self.typed
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
    case 0x22: style == .keep ? nil : quote(text, at: offset, into: &edits)
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

  /// Two to four hyphens between Han text.
  private func dash(_ text: borrowing TextView, at offset: Int, into edits: inout Rewriter) -> Int? {
    let end = endOfRun(text, 0x2D, from: offset)
    guard (2...4).contains(end - offset), edits.accepts(dashRule), isWritten(text.scalar(before: offset).value) else {
      return end
    }
    let after = text.scalar(at: end).value
    guard isHan(after) || isOpening(after) else { return end }
    edits.replace(offset..<end, with: "——", dashRule)
    return end
  }

  private mutating func quote(_ text: borrowing TextView, at offset: Int, into edits: inout Rewriter) -> Int? {
    if offset == closing {
      edits.replace(offset..<offset + 1, with: style == .corner ? "」" : "”", quoteRule)
      return offset + 1
    }
    guard edits.accepts(quoteRule), let close = partner(text, of: offset) else { return nil }
    closing = close
    edits.replace(offset..<offset + 1, with: style == .corner ? "「" : "“", quoteRule)
    return offset + 1
  }

  /// A quotation is at most so long, in bytes.
  private static let longestQuotation = 900

  /// The quote that closes the one at `offset`: the next one of the line, with Han text inside it and no Latin word outside.
  private func partner(_ text: borrowing TextView, of offset: Int) -> Int? {
    let before = text.scalar(before: offset).value
    guard isWritten(before) || isOpening(before) || isEnd(before) else { return nil }
    let first = text.scalar(at: offset + 1).value
    guard isHan(first) || isOpening(first) || isWritten(first) else { return nil }
    var end = offset + 1
    while end < text.count, end - offset < Self.longestQuotation, text[end] != 0x22 {
      if text[end] == 0x0A { return nil }
      end += 1
    }
    guard text[orZero: end] == 0x22 else { return nil }
    let (last, after) = (text.scalar(before: end).value, text.scalar(at: end + 1).value)
    guard isWritten(last) || last < 0x80 && isASCIIWord(UInt8(last)) || last == 0x3F || last == 0x21 || last == 0x2C
    else { return nil }
    return isWritten(after) || isOpening(after) || isEnd(after) ? end : nil
  }

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
