public import DescrapeText
internal import DescrapeICU

/// Removes readings that a site wrote behind characters: `發(fā)展` is `發展`.
///
/// ## Repairs
/// A bracket with the Mandarin reading of the Traditional character before it, `(fā)` or padded `(fā )`, in a document where such
/// brackets stand throughout: on Traditional forms only, at each of their places, in running text. The same in fullwidth brackets
/// where the document has no others, and in Bopomofo, `發(ㄈㄚ)展`, on characters of either script that come again. One or two
/// glosses in a whole document, where they are on frequent characters with one reading, inside a sentence.
///
/// Toneless readings, `蛋(dan)(dan)`: each that is repeated, and single ones, `烟(yan)台市(shi)`, in a document that has repeated ones or
/// has single ones on various frequent characters inside its sentences.
///
/// ## Keeps
/// Readers and poems with a gloss on every character, dictionary entries, an author's `數(shù)→書(shū)`, `讀作發(fā)` and glosses on rare
/// characters, `因(gene)`, `王(Wang)`, lists like `(a)`.
///
/// ## Safety
/// Evidence. The survey decides for the document; each bracket must still hold a reading.
///
/// ## Options
/// `ruby` removes the flattened readings of a Japanese text, `漢字(かんじ)`: they are the author's, but a reader of plain text or a
/// search index may not want them.
public struct Gloss: Stage {
  static let reading = Rule(
    0, "reading", confidence: 98,
    why: "the bracket holds the reading of the character before it, as throughout the document")
  static let otherReading = Rule(
    1, "other-reading", confidence: 92,
    why: "the bracket holds a syllable behind a character that is glossed throughout the document")
  static let cut = Rule(
    2, "cut", confidence: 90,
    why: "the document ends inside the bracket of a character that is glossed throughout it")
  static let toneless = Rule(
    3, "toneless", confidence: 92,
    why: "the bracket holds the reading of the character before it without its tone, as here and there in the document")
  static let bopomofo = Rule(
    4, "bopomofo", confidence: 95,
    why: "the bracket holds Bopomofo behind a character that is glossed throughout the document")
  static let ruby = Rule(
    5, "ruby", confidence: 95, why: "the bracket holds the reading of the Kanji before it, and ruby was asked to go")

  public static let info = StageInfo(
    id: "gloss", safety: .evidence, surveys: .glosses, summary: "removes readings in brackets: 發(fā)展 is 發展",
    rules: [reading, otherReading, cut, toneless, bopomofo, ruby])

  public struct Options: StageOptions {
    /// Whether readings of Kanji in brackets go as well.
    public var ruby = false
    public static let fields: [OptionField<Options>] = [
      .flag("ruby", \.ruby, "whether the readings in brackets of a Japanese text go, 漢字(かんじ)")
    ]
    public init() {}
  }

  /// First bytes of opening brackets of either width.
  private static let brackets = ByteSet([0x28, 0xEF])

  private let readings = HanReadings()
  private let options: Options

  public init(_ options: Options) { self.options = options }

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    if options.ruby, evidence.isJapanese {
      deleteRuby(text, into: &edits)
      return
    }
    guard evidence.glosses.isFound else { return }
    if evidence.glosses.sites.isEmpty {
      search(text, evidence, into: &edits)
      return
    }
    // This is the first stage behind the survey: the text still is what was surveyed.
    for index in evidence.glosses.sites.indices {
      delete(evidence.glosses.sites[index], evidence, into: &edits)
    }
    deleteCut(text, evidence, into: &edits)
  }

  @inline(__always)
  private func delete(_ site: GlossSite, _ evidence: borrowing Evidence, into edits: inout Rewriter) {
    if evidence.glosses.isGlossed(site) {
      edits.delete(
        site.start..<site.end,
        site.form == .bopomofo ? Self.bopomofo : site.isDefaultReading ? Self.reading : Self.otherReading)
    } else if evidence.glosses.acceptsPlain(site) {
      edits.delete(site.start..<site.end, Self.toneless)
    }
  }

  /// A text cut to a length may end inside a bracket. A block's end says nothing: only whole texts come here.
  private func deleteCut(_ text: borrowing TextView, _ evidence: borrowing Evidence, into edits: inout Rewriter) {
    guard evidence.glosses.form == .toned else { return }
    // Line ends at the end of a file are not part of what was cut, and few enough to step over.
    var end = text.count
    while end > 0 && text.count - end < 4 && (text[orZero: end - 1] == 0x0A || text[orZero: end - 1] == 0x0D) {
      end -= 1
    }
    var open = end - 1
    // As long as a syllable with its tone mark and a space may be.
    while open > 0 && end - open < 11 && text[orZero: open] != 0x28 { open -= 1 }
    guard open > 0, text[orZero: open] == 0x28 else { return }
    let scalar = text.scalar(before: open).value
    guard evidence.glosses.isGlossed(scalar) else { return }
    let start = text[orZero: open + 1] == 0x20 ? open + 2 : open + 1
    let fragment = start..<max(start, text[orZero: end - 1] == 0x20 ? end - 1 : end)
    guard fragment.isEmpty || readings.isPrefix(text, fragment, of: scalar) else { return }
    edits.delete(open..<end, Self.cut)
  }

  /// Finds the brackets in a block of a long text.
  private func search(_ text: borrowing TextView, _ evidence: borrowing Evidence, into edits: inout Rewriter) {
    let isWide = evidence.glosses.hasWide
    var offset = 0
    while let open = isWide ? text.find(anyOf: Self.brackets, from: offset) : text.find(0x28, from: offset) {
      offset = open + 1
      guard let site = text.glossSite(at: open, closely: false, readings: readings) else { continue }
      delete(site, evidence, into: &edits)
      offset = site.end
    }
  }

  /// Deletes Hiragana in brackets behind Kanji, as long as the Kanji may be read.
  private func deleteRuby(_ text: borrowing TextView, into edits: inout Rewriter) {
    var offset = 0
    while let open = text.find(anyOf: Self.brackets, from: offset) {
      offset = open + 1
      let isWide = text.has("（", at: open)
      guard isWide || text[orZero: open] == 0x28 else { continue }
      var (before, kanji) = (open, 0)
      while kanji < 8, isHan(text.scalar(before: before).value) {
        before -= text.scalar(before: before).length
        kanji += 1
      }
      guard kanji > 0 else { continue }
      var (close, kana) = (open + (isWide ? 3 : 1), 0)
      // A Kanji has five kana at most (うけたまわ).
      while kana <= kanji * 5, isReadingKana(text.scalar(at: close).value) {
        close += 3
        kana += 1
      }
      guard kana > 0, kana <= kanji * 5, isWide ? text.has("）", at: close) : text[orZero: close] == 0x29 else {
        continue
      }
      offset = close + (isWide ? 3 : 1)
      edits.delete(open..<offset, Self.ruby)
    }
  }

  /// Hiragana, the long vowel mark, and the middle dot that parts the readings of a compound's Kanji.
  private func isReadingKana(_ scalar: UInt32) -> Bool {
    scalar >= 0x3041 && scalar <= 0x3096 || scalar == 0x30FC || scalar == 0x30FB
  }
}
