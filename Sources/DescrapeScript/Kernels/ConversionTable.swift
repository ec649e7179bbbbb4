internal import DescrapeText

/// Bytes that stay where they are for as long as anyone holds this: a mapped file, or a copy in memory.
///
/// Unsafe inside: `base` is valid for `count` bytes until `deinit`, and nobody writes to it.
@safe
public final class StableBytes: @unchecked Sendable {
  let base: UnsafeRawPointer
  /// How many bytes there are.
  public let count: Int
  private let release: @Sendable (UnsafeRawPointer, Int) -> Void

  /// Takes over memory that `release` gives back. It must begin at a multiple of 64.
  public init(
    unsafe base: UnsafeRawPointer, count: Int, release: @escaping @Sendable (UnsafeRawPointer, Int) -> Void
  ) {
    unsafe self.base = unsafe base
    self.count = count
    unsafe self.release = unsafe release
  }

  /// A copy of `bytes`. O(n).
  public convenience init(copying bytes: [UInt8]) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 64), alignment: 64)
    unsafe copy.copyBytes(from: bytes)
    // swift-format-ignore: NeverForceUnwrap
    unsafe self.init(unsafe: UnsafeRawPointer(copy.baseAddress!), count: bytes.count) { base, _ in
      unsafe base.deallocate()
    }
  }

  deinit { unsafe release(base, count) }
}

/// A compiled table, read where it lies. See `TableLayout`.
///
/// Unsafe inside: every offset and number in the table is checked once against the table's size when it is opened, so that the
/// kernel need not ask again; `owner` keeps the memory.
@safe
struct ConversionTable: @unchecked Sendable {
  let entries: UnsafePointer<UInt32>
  private let links: UnsafePointer<UInt32>
  /// The keys that are sought.
  let trie: Trie
  /// All segments, where `trie` has not all of them.
  let whole: Trie?
  /// The pairs that begin a key of `trie` or of `whole`, and those that stand in a key of `whole` side by side.
  let filter: PairFilter
  let wholeFilter: PairFilter?
  let insideFilter: PairFilter?
  let pool: UnsafePointer<UInt8>
  private let asciiStarts: (UInt64, UInt64)
  private let asciiEnds: (UInt64, UInt64)
  let asciiPrefix: Int
  let isASCIIAnywhere: Bool
  private let pageIndex: UnsafePointer<UInt16>
  private let pageEntries: UnsafePointer<UInt32>
  private let pageLinks: UnsafePointer<UInt32>
  private let complexScalars: UnsafePointer<UInt32>
  private let complexValues: UnsafePointer<UInt32>
  private let complexCount: Int
  private let equivalentScalars: UnsafePointer<UInt32>
  private let equivalentTargets: UnsafePointer<UInt32>
  private let equivalentCount: Int
  private let owner: StableBytes

