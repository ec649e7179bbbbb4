/// How a compiled table lies in memory. All numbers are little-endian; every array begins at a multiple of 64 bytes.
enum TableLayout {
  /// Counts up whenever the layout or the meaning of a field changes.
  static let version: UInt32 = 3

  /// The words of the header, 32 bits each. Offsets are in bytes from the table's start.
  enum Field: Int, CaseIterable {
    case version, flags
    /// How many ASCII characters a key can begin with.
    case asciiPrefix
    /// One bit for each ASCII character that begins a key.
    case asciiStarts0, asciiStarts1, asciiStarts2, asciiStarts3
    /// One bit for each ASCII character that is the last one of those.
    case asciiEnds0, asciiEnds1, asciiEnds2, asciiEnds3
    /// The number of roots, and that of labels.
    case rootCount, labelCount
    case roots
    case unitCount, units
    /// The trie of all segments, where plain ones are not sought; 0 where all are.
    case wholeRoots, wholeUnitCount, wholeUnits
    /// 64 entries each for the planes behind the basic one: a number for each page of 64 scalars, and the pages.
    case pageCount, pageIndex, pageEntries, pageLinks
    /// The pairs that begin a key that is sought. How far a product is shifted to give a bit's number, and the bits.
    case filterShift, filter
    /// The pairs that begin a segment; 0 where there is no trie of all.
    case wholeShift, wholeFilter
    /// The pairs that stand in a segment side by side; 0 where there is no trie of all.
    case insideShift, insideFilter
    /// Scalars that are taken for others, in order, and those.
    case equivalentCount, equivalentScalars, equivalentTargets
    case complexCount, complexScalars, complexValues
    case poolSize, pool
    /// An entry and a link for each scalar of the basic plane.
    case entries, links
    case size
  }

  static let headerSize = 192

  enum Flags {
    /// Keys of ASCII alone, or with ASCII behind its first characters: every ASCII character is looked at.
    static let asciiAnywhere: UInt32 = 1 << 0
  }

  /// The value of a key that is no segment: it holds where no segment begins.
  static let conditional: UInt32 = 1 << 29
  /// It holds only where, besides, no segment and no other key begins inside the key.
  static let uncertain: UInt32 = 1 << 28
  /// A value's place in the pool.
  static let placeMask: UInt32 = uncertain - 1

  /// In the place of a value: the chain has to be walked. Always conditional and uncertain.
  static let walk: UInt32 = placeMask

  /// The scalars of the planes that have pages.
  static let paged: Range<UInt32> = 0x10000..<0x40000

  // An entry has 32 bits: the replacement's UTF-8 in bits 0-23, where scalar and replacement have three bytes each, and flags.
  /// The scalar is more than its entry says: one of the three below, or an ideographic description operator.
  static let special: UInt32 = 1 << 24
  /// The replacement is another one than the scalar.
  static let changed: UInt32 = 1 << 25
  /// Its replacement stands in the list of complex ones.
  static let complex: UInt32 = 1 << 26
  /// It is a key of its own that no match may reach over.
  static let barrier: UInt32 = 1 << 27
  /// It is taken for another scalar.
  static let equivalent: UInt32 = 1 << 28

  // A link has 32 bits: the scalar's number as the first of a key in the upper half, and as a later one in the lower half; 0 where it
  // is none.

  /// The product whose upper bits number a pair's bit in a filter.
  @inline(__always)
  static func pairHash(first: UInt32, next: UInt32) -> UInt32 { (first &<< 16 ^ next) &* 0x9E37_79B1 }
}
