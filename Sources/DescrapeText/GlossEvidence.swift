/// Glosses of one form on one character.
struct GlossTally: Sendable {
  /// Brackets that hold the default reading.
  var matched: Int32 = 0
  /// Brackets that hold another syllable.
  var other: Int32 = 0
  /// Those in running text: Han text before the character or behind the bracket.
  var embedded: Int32 = 0
  /// Those with Han text on both sides.
  var inner: Int32 = 0
  /// Those that the text speaks about.
  var explained: Int32 = 0
  /// Those right behind another gloss.
  var adjacent: Int32 = 0

  var all: Int32 { matched + other }

  static func += (sum: inout GlossTally, site: GlossSite) {
    // Counts stay below the size of a text.
    let marks = site.marks
    if marks.contains(.matches) { sum.matched &+= 1 } else { sum.other &+= 1 }
    if marks.contains(.isEmbedded) { sum.embedded &+= 1 }
    guard !marks.isDisjoint(with: [.isInner, .isExplained, .isAdjacent]) else { return }
    if marks.contains(.isInner) { sum.inner &+= 1 }
    if marks.contains(.isExplained) { sum.explained &+= 1 }
    if marks.contains(.isAdjacent) { sum.adjacent &+= 1 }
  }
}

/// How often a character of the basic plane was seen with a gloss and without.
struct GlossCount: Sendable {
  var scalar: UInt32
  /// Occurrences without any gloss.
  var bare: Int32 = 0
  /// Readings without a tone mark among the toned ones.
  var neutral: Int32 = 0
  /// Toneless glosses that are repeated on the spot.
  var repeated: Int32 = 0
  /// The one syllable of all toned glosses that are not the default reading; 0 before the first, -1 when they differ.
  var syllable: Int32 = 0
  var toned = GlossTally()
  var wide = GlossTally()
  var bopomofo = GlossTally()
  /// Toneless ones that are not repeated.
  var plain = GlossTally()

  @inline(__always)
  mutating func add(_ site: GlossSite) {
    switch site.form {
    case .toned:
      toned += site
      if site.syllable > 0 { syllable = syllable == 0 || syllable == site.syllable ? site.syllable : -1 }
      guard site.marks.contains(.isNeutral) else { break }
      neutral += 1
      if site.marks.contains(.isRepeated) { repeated += 1 } else { plain += site }
    case .wide: wide += site
    case .bopomofo: bopomofo += site
    case .plain: if site.marks.contains(.isRepeated) { repeated += 1 } else { plain += site }
    }
  }
}

/// The characters that a site glossed, and whether the document as a whole shows that hand.
///
/// Sites gloss Traditional characters that have another Simplified form, each at every place, in running text. A reader or a
/// poem with glosses has them on all characters; a dictionary or an author glosses a character here and there. A document is
/// taken for glossed by a site only when all marks of it are there. Other sites throw toneless readings at any characters.
public struct GlossEvidence: Sendable {
  /// Whether the survey found a bracket to remove.
  public var isFound: Bool { form != nil || acceptsPlain || acceptsRepeated }
  /// The form of the glosses that stand at all places of some characters.
  public private(set) var form: GlossForm?
  /// Whether the document has toneless glosses here and there, and those in running text are taken for noise.
  public private(set) var acceptsPlain = false
  /// Whether it has so many repeated ones that all are taken for noise.
  public private(set) var acceptsAllPlain = false
  /// Whether toneless glosses are repeated: that is evidence enough for each of them.
  public private(set) var acceptsRepeated = false
  /// Whether a bracket of the document may be fullwidth.
  public internal(set) var hasWide = false
  private(set) var counts: [GlossCount] = []
  /// The brackets with a syllable, as they stand in the text that was surveyed; empty when it is worked on in blocks.
  public internal(set) var sites: [GlossSite] = []
  /// One bit for each character of the basic plane that is glossed throughout; empty when none is.
  private var accepted: [UInt64] = []

