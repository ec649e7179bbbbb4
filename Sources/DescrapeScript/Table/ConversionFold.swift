/// A configuration folded into one pass: what each key becomes at the end of the chain, and where that cannot be said beforehand.
///
/// Three kinds of keys come of it. A *segment* is a key of the segmentation, or of the only conversion: where the text's segments
/// begin at one, it becomes its value. A *conditional* key is one that a conversion of the chain matches between segments: it becomes
/// its value if no segment and no other key begins inside of it. Where not even that is certain, since what one conversion makes may go
/// on in what it makes of the next key, the kernel has to *walk* the chain: such keys have no value.
///
/// A segment whose value is that of its characters one by one changes nothing but where the next segment may begin. Such *plain*
/// segments are most of OpenCC's phrases. They are kept apart: the kernel passes over them, and asks whether one was in the way only
/// where it found something else.
struct ConversionFold {
  typealias Key = [UInt32]

  /// What single scalars become, where that is not themselves.
  private(set) var singles: [UInt32: [UInt8]] = [:]
  /// Single scalars of the user: no match reaches over them.
  private(set) var barriers: Set<UInt32> = []
  /// Keys of two scalars and more.
  private(set) var segments: [Key: [UInt8]] = [:]
  /// Without a value where the chain has to be walked.
  private(set) var conditionals: [Key: [UInt8]?] = [:]
  /// Whether a conversion of the chain has a key of ASCII alone.
  private(set) var hasASCIIKeys = false
  /// Scalars that are taken for another one.
  private(set) var equivalents: [UInt32: UInt32] = [:]

  /// Whether every phrase of the first conversion is a segment, so that between segments it only has characters to convert.
  private(set) var isFirstSegmented = false

  /// One tree alone: the longest match and its value.
  /// - Parameters:
  ///   - hasPhrases: takes keys of several scalars too.
  ///   - equivalents: scalars that are taken for another one, for the conversion that reads the text itself.
  init(
    tree: DictionaryTree, hasPhrases: Bool = true, equivalents: [UInt32: UInt32] = [:]
  ) throws(ScriptDataError) {
    for entry in try EntryList(tree).entries where hasPhrases || entry.key.count == 1 { add(entry.key, entry.value) }
    self.equivalents = equivalents
  }

  /// - Throws: for a shape that does not fold: more than two conversions, two without a segmentation, segments of one scalar, and
  ///   keys that too many texts lead to.
  init(_ configuration: ConversionConfiguration) throws(ScriptDataError) {
    let chain = configuration.chain
    func refuse(_ what: String) -> ScriptDataError { ScriptDataError("\(configuration.id).json: \(what)") }
    guard chain.count <= 2, chain.count == 1 || configuration.segmentation != nil else {
      throw refuse("a chain has one conversion, or two with a segmentation")
    }
    let matchers = chain.map(PlainMatcher.init)
    for entry in try EntryList(configuration.segmentation ?? chain[0], overrides: configuration.overrides).entries {
      if entry.key.count == 1 {
        guard entry.isFinal || configuration.segmentation == nil else {
          throw refuse("a segmentation has a key of one character")
        }
        if entry.isFinal { barriers.insert(entry.key[0]) }
      }
      add(entry.key, entry.isFinal ? entry.value : matchers.reduce(entry.key.flatMap(utf8), convert))
    }
    for key in Set(chain.flatMap(\.dictionaries).flatMap(\.entries).map(\.key)) {
      let key = scalars(key)
      if key.count == 1, singles[key[0]] == nil { add(key, matchers.reduce(utf8(key[0]), convert)) }
    }
    if configuration.segmentation != nil {
      let lists = try chain.map { tree throws(ScriptDataError) in try EntryList(tree).entries }
      try foldRuns(lists, matchers, refuse)
    }
    try findEquivalents(configuration)
  }

  /// What the scalars of a key become one by one.
  func byCharacters(_ key: Key) -> [UInt8] { key.flatMap { singles[$0] ?? utf8($0) } }

  private mutating func add(_ key: Key, _ value: [UInt8]) {
    if key.count > 1 { segments[key] = value } else { singles[key[0]] = value }
  }

  // MARK: - Between segments

  /// What the first conversion makes a scalar from.
  private struct Origins {
    /// Single scalars that become this one alone.
    var scalars: [UInt32: Set<UInt32>] = [:]
    /// First scalars of what becomes several scalars, of which this is the first.
    var starts: [UInt32: Set<UInt32>] = [:]
    /// Scalars that do not stay themselves.
    var changed: Set<UInt32> = []

    func all(_ scalar: UInt32) -> Set<UInt32> {
      let found = scalars[scalar] ?? []
      return changed.contains(scalar) ? found : found.union([scalar])
    }
  }

