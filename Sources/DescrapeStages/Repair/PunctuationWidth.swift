public import DescrapeText

/// Gives back the fullwidth marks that were folded to ASCII: `他说:好,走` is `他说：好，走`.
///
/// ## Repairs
/// `, : ; ? !` and pairs of `( )` beside Han text, in a document that still has its `、。《》“”` but no fullwidth mark, or nearly none:
/// that is what a compatibility normalization (NFKC) leaves. `...` for `……`, `--` for `——` and pairs of `"` for `“”` in Chinese text,
/// where the document's other marks show that they were flattened; elsewhere only in a bold profile.
///
/// ## Keeps
/// Numbers (`1,234`), times (`10:30`), URLs, code, Latin sentences, a document whose author typed ASCII marks (with a space behind
/// them, or with ASCII full stops), and every document that has fullwidth marks of its own.
///
/// ## Safety
/// Evidence. One decision for the document, and for each mark its neighbours.
public struct PunctuationWidth: Stage {
  static let folded = Rule(
    0, "folded-mark", confidence: 95,
    why: "the document's fullwidth marks were all folded to ASCII, and this one is beside Han text")
  static let bracket = Rule(
    1, "folded-bracket", confidence: 93,
    why: "the document's fullwidth marks were all folded to ASCII, and this pair is in Han text")

  public static let info = StageInfo(
    id: "punctuation-width", safety: .evidence, summary: "gives folded marks their width back: 他说:好 is 他说：好",
    rules: [
      folded, bracket, FlattenedMarks.ellipsis, FlattenedMarks.dash, FlattenedMarks.quotes, FlattenedMarks.typed,
    ])

  public struct Options: StageOptions {
    /// How many folded marks between Han characters a document needs.
    public var minimumMarks = 3
    /// What flattened quotes become: `curly`, `corner`, or what they are.
    public var quotes = FlattenedMarks.Quotes.curly.rawValue
    public static let fields: [OptionField<Options>] = [
      .integer(
        "minimum-marks", \.minimumMarks, in: 1...1000, "how many folded marks between Han characters a document needs"),
      .text(
        "quotes", \.quotes, kind: "keep, curly or corner", "what flattened quotes become: “”, 「」, or what they are"
      ) { FlattenedMarks.Quotes(rawValue: $0) != nil },
    ]
    public init() {}
  }

  /// A bracket pair with more than this between, in bytes, is taken for two strays.
  private static let longestAside = 600

  private static let marks = ByteSet(Array(",:;?!()".utf8))
  private static let flatMarks = ByteSet(Array(".-\"'".utf8))
  private static let allMarks = ByteSet(Array(",:;?!().-\"'".utf8))

  private let options: Options
  public init(_ options: Options) { self.options = options }

