/// Writes a folded configuration, or one dictionary tree of it, as a table that the kernel reads in place.
struct TableBuilder {
  private let fold: ConversionFold
  /// The keys that the kernel looks for.
  private var sought: [(key: [UInt32], value: [UInt8]?, flags: UInt32)] = []
  /// All segments, where plain ones are not sought; else none.
  private var all: [(key: [UInt32], value: [UInt8])] = []

  /// Fewer segments than this are not worth a second trie.
  static let manySegments = 4096

  init(_ fold: ConversionFold, manySegments: Int = manySegments) {
    self.fold = fold
    let segments = fold.segments.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    if segments.count >= manySegments { all = segments.map { ($0.key, $0.value) } }
    for (key, value) in segments where all.isEmpty || value != fold.byCharacters(key) { sought.append((key, value, 0)) }
    for (key, value) in fold.conditionals.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      sought.append((key, value, TableLayout.conditional | TableLayout.uncertain))
    }
    // Where plain segments are apart, they have to be asked anyway.
    if all.isEmpty { makeCertain() }
  }

  /// Makes keys certain inside of which nothing can begin, whatever follows them.
  private mutating func makeCertain() {
    let keys = Dictionary(grouping: sought.map(\.key)) { $0[0] }
    for (index, one) in sought.enumerated() where one.flags != 0 && one.value != nil {
      let isUncertain = one.key.indices.dropFirst().contains { place in
        let scalar = one.key[place]
        if fold.barriers.contains(scalar) || (fold.singles[scalar].map { scalars($0).count > 1 } ?? false) {
          return true
        }
        let rest = one.key[place...]
        return (keys[scalar] ?? []).contains { zip($0, rest).allSatisfy { $0 == $1 } }
      }
      if !isUncertain { sought[index].flags = TableLayout.conditional }
    }
  }

  /// Whether the tables of the chain are needed beside this one.
  var needsChain: Bool { !fold.conditionals.isEmpty }

  /// The table's bytes.
  /// - Throws: for what the layout has no room for.
  func build() throws(ScriptDataError) -> [UInt8] {
    try checkLimits()
    var pool = Pool()
    let keys = sought.map(\.key) + all.map(\.key)
    let first = numbers(keys.map { $0[0] })
    let next = numbers(keys.flatMap { $0.dropFirst() })
    guard first.count < 0xFFFF, next.count < 0xFFFF else { throw ScriptDataError("too many different characters") }
    func array(_ keys: [(key: [UInt32], value: UInt32)]) -> DoubleArray {
      DoubleArray(
        rootCount: first.count + 1, labelCount: next.count + 1,
        keys: keys.map { one in (first[one.key[0]] ?? 0, one.key.dropFirst().map { next[$0] ?? 0 }, one.value) })
    }
    let trie = array(
      sought.map { one in
        let place = one.value.map { pool.add($0) } ?? TableLayout.walk
        return (one.key, place | one.flags)
      })
    let whole = array(all.map { ($0.key, pool.add($0.value)) })
    func link(_ scalar: UInt32) -> UInt32 {
      let target = fold.equivalents[scalar] ?? scalar
      return (first[target] ?? 0) << 16 | (next[target] ?? 0)
    }
    var complex: [(scalar: UInt32, value: UInt32)] = []
    var pages = PageList()
    var entries = (UInt32(0)..<0x10000).map(Self.entry(unchanged:))
    var links = [UInt32](repeating: 0, count: 0x10000)
    for scalar in Set(fold.singles.keys).union(fold.equivalents.keys).union(first.keys).union(next.keys).sorted() {
      let (entry, value) = entry(scalar)
      if let value { complex.append((scalar, pool.add(value))) }
      if scalar < 0x10000 {
        (entries[Int(scalar)], links[Int(scalar)]) = (entry, link(scalar))
      } else if TableLayout.paged.contains(scalar) {
        pages.set(scalar, entry, link(scalar))
      }
    }
    complex.sort { $0.scalar < $1.scalar }

    var image = TableImage()
    image[.version] = TableLayout.version
    setASCII(&image)
    image[.rootCount] = UInt32(trie.roots.count)
    image[.labelCount] = UInt32(next.count + 1)
    image.append(.roots, trie.roots)
    image[.unitCount] = UInt32(trie.units.count)
    image.append(.units, trie.units)
    if !all.isEmpty {
      image.append(.wholeRoots, whole.roots)
      image[.wholeUnitCount] = UInt32(whole.units.count)
      image.append(.wholeUnits, whole.units)
    }
    image[.pageCount] = UInt32(pages.entries.count / 64)
    image.append(.pageIndex, pages.index)
    image.append(.pageEntries, pages.entries)
    image.append(.pageLinks, pages.links)
    let openings = Set(sought.map { Self.pair($0.key, 0) })
    let segments = Set(all.map { Self.pair($0.key, 0) })
    let inside = Set(all.flatMap { one in (0..<one.key.count - 1).map { Self.pair(one.key, $0) } })
    func append(_ shift: TableLayout.Field, _ field: TableLayout.Field, _ set: Set<UInt64>) {
      // Of pairs that begin nothing, one in a hundred may pass: each costs the processor a wrong guess.
      var width: UInt32 = 10
      while width < 20, 1 << Int(width) < set.count * 128 { width += 1 }
      var words = [UInt64](repeating: 0, count: 1 << Int(width - 6))
      for pair in set {
        let hash = TableLayout.pairHash(first: UInt32(pair >> 32), next: UInt32(pair & 0xFFFF_FFFF))
        let bit = hash >> (32 - width)
        words[Int(bit >> 6)] |= 1 << UInt64(bit & 63)
      }
      image[shift] = 32 - width
      image.append(field, words)
    }
    append(.filterShift, .filter, openings)
    if !all.isEmpty {
      append(.wholeShift, .wholeFilter, segments)
      append(.insideShift, .insideFilter, inside)
    }
    let equivalents = fold.equivalents.sorted { $0.key < $1.key }
    image[.equivalentCount] = UInt32(equivalents.count)
    image.append(.equivalentScalars, equivalents.map(\.key))
    image.append(.equivalentTargets, equivalents.map(\.value))
    image[.complexCount] = UInt32(complex.count)
    image.append(.complexScalars, complex.map(\.scalar))
    image.append(.complexValues, complex.map(\.value))
    image[.poolSize] = UInt32(pool.bytes.count)
    image.append(.pool, pool.bytes)
    image.append(.entries, entries)
    image.append(.links, links)
    return image.finished()
  }

  private func checkLimits() throws(ScriptDataError) {
    func check(_ key: [UInt32], _ value: [UInt8]) throws(ScriptDataError) {
      var problem: String?
      if key.contains(where: { $0 >= TableLayout.paged.upperBound }) { problem = "has a character beyond U+3FFFF" }
      if key.contains(where: { IdeographicDescription.arity($0) > 0 }) {
        problem = "has an ideographic description character"
      }
      if value.count > 255 { problem = "becomes more than 255 bytes" }
      guard let problem else { return }
      throw ScriptDataError("the key \"\(String(decoding: key.flatMap(utf8), as: UTF8.self))\" \(problem)")
    }
    for one in sought { try check(one.key, one.value ?? []) }
    for one in all { try check(one.key, one.value) }
    for (scalar, value) in fold.singles { try check([scalar], value) }
    for scalar in fold.equivalents.keys { try check([scalar], []) }
  }

  private static func pair(_ key: [UInt32], _ index: Int) -> UInt64 {
    UInt64(key[index]) << 32 | UInt64(key[index + 1])
  }

  /// Numbers from 1 on, the most frequent scalar first: what is looked at often lies close together.
  private func numbers(_ scalars: [UInt32]) -> [UInt32: UInt32] {
    var counts: [UInt32: Int] = [:]
    for scalar in scalars { counts[scalar, default: 0] += 1 }
    let order = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
    var numbers: [UInt32: UInt32] = [:]
    for (index, one) in order.enumerated() { numbers[one.key] = UInt32(index + 1) }
    return numbers
  }

  /// The entry of a scalar that no dictionary knows.
  private static func entry(unchanged scalar: UInt32) -> UInt32 {
    guard scalar >= 0x800, scalar & 0xF800 != 0xD800 else { return 0 }
    let bytes = 0xE0 | scalar >> 12 | (0x80 | scalar >> 6 & 0x3F) << 8 | (0x80 | scalar & 0x3F) << 16
    return bytes | (IdeographicDescription.arity(scalar) > 0 ? TableLayout.special : 0)
  }

  /// The entry of a scalar, and its replacement where that does not fit into the entry.
  private func entry(_ scalar: UInt32) -> (entry: UInt32, value: [UInt8]?) {
    let target = fold.equivalents[scalar] ?? scalar
    var entry: UInt32 = 0
    if target != scalar { entry |= TableLayout.equivalent | TableLayout.special }
    if fold.barriers.contains(target) { entry |= TableLayout.barrier | TableLayout.special }
    let own = utf8(scalar)
    let isDescription = IdeographicDescription.arity(scalar) > 0
    if isDescription { entry |= TableLayout.special }
    let value = isDescription ? own : fold.singles[target] ?? utf8(target)
    if value != own { entry |= TableLayout.changed }
    if own.count == 3, value.count == 3 {
      return (entry | UInt32(value[0]) | UInt32(value[1]) << 8 | UInt32(value[2]) << 16, nil)
    }
    return value == own ? (entry, nil) : (entry | TableLayout.complex | TableLayout.special, value)
  }

  /// What ASCII characters do at the beginning of keys.
  private func setASCII(_ image: inout TableImage) {
    var starts: [UInt32] = [0, 0, 0, 0]
    var ends: [UInt32] = [0, 0, 0, 0]
    var longest = 0
    var flags = fold.hasASCIIKeys ? TableLayout.Flags.asciiAnywhere : 0
    let singles = (Array(fold.singles.keys) + fold.equivalents.keys).map { [$0] }
    for key in sought.map(\.key) + all.map(\.key) + singles where key[0] < 0x80 {
      starts[Int(key[0] >> 5)] |= 1 << (key[0] & 31)
      let prefix = key.prefix { $0 < 0x80 }
      longest = max(longest, prefix.count)
      ends[Int(prefix[prefix.count - 1] >> 5)] |= 1 << (prefix[prefix.count - 1] & 31)
      if prefix.count == key.count { flags |= TableLayout.Flags.asciiAnywhere }
    }
    image[.flags] = flags
    image[.asciiPrefix] = UInt32(longest)
    for word in 0..<4 {
      image[word: .asciiStarts0, word] = starts[word]
      image[word: .asciiEnds0, word] = ends[word]
    }
  }
}