  /// No document: nothing counts as glossed.
  public init() {}

  /// Whether glosses of the document's form on `scalar` are the site's.
  public func isGlossed(_ scalar: UInt32) -> Bool {
    guard form != nil, scalar < 0x10000 else { return false }
    return accepted[Int(scalar >> 6)] >> UInt64(scalar & 63) & 1 == 1
  }

  /// Whether a gloss is one of the site's: of the document's form, or toneless among toned ones.
  @inline(__always)
  public func isGlossed(_ site: GlossSite) -> Bool {
    guard let form, site.form == form || form == .toned && site.form == .plain else { return false }
    return accepted[Int(site.scalar >> 6)] >> UInt64(site.scalar & 63) & 1 == 1
  }

  /// Whether a gloss without a tone is noise.
  public func acceptsPlain(_ site: GlossSite) -> Bool {
    guard site.form == .plain || site.form == .toned && site.marks.contains(.isNeutral) else { return false }
    return acceptsAllPlain || acceptsRepeated && site.marks.contains(.isRepeated)
      || acceptsPlain && site.marks.contains(.isEmbedded)
  }

  /// Fewer glosses than this need to look like a site's one by one: an author may well explain two words.
  static let minimum = 3

  /// Draws the conclusion from all counts so far. `han` is how many Han characters the document has.
  mutating func conclude(_ counts: [GlossCount], han: Int, readings: some ReadingSource) {
    self.counts = counts
    form = nil
    (acceptsPlain, acceptsAllPlain, acceptsRepeated) = (false, false, false)
    accepted = []
    guard !counts.isEmpty else { return }
    var (toned, wide, bopomofo) = (GlossSum(), GlossSum(), GlossSum())
    var plain = PlainGlosses()
    for count in counts {
      toned.add(count.toned, of: count, readings: readings)
      wide.add(count.wide, of: count, readings: readings)
      bopomofo.add(count.bopomofo, of: count, readings: readings)
      plain.add(count, readings: readings)
    }
    if toned.isSystematic(han: han) || toned.isLone(han: han) {
      form = .toned
    } else if toned.all == 0, wide.isSystematic(han: han), wide.isRepeated, wide.all >= 6 {
      form = .wide
    } else if bopomofo.isTotal(han: han), bopomofo.isRepeated, bopomofo.isOnFrequent {
      form = .bopomofo
    }
    acceptsRepeated = plain.repeated > 0
    acceptsAllPlain = plain.isRepeated
    acceptsPlain = plain.isNoise(han: han)
    guard isFound else {
      sites = []
      return
    }
    if form != nil { accept(readings) }
  }

  private mutating func accept(_ readings: some ReadingSource) {
    accepted = [UInt64](repeating: 0, count: 1024)
    for count in counts {
      let here =
        switch form {
        case .toned: count.toned.all
        case .wide: count.wide.all
        default: count.bopomofo.all
        }
      guard here > 0, count.bare * 4 <= here, form == .bopomofo || readings.hasOtherSimplifiedForm(count.scalar) else {
        continue
      }
      accepted[Int(count.scalar >> 6)] |= 1 << UInt64(count.scalar & 63)
    }
  }
}

/// What the glosses of one form have in common, over all characters that have their own reading in one.
struct GlossSum {
  private(set) var all = 0
  private var (matched, other, bare, embedded, inner, explained, characters) = (0, 0, 0, 0, 0, 0, 0)
  private var (traditional, frequent, plainly) = (0, 0, 0)
  /// Glosses with one other reading each on characters that are always glossed so.
  private var constant = 0
  private var syllables = Syllables()