  /// The document's decision.
  private func isFolded(_ evidence: borrowing Evidence) -> Bool {
    let facts = evidence.facts
    // Two will do where much of the text was not folded, since it could not be.
    let minimum = facts.fullwidthMarks == 0 && facts.spacedMarks == 0 && facts.ideographicMarks >= 8 ? 2 : 3
    return facts.foldedMarks >= min(options.minimumMarks, options.minimumMarks == 3 ? minimum : 1000)
      && facts.fullwidthMarks * 20 <= facts.foldedMarks
      && facts.spacedMarks * 4 <= facts.foldedMarks && facts.ideographicMarks * 20 >= facts.foldedMarks
      && facts.typedStops * 10 <= facts.foldedMarks && !evidence.isJapanese && !evidence.looksLikeCode
  }

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    let isFolded = isFolded(evidence)
    var flattened = FlattenedMarks(
      evidence, isFolded: isFolded, style: FlattenedMarks.Quotes(rawValue: options.quotes) ?? .curly, edits)
    guard isFolded || flattened.isWanted else { return }
    let marks = !isFolded ? Self.flatMarks : flattened.isWanted ? Self.allMarks : Self.marks
    // The closing brackets whose opening ones were given back, innermost last, and where the last mark given back ends.
    var closings: [Int] = []
    var widened = -1
    var offset = 0
    while let hit = text.find(anyOf: marks, from: offset) {
      offset = hit
      let byte = text[offset]
      if flattened.isWanted, let end = flattened.restore(text, at: offset, byte, into: &edits) {
        offset = max(end, offset + 1)
        continue
      }
      guard isFolded else {
        offset += 1
        continue
      }
      if byte == 0x29, closings.last == offset {
        closings.removeLast()
        edits.replace(offset..<offset + 1, with: "）", Self.bracket)
        widened = offset + 1
      } else if byte == 0x28, let close = closingBracket(text, at: offset, widened: widened) {
        closings.append(close)
        edits.replace(offset..<offset + 1, with: "（", Self.bracket)
        widened = offset + 1
      } else if let wide = wideForm(byte), isMark(text, at: offset, byte, widened: widened) {
        edits.replace(offset..<offset + 1, withScalar: wide, Self.folded)
        widened = offset + 1
      }
      offset += 1
    }
  }

  private func wideForm(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x2C, 0x3A, 0x3B, 0x3F, 0x21: UInt32(byte) + 0xFEE0
    default: nil
    }
  }

  /// Whether the mark at `offset` was written in Han text.
  private func isMark(_ text: borrowing TextView, at offset: Int, _ byte: UInt8, widened: Int) -> Bool {
    let before = text.scalar(before: offset).value
    let after = text.scalar(at: offset + 1).value
    let hanBefore = isCJK(before) || widened == offset && offset > 0
    let hanAfter = isHan(after) || isOpening(after)
    if after < 0x80, before < 0x80, widened != offset { return false }
    switch byte {
    case 0x2C:  // ,
      guard after != 0x2C, before != 0x2C else { return false }
      return hanBefore && after != 0x22 && after != 0x27 || hanAfter && isWord(before)
    case 0x3A:  // :
      if hanBefore { return !(after == 0x2F && text[orZero: offset + 2] == 0x2F) }
      return hanAfter && isWord(before) && !isDigit(before)
    case 0x3B:  // ;
      return hanBefore && (hanAfter || isEnd(after) || isDigit(after)) || hanAfter && isDigit(before)
    default:  // ? !
      // A Latin letter behind `?`, with a tone mark or without, may belong to a torn gloss or to a query.
      return hanBefore && !isLetter(after) && !(0xC0..<0x250).contains(after) || hanAfter && isWord(before)
    }
  }

  /// The closing bracket that belongs to the one at `offset`, if the pair stands in Han text.
  private func closingBracket(_ text: borrowing TextView, at offset: Int, widened: Int) -> Int? {
    let before = text.scalar(before: offset).value
    var depth = 0
    var holdsHan = false
    var holdsTone = false
    var close = offset
    let end = min(text.count, offset + Self.longestAside)
    scan: while close < end {
      let byte = text[close]
      switch byte {
      case 0x0A, 0x7B, 0x7D, 0x22: return nil
      case 0x28: depth += 1
      case 0x29:
        depth -= 1
        if depth == 0 { break scan }
      case 0xE3...0xE9: holdsHan = true
      case 0xC3...0xC9: holdsTone = true
      default: break
      }
      close += byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    }
    guard close < end, depth == 0, close > offset + 1 else { return nil }
    let after = text.scalar(at: close + 1).value
    let hanBefore = isCJK(before) || widened == offset
    let hanAfter = isCJK(after) || isOpening(after)
    // Behind a space it was typed so.
    if before == 0x20 { return nil }
    if holdsHan { return hanBefore || hanAfter || !isWord(before) ? close : nil }
    // A reading, or a gloss that a byte shift has torn, is not the author's aside.
    if holdsTone { return nil }
    let isLetterBehind = isLetter(after) && close - offset > 3
    return hanBefore
      && (hanAfter || isLetterBehind || isEnd(after) || wideForm(UInt8(truncatingIfNeeded: after)) != nil) ? close : nil
  }

  /// Han text or a mark of it.
  private func isCJK(_ scalar: UInt32) -> Bool { isHan(scalar) || isClosing(scalar) }
  private func isEnd(_ scalar: UInt32) -> Bool { scalar == 0 || scalar == 0x0A || scalar == 0x20 }
  private func isDigit(_ scalar: UInt32) -> Bool { scalar >= 0x30 && scalar <= 0x39 }
  private func isLetter(_ scalar: UInt32) -> Bool { scalar | 0x20 >= 0x61 && scalar | 0x20 <= 0x7A }
  private func isWord(_ scalar: UInt32) -> Bool {
    scalar < 0x80 && (isASCIIWord(UInt8(truncatingIfNeeded: scalar)) || scalar == 0x25 || scalar == 0x29)
  }
}