  private mutating func foldRuns(
    _ lists: [[EntryList.Entry]], _ matchers: [PlainMatcher], _ refuse: (String) -> ScriptDataError
  ) throws(ScriptDataError) {
    hasASCIIKeys = lists.contains { $0.contains { $0.key.allSatisfy { $0 < 0x80 } } }
    let later = lists.count > 1 ? lists[1].filter { $0.key.count > 1 } : []
    // What may follow each beginning of a later key.
    var openings: [Key: Set<UInt32>] = [:]
    for entry in later {
      for length in 1..<entry.key.count { openings[Array(entry.key[..<length]), default: []].insert(entry.key[length]) }
    }
    var origins = Origins()
    for entry in lists[0] where entry.key.count == 1 {
      let made = scalars(entry.value)
      // One that becomes several is complex, and the kernel walks the chain for those.
      if made.count == 1 {
        origins.scalars[made[0], default: []].insert(entry.key[0])
      } else if let first = made.first {
        origins.starts[first, default: []].insert(entry.key[0])
      }
      if made != entry.key { origins.changed.insert(entry.key[0]) }
    }
    // The second conversion would leave a description alone that the first one makes.
    if lists.count > 1, lists[0].flatMap({ scalars($0.value) }).contains(where: isDescription) {
      throw refuse("the first of its conversions gives an ideographic description character")
    }
    let first = Set(lists[0].map(\.key).filter { $0.count > 1 && segments[$0] == nil })
    isFirstSegmented = first.isEmpty
    for entry in lists[0] where first.contains(entry.key) {
      if let start = scalars(entry.value).first { origins.starts[start, default: []].insert(entry.key[0]) }
    }
    for entry in lists[0] where first.contains(entry.key) && !beginsWithSegment(entry.key) {
      conditionals[entry.key] = .some(matchers.dropFirst().reduce(entry.value, convert))
      guard lists.count > 1 else { continue }
      for next in goingOn(scalars(entry.value), matchers[1], openings) {
        for scalar in origins.all(next).union(origins.starts[next] ?? []) {
          let key = entry.key + [scalar]
          if !first.contains(key), !beginsWithSegment(key) { conditionals[key] = .some(nil) }
        }
      }
    }
    for entry in later { try foldLater(entry, origins, first, refuse) }
  }

  /// A key of the second conversion: as keys of the text, through each of the scalars that the first conversion makes its own from.
  private mutating func foldLater(
    _ entry: EntryList.Entry, _ origins: Origins, _ first: Set<Key>, _ refuse: (String) -> ScriptDataError
  ) throws(ScriptDataError) {
    var keys: [Key] = [[]]
    for (index, scalar) in entry.key.enumerated() {
      // From here on it may come of a key, of which only the first scalar is known.
      if index > 0 {
        for start in origins.starts[scalar] ?? [] {
          for key in keys.map({ $0 + [start] }) where !isTaken(key, first) { conditionals[key] = .some(nil) }
        }
      }
      let choice = origins.all(scalar).sorted()
      keys = keys.flatMap { key in choice.map { key + [$0] } }
      guard keys.count <= 4096 else { throw refuse("too many texts lead to one key of its last conversion") }
    }
    for key in keys where !isTaken(key, first) && conditionals[key] == nil { conditionals[key] = .some(entry.value) }
  }

  /// Whether a segment or a key of the first conversion comes before a key of the second one.
  private func isTaken(_ key: Key, _ first: Set<Key>) -> Bool {
    beginsWithSegment(key) || (2...key.count).contains { first.contains(Array(key[..<$0])) }
  }

  private func beginsWithSegment(_ key: Key) -> Bool {
    barriers.contains(key[0]) || (2...key.count).contains { segments[Array(key[..<$0])] != nil }
  }

  /// The scalars with which what the first conversion made may, together with what comes behind it, be a key of the second one.
  private func goingOn(_ made: [UInt32], _ matcher: PlainMatcher, _ openings: [Key: Set<UInt32>]) -> Set<UInt32> {
    let text = made.flatMap(utf8)
    var (offset, index) = (0, 0)
    var next: Set<UInt32> = []
    while offset < text.count {
      next.formUnion(openings[Array(made[index...])] ?? [])
      let length = matcher.match(text, at: offset, end: text.count)?.length ?? scalarLength(text, offset)
      index += scalars(Array(text[offset..<offset + length])).count
      offset += length
    }
    return next
  }

  // MARK: - Normalization

  private mutating func findEquivalents(_ configuration: ConversionConfiguration) throws(ScriptDataError) {
    let matchers = configuration.normalization.map(PlainMatcher.init)
    for entry in configuration.normalization.flatMap(\.dictionaries).flatMap(\.entries) {
      let normal = scalars(matchers.reduce(entry.key, convert))
      let key = scalars(entry.key)
      guard key.count == 1, normal.count == 1 else {
        throw ScriptDataError("\(configuration.id).json: a normalization has a key or a value of several characters")
      }
      if isDescription(normal[0]) {
        throw ScriptDataError("\(configuration.id).json: a normalization gives an ideographic description character")
      }
      if key != normal { equivalents[key[0]] = normal[0] }
    }
  }
}

private func isDescription(_ scalar: UInt32) -> Bool { IdeographicDescription.arity(scalar) > 0 }

/// What one conversion makes of a text that has no ideographic descriptions.
private func convert(_ text: [UInt8], _ matcher: PlainMatcher) -> [UInt8] {
  var result: [UInt8] = []
  var offset = 0
  while offset < text.count {
    let match = matcher.match(text, at: offset, end: text.count)
    let length = match?.length ?? scalarLength(text, offset)
    result += match?.values[0] ?? Array(text[offset..<offset + length])
    offset += length
  }
  return result
}
