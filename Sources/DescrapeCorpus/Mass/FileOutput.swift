internal import DescrapeText

/// What a run writes of one file, piece by piece in their order. One thread at a time.
final class FileOutput {
  private let input: CorpusInput
  private let phase: CorpusPhase
  private let tree: OutputTree
  /// The clean file; none in a pass that only looks.
  private let output: PartFile?
  private var journal: PartFile?
  /// Files with records that are not in the output, each made with the first of them.
  private var sides: [FileCheckpoint.Kind: PartFile] = [:]
  private let observations: Observations
  private var account = Account()
  private var sketch: ReportSketch?
  /// How far the journal's places go.
  private var extent = 0
  private var journalRecords = 0
  private var renumbered = ByteBuffer()
  /// Whether the file has no output: a text that is damaged.
  private var isLost = false

  private func place(_ kind: FileCheckpoint.Kind) -> String { kind.place(of: input) }

  /// Begins a file.
  init(_ input: CorpusInput, _ job: CorpusJob, _ phase: CorpusPhase, _ tree: OutputTree) throws(Failure) {
    self.input = input
    self.phase = phase
    self.tree = tree
    observations = Observations()
    output = try phase.pass == nil ? tree.part(for: input.place) : nil
    guard phase.pass == nil, job.wantsJournal else { return }
    let part = try tree.part(for: FileCheckpoint.Kind.journal.place(of: input))
    let sink = part.makeSink()
    JournalWriter(sink).start(job.clean, phase.plan, format: input.format.rawValue)
    sink.flush()
    journal = part
  }

  /// Goes on behind a checkpoint: what was written after it is cut off.
  /// - Returns: `nil` when its parts are not there.
  init?(
    _ input: CorpusInput, _ job: CorpusJob, _ phase: CorpusPhase, _ tree: OutputTree, from checkpoint: FileCheckpoint
  ) throws(Failure) {
    self.input = input
    self.phase = phase
    self.tree = tree
    var parts: [FileCheckpoint.Kind: PartFile] = [:]
    for part in checkpoint.parts {
      guard let file = try tree.reopen(part.name, size: part.size, for: part.kind.place(of: input)) else { return nil }
      parts[part.kind] = file
    }
    output = parts[.output]
    journal = parts[.journal]
    sides[.quarantine] = parts[.quarantine]
    sides[.removed] = parts[.removed]
    observations = Observations(spilled: parts[.observations])
    guard (output != nil) == (phase.pass == nil), output == nil || (journal != nil) == job.wantsJournal else {
      return nil
    }
    account = checkpoint.account
    extent = checkpoint.extent
    journalRecords = checkpoint.journalRecords
    guard !checkpoint.sketch.isEmpty else { return }
    do { sketch = try ReportSketch(checkpoint.sketch, .file(of: job.files)) } catch { return nil }
  }

  /// Waits until all that was written is on the disk.
  /// - Returns: what another run can go on from, once the ledger has it.
  func checkpoint(_ mark: PieceReader.Mark, _ columns: Columns) throws(Failure) -> FileCheckpoint {
    try observations.spill(tree)
    var files = sides
    (files[.output], files[.journal], files[.observations]) = (output, journal, observations.spilled)
    for file in files.values { try file.sync() }
    try tree.keep(Array(files.values))
    let parts = files.map { FileCheckpoint.Part(kind: $0, name: $1.name, size: $1.size) }
    return FileCheckpoint(
      mark: mark, columns: columns, account: account, sketch: sketch?.text ?? "", extent: extent,
      journalRecords: journalRecords, parts: parts)
  }

  /// Writes what became of a piece.
  func write(_ result: PieceResult) throws(Failure) {
    account += result.account
    if let more = result.sketch {
      if sketch == nil { sketch = ReportSketch(more.limits) }
      sketch?.merge(more)
    }
    guard let output else { return try observations.append(result.observations, tree) }
    output.append(result.output)
    if !result.journal.isEmpty {
      Self.renumber(result.journal, input.format.journalUnit.mark, by: extent, into: &renumbered)
      journal?.append(renumbered)
      renumbered.removeAll()
    }
    try put(result.quarantine, .quarantine)
    try put(result.removed, .removed)
    extent += result.extent
    journalRecords += result.journalRecords
    try output.check()
    try journal?.check()
  }