  /// Opens the table in `range` of `bytes`. O(n) over the table's numbers.
  /// - Throws: when the table has another layout, or a number in it points out of it.
  init(_ bytes: StableBytes, _ range: Range<Int>) throws(ScriptDataError) {
    let damaged = ScriptDataError("a conversion table is damaged; build the data file again")
    guard range.lowerBound >= 0, range.upperBound <= bytes.count, range.lowerBound & 63 == 0,
      range.count >= TableLayout.headerSize
    else { throw damaged }
    let base = unsafe bytes.base + range.lowerBound
    func field(_ field: TableLayout.Field) -> Int {
      unsafe Int(base.load(fromByteOffset: field.rawValue * 4, as: UInt32.self))
    }
    guard field(.version) == Int(TableLayout.version), field(.size) == range.count else { throw damaged }
    /// The array of a field, if it lies in the table whole.
    func array<Number>(_ place: TableLayout.Field, _ count: Int, of: Number.Type) throws(ScriptDataError)
      -> UnsafePointer<Number>
    {
      let start = field(place)
      guard start & 63 == 0, start >= TableLayout.headerSize, count >= 0,
        start + count * MemoryLayout<Number>.stride <= range.count - 64
      else { throw damaged }
      return unsafe (base + start).assumingMemoryBound(to: Number.self)
    }
    let (units, labels, rootCount) = (field(.unitCount), field(.labelCount), field(.rootCount))
    let (poolSize, pageCount) = (field(.poolSize), field(.pageCount))
    guard pageCount >= 1, rootCount <= 0xFFFF, labels <= 0xFFFF else { throw damaged }
    unsafe entries = try array(.entries, 0x10000, of: UInt32.self)
    unsafe links = try array(.links, 0x10000, of: UInt32.self)
    func trie(_ roots: TableLayout.Field, _ units: TableLayout.Field, _ count: Int) throws(ScriptDataError) -> Trie {
      unsafe Trie(
        roots: try array(roots, rootCount, of: UInt32.self), units: try array(units, count, of: UInt64.self),
        rootCount: UInt32(rootCount), unitCount: count)
    }
    self.trie = try trie(.roots, .units, units)
    whole = field(.wholeRoots) == 0 ? nil : try trie(.wholeRoots, .wholeUnits, field(.wholeUnitCount))
    func pairs(_ shift: TableLayout.Field, _ place: TableLayout.Field) throws(ScriptDataError) -> PairFilter {
      guard (10...26).contains(field(shift)) else { throw damaged }
      return unsafe PairFilter(
        words: try array(place, 1 << (26 - field(shift)), of: UInt64.self), shift: UInt32(field(shift)))
    }
    filter = try pairs(.filterShift, .filter)
    wholeFilter = field(.wholeFilter) == 0 ? nil : try pairs(.wholeShift, .wholeFilter)
    insideFilter = field(.insideFilter) == 0 ? nil : try pairs(.insideShift, .insideFilter)
    unsafe pool = try array(.pool, poolSize, of: UInt8.self)
    unsafe pageIndex = try array(.pageIndex, TableLayout.paged.count / 64, of: UInt16.self)
    unsafe pageEntries = try array(.pageEntries, pageCount * 64, of: UInt32.self)
    unsafe pageLinks = try array(.pageLinks, pageCount * 64, of: UInt32.self)
    equivalentCount = field(.equivalentCount)
    unsafe equivalentScalars = try array(.equivalentScalars, equivalentCount, of: UInt32.self)
    unsafe equivalentTargets = try array(.equivalentTargets, equivalentCount, of: UInt32.self)
    complexCount = field(.complexCount)
    unsafe complexScalars = try array(.complexScalars, complexCount, of: UInt32.self)
    unsafe complexValues = try array(.complexValues, complexCount, of: UInt32.self)
    func bits(_ first: TableLayout.Field) -> (UInt64, UInt64) {
      func word(_ index: Int) -> UInt64 {
        unsafe UInt64(base.load(fromByteOffset: (first.rawValue + index) * 4, as: UInt32.self))
      }
      return (word(0) | word(1) << 32, word(2) | word(3) << 32)
    }
    asciiStarts = bits(.asciiStarts0)
    asciiEnds = bits(.asciiEnds0)
    asciiPrefix = field(.asciiPrefix)
    isASCIIAnywhere = field(.flags) & Int(TableLayout.Flags.asciiAnywhere) != 0
    owner = bytes
    // A value's length has one byte, and so has that of a key, of which this is a part.
    guard asciiPrefix <= 0xFF, (whole == nil) == (wholeFilter == nil), (whole == nil) == (insideFilter == nil),
      let values = values(poolSize), isSound(labels: labels, values: values, pageCount: pageCount),
      self.trie.isSound(labels: labels, values: values), whole?.isSound(labels: labels, values: values) ?? true,
      whole?.isUnconditional ?? true
    else { throw damaged }
  }

  /// Where the values begin in the pool; `nil` unless all lie in it whole, say something, and are well-formed.
  private func values(_ poolSize: Int) -> [Bool]? {
    // Place 0 is that of no value.
    guard poolSize > 0, unsafe pool[0] == 0 else { return nil }
    var values = [Bool](repeating: false, count: poolSize)
    var place = 1
    while place < poolSize {
      let size = unsafe Int(pool[place])
      guard size > 0, place + size < poolSize, isText(place + 1, size) else { return nil }
      values[place] = true
      place += 1 + size
    }
    return values
  }

