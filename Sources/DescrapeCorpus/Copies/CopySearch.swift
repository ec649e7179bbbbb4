internal import DescrapeText

/// Finds the copies among all documents of a corpus.
///
/// Documents are ranked: of two copies the one of lower rank stays. Exact copies are found by sorting fingerprints. Near
/// ones are sought by locality-sensitive hashing: documents that share a band of their sketches are compared. In the order of
/// ranks a document goes when one that stays is as like it as asked: so no chain of likenesses removes a document that is unlike what
/// stays in its place.
///
/// O(n log n) for n documents, also where all of them are alike: in a band, a document is compared with the first few that
/// share it and with the one before. Memory: 10 bytes for each document, and that of `EntrySort`; rows are mapped.
struct CopySearch {
  private let rows: CopyRows
  private let options: CopyOptions
  private let tree: OutputTree
  /// The row of each rank.
  private var row: [UInt32] = []
  /// The rank that stays in place of each: its own where it stays itself.
  private var kept: [UInt32] = []
  /// How like it is, in thousandths; `same` for an exact copy.
  private var likeness: [UInt16] = []

  /// Above all thousandths.
  private static let same: UInt16 = 1001
  /// So many documents that share a band are compared with each later one.
  private static let heads = 4

  init(_ rows: CopyRows, _ options: CopyOptions, _ tree: OutputTree) {
    self.rows = rows
    self.options = options
    self.tree = tree
  }

  mutating func run() throws(Failure) {
    try rank()
    try findExact()
    if options.kind == .near { try findNear() }
  }

  private mutating func rank() throws(Failure) {
    let sort = EntrySort<Words>(tree)
    for row in 0..<rows.count {
      let length = options.keep == .longest ? ~rows.length(row) : 0
      try sort.add(Words(length, rows.place(row), UInt64(row)))
    }
    row.reserveCapacity(rows.count)
    try sort.forEach { row.append(UInt32(truncatingIfNeeded: $0.words.2)) }
    kept = (0..<row.count).map { UInt32(truncatingIfNeeded: $0) }
    likeness = [UInt16](repeating: 0, count: row.count)
  }

  private mutating func findExact() throws(Failure) {
    let sort = EntrySort<Words>(tree)
    for rank in row.indices {
      let print = rows.fingerprint(Int(row[rank]))
      try sort.add(Words(print.high, print.low, UInt64(rank)))
    }
    var first = Words(words: (0, 0, 0))
    var isFirst = true
    try sort.forEach { entry in
      if isFirst || entry.words.0 != first.words.0 || entry.words.1 != first.words.1 {
        (first, isFirst) = (entry, false)
        return
      }
      kept[Int(entry.words.2)] = UInt32(truncatingIfNeeded: first.words.2)
      likeness[Int(entry.words.2)] = Self.same
    }
  }

  private mutating func findNear() throws(Failure) {
    let pairs = try candidates()
    var (later, last) = (-1, -1)
    var best = (rank: -1, likeness: 0)
    // The pairs of a document follow each other, and all documents of lower rank are settled.
    try pairs.forEach { pair in
      let (rank, earlier) = (Int(pair.words.0), Int(pair.words.1))
      if rank != later {
        settle(later, best)
        (later, last, best) = (rank, -1, (-1, 0))
      }
      guard earlier != last else { return }
      last = earlier
      // One that goes stands for the one that stays in its place.
      let other = Int(kept[earlier])
      guard other != best.rank else { return }
      let likeness = rows.similarity(Int(row[rank]), Int(row[other]))
      if likeness > best.likeness || likeness == best.likeness && other < best.rank { best = (other, likeness) }
    }
    settle(later, best)
    // What was an exact copy of one that goes is a near copy of the one that stays.
    for rank in row.indices where likeness[rank] == Self.same {
      let other = Int(kept[rank])
      guard kept[other] != UInt32(other) else { continue }
      kept[rank] = kept[other]
      likeness[rank] = likeness[other]
    }
  }

  private mutating func settle(_ rank: Int, _ best: (rank: Int, likeness: Int)) {
    guard rank >= 0, best.rank >= 0, best.likeness >= options.similarity else { return }
    kept[rank] = UInt32(best.rank)
    likeness[rank] = UInt16(best.likeness)
  }

  /// The pairs that share a band: the later rank and the earlier one.
  private func candidates() throws(Failure) -> EntrySort<Words> {
    let bands = SketchBands(similarity: options.similarity)
    let sort = EntrySort<Words>(tree)
    var hashes: [UInt64] = []
    for rank in row.indices where kept[rank] == UInt32(rank) {
      hashes.removeAll(keepingCapacity: true)
      rows.sketch(Int(row[rank])) { sketch in bands.forEach(of: sketch) { _, hash in hashes.append(hash) } }
      for (band, hash) in hashes.enumerated() { try sort.add(Words(hash, UInt64(band), UInt64(rank))) }
    }
    let pairs = EntrySort<Words>(tree)
    var band = Words(words: (0, 0, 0))
    var heads: [UInt64] = []
    var before: UInt64 = 0
    try sort.forEach { entry throws(Failure) in
      let rank = entry.words.2
      if entry.words.0 != band.words.0 || entry.words.1 != band.words.1 {
        (band, before) = (entry, rank)
        heads.removeAll(keepingCapacity: true)
      } else {
        for head in heads { try pairs.add(Words(rank, head, 0)) }
        if heads.last != before { try pairs.add(Words(rank, before, 0)) }
        before = rank
      }
      if heads.count < Self.heads { heads.append(rank) }
    }
    return pairs
  }

  /// Gives each document that goes, in no order.
  func forEach(_ body: (CopyEntry) throws(Failure) -> Void) throws(Failure) {
    for rank in row.indices where kept[rank] != UInt32(rank) {
      let isExact = likeness[rank] == Self.same
      try body(
        CopyEntry(
          place: rows.place(Int(row[rank])), kept: rows.place(Int(row[Int(kept[rank])])), isExact: isExact,
          similarity: isExact ? 1000 : Int(likeness[rank])))
    }
  }
}

/// Three words to be sorted.
private struct Words: SortEntry {
  var words: (UInt64, UInt64, UInt64)
  init(words: (UInt64, UInt64, UInt64)) { self.words = words }
  init(_ first: UInt64, _ second: UInt64, _ third: UInt64) { words = (first, second, third) }
}
