internal import DescrapeText

/// One file of a run: its pieces are read in order, cleaned by anybody in any order, and written in order.
final class FileRun: @unchecked Sendable {
  let input: CorpusInput
  private let job: CorpusJob
  private let phase: CorpusPhase
  private let tree: OutputTree
  private let file: RawFile
  private let fingerprint: UInt64
  private let plain: PlainReader
  private let reader: PieceReader
  private let writing = Monitor()
  /// The records that are left out.
  let removals: Removals?
  /// The clean file; none in a pass that only looks.
  private let output: PartFile?
  private var journal: PartFile?
  /// Files with records that are not in the output, each made with the first of them.
  private var sides: [Side: PartFile] = [:]
  private let observations = Observations()
  /// Results that came before their turn.
  private var waiting: [Int: (result: PieceResult, size: Int)] = [:]
  private var written = 0
  private var account = Account()
  private var sketch: ReportSketch?
  private var extent = 0
  private var journalRecords = 0
  private var renumbered = ByteBuffer()
  /// Which fields are the text and the URL; known after the first piece.
  private(set) var columns = Columns()
  /// How many pieces were read, when all were.
  private var total: Int?
  private var readPieces = 0
  /// Whether the file has no output: a text that is damaged.
  private var isLost = false
  /// Whether a thread has taken the file's end upon itself.
  private var isTaken = false
  private var hasFailed = false
  private var shownOffset = 0

  private enum Side: String, CaseIterable {
    case quarantine
    case removed
  }

  private func place(_ side: Side) -> String { "\(side.rawValue)/\(input.place).jsonl" }

  private var journalPlace: String { "journal/\(input.place).journal" }

  init(_ input: CorpusInput, _ job: CorpusJob, _ phase: CorpusPhase, _ tree: OutputTree) throws(Failure) {
    self.input = input
    self.job = job
    self.phase = phase
    self.tree = tree
    file = try RawFile(path: input.path)
    fingerprint = try file.fingerprint()
    plain = PlainReader(file, input.compression, ratio: job.ratioLimit)
    reader = PieceReader(plain, input.format, limit: min(job.recordLimit, job.clean.lineLimit))
    removals = try phase.removals(of: input)
    output = try phase.pass == nil ? tree.part(for: input.place) : nil
    guard phase.pass == nil, job.wantsJournal else { return }
    let part = try tree.part(for: journalPlace)
    let sink = part.makeSink()
    JournalWriter(sink).start(job.clean, phase.plan, format: input.format.rawValue)
    sink.flush()
    journal = part
  }

  /// The next piece; `nil` at the end. One thread at a time.
  func nextPiece() throws(Failure) -> Piece? {
    guard let piece = try reader.next() else {
      writing.locked { total = readPieces }
      return nil
    }
    readPieces += 1
    if piece.number == 0, input.format == .tsv || input.format == .csv { try findColumns(piece) }
    return piece
  }

  private func findColumns(_ piece: Piece) throws(Failure) {
    columns.text = try find(piece)
    columns.url = Self.column(job.clean.urlKey, in: piece.bytes, isQuoting: input.format == .csv)
  }

  private func find(_ piece: Piece) throws(Failure) -> Int {
    if let number = Int(job.column), number > 0 { return number - 1 }
    guard let found = Self.column(job.column, in: piece.bytes, isQuoting: input.format == .csv) else {
      throw Failure(
        .input,
        "\(printable(input.path)) has no column called \"\(printable(job.column))\"; give --column a name of its "
          + "first line, or a number")
    }
    return found
  }

  private static func column(_ name: String, in bytes: borrowing ByteBuffer, isQuoting: Bool) -> Int? {
    var column = 0
    while true {
      let record = FieldRecord(
        bytes.span, at: 0, column: column, separator: isQuoting ? 0x2C : 0x09, isQuoting: isQuoting)
      guard column < record.fields else { return nil }
      var text = String(copying: bytes.span.extracting(record.text))
      if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
      if text == name { return column }
      column += 1
    }
  }

  /// Takes the result of a piece, and writes all whose turn it is.
  /// - Returns: how many bytes of pieces are out of memory now.
  func finish(_ piece: Piece, _ result: PieceResult, size: Int) throws(Failure) -> Int {
    try writing.locked { () throws(Failure) in
      guard !hasFailed else { return size }
      waiting[piece.number] = (result, size)
      var released = 0
      while let (result, size) = waiting.removeValue(forKey: written) {
        try write(result)
        written += 1
        released += size
      }
      return released
    }
  }