/// Values, each once, with its length in front.
private struct Pool {
  // A value's number is never 0.
  private(set) var bytes: [UInt8] = [0]
  private var places: [[UInt8]: UInt32] = [:]

  mutating func add(_ value: [UInt8]) -> UInt32 {
    if let place = places[value] { return place }
    let place = UInt32(bytes.count)
    bytes.append(UInt8(value.count))
    bytes += value
    places[value] = place
    return place
  }
}

/// Entries and links of the planes behind the basic one, in pages of 64; page 0 is empty and stands for all that have nothing.
private struct PageList {
  private(set) var index = [UInt16](repeating: 0, count: TableLayout.paged.count / 64)
  private(set) var entries = [UInt32](repeating: 0, count: 64)
  private(set) var links = [UInt32](repeating: 0, count: 64)

  mutating func set(_ scalar: UInt32, _ entry: UInt32, _ link: UInt32) {
    let place = Int(scalar - TableLayout.paged.lowerBound)
    if index[place >> 6] == 0 {
      index[place >> 6] = UInt16(entries.count / 64)
      entries += [UInt32](repeating: 0, count: 64)
      links += [UInt32](repeating: 0, count: 64)
    }
    entries[Int(index[place >> 6]) << 6 | place & 63] = entry
    links[Int(index[place >> 6]) << 6 | place & 63] = link
  }
}

