internal import DescrapeText

/// Cleans pieces; one for each thread.
final class PieceCleaner {
  let cleaner: Cleaner
  let job: CorpusJob
  private let plan: Plan
  private var packers: [Compression: Packer] = [:]
  private let target: Target
  /// How many bytes of output came before the piece.
  private var earlierBytes = 0
  private let witness: ReportWitness?

  /// Where the sinks' bytes go.
  private final class Target {
    var result = PieceResult()
    var packer = Packer(.none)
    /// Takes packed bytes away while a piece is still at work.
    var emit: ((PieceResult) -> Failure?)?
    /// Whether documents are only looked at.
    let isObserving: Bool

    init(isObserving: Bool) { self.isObserving = isObserving }

    func take(_ bytes: borrowing Span<UInt8>) -> Failure? {
      guard !isObserving else { return nil }
      packer.pack(bytes, into: &result.output)
      return emit?(result)
    }

    /// Which of the inputs the documents are from.
    var file = 0

    func observe(
      _ text: borrowing TextView, _ place: DocumentPlace, site: String, _ observer: any DocumentObserver
    ) {
      var place = place
      place.file = file
      place.site = site
      observer.observe(text, place, into: &result.observations)
    }

    func note(_ bytes: borrowing Span<UInt8>) -> Failure? {
      result.journal.append(bytes)
      return nil
    }
  }

  /// - Parameter observer: looks at the clean documents of a pass that writes none.
  init(_ job: CorpusJob, _ plan: Plan, observer: (any DocumentObserver)?) {
    self.job = job
    self.plan = plan
    let isObserving = observer != nil
    let target = Target(isObserving: isObserving)
    self.target = target
    let sink = ByteSink(name: "a piece") { bytes in target.take(bytes) }
    let journal = ByteSink(name: "a piece's journal") { bytes in target.note(bytes) }
    cleaner = Cleaner(
      job.clean, plan, sink: sink, journal: job.wantsJournal && !isObserving ? JournalWriter(journal) : nil)
    cleaner.wantsSites = job.wantsSites
    cleaner.removed = { record, removal, bytes in
      target.result.remove(removal, record: record, bytes: isObserving ? Span() : bytes)
    }
    witness = job.wantsReport && !isObserving ? ReportWitness(plan, files: job.files) : nil
    cleaner.worker.witness = witness
    guard let observer else { return }
    cleaner.observer = { [unowned cleaner] text, place in
      target.observe(text, place, site: cleaner.site, observer)
    }
  }

  var sink: ByteSink { cleaner.sink }
  var worker: Worker { cleaner.worker }
  var result: PieceResult { target.result }
  /// How many bytes of output the piece has so far.
  var offset: Int { sink.bytesWritten - earlierBytes }

  /// Cleans a piece.
  /// - Throws: what a strict run refuses.
  func clean(_ piece: Piece, _ input: CorpusInput, columns: Columns, removals: Removals?) throws(Failure) -> PieceResult
  {
    start(input, isFirst: piece.number == 0)
    cleaner.removals = removals
    if let lost = piece.lost {
      if job.clean.isStrict {
        let place = lost.offset.map { "byte \($0)" } ?? "record \(piece.firstRecord + 1)"
        throw Failure(.refused, "\(printable(input.path)), \(place): \(lost.reason)")
      }
      result.account["records-in"] += 1
      result.account["bytes-in"] += lost.length
      Self.quarantine(lost, piece.firstRecord + 1, result)
      return result
    }
    return try run { () throws(Failure) in
      let size = piece.bytes.count
      result.account["bytes-in"] += size
      switch input.format {
      case .text: break
      case .jsonl, .lines: try cleanLines(piece, input)
      case .tsv, .csv: try cleanFields(piece, input, columns: columns)
      case .warc: try cleanWARC(piece, input)
      }
      if input.format.journalUnit == .byte { result.extent = offset }
    }
  }