  /// Whether bytes of the pool are text. Nearly all of it has three bytes for each scalar.
  private func isText(_ start: Int, _ size: Int) -> Bool {
    var offset = start
    while offset + 3 <= start + size {
      let (a, b, c) = unsafe (pool[offset], pool[offset + 1], pool[offset + 2])
      // U+1000 to U+CFFF, where any two bytes may follow.
      guard a >= 0xE1, a <= 0xEC, b & 0xC0 == 0x80, c & 0xC0 == 0x80 else { break }
      offset += 3
    }
    let rest = start + size - offset
    return rest == 0
      || UTF8Scan.wellFormedPrefix(of: unsafe Span(_unsafeStart: pool + offset, count: rest)) == rest
  }

  /// Whether every number outside of the tries leads into the table, and every entry to text.
  private func isSound(labels: Int, values: [Bool], pageCount: Int) -> Bool {
    for index in 0..<complexCount
    where unsafe complexValues[index] >= values.count || !values[Int(complexValues[index])] {
      return false
    }
    for index in 0..<TableLayout.paged.count / 64 where unsafe Int(pageIndex[index]) >= pageCount { return false }
    guard unsafe areLinks(links, 0x10000, labels), unsafe areLinks(pageLinks, pageCount * 64, labels) else {
      return false
    }
    guard areEntries(0..<0xD800), areEntries(0xE000..<0x10000) else { return false }
    // Page 0 is empty, so that only the others need a look.
    for index in 0..<64 where unsafe pageEntries[index] != 0 { return false }
    for page in 0..<TableLayout.paged.count / 64 where unsafe pageIndex[page] != 0 {
      let first = TableLayout.paged.lowerBound + UInt32(page) * 64
      for scalar in first..<first + 64 where !isEntry(entry(scalar), of: scalar) { return false }
    }
    return true
  }

  /// Whether links number roots and labels that there are. The loop has no branch, so that the processor does several at once.
  private func areLinks(_ links: UnsafePointer<UInt32>, _ count: Int, _ labels: Int) -> Bool {
    var (first, next): (UInt32, UInt32) = (0, 0)
    for index in 0..<count {
      first = max(first, unsafe links[index] &>> 16)
      next = max(next, unsafe links[index] & 0xFFFF)
    }
    return first < trie.rootCount && Int(next) < labels
  }

  /// Whether the entries of a range are what their scalars can have; one that is a replacement is looked at without a branch.
  private func areEntries(_ scalars: Range<UInt32>) -> Bool {
    var wrong: UInt32 = 0
    for scalar in max(scalars.lowerBound, 0x800)..<scalars.upperBound {
      let entry = unsafe entries[Int(scalar)]
      let value = Converter.wide(entry)
      // Three bytes, neither more than they need nor a surrogate.
      let isShort = (value &- 0x800) &>> 31
      let isSurrogate = (((value & 0xF800) ^ 0xD800) &- 1) &>> 31
      let isReplacement = (entry &>> 26 & 1) &- 1
      wrong |= ((entry & 0xC0C0F0) ^ 0x8080E0 | isShort | isSurrogate) & isReplacement
    }
    guard wrong == 0 else { return false }
    for scalar in scalars where unsafe entries[Int(scalar)] & TableLayout.complex != 0 {
      guard isEntry(unsafe entries[Int(scalar)], of: scalar) else { return false }
    }
    for scalar in UInt32(0x2FF0)...0x2FFF where scalars.contains(scalar) {
      guard isEntry(unsafe entries[Int(scalar)], of: scalar) else { return false }
    }
    return true
  }

  /// Whether an entry is one that its scalar can have; replacements of three bytes are looked at by `areEntries`.
  private func isEntry(_ entry: UInt32, of scalar: UInt32) -> Bool {
    if entry & TableLayout.complex != 0 { return entry & TableLayout.special != 0 && complexValue(scalar) != 0 }
    return entry & TableLayout.special != 0 || IdeographicDescription.arity(scalar) == 0
  }

  /// The entry of a scalar.
  @inline(__always)
  func entry(_ scalar: UInt32) -> UInt32 {
    if scalar < 0x10000 { return unsafe entries[Int(scalar)] }
    guard TableLayout.paged.contains(scalar) else { return 0 }
    let place = Int(scalar &- TableLayout.paged.lowerBound)
    return unsafe pageEntries[Int(pageIndex[place >> 6]) << 6 | place & 63]
  }

