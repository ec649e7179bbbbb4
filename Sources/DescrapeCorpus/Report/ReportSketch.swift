internal import DescrapeText

/// An edit with what stands around it, cut to what a page can show.
struct EditSample: Equatable {
  var stage: String
  var rule: String
  var before: String
  var removed: String
  var inserted: String
  var after: String
  /// The place of its file; known when the samples of all files come together.
  var place = ""

  /// Its rank among others, the same wherever it is found. Samples with one rank look alike.
  var rank: UInt64 {
    var bytes = ByteBuffer(capacity: 512)
    for part in [stage, rule, before, removed, inserted, after] {
      bytes.append(part)
      bytes.append(0)
    }
    return bytes.span.fingerprint(0..<bytes.count)
  }
}

/// Counts of the lines that were removed most. What is counted is what is certain: a line stands at most `missed` times more in
/// the corpus than it says (Misra and Gries, "Finding repeated elements", 1982).
struct LineCounts: Equatable {
  private(set) var counts: [String: Int] = [:]
  private(set) var missed = 0
  /// How many lines are kept.
  var limit: Int

  init(limit: Int) { self.limit = limit }

  /// O(1) on average.
  mutating func add(_ line: String, _ count: Int = 1) {
    counts[line, default: 0] += count
    if counts.count >= 2 * limit { reduce() }
  }

  mutating func add(missed more: Int) { missed += more }

  /// Forgets all but `limit` lines: what the first of those to go was counted is taken off from all.
  mutating func reduce() {
    guard counts.count > limit else { return }
    let most = counts.values.sorted(by: >)[limit]
    missed += most
    counts = counts.compactMapValues { $0 > most ? $0 - most : nil }
  }

  /// The `count` first ones.
  func first(_ count: Int) -> ArraySlice<(key: String, value: Int)> {
    counts.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }.prefix(count)
  }
}

/// What a report keeps of documents: samples of edits, and the lines that were removed. Sketches of pieces and of files come
/// together in the order of their places, so that the outcome does not depend on who worked when.
struct ReportSketch: Equatable {
  /// How much is kept: less for each file where there are many.
  struct Limits: Equatable {
    /// How many samples of a stage.
    var samples: Int
    var lines: Int

    static func file(of files: Int) -> Limits {
      Limits(samples: max(3, min(20, 4000 / max(files, 1))), lines: max(16, min(256, 51_200 / max(files, 1))))
    }

    static let corpus = Limits(samples: 20, lines: 4096)
  }

  let limits: Limits
  /// How many documents were looked at.
  private(set) var documents = 0
  private(set) var samples: [String: [(rank: UInt64, sample: EditSample)]] = [:]
  private(set) var lines: LineCounts

  init(_ limits: Limits) {
    self.limits = limits
    lines = LineCounts(limit: limits.lines)
  }

  static func == (a: ReportSketch, b: ReportSketch) -> Bool { a.text == b.text }

  mutating func addDocument() { documents += 1 }

  mutating func add(line: String) { lines.add(line) }

  mutating func add(_ sample: EditSample) {
    let rank = sample.rank
    var own = samples[sample.stage] ?? []
    guard !own.contains(where: { $0.rank == rank }) else { return }
    own.append((rank, sample))
    if own.count >= 4 * limits.samples { own = Self.choose(own, limits.samples) }
    samples[sample.stage] = own
  }

  /// The samples to keep: of each rule the ones with the lowest ranks, by turns, so that a common rule does not hide a rare one.
  private static func choose(
    _ samples: [(rank: UInt64, sample: EditSample)], _ limit: Int
  ) -> [(rank: UInt64, sample: EditSample)] {
    var turns: [String: Int] = [:]
    var ordered: [(turn: Int, rank: UInt64, sample: EditSample)] = []
    for (rank, sample) in samples.sorted(by: { $0.rank < $1.rank }) {
      ordered.append((turns[sample.rule, default: 0], rank, sample))
      turns[sample.rule, default: 0] += 1
    }
    ordered.sort { ($0.turn, $0.rank) < ($1.turn, $1.rank) }
    return ordered.prefix(limit).map { ($0.rank, $0.sample) }
  }

  /// Takes what another one has.
  mutating func merge(_ other: ReportSketch, place: String? = nil) {
    documents += other.documents
    for stage in other.samples.keys.sorted() {
      for entry in Self.choose(other.samples[stage] ?? [], other.limits.samples) {
        var sample = entry.sample
        if let place { sample.place = place }
        add(sample)
      }
    }
    for (line, count) in other.lines.counts.sorted(by: { $0.key < $1.key }) { lines.add(line, count) }
    lines.add(missed: other.lines.missed)
    lines.reduce()
  }

  /// The samples of a stage, by rule.
  func chosen(_ stage: String) -> [EditSample] {
    Self.choose(samples[stage] ?? [], limits.samples).map(\.sample).sorted {
      ($0.rule, $0.rank) < ($1.rule, $1.rank)
    }
  }

  /// What the ledger keeps.
  var text: String {
    var json = ByteBuffer()
    json.append("{\"documents\":\(documents),\"missed\":\(lines.missed),\"samples\":[")
    var isFirst = true
    for stage in samples.keys.sorted() {
      for sample in chosen(stage) {
        if !isFirst { json.append(",") }
        isFirst = false
        json.append("[")
        for (index, part) in [
          sample.stage, sample.rule, sample.before, sample.removed, sample.inserted, sample.after,
        ].enumerated() {
          if index > 0 { json.append(",") }
          json.append(jsonString: part)
        }
        json.append("]")
      }
    }
    json.append("],\"lines\":[")
    for (index, line) in lines.first(limits.lines).enumerated() {
      json.append(index > 0 ? ",[" : "[")
      json.append(jsonString: line.key)
      json.append(",\(line.value)]")
    }
    json.append("]}")
    return String(copying: json.span)
  }

  /// What `text` gave.
  init(_ text: String, _ limits: Limits) throws(Damage) {
    self.init(limits)
    let reader = JSONReader(Array(text.utf8))
    var (documents, missed) = (0, 0)
    var found: [EditSample] = []
    var counts: [(String, Int)] = []
    try reader.object { key throws(Damage) in
      switch key {
      case "documents": documents = try reader.number()
      case "missed": missed = try reader.number()
      case "samples":
        try reader.array { () throws(Damage) in
          var parts: [String] = []
          try reader.array { () throws(Damage) in parts.append(String(decoding: try reader.text(), as: UTF8.self)) }
          guard parts.count == 6 else { throw Damage() }
          found.append(
            EditSample(
              stage: parts[0], rule: parts[1], before: parts[2], removed: parts[3], inserted: parts[4],
              after: parts[5]))
        }
      case "lines":
        try reader.array { () throws(Damage) in
          try reader.open()
          let line = String(decoding: try reader.text(), as: UTF8.self)
          try reader.separator()
          counts.append((line, try reader.number()))
          try reader.close()
        }
      default: try reader.skip()
      }
    }
    self.documents = documents
    for sample in found { add(sample) }
    for (line, count) in counts { lines.add(line, count) }
    lines.add(missed: missed)
  }
}