/// The bytes of a table while they are put together.
private struct TableImage {
  private var header = [UInt32](repeating: 0, count: TableLayout.headerSize / 4)
  private var bytes = [UInt8](repeating: 0, count: TableLayout.headerSize)

  subscript(field: TableLayout.Field) -> UInt32 {
    get { header[field.rawValue] }
    set { header[field.rawValue] = newValue }
  }

  /// One of the four words of a field of 128 bits.
  subscript(word field: TableLayout.Field, word: Int) -> UInt32 {
    get { header[field.rawValue + word] }
    set { header[field.rawValue + word] = newValue }
  }

  mutating func append(_ field: TableLayout.Field, _ numbers: [some FixedWidthInteger & UnsignedInteger]) {
    while bytes.count & 63 != 0 { bytes.append(0) }
    self[field] = UInt32(bytes.count)
    for number in numbers {
      var rest = number
      for _ in 0..<number.bitWidth / 8 {
        bytes.append(UInt8(truncatingIfNeeded: rest))
        rest = rest >> 8
      }
    }
  }

  func finished() -> [UInt8] {
    var copy = self
    // The kernel copies sixteen bytes where a value has fewer.
    copy.bytes += [UInt8](repeating: 0, count: 64)
    while copy.bytes.count & 63 != 0 { copy.bytes.append(0) }
    copy[.size] = UInt32(copy.bytes.count)
    for (index, word) in copy.header.enumerated() {
      for byte in 0..<4 { copy.bytes[index * 4 + byte] = UInt8(truncatingIfNeeded: word >> (byte * 8)) }
    }
    return copy.bytes
  }
}