  /// The link of a scalar.
  @inline(__always)
  func link(_ scalar: UInt32) -> UInt32 {
    if scalar < 0x10000 { return unsafe links[Int(scalar)] }
    guard TableLayout.paged.contains(scalar) else { return 0 }
    let place = Int(scalar &- TableLayout.paged.lowerBound)
    return unsafe pageLinks[Int(pageIndex[place >> 6]) << 6 | place & 63]
  }

  /// Where the replacement of a complex scalar stands in the pool; 0 for one that has none.
  func complexValue(_ scalar: UInt32) -> UInt32 {
    unsafe Self.find(scalar, complexScalars, complexValues, complexCount)
  }

  /// The scalar that one is taken for: mostly itself.
  @inline(__always)
  func canonical(_ scalar: UInt32) -> UInt32 {
    guard entry(scalar) & TableLayout.equivalent != 0 else { return scalar }
    return unsafe Self.find(scalar, equivalentScalars, equivalentTargets, equivalentCount)
  }

  /// What stands beside a number in an ordered list; 0 when it is not in it.
  private static func find(
    _ number: UInt32, _ list: UnsafePointer<UInt32>, _ beside: UnsafePointer<UInt32>, _ count: Int
  ) -> UInt32 {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if unsafe list[middle] < number { low = middle + 1 } else { high = middle }
    }
    return unsafe low < count && list[low] == number ? beside[low] : 0
  }

  /// Whether an ASCII character begins a key.
  @inline(__always)
  func startsKey(ascii byte: UInt8) -> Bool { Self.has(asciiStarts, byte) }

  /// Whether an ASCII character is the last one with which a key begins.
  @inline(__always)
  func endsPrefix(ascii byte: UInt8) -> Bool { Self.has(asciiEnds, byte) }

  @inline(__always)
  private static func has(_ bits: (UInt64, UInt64), _ byte: UInt8) -> Bool {
    (byte < 64 ? bits.0 : bits.1) &>> UInt64(byte & 63) & 1 == 1
  }
}

/// Pairs of scalars as bits, where they lie: one that is not set is no pair.
@safe
struct PairFilter {
  let words: UnsafePointer<UInt64>
  let shift: UInt32

  /// Unsafe: a product shifted by `shift` numbers a bit of `words`.
  @inline(__always)
  func contains(_ first: UInt32, _ next: UInt32) -> Bool {
    let bit = TableLayout.pairHash(first: first, next: next) &>> shift
    return unsafe words[Int(bit >> 6)] &>> UInt64(bit & 63) & 1 == 1
  }
}

/// A double array where it lies. Every base and label lead into it: `isSound` has seen to it.
@safe
struct Trie {
  let roots: UnsafePointer<UInt32>
  let units: UnsafePointer<UInt64>
  let rootCount: UInt32
  let unitCount: Int

  /// Whether every number leads into the trie, or to one of the values.
  func isSound(labels: Int, values: [Bool]) -> Bool {
    for index in 0..<Int(rootCount) where unsafe Int(roots[index]) + labels > unitCount { return false }
    for index in 0..<unitCount {
      let low = unsafe UInt32(truncatingIfNeeded: units[index])
      if low & DoubleArray.leaf != 0 {
        let place = low & TableLayout.placeMask
        let flags = TableLayout.conditional | TableLayout.uncertain
        let isValue = place == TableLayout.walk ? low & flags == flags : place < values.count && values[Int(place)]
        if !isValue { return false }
      } else {
        let base = Int(low & DoubleArray.baseMask)
        guard base + labels <= unitCount else { return false }
        // Its own value is a leaf's.
        if low & DoubleArray.hasValue != 0, unsafe units[base] & UInt64(DoubleArray.leaf) == 0 { return false }
      }
    }
    return true
  }

  /// Whether all values are just places in the pool: those of segments, and of a conversion by itself. O(units).
  var isUnconditional: Bool {
    for index in 0..<unitCount {
      let low = unsafe UInt32(truncatingIfNeeded: units[index])
      if low & DoubleArray.leaf != 0, low & DoubleArray.baseMask > TableLayout.placeMask { return false }
    }
    return true
  }
}
