/// Bytes that stay where they are for as long as anyone holds this: a mapped file, or a copy in memory.
///
/// Unsafe inside: `base` is valid for `count` bytes until `deinit`, and nobody writes to it.
@safe
public final class StableBytes: @unchecked Sendable {
  let base: UnsafeRawPointer
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
  let entries: UnsafePointer<UInt64>
  let roots: UnsafePointer<UInt32>
  let units: UnsafePointer<UInt64>
  let rootCount: UInt32
  let filter: UnsafePointer<UInt8>
  let filterShift: UInt32
  let chainFilter: UnsafePointer<UInt8>?
  let pool: UnsafePointer<UInt8>
  let asciiStarts: (UInt64, UInt64)
  let asciiPrefix: Int
  let isASCIIAnywhere: Bool
  private let pageIndex: UnsafePointer<UInt16>
  private let pages: UnsafePointer<UInt64>
  private let complexScalars: UnsafePointer<UInt32>
  private let complexValues: UnsafePointer<UInt32>
  private let complexCount: Int
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
    let (units, labels) = (field(.unitCount), field(.labelCount))
    let (poolSize, pageCount, shift) = (field(.poolSize), field(.pageCount), field(.filterShift))
    guard shift >= 8, shift <= 29, pageCount >= 1, field(.rootCount) <= 0xFFFF, labels <= 0xFFFF else { throw damaged }
    unsafe entries = try array(.entries, 0x10000, of: UInt64.self)
    unsafe roots = try array(.roots, field(.rootCount), of: UInt32.self)
    unsafe self.units = try array(.units, units, of: UInt64.self)
    unsafe filter = try array(.filter, 1 << (29 - shift), of: UInt8.self)
    unsafe chainFilter =
      field(.chainFilter) == 0 ? nil : try array(.chainFilter, 1 << (29 - shift), of: UInt8.self)
    unsafe pool = try array(.pool, poolSize, of: UInt8.self)
    unsafe pageIndex = try array(.pageIndex, TableLayout.paged.count / 64, of: UInt16.self)
    unsafe pages = try array(.pages, pageCount * 64, of: UInt64.self)
    complexCount = field(.complexCount)
    unsafe complexScalars = try array(.complexScalars, complexCount, of: UInt32.self)
    unsafe complexValues = try array(.complexValues, complexCount, of: UInt32.self)
    rootCount = UInt32(field(.rootCount))
    filterShift = UInt32(shift)
    asciiStarts = (
      UInt64(field(.asciiStarts0)) | UInt64(field(.asciiStarts1)) << 32,
      UInt64(field(.asciiStarts2)) | UInt64(field(.asciiStarts3)) << 32
    )
    asciiPrefix = field(.asciiPrefix)
    isASCIIAnywhere = field(.flags) & Int(TableLayout.Flags.asciiAnywhere) != 0
    owner = bytes
    guard isSound(units: units, labels: labels, poolSize: poolSize, pageCount: pageCount) else { throw damaged }
  }

  /// Whether every number that leads somewhere leads into the table.
  private func isSound(units unitCount: Int, labels: Int, poolSize: Int, pageCount: Int) -> Bool {
    func isValue(_ place: UInt32) -> Bool {
      unsafe place < poolSize && Int(place) + Int(pool[Int(place)]) < poolSize
    }
    for index in 0..<Int(rootCount) where unsafe Int(roots[index]) + labels > unitCount { return false }
    for index in 0..<unitCount {
      let low = unsafe UInt32(truncatingIfNeeded: units[index])
      if low & DoubleArray.leaf != 0 {
        if !isValue(low & DoubleArray.baseMask) { return false }
      } else if Int(low & DoubleArray.baseMask) + labels > unitCount {
        return false
      }
    }
    for index in 0..<complexCount where unsafe !isValue(complexValues[index]) { return false }
    for index in 0..<TableLayout.paged.count / 64 where unsafe Int(pageIndex[index]) >= pageCount { return false }
    func isEntry(_ entry: UInt64) -> Bool {
      UInt32(entry >> TableLayout.firstShift & 0xFFFF) < rootCount
        && Int(entry >> TableLayout.nextShift & 0xFFFF) < labels
    }
    for index in 0..<0x10000 where unsafe !isEntry(entries[index]) { return false }
    for index in 0..<pageCount * 64 where unsafe !isEntry(pages[index]) { return false }
    return true
  }

  /// The entry of a scalar.
  @inline(__always)
  func entry(_ scalar: UInt32) -> UInt64 {
    if scalar < 0x10000 { return unsafe entries[Int(scalar)] }
    guard TableLayout.paged.contains(scalar) else { return 0 }
    let place = Int(scalar &- TableLayout.paged.lowerBound)
    return unsafe pages[Int(pageIndex[place >> 6]) << 6 | place & 63]
  }

  /// Where the replacement of a complex scalar stands in the pool; 0 for one that has none.
  func complexValue(_ scalar: UInt32) -> UInt32 {
    var (low, high) = (0, complexCount)
    while low < high {
      let middle = (low + high) / 2
      if unsafe complexScalars[middle] < scalar { low = middle + 1 } else { high = middle }
    }
    return unsafe low < complexCount && complexScalars[low] == scalar ? complexValues[low] : 0
  }

  /// Whether a key may begin with two scalars of these entries.
  @inline(__always)
  func mayMatch(_ filter: UnsafePointer<UInt8>, _ first: UInt64, _ next: UInt64) -> Bool {
    let hash = TableLayout.pairHash(
      first: UInt32(truncatingIfNeeded: first >> TableLayout.firstShift & 0xFFFF),
      next: UInt32(truncatingIfNeeded: next >> TableLayout.nextShift & 0xFFFF))
    let bit = hash &>> filterShift
    return unsafe filter[Int(bit >> 3)] &>> UInt8(truncatingIfNeeded: bit & 7) & 1 == 1
  }

  /// The entries' ASCII characters that begin a key.
  @inline(__always)
  func startsKey(ascii byte: UInt8) -> Bool {
    let word = byte < 64 ? asciiStarts.0 : asciiStarts.1
    return word &>> UInt64(byte & 63) & 1 == 1
  }
}
