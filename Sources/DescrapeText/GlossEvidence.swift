/// Readings of Han characters and their relation to the other script, as ICU knows them.
public protocol ReadingSource: Sendable {
  /// Whether `range` of `text` is the default Mandarin reading of `scalar`, with its tone mark: `fā` for 發.
  func isReading(_ text: borrowing TextView, _ range: Range<Int>, of scalar: UInt32) -> Bool
  /// Whether `range` of `text` is a syllable of Mandarin, with its tone mark.
  func isSyllable(_ text: borrowing TextView, _ range: Range<Int>) -> Bool
  /// Whether `scalar` is a Traditional form whose Simplified form is another character.
  func hasOtherSimplifiedForm(_ scalar: UInt32) -> Bool
  /// Whether `scalar` is a Simplified form whose Traditional form is another character.
  func hasOtherTraditionalForm(_ scalar: UInt32) -> Bool
}

/// A bracket that may hold a reading: `(fā)`, `(lè )`.
public struct GlossBracket: Sendable {
  /// From the opening bracket to behind the closing one.
  public var range: Range<Int>
  /// What stands between the brackets, without spaces.
  public var reading: Range<Int>
}

/// A bracket with a syllable, and whether that is the reading of the character before it.
public struct GlossSite: Sendable {
  public var start: Int
  public var end: Int
  public var scalar: UInt32
  public var isReading: Bool
}

/// How often characters of the basic plane were seen with a gloss and without.
struct GlossCount: Sendable {
  var scalar: UInt32
  /// Brackets that hold the default reading.
  var matched: Int32 = 0
  /// Brackets that hold another syllable.
  var other: Int32 = 0
  /// Glosses in running text: Han text directly before the character or behind the bracket.
  var embedded: Int32 = 0
  /// Occurrences without any gloss.
  var bare: Int32 = 0

  mutating func add(isMatch: Bool, isEmbedded: Bool) {
    if isMatch { matched += 1 } else { other += 1 }
    if isEmbedded { embedded += 1 }
  }
}

/// The characters that a site glossed, and whether the document as a whole shows that hand.
///
/// Sites gloss Traditional characters that have another Simplified form, each at every place, in running text. A reader or a
/// poem with glosses has them on all characters; a dictionary or an author glosses a character here and there. A document is
/// taken for glossed by a site only when all marks of it are there.
public struct GlossEvidence: Sendable {
  /// Glosses that hold the default reading of their character.
  public private(set) var matched = 0
  /// Whether the document is glossed by a site.
  public private(set) var isSystematic = false
  private(set) var counts: [GlossCount] = []
  /// The brackets with a syllable, as they stand in the text that was surveyed; empty when it is worked on in blocks.
  public internal(set) var sites: [GlossSite] = []
  /// One bit for each character of the basic plane that is glossed throughout; empty when none is.
  private var accepted: [UInt64] = []

  public init() {}

  /// Whether glosses on `scalar` are the site's.
  public func isGlossed(_ scalar: UInt32) -> Bool {
    guard isSystematic, scalar < 0x10000 else { return false }
    return accepted[Int(scalar >> 6)] >> UInt64(scalar & 63) & 1 == 1
  }

  /// Fewer glosses than this are left alone: an author may well explain two words.
  static let minimum = 3

  /// Draws the conclusion from all counts so far. `han` is how many Han characters the document has.
  mutating func conclude(_ counts: [GlossCount], han: Int, readings: any ReadingSource) {
    self.counts = counts
    var (glossed, bare, embedded, traditional) = (0, 0, 0, 0)
    matched = 0
    for count in counts where count.matched > 0 {
      let here = Int(count.matched + count.other)
      matched += Int(count.matched)
      glossed += here
      bare += Int(count.bare)
      embedded += Int(count.embedded)
      if readings.hasOtherSimplifiedForm(count.scalar) { traditional += here }
    }
    isSystematic =
      matched >= Self.minimum && embedded * 10 >= glossed * 6 && traditional * 10 >= glossed * 9
      && bare * 9 <= glossed && glossed * 2 <= han
    accepted = []
    guard isSystematic else {
      sites = []
      return
    }
    accepted = [UInt64](repeating: 0, count: 1024)
    for count in counts {
      let here = count.matched + count.other
      guard here > 0, count.bare * 4 <= here, readings.hasOtherSimplifiedForm(count.scalar) else { continue }
      accepted[Int(count.scalar >> 6)] |= 1 << UInt64(count.scalar & 63)
    }
  }
}
