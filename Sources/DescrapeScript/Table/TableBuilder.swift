/// Compiles a configuration, or one dictionary tree of it, into a table that the kernel reads in place.
struct TableBuilder {
  /// What single scalars become, where that is not themselves.
  private var singles: [UInt32: [UInt8]] = [:]
  private var barriers: Set<UInt32> = []
  /// Keys of two scalars and more.
  private var phrases: [(key: [UInt32], value: [UInt8])] = []
  /// First and second scalars of what a later conversion of the chain may match.
  private var pairs: Set<UInt64> = []
  /// How many ASCII characters the keys of the chain can begin with, all conversions together.
  private var chainPrefix = 0
  private var hasASCIIKeys = false
  /// Scalars that are taken for another one.
  private var equivalents: [UInt32: UInt32] = [:]

  /// The table of one tree: the longest match and its value.
  init(tree: DictionaryTree) throws(ScriptDataError) {
    let list = try EntryList(tree)
    for entry in list.entries { add(entry.key, entry.value) }
  }

  /// The table of a whole configuration, its chain folded into the values.
  /// - Throws: for a shape that does not fold: more than two conversions, two without a segmentation, and segments of one scalar.
  init(_ configuration: ConversionConfiguration) throws(ScriptDataError) {
    let chain = configuration.chain
    func refuse(_ what: String) -> ScriptDataError { ScriptDataError("\(configuration.id).json: \(what)") }
    guard chain.count <= 2, chain.count == 1 || configuration.segmentation != nil else {
      throw refuse("a chain has one conversion, or two with a segmentation")
    }
    let matchers = chain.map(PlainMatcher.init)
    func converted(_ text: [UInt8], from depth: Int = 0) -> [UInt8] {
      var text = text
      for matcher in matchers[depth...] { text = convert(text, matcher) }
      return text
    }
    let list = try EntryList(configuration.segmentation ?? chain[0], overrides: configuration.overrides)
    for entry in list.entries {
      let value = entry.isFinal ? entry.value : converted(entry.key.flatMap(utf8))
      if entry.key.count == 1 {
        guard entry.isFinal || configuration.segmentation == nil else {
          throw refuse("a segmentation has a key of one character")
        }
        if entry.isFinal { barriers.insert(entry.key[0]) }
      }
      add(entry.key, value)
    }
    for tree in chain {
      for key in Set(tree.dictionaries.flatMap(\.entries).map(\.key)) {
        let key = scalars(key)
        if key.count == 1, singles[key[0]] == nil { add(key, converted(utf8(key[0]))) }
      }
    }
    if configuration.segmentation != nil { try findPairs(chain, matchers) }
    try findEquivalents(configuration)
  }

  /// Whether the tables of the chain are needed beside this one.
  var needsChain: Bool { !pairs.isEmpty }

  private mutating func add(_ key: [UInt32], _ value: [UInt8]) {
    if key.count > 1 { phrases.append((key, value)) } else { singles[key[0]] = value }
  }

  private func convert(_ text: [UInt8], _ matcher: PlainMatcher) -> [UInt8] {
    var result: [UInt8] = []
    var offset = 0
    while offset < text.count {
      if let match = matcher.match(text, at: offset, end: text.count) {
        result += match.values[0]
        offset += match.length
      } else {
        let length = scalarLength(text, offset)
        result += text[offset..<offset + length]
        offset += length
      }
    }
    return result
  }