  /// Cleans a whole text.
  /// - Parameter emit: takes packed bytes out of the result, as often as there is 1 MiB of text.
  func clean(
    _ source: ByteSource, _ input: CorpusInput, emit: @escaping (PieceResult) -> Failure?
  ) throws(Failure) -> PieceResult {
    start(input, isFirst: true)
    target.emit = emit
    defer { target.emit = nil }
    return try run { () throws(Failure) in
      try cleaner.cleanText(source)
      let counts = cleaner.counts
      result.account["bytes-in"] += source.bytesRead
      result.account["records-in"] += 1
      result.account["records-out"] += 1
      result.account["documents"] += 1
      result.account["changed"] += counts.changedDocuments
      result.account["bad-sequences"] += counts.badSequences
      if let charset = counts.charset { result.account["charsets/\(charset)"] += 1 }
    }
  }

  private func start(_ input: CorpusInput, isFirst: Bool) {
    target.result = PieceResult()
    witness?.start(isFirst: isFirst)
    target.file = input.number
    cleaner.startFile(site: input.folder)
    let kind = input.outputCompression
    let packer = packers[kind] ?? Packer(kind)
    packers[kind] = packer
    target.packer = packer
  }

  private func run(_ body: () throws(Failure) -> Void) throws(Failure) -> PieceResult {
    let earlier = worker.statistics
    earlierBytes = sink.bytesWritten
    let records = cleaner.journal?.records ?? 0
    cleaner.counts = Cleaner.Counts()
    cleaner.linesBefore = 0
    cleaner.quarantine = nil
    try body()
    sink.flush()
    cleaner.journal?.sink.flush()
    try sink.check()
    let result = result
    result.account["bytes-out"] += offset
    result.account.add(edits: worker.statistics.edits, earlier: earlier.edits, plan)
    result.account.add(worker.statistics, since: earlier)
    result.sketch = witness?.sketch
    result.journalRecords = (cleaner.journal?.records ?? 0) - records
    return result
  }

  private static func quarantine(_ lost: LostRecord, _ record: Int, _ result: PieceResult) {
    result.quarantine(lost, record: record, bytes: lost.bytes.span)
  }

  /// The lines of a piece, by the code that the filter uses.
  private func cleanLines(_ piece: Piece, _ input: CorpusInput) throws(Failure) {
    var place = 0
    let source = ByteSource(name: printable(input.path)) { room, buffer in
      let count = min(room, piece.bytes.count - place)
      Self.copy(place..<place + count, of: piece, to: &buffer)
      place += count
      return count
    }
    let result = result
    // Lines in the journal count from the piece's first; messages count from the file's.
    cleaner.linesBefore = piece.firstRecord
    cleaner.counts.lines = -piece.firstRecord
    if input.format == .jsonl {
      cleaner.quarantine = { line, reason, bytes in
        let lost = LostRecord(kind: .notJSON, reason: reason, length: bytes.count)
        result.quarantine(lost, record: line, bytes: bytes.extracting(first: min(bytes.count, LostRecord.keep)))
      }
      try cleaner.cleanJSONLines(source)
    } else {
      try cleaner.cleanLines(source)
    }
    let counts = cleaner.counts
    let lost = input.format == .jsonl ? counts.linesNotJSON : 0
    result.extent = counts.lines - lost - counts.linesRemoved
    result.account["records-in"] += counts.lines - counts.linesBlank
    result.account["records-out"] += counts.linesOut
    result.account["documents"] += counts.documents
    result.account["changed"] += counts.changedDocuments
    result.account["blank-lines"] += counts.linesBlank
    result.account["bad-sequences"] += counts.badSequences
    result.account["records-without-text"] += counts.linesWithoutText
    result.account["lines-left"] += counts.linesLeft
  }

  private static func copy(_ range: Range<Int>, of piece: Piece, to buffer: inout ByteBuffer) {
    append(piece.bytes, range, to: &buffer)
  }

  private static func append(_ bytes: borrowing ByteBuffer, _ range: Range<Int>, to buffer: inout ByteBuffer) {
    buffer.append(bytes.span.extracting(range))
  }
}
