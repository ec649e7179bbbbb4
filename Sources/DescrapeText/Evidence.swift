/// What stands in a text at all: a stage whose trigger is absent has nothing to do.
public struct Triggers: OptionSet, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// U+000D.
  public static let carriageReturn = Triggers(rawValue: 1 << 0)
  /// U+0085, U+2028 or U+2029.
  public static let lineSeparator = Triggers(rawValue: 1 << 1)
  /// `&` or `＆` before a letter or `#`, `#` before a digit or `x`.
  public static let entity = Triggers(rawValue: 1 << 2)
  /// A C0 or C1 control other than tab and the line ends, or U+007F.
  public static let control = Triggers(rawValue: 1 << 3)
  /// A format character (zero-width, soft hyphen, byte order mark, bidirectional control) or a no-break space.
  public static let invisible = Triggers(rawValue: 1 << 4)
  /// A character that Normalization Form C may not allow where it stands.
  public static let denormal = Triggers(rawValue: 1 << 5)
  /// A Kangxi or CJK radical (U+2E80-2FDF).
  public static let radical = Triggers(rawValue: 1 << 6)
  /// `(` between a Han character and a Latin or Bopomofo letter.
  public static let glossBracket = Triggers(rawValue: 1 << 7)
  /// A brace, or an ASCII quote or closing parenthesis before `;`: what program text has and prose has not.
  public static let code = Triggers(rawValue: 1 << 8)
  /// `<` before a letter, `/` or `!`.
  public static let tag = Triggers(rawValue: 1 << 9)
  /// A bracket that may hold a reading, behind a Latin letter behind Han text.
  public static let letterGloss = Triggers(rawValue: 1 << 14)
  /// A `?` or U+FFFD before or behind what may be the rest of a torn character.
  public static let lostByte = Triggers(rawValue: 1 << 10)
  /// U+FFFD.
  public static let replacement = Triggers(rawValue: 1 << 11)
  /// What UTF-8 and East Asian charsets look like when they are read as Latin-1 or Windows-1252; see `MojibakeSign`.
  public static let mojibake = Triggers(rawValue: 1 << 12)
  /// Han that text read as another East Asian charset is full of.
  public static let mojibakeHan = Triggers(rawValue: 1 << 13)
  /// `[` before a letter, `/`, `!` or `]`, and `\u003`: what forums, Markdown and JSON write markup with.
  public static let bracket = Triggers(rawValue: 1 << 16)
  /// U+3000.
  public static let wideBlank = Triggers(rawValue: 1 << 15)

  /// What the recovering stages look for.
  static let recovering: Triggers = [
    .lostByte, .letterGloss, .carriageReturn, .lineSeparator, .entity, .control, .invisible, .denormal, .radical,
    .mojibake,
    .mojibakeHan,
  ]
}

/// Counts that one pass over a text collects. They add up over the windows of a long text.
public struct Facts: Sendable {
  /// Which triggers stand in the text.
  public var triggers: Triggers = []
  /// The text's length in bytes.
  public var bytes = 0
  /// Lines that hold more than white space.
  public var textLines = 0
  /// Lines that end in `;`, `{` or `}`.
  public var codeLines = 0
  /// Lines that begin with a blank or an ASCII mark: more than a few of them, and the text may be a source.
  public var markedLines = 0
  /// Han characters.
  public var han = 0
  /// Hiragana and katakana.
  public var kana = 0
  /// Hangul syllables.
  public var hangul = 0
  /// A comma after Han text and directly before `、`, `。` or `，`: nobody writes that.
  public var commasBeforeMark = 0
  /// Two ASCII commas after Han text.
  public var doubledCommas = 0
  /// `，：；？！（）` and their like (U+FF01-FF5E without letters and digits).
  public var fullwidthMarks = 0
  /// ASCII `, : ; ? !` directly between Han text, or between Han text and a number or Latin word; `(` before Han text.
  public var foldedMarks = 0
  /// The same after Han text but with a space behind: typed, not folded.
  public var spacedMarks = 0
  /// An ASCII full stop after Han text: folding does not make one, since `。` survives it.
  public var typedStops = 0
  /// `、。《》“”`: the marks that folding leaves.
  public var ideographicMarks = 0
  /// `(` between a Han character and a Latin or Bopomofo letter.
  public var glossBrackets = 0
  /// `...` behind Han text and `--` between Han text: what an ellipsis and a dash may have been.
  public var flatMarks = 0
  /// An ASCII double quote beside Han text.
  public var flatQuotes = 0
  /// `…`, `—` and `“”`: the marks as a document has them itself.
  public var ellipses = 0
  /// `—`, as a document has it itself.
  public var dashes = 0
  /// `“` and `”`, as a document has them itself.
  public var curlyQuotes = 0
  /// `（` between a Han character and Bopomofo, or a Latin word that has a tone mark where a syllable has it.
  public var wideGlossBrackets = 0
  /// Blanks behind Han text or a fullwidth mark and before something that is neither ASCII nor Latin; ideographic spaces behind
  /// CJK text; no-break spaces on either side of it.
  public var hanBlanks = 0
  /// Lines of text that end in mid-sentence, with another line right behind.
  public var openLines = 0
  /// Fullwidth letters and digits, and halfwidth kana.
  public var widthForms = 0

