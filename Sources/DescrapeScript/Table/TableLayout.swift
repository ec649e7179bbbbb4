/// How a compiled table lies in memory. All numbers are little-endian; every array begins at a multiple of 64 bytes.
enum TableLayout {
  /// Counts up whenever the layout or the meaning of a field changes.
  static let version: UInt32 = 1

  /// The words of the header, 32 bits each. Offsets are in bytes from the table's start.
  enum Field: Int, CaseIterable {
    case version, flags
    /// How many ASCII characters a key can begin with.
    case asciiPrefix
    /// One bit for each ASCII character that begins a key.
    case asciiStarts0, asciiStarts1, asciiStarts2, asciiStarts3
    /// The number of roots, and that of labels.
    case rootCount, labelCount
    case roots
    case unitCount, units
    /// 64 entries each for the planes behind the basic one: a number for each page of 64 scalars, and the pages.
    case pageCount, pageIndex, pages
    /// How far a product is shifted to give a bit's number.
    case filterShift, filter
    /// The pairs at which a later dictionary of the chain may match; 0 when there are none.
    case chainFilter
    case complexCount, complexScalars, complexValues
    case poolSize, pool
    /// An entry for each scalar of the basic plane.
    case entries
    case size
  }

  static let headerSize = 128

  enum Flags {
    /// Keys of ASCII alone, or with ASCII behind its first characters: every ASCII character is looked at.
    static let asciiAnywhere: UInt32 = 1 << 0
  }

  /// The scalars of the planes that have pages.
  static let paged: Range<UInt32> = 0x10000..<0x40000

  // An entry has 64 bits.
  /// Bits 0-23: the replacement's UTF-8, where scalar and replacement have three bytes each; else the scalar's own or nothing.
  static let replacementMask: UInt64 = 0xFF_FFFF
  /// Bits 24-39: the scalar's number as the first of a key, 0 where it is none.
  static let firstShift: UInt64 = 24
  /// Bits 40-55: its number as a later one.
  static let nextShift: UInt64 = 40
  /// Its replacement stands in the list of complex ones, or it is an ideographic description operator.
  static let complex: UInt64 = 1 << 56
  /// It is a key of its own that no match may reach over.
  static let barrier: UInt64 = 1 << 57

  /// The product whose upper bits number a pair's bit in a filter.
  @inline(__always)
  static func pairHash(first: UInt32, next: UInt32) -> UInt32 { (first &* 0x9E37_79B1) ^ (next &* 0x85EB_CA6B) }
}
