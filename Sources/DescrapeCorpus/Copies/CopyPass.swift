internal import DescrapeText

/// Finds documents that are copies of others, and lets all but one of each kind be left out.
///
/// Documents without a letter or digit, and long texts of several windows, are nobody's copies. Where a record has several texts, the
/// one under the first key counts.
final class CopyPass: CorpusPass, @unchecked Sendable {
  let name = "copies"
  private let options: CopyOptions
  private var found: CopyList?
  private var inputs: [CorpusInput] = []

  init(_ options: CopyOptions) { self.options = options }

  func observer() -> any DocumentObserver { CopyObserver(options.kind) }

  func conclude(_ log: ObservationLog, _ run: CorpusContext) throws(Failure) {
    let rows = try CopyRows(log, options.kind)
    var search = CopySearch(rows, options, run.tree)
    try search.run()
    try CopyList.write(search, run)
  }

  func open(_ run: CorpusContext) throws(Failure) {
    // It is larger than what came of it.
    systemUnlink(run.path("\(name).log"))
    inputs = run.inputs
    found = try CopyList(reading: run)
  }

  func removals(of input: CorpusInput) throws(Failure) -> Removals? {
    guard let found, found.hasEntries(inFile: input.number) else { return nil }
    let inputs = inputs
    return Removals { record in
      guard let entry = found[DocumentPlace(file: input.number, record: record)] else { return nil }
      let kept = DocumentPlace(packed: entry.kept)
      guard inputs.indices.contains(kept.file) else { return nil }
      return Removal(
        reason: entry.isExact ? .exact : .near, place: inputs[kept.file].place, record: kept.record,
        similarity: entry.similarity / 10)
    }
  }

  func describe(_ run: CorpusContext) throws(Failure) -> [String] {
    guard let found else { return [] }
    return [
      "\(found.count) documents are copies, \(found.exact) of them exact; \(CopyList.groups) in \(printable(run.job.output)) "
        + "lists them beside those that stay"
    ]
  }
}

/// Writes down what documents are told apart by.
private final class CopyObserver: DocumentObserver {
  private let kind: CopyOptions.Kind
  private var sketcher = Sketcher()

  init(_ kind: CopyOptions.Kind) { self.kind = kind }

  func observe(_ text: borrowing TextView, _ place: DocumentPlace, into log: inout ByteBuffer) {
    guard place.isWhole, place.key == 0, Sketcher.hasContent(text) else { return }
    let fingerprint = TextFingerprint(text)
    log.append(word: place.packed)
    log.append(word: UInt64(text.count))
    log.append(word: fingerprint.high)
    log.append(word: fingerprint.low)
    if kind == .near { _ = sketcher.sketch(text, into: &log) }
  }
}

/// What was written down of all documents, a row for each, mapped from the log: rows are read in any order.
final class CopyRows {
  let count: Int
  private let map: FileMap
  private let width: Int

  init(_ log: ObservationLog, _ kind: CopyOptions.Kind) throws(Failure) {
    width = 32 + (kind == .near ? Sketcher.size : 0)
    count = log.size / width
    guard count < UInt32.max else { throw Failure(.usage, "the corpus has more documents than can be compared") }
    map = try FileMap(path: log.path, count: log.size)
  }

  func place(_ row: Int) -> UInt64 { map.word(at: row * width) }

  func length(_ row: Int) -> UInt64 { map.word(at: row * width + 8) }

  func fingerprint(_ row: Int) -> (high: UInt64, low: UInt64) {
    (map.word(at: row * width + 16), map.word(at: row * width + 24))
  }

  /// Calls `body` with a document's sketch.
  func sketch<Result>(_ row: Int, _ body: (borrowing Span<UInt8>) -> Result) -> Result {
    map.bytes(row * width + 32..<(row + 1) * width, body)
  }

  /// How alike two documents are, in thousandths.
  func similarity(_ one: Int, _ other: Int) -> Int {
    sketch(one) { one in sketch(other) { other in TextSketch.similarity(one, other) } }
  }
}