  /// No text: nothing is counted yet.
  public init() {}

  /// Adds the counts of another part of the text.
  public static func += (sum: inout Facts, more: Facts) {
    sum.triggers.formUnion(more.triggers)
    sum.bytes += more.bytes
    sum.textLines += more.textLines
    sum.codeLines += more.codeLines
    sum.markedLines += more.markedLines
    sum.han += more.han
    sum.kana += more.kana
    sum.hangul += more.hangul
    sum.commasBeforeMark += more.commasBeforeMark
    sum.doubledCommas += more.doubledCommas
    sum.fullwidthMarks += more.fullwidthMarks
    sum.foldedMarks += more.foldedMarks
    sum.spacedMarks += more.spacedMarks
    sum.typedStops += more.typedStops
    sum.ideographicMarks += more.ideographicMarks
    sum.glossBrackets += more.glossBrackets
    sum.flatMarks += more.flatMarks
    sum.flatQuotes += more.flatQuotes
    sum.ellipses += more.ellipses
    sum.dashes += more.dashes
    sum.curlyQuotes += more.curlyQuotes
    sum.wideGlossBrackets += more.wideGlossBrackets
    sum.hanBlanks += more.hanBlanks
    sum.openLines += more.openLines
    sum.widthForms += more.widthForms
  }
}

/// What is known of a document before anything in it is repaired: the one place where decisions about the document come from.
public struct Evidence: Sendable {
  /// Counts over this window and, in a long text, those before it.
  public var facts = Facts()
  /// The characters that carry a gloss throughout the document.
  public var glosses = GlossEvidence()
  /// How much of each script there is; counted only where a stage asks for it.
  public var scripts = ScriptCounts()
  /// What earlier blocks of a long text left to remember.
  public var carried = CarriedLines()
  /// The site that the document is from, as `SiteLine.site` numbers it; 0 when that is not known.
  public var site: UInt64 = 0
  /// Whether the document ends with the block at hand: only there a text has its foot.
  public var isLastBlock = true

  /// Nothing is known yet.
  public init() {}

  /// Whether one of these triggers stands in the text.
  public func has(_ triggers: Triggers) -> Bool { !facts.triggers.isDisjoint(with: triggers) }

  /// Whether it is the source of something; see `SourceLook`.
  public internal(set) var isSource = false

  /// Program text: three lines in ten end the way statements do, or its lines look like it otherwise.
  public var looksLikeCode: Bool {
    isSource || facts.codeLines >= 3 && facts.codeLines * 10 >= facts.textLines * 3
  }

  /// Japanese: kana are at least a twentieth of its Han characters.
  public var isJapanese: Bool { facts.kana >= 8 && facts.kana * 20 >= facts.han }
}

/// What a long text, cleaned block by block, carries from one block to the next.
public struct CarriedLines: Sendable {
  /// True from the second block on.
  public var isContinuation = false
  /// The first line of the text, trimmed.
  public var title: [UInt8] = []
  /// The lines of the blocks before, as fingerprints of the trimmed bytes.
  public var seen = FingerprintSet()

  /// Nothing to remember: the first block is still to come.
  public init() {}

  /// Remembers the lines of a cleaned block. O(n).
  public mutating func note(_ text: borrowing TextView) {
    var start = 0
    while start < text.count {
      let end = text.endOfLine(from: start)
      let line = text.trimmed(start..<end)
      if title.isEmpty, !line.isEmpty, !isContinuation, line.count <= 600 {
        for offset in line { title.append(text[offset]) }
      }
      if !line.isEmpty { seen.insert(text.fingerprint(line)) }
      start = end + 1
    }
    isContinuation = true
  }
}

/// A set of 64-bit fingerprints with a bound: once full, it remembers what it has and takes no more.
public struct FingerprintSet: Sendable {
  /// 16 MiB of slots at most.
  static let limit = 1 << 20
  private var slots: [UInt64] = []
  /// How many fingerprints it holds.
  public private(set) var count = 0

  /// The empty set.
  public init() {}

  /// Whether it holds a fingerprint. O(1).
  public func contains(_ fingerprint: UInt64) -> Bool {
    guard !slots.isEmpty else { return false }
    return slots[slot(of: fingerprint)] != 0
  }

  /// - Returns: false when it was there already, or when there is no room left.
  @discardableResult
  public mutating func insert(_ fingerprint: UInt64) -> Bool {
    if count * 2 >= slots.count { grow() }
    let index = slot(of: fingerprint)
    guard slots[index] == 0, count < Self.limit else { return false }
    slots[index] = key(fingerprint)
    count += 1
    return true
  }

  /// 0 marks a free slot.
  private func key(_ fingerprint: UInt64) -> UInt64 { fingerprint == 0 ? 1 : fingerprint }

  private func slot(of fingerprint: UInt64) -> Int {
    let (mask, key) = (slots.count - 1, key(fingerprint))
    var index = Int(truncatingIfNeeded: key) & mask
    while slots[index] != 0, slots[index] != key { index = (index + 1) & mask }
    return index
  }

  private mutating func grow() {
    guard slots.count < Self.limit * 2 else { return }
    let old = slots
    slots = [UInt64](repeating: 0, count: max(64, old.count * 2))
    for fingerprint in old where fingerprint != 0 { slots[slot(of: fingerprint)] = fingerprint }
  }
}
