public import DescrapeText

/// Decodes character references that were left in the text: `你好&#xff01;` is `你好！`.
///
/// ## Repairs
/// Named references (`&middot;`, those of HTML 4 and the common ones of HTML 5), decimal and hexadecimal ones,
/// references escaped twice or more (`&amp;nbsp;`), `&nbsp` and marks before Han text without their semicolon, those with
/// spaces inside (`& nbsp ;`), in capitals (`&NBSP;`) or with fullwidth signs (`＆nbsp；`), and numeric references of marks
/// that lost their ampersand beside Han text (`#xff1a;`), of letters where the text has several of them inside words. The
/// rest of one that the text was cut off in goes (`&mi......`). Numbers from 128 to 159 are read as windows-1252, as HTML has it.
///
/// `&nbsp;` becomes a plain space: pages use it to lay text out, nearly every extractor of text gives a space for it,
/// and a stray U+00A0 is what people then have to remove by hand. `keep-no-break` decodes it to U+00A0. A carriage
/// return becomes a line feed.
///
/// ## Keeps
/// References in code, in the source of a page, in tags, in backticks, alone in quotes or in a table's cell, and all of
/// them in a text that speaks of them; `&lt;` and `&gt;` that would make a tag; `&copy=1` in an address, `AT&T`, unknown
/// names; numbers of controls, surrogates and noncharacters.
///
/// ## Safety
/// Normalizing.
public struct Entities: Stage {
  static let named = Rule(0, "named", confidence: 98, why: "a named character reference was left in the text")
  static let numeric = Rule(1, "numeric", confidence: 98, why: "a numeric character reference was left in the text")
  static let escapedTwice = Rule(2, "escaped-twice", confidence: 97, why: "a character reference was escaped once more")
  static let unterminated = Rule(3, "unterminated", confidence: 93, why: "a character reference lost its semicolon")
  static let bare = Rule(4, "bare", confidence: 92, why: "a character reference beside Han text lost its ampersand")
  static let spaced = Rule(5, "spaced", confidence: 92, why: "spaces stand inside a character reference")
  static let cut = Rule(6, "cut", confidence: 90, why: "the text was cut off inside a character reference")

  public static let info = StageInfo(
    id: "entities", safety: .normalizing, recovers: true, summary: "decodes character references: &middot; is ·",
    rules: [named, numeric, escapedTwice, unterminated, bare, spaced, cut])

  public struct Options: StageOptions {
    /// Whether `&nbsp;` becomes U+00A0 instead of a plain space.
    public var keepNoBreak = false
    public static let fields: [OptionField<Options>] = [
      .flag("keep-no-break", \.keepNoBreak, "whether &nbsp; becomes U+00A0 instead of a plain space")
    ]
    public init() {}
  }

  private let options: Options
  public init(_ options: Options) { self.options = options }

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    guard evidence.has(.entity), !evidence.looksLikeCode else { return }
    var context = ReferenceContext()
    var isTopic: Bool?
    var areBare: Bool?
    var ampersand = text.find(0x26, from: 0) ?? text.count
    var hash = text.find(0x23, from: 0) ?? text.count
    var wide = Self.wideAmpersand(text, from: 0)
    // Where the last reference ended: Han text may go on behind it.
    var decodedEnd = -1
    var offset = 0
    while true {
      if ampersand < offset { ampersand = text.find(0x26, from: offset) ?? text.count }
      if hash < offset { hash = text.find(0x23, from: offset) ?? text.count }
      if wide < offset { wide = Self.wideAmpersand(text, from: offset) }
      offset = min(ampersand, hash, wide)
      guard offset < text.count else { return }
      var found = offset == hash ? nil : CharacterReference(text, at: offset)
      if offset == hash, let bare = CharacterReference(bare: text, at: offset, isKnown: true) {
        // Asked once, and only of a text that may have lost some.
        let areLost = areBare ?? LostReferences.areBare(in: text)
        areBare = areLost
        found = areLost ? bare : bareReference(text, at: offset, decodedEnd: decodedEnd)
      }
      let cut = offset == ampersand && found == nil ? LostReferences.cut(text, at: offset) : nil
      if let cut { found = CharacterReference(cut: cut) }
      guard let found, !context.protects(found, in: text) else {
        offset = found?.range.upperBound ?? offset + 1
        continue
      }
      // Asked once, and only of a text that has a reference.
      let speaksOfThem = isTopic ?? ReferenceContext.isTopic(of: text)
      isTopic = speaksOfThem
      guard !speaksOfThem else { return }
      if cut == nil { decode(found, in: text, into: &edits) } else { edits.delete(found.range, Self.cut) }
      offset = found.range.upperBound
      decodedEnd = offset
    }
  }

  private static func wideAmpersand(_ text: borrowing TextView, from start: Int) -> Int {
    var offset = start
    while let found = text.find(0xEF, from: offset) {
      if text[orZero: found + 1] == 0xBC, text[orZero: found + 2] == 0x86 { return found }
      offset = found + 3
    }
    return text.count
  }

  /// A reference without its ampersand, beside Han text or another one.
  private func bareReference(_ text: borrowing TextView, at offset: Int, decodedEnd: Int) -> CharacterReference? {
    guard let found = CharacterReference(bare: text, at: offset) else { return nil }
    let before = UnseenContext.neighbour(text, before: offset)
    let end = found.range.upperBound
    let after = CharacterReference(text, at: end)?.scalar ?? UnseenContext.neighbour(text, after: end)
    let isBehindText = isEastAsian(before) || isHangul(before)
    guard decodedEnd == offset || isBehindText || (isEastAsian(after) || isHangul(after)) && !isLatin(before) else {
      return nil
    }
    return found
  }

  private func isLatin(_ scalar: UInt32) -> Bool {
    scalar > 0x20 && scalar < 0x80 && scalar != 0x29 && scalar != 0x22 && scalar != 0x3E
  }

  private func decode(_ found: CharacterReference, in text: borrowing TextView, into edits: inout Rewriter) {
    let rule =
      switch found.form {
      case .named: Self.named
      case .numeric: Self.numeric
      case .escapedTwice: Self.escapedTwice
      case .unterminated: Self.unterminated
      case .bare: Self.bare
      case .spaced: Self.spaced
      }
    switch found.scalar {
    case 0xA0 where !options.keepNoBreak: edits.replace(found.range, withScalar: 0x20, rule)
    case 0x0D: decodeReturn(found, in: text, rule, into: &edits)
    default: edits.replace(found.range, withScalar: found.scalar, rule)
    }
  }

  /// A carriage return ends a line, unless a line feed behind it does.
  private func decodeReturn(
    _ found: CharacterReference, in text: borrowing TextView, _ rule: Rule, into edits: inout Rewriter
  ) {
    let end = found.range.upperBound
    let hasFeed = text[orZero: end] == 0x0A || CharacterReference(text, at: end)?.scalar == 0x0A
    if hasFeed { edits.delete(found.range, rule) } else { edits.replace(found.range, with: "\n", rule) }
  }
}