  /// Between segments, the first conversion may match a key that is no segment, and the second one a key whose characters the first
  /// conversion makes. Either begins with one of these pairs.
  private mutating func findPairs(
    _ chain: [DictionaryTree], _ matchers: [PlainMatcher]
  ) throws(ScriptDataError) {
    for tree in chain {
      let prefixes = try EntryList(tree).entries.map { ($0.key.prefix { $0 < 0x80 }.count, $0.key.count) }
      chainPrefix += prefixes.map(\.0).max() ?? 0
      if prefixes.contains(where: { $0.0 == $0.1 }) { hasASCIIKeys = true }
    }
    // What the first conversion makes a scalar from: of single scalars, and of the first scalars of keys.
    var sources: [UInt32: Set<UInt32>] = [:]
    var starts: [UInt32: Set<UInt32>] = [:]
    var changed: Set<UInt32> = []
    for entry in try EntryList(chain[0]).entries {
      if entry.key.count == 1 {
        let made = scalars(entry.value)
        // One that becomes several is complex, and the kernel walks the chain for those.
        if made.count == 1 {
          sources[made[0], default: []].insert(entry.key[0])
        } else {
          starts[made[0], default: []].insert(entry.key[0])
        }
        if made != entry.key { changed.insert(entry.key[0]) }
      } else {
        pairs.insert(UInt64(entry.key[0]) << 32 | UInt64(entry.key[1]))
        let made = scalars(entry.value)
        if let first = made.first { starts[first, default: []].insert(entry.key[0]) }
      }
    }
    guard chain.count == 2 else { return }
    func origins(_ scalar: UInt32) -> Set<UInt32> {
      var set = sources[scalar] ?? []
      if !changed.contains(scalar) { set.insert(scalar) }
      return set
    }
    for entry in try EntryList(chain[1]).entries where entry.key.count > 1 {
      for first in origins(entry.key[0]) {
        for next in origins(entry.key[1]).union(starts[entry.key[1]] ?? []) {
          pairs.insert(UInt64(first) << 32 | UInt64(next))
        }
      }
    }
  }

  private mutating func findEquivalents(_ configuration: ConversionConfiguration) throws(ScriptDataError) {
    let matchers = configuration.normalization.map(PlainMatcher.init)
    for dictionary in configuration.normalization.flatMap(\.dictionaries) {
      for entry in dictionary.entries {
        let normal = scalars(matchers.reduce(entry.key) { convert($0, $1) })
        let key = scalars(entry.key)
        guard key.count == 1, normal.count == 1 else {
          throw ScriptDataError("\(configuration.id).json: a normalization has a key or a value of several characters")
        }
        if key != normal { equivalents[key[0]] = normal[0] }
      }
    }
  }

  // MARK: - Writing