  /// Writes packed bytes of a text that is still at work.
  func append(_ bytes: borrowing ByteBuffer) throws(Failure) {
    output?.append(bytes)
    try output?.check()
  }

  /// Ends a text that has no output.
  func lose(_ result: PieceResult) throws(Failure) {
    isLost = true
    journal = nil
    try write(result)
  }

  private func put(_ records: borrowing ByteBuffer, _ side: FileCheckpoint.Kind) throws(Failure) {
    guard !records.isEmpty else { return }
    if sides[side] == nil { sides[side] = try tree.part(for: place(side)) }
    sides[side]?.append(records)
    try sides[side]?.check()
  }

  /// The records of a piece count their places from the piece's beginning; the file's count from its own.
  private static func renumber(
    _ journal: borrowing ByteBuffer, _ mark: StaticString, by extent: Int, into target: inout ByteBuffer
  ) {
    var start = 0
    while start < journal.count {
      let end = (journal.span.find(0x0A, from: start) ?? journal.count - 1) + 1
      var place = start
      if extent > 0, journal.span.has(mark, at: start) {
        place += mark.utf8CodeUnitCount
        var number = 0
        while place < end, isASCIIDigit(journal.span[place]) {
          number = number * 10 + Int(journal.span[place] - 0x30)
          place += 1
        }
        target.append(mark)
        target.append(jsonNumber: number + extent)
      }
      target.append(journal.span.extracting(place..<end))
      start = end
    }
  }

  /// Ends the outputs.
  /// - Parameters:
  ///   - facts: of the input.
  ///   - damages: how many places of the input were damaged.
  /// - Returns: what is to take its place, and what the ledger has to know.
  func end(_ facts: FileFacts, _ fingerprint: UInt64, damages: Int) throws(Failure) -> FinishedFile {
    account["damages"] = damages
    account["files"] = 1
    account["raw-bytes-in"] = facts.size
    guard account.records == account["records-in"] else {
      throw Failure(.output, "\(printable(input.path)): a record is not accounted for; please report this")
    }
    var parts: [PartFile] = []
    var obsolete: [String] = []
    if let output {
      if let journal {
        let sink = journal.makeSink()
        JournalWriter(sink).end(input.format.journalUnit, extent, records: journalRecords)
        sink.flush()
        parts.append(journal)
      } else {
        obsolete.append(place(.journal))
      }
      for side in [FileCheckpoint.Kind.quarantine, .removed] {
        if let part = sides[side] { parts.append(part) } else { obsolete.append(place(side)) }
      }
      if isLost {
        obsolete.append(input.place)
      } else {
        finish(output)
        // The output comes last: where it is, the others are.
        parts.append(output)
      }
    }
    for part in parts { try part.close(isGrouped: true) }
    let row = Ledger.Row(
      pass: phase.name, place: input.place, facts, fingerprint, account: account.text, report: sketch?.text ?? "")
    return FinishedFile(row: row, parts: parts, obsolete: obsolete, observations: observations)
  }

  private func finish(_ output: PartFile) {
    if output.size == 0, input.outputCompression != .none {
      // A packed file without a unit is none.
      var empty = ByteBuffer()
      Packer(input.outputCompression).pack(Span(), into: &empty)
      output.append(empty)
    }
    account["raw-bytes-out"] = output.size
    account["outputs"] = 1
  }
}

/// A file whose outputs are whole, but not in their places yet.
struct FinishedFile {
  var row: Ledger.Row
  var parts: [PartFile]
  /// Places at which an earlier run may have left something.
  var obsolete: [String]
  let observations: Observations
}