  /// Whether all of it is read and written; true only once, so that one thread puts the outputs in their places.
  func takeEnd() -> Bool {
    writing.locked {
      guard total == written, !isTaken else { return false }
      isTaken = true
      return true
    }
  }

  /// Marks the file as failed.
  /// - Returns: whether it was not before, and how many bytes of pieces are out of memory now.
  func takeFailure() -> (isFirst: Bool, released: Int) {
    writing.locked {
      defer { (isTaken, hasFailed, waiting) = (true, true, [:]) }
      return (!hasFailed, waiting.values.reduce(0) { $0 + $1.size })
    }
  }

  /// How many bytes of the file were passed since this was asked last. One thread at a time.
  func takeProgress() -> Int {
    defer { shownOffset = plain.offset }
    return plain.offset - shownOffset
  }

  /// How many zero bytes lie behind the end.
  var padding: Int { reader.padding }

  private func write(_ result: PieceResult) throws(Failure) {
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

  private func put(_ records: borrowing ByteBuffer, _ side: Side) throws(Failure) {
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

  /// Cleans the whole file as one text.
  func cleanText(_ cleaner: PieceCleaner) throws(Failure) {
    var damage: ArchiveDamage?
    let plain = plain
    let source = ByteSource(name: printable(input.path)) { (_, buffer) throws(Failure) in
      let earlier = buffer.count
      while buffer.count == earlier {
        switch try plain.read(into: &buffer) {
        case .bytes: break
        case .end: return 0
        case .damage(let found):
          damage = found
          throw Failure(.input, found.reason)
        }
      }
      return buffer.count - earlier
    }
    do {
      if let removal = removals?[1] { return try remove(source, removal) }
      let result = try cleaner.clean(source, input) { [output] result in
        output?.append(result.output)
        result.output.removeAll()
        do throws(Failure) { try output?.check() } catch { return error }
        return nil
      }
      result.extent = 1
      try write(result)
    } catch {
      guard let damage else { throw error }
      let lost = LostRecord(kind: .damage, reason: damage.reason, offset: damage.offset, length: source.bytesRead)
      guard !job.clean.isStrict else {
        throw Failure(.refused, "\(printable(input.path)), byte \(damage.offset): \(damage.reason)")
      }
      let result = PieceResult()
      result.account["records-in"] = 1
      result.account["bytes-in"] = source.bytesRead
      result.account["damages"] = 1
      result.quarantine(lost, record: 1, bytes: Span())
      try lose(result)
      damages = [damage]
    }
  }

  /// Leaves a text out. No more of it is in memory than a window: a longer one is never taken for a copy.
  private func remove(_ source: ByteSource, _ removal: Removal) throws(Failure) {
    var text = ByteBuffer()
    while try source.fill(&text, to: .max) {}
    let result = PieceResult()
    result.account["records-in"] = 1
    result.account["bytes-in"] = text.count
    result.remove(removal, record: 1, bytes: text.span)
    try lose(result)
  }

  /// Ends a text that has no output.
  private func lose(_ result: PieceResult) throws(Failure) {
    isLost = true
    journal = nil
    try write(result)
  }

  /// Where the file was damaged.
  private(set) var damages: [ArchiveDamage] = []

  /// Ends the outputs.
  /// - Returns: what is to take its place, and what the ledger has to know.
  func end() throws(Failure) -> FinishedFile {
    try writing.locked { () throws(Failure) in
      if input.format != .text { damages = reader.damages }
      account["damages"] = damages.count
      account["files"] = 1
      account["raw-bytes-in"] = file.size
      guard account.records == account["records-in"] else {
        throw Failure(.output, "\(printable(input.path)): a record is not accounted for; please report this")
      }
      guard let now = FileFacts(path: input.path), now == file.facts else {
        throw Failure(.input, "\(printable(input.path)) changed while it was read")
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
          obsolete.append(journalPlace)
        }
        for side in Side.allCases {
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
        pass: phase.name, place: input.place, size: file.facts.size, modified: file.facts.modified,
        fingerprint: String(fingerprint, radix: 16), account: account.text, report: sketch?.text ?? "")
      return FinishedFile(row: row, parts: parts, obsolete: obsolete, observations: observations)
    }
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