  mutating func add(_ tally: GlossTally, of count: GlossCount, readings: some ReadingSource) {
    let here = Int(tally.all)
    guard here > 0 else { return }
    all += here
    let isConstant = tally.matched == 0 && tally.other > 1 && count.syllable > 0 && count.bare == 0
    guard tally.matched > 0 || isConstant else { return }
    if isConstant { constant += here } else { matched += Int(tally.matched) }
    other += Int(tally.other)
    bare += Int(count.bare)
    embedded += Int(tally.embedded)
    inner += Int(tally.inner)
    explained += Int(tally.explained)
    characters += 1
    if readings.hasOtherSimplifiedForm(count.scalar) { traditional += here }
    if readings.isFrequent(count.scalar) { frequent += here }
    guard all < GlossEvidence.minimum, readings.isFrequent(count.scalar), !readings.isHeteronym(count.scalar),
      count.neutral == 0
    else {
      return
    }
    plainly += here
    syllables.insert(readings.plainReading(of: count.scalar))
  }

  private var glossed: Int { matched + other }

  /// Whether glosses stand at all places of some characters, in running text, and not on all characters.
  func isTotal(han: Int) -> Bool {
    matched + constant >= GlossEvidence.minimum && matched > 0 && embedded * 10 >= glossed * 6 && bare * 9 <= glossed
      && glossed * 2 <= han
  }

  func isSystematic(han: Int) -> Bool { isTotal(han: han) && traditional * 10 >= glossed * 9 }

  /// Whether characters are glossed again where they come again: an author glosses the first place.
  var isRepeated: Bool { glossed - characters >= 2 && explained * 4 <= glossed }

  /// Rare characters are those that an author glosses.
  var isOnFrequent: Bool { frequent * 10 >= glossed * 8 }

  /// Whether one or two glosses are what sites write and no author: on characters that every reader knows, which have one reading,
  /// inside a word or sentence that does not speak of them.
  func isLone(han: Int) -> Bool {
    matched == all && all < GlossEvidence.minimum && all > 0 && plainly == all && traditional == all && bare == 0
      && embedded == all && inner > 0 && explained == 0 && all * 6 <= han && syllables.count == characters
  }
}

/// Up to four different syllables.
private struct Syllables {
  private var (a, b, c, d) = (UInt32(0), UInt32(0), UInt32(0), UInt32(0))
  private(set) var count = 0

  mutating func insert(_ syllable: PlainSyllable) {
    let letters = syllable.letters
    guard letters != a, letters != b, letters != c, letters != d, count < 4 else { return }
    (a, b, c, d) = (letters, a, b, c)
    count += 1
  }
}

/// What toneless glosses of a document have in common.
private struct PlainGlosses {
  private(set) var glossed = 0
  private(set) var repeated = 0
  private var (other, embedded, inner, explained, adjacent, frequent, characters) = (0, 0, 0, 0, 0, 0, 0)
  private var syllables = Syllables()

  mutating func add(_ count: GlossCount, readings: some ReadingSource) {
    repeated += Int(count.repeated)
    let here = Int(count.plain.all)
    guard here > 0 else { return }
    glossed += here
    other += Int(count.plain.other)
    embedded += Int(count.plain.embedded)
    inner += Int(count.plain.inner)
    explained += Int(count.plain.explained)
    adjacent += Int(count.plain.adjacent)
    if readings.isFrequent(count.scalar) { frequent += here }
    guard count.plain.matched > 0 else { return }
    characters += 1
    syllables.insert(readings.plainReading(of: count.scalar))
  }

  /// Whether many are repeated, which no reader and no author does: they may then be on any share of the characters.
  var isRepeated: Bool { repeated >= 3 && repeated * 20 >= glossed }

  /// Whether they stand at random places of running text. A reader glosses words, a list of words has no text around them, an author
  /// glosses rare characters, and whoever compares sounds has few syllables.
  func isNoise(han: Int) -> Bool {
    guard glossed > 0, explained * 4 <= glossed, (glossed + repeated) * 3 <= han else { return false }
    if repeated > 0 { return true }
    return characters >= 5 && syllables.count >= 4 && inner * 3 >= glossed && embedded * 10 >= glossed * 9
      && frequent * 10 >= glossed * 8 && adjacent * 4 <= glossed && other * 2 <= glossed
  }
}