  /// The table's bytes.
  func build() throws(ScriptDataError) -> [UInt8] {
    var pool = Pool()
    let first = numbers(phrases.map { $0.key[0] } + pairs.map { UInt32($0 >> 32) })
    let next = numbers(phrases.flatMap { $0.key.dropFirst() } + pairs.map { UInt32($0 & 0xFFFF_FFFF) })
    guard first.count < 0xFFFF, next.count < 0xFFFF else { throw ScriptDataError("too many different characters") }
    let array = DoubleArray(
      rootCount: first.count + 1,
      keys: phrases.map { phrase in
        (first[phrase.key[0]] ?? 0, phrase.key.dropFirst().map { next[$0] ?? 0 }, pool.add(phrase.value))
      })
    var entries = [UInt64](repeating: 0, count: 0x10000)
    for scalar in 0..<UInt32(0x10000) { entries[Int(scalar)] = entry(scalar, first, next).entry }
    var complex: [(scalar: UInt32, value: UInt32)] = []
    var pages = PageList()
    for scalar in Set(singles.keys).union(equivalents.keys).union(first.keys).union(next.keys).sorted() {
      let (entry, value) = entry(scalar, first, next)
      if let value { complex.append((scalar, pool.add(value))) }
      if TableLayout.paged.contains(scalar) { pages.set(scalar, entry) }
    }
    complex.sort { $0.scalar < $1.scalar }

    var image = TableImage()
    image[.version] = TableLayout.version
    setASCII(&image)
    image[.rootCount] = UInt32(array.roots.count)
    image[.labelCount] = UInt32(next.count + 1)
    image.append(.roots, array.roots)
    image[.unitCount] = UInt32(array.units.count)
    image.append(.units, array.units)
    image[.pageCount] = UInt32(pages.pages.count / 64)
    image.append(.pageIndex, pages.index)
    image.append(.pages, pages.pages)
    let openings = Set(phrases.map { UInt64($0.key[0]) << 32 | UInt64($0.key[1]) })
    // A sixteenth of the bits set lets few pairs through that begin nothing; a megabit stays near the processor.
    var width: UInt32 = 12
    while width < 20, 1 << Int(width) < openings.union(pairs).count * 16 { width += 1 }
    image[.filterShift] = 32 - width
    func filter(_ set: Set<UInt64>) -> [UInt8] {
      var bits = [UInt8](repeating: 0, count: 1 << Int(width - 3))
      for pair in set {
        let hash = TableLayout.pairHash(
          first: first[UInt32(pair >> 32)] ?? 0, next: next[UInt32(pair & 0xFFFF_FFFF)] ?? 0)
        let bit = hash >> (32 - width)
        bits[Int(bit >> 3)] |= 1 << UInt8(bit & 7)
      }
      return bits
    }
    image.append(.filter, filter(openings.union(pairs)))
    if !pairs.isEmpty { image.append(.chainFilter, filter(pairs)) }
    image[.complexCount] = UInt32(complex.count)
    image.append(.complexScalars, complex.map(\.scalar))
    image.append(.complexValues, complex.map(\.value))
    image[.poolSize] = UInt32(pool.bytes.count)
    image.append(.pool, pool.bytes)
    image.append(.entries, entries)
    return image.finished()
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

  /// The entry of a scalar, and its replacement where that does not fit into the entry.
  private func entry(
    _ scalar: UInt32, _ first: [UInt32: UInt32], _ next: [UInt32: UInt32]
  ) -> (entry: UInt64, value: [UInt8]?) {
    let target = equivalents[scalar] ?? scalar
    var entry =
      UInt64(first[target] ?? 0) << TableLayout.firstShift | UInt64(next[target] ?? 0) << TableLayout.nextShift
    if barriers.contains(target) { entry |= TableLayout.barrier }
    if IdeographicDescription.arity(scalar) > 0 { return (entry | TableLayout.complex, nil) }
    let own = utf8(scalar)
    let value = singles[target] ?? utf8(target)
    if own.count == 3, value.count == 3 {
      return (entry | UInt64(value[0]) | UInt64(value[1]) << 8 | UInt64(value[2]) << 16, nil)
    }
    return value == own ? (entry, nil) : (entry | TableLayout.complex, value)
  }

  /// What ASCII characters do at the beginning of keys.
  private func setASCII(_ image: inout TableImage) {
    var starts: [UInt32] = [0, 0, 0, 0]
    var longest = 0
    var flags = hasASCIIKeys ? TableLayout.Flags.asciiAnywhere : 0
    for key in phrases.map(\.key) + singles.keys.map({ [$0] }) where key[0] < 0x80 {
      starts[Int(key[0] >> 5)] |= 1 << (key[0] & 31)
      let prefix = key.prefix { $0 < 0x80 }.count
      longest = max(longest, prefix)
      if prefix == key.count { flags |= TableLayout.Flags.asciiAnywhere }
    }
    for pair in pairs where pair >> 32 < 0x80 { starts[Int(pair >> 37)] |= 1 << UInt32(pair >> 32 & 31) }
    image[.flags] = flags
    image[.asciiPrefix] = UInt32(longest + chainPrefix)
    image[.asciiStarts0] = starts[0]
    image[.asciiStarts1] = starts[1]
    image[.asciiStarts2] = starts[2]
    image[.asciiStarts3] = starts[3]
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

/// Entries of the planes behind the basic one, in pages of 64; page 0 is empty and stands for all that have nothing.
private struct PageList {
  private(set) var index = [UInt16](repeating: 0, count: TableLayout.paged.count / 64)
  private(set) var pages = [UInt64](repeating: 0, count: 64)

  mutating func set(_ scalar: UInt32, _ entry: UInt64) {
    let place = Int(scalar - TableLayout.paged.lowerBound)
    if index[place >> 6] == 0 {
      index[place >> 6] = UInt16(pages.count / 64)
      pages += [UInt64](repeating: 0, count: 64)
    }
    pages[Int(index[place >> 6]) << 6 | place & 63] = entry
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

  mutating func append(_ field: TableLayout.Field, _ numbers: [some FixedWidthInteger & UnsignedInteger]) {
    align()
    self[field] = UInt32(bytes.count)
    for number in numbers {
      var rest = number
      for _ in 0..<number.bitWidth / 8 {
        bytes.append(UInt8(truncatingIfNeeded: rest))
        rest = rest >> 8
      }
    }
  }

  private mutating func align() { while bytes.count & 63 != 0 { bytes.append(0) } }

  func finished() -> [UInt8] {
    var copy = self
    // The kernel copies sixteen bytes where a value has fewer.
    copy.bytes += [UInt8](repeating: 0, count: 64)
    copy.align()
    copy[.size] = UInt32(copy.bytes.count)
    for (index, word) in copy.header.enumerated() {
      for byte in 0..<4 { copy.bytes[index * 4 + byte] = UInt8(truncatingIfNeeded: word >> (byte * 8)) }
    }
    return copy.bytes
  }
}
