public import DescrapeText
internal import DescrapeICU

/// Removes readings that a site wrote behind characters: `發(fā)展` is `發展`.
///
/// ## Repairs
/// A bracket with the Mandarin reading of the Traditional character before it, `(fā)` or padded `(fā )`, in a document where such
/// brackets stand throughout: on Traditional forms only, at each of their places, in running text.
///
/// ## Keeps
/// Readers and poems with a gloss on every character, dictionary entries, an author's `數(shù)→書(shū)`, `因(gene)`, lists
/// like `(a)`, and every gloss of a document that has fewer than three.
///
/// ## Safety
/// Evidence. The survey decides for the document; each bracket must still hold a reading.
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

  public static let info = StageInfo(
    id: "gloss", safety: .evidence, surveys: .glosses, summary: "removes readings in brackets: 發(fā)展 is 發展",
    rules: [reading, otherReading, cut])

  private let readings = HanReadings()

  public init(_ options: NoOptions) {}

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    guard evidence.glosses.isSystematic else { return }
    if evidence.glosses.sites.isEmpty {
      search(text, evidence, into: &edits)
      return
    }
    // This is the first stage behind the survey: the text still is what was surveyed.
    for site in evidence.glosses.sites where evidence.glosses.isGlossed(site.scalar) {
      edits.delete(site.start..<site.end, site.isReading ? Self.reading : Self.otherReading)
    }
    deleteCut(text, evidence, into: &edits)
  }

  /// A text cut to a length may end inside a bracket. A block's end says nothing: only whole texts come here.
  private func deleteCut(_ text: borrowing TextView, _ evidence: borrowing Evidence, into edits: inout Rewriter) {
    // Line ends at the end of a file are not part of what was cut, and few enough to step over.
    var end = text.count
    while end > 0 && text.count - end < 4 && (text[orZero: end - 1] == 0x0A || text[orZero: end - 1] == 0x0D) {
      end -= 1
    }
    var open = end - 1
    // As long as a syllable with its tone mark and a space may be.
    while open > 0 && end - open < 11 && text[orZero: open] != 0x28 { open -= 1 }
    guard open > 0, text[orZero: open] == 0x28, evidence.glosses.isGlossed(text.scalar(before: open).value) else {
      return
    }
    for offset in open + 1..<end {
      let byte = text[orZero: offset]
      guard byte >= 0x61 && byte <= 0x7A || byte == 0x20 || byte >= 0x80 && byte <= 0xE1 else { return }
    }
    edits.delete(open..<end, Self.cut)
  }

  /// Finds the brackets in a block of a long text.
  private func search(_ text: borrowing TextView, _ evidence: borrowing Evidence, into edits: inout Rewriter) {
    var offset = 0
    while let open = text.find(0x28, from: offset) {
      offset = open + 1
      let scalar = text.scalar(before: open).value
      guard evidence.glosses.isGlossed(scalar), let bracket = text.glossBracket(at: open) else { continue }
      if readings.isReading(text, bracket.reading, of: scalar) {
        edits.delete(bracket.range, Self.reading)
      } else if readings.isSyllable(text, bracket.reading) {
        edits.delete(bracket.range, Self.otherReading)
      } else {
        continue
      }
      offset = bracket.range.upperBound
    }
  }
}
