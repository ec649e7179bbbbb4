internal import DescrapeText

/// One file of a run: its pieces are read in order, cleaned by anybody in any order, and written in order.
final class FileRun: @unchecked Sendable {
  let input: CorpusInput
  private let job: CorpusJob
  private let phase: CorpusPhase
  private let book: Book
  private let file: RawFile
  private let fingerprint: UInt64
  private let plain: PlainReader
  private let reader: PieceReader
  private let writing = Monitor()
  /// The records that are left out.
  let removals: Removals?
  private let output: FileOutput
  /// Results that came before their turn.
  private var waiting: [Int: (piece: Piece, result: PieceResult, size: Int)] = [:]
  private var written = 0
  /// Which fields are the text and the URL; known after the first piece.
  private(set) var columns = Columns()
  /// How many pieces were read, when all were.
  private var total: Int?
  private var readPieces = 0
  /// Whether a thread has taken the file's end upon itself.
  private var isTaken = false
  private var hasFailed = false
  private var shownOffset = 0
  /// Up to where the file was read when a piece was last marked.
  private var markedOffset = 0
  /// Whether a part of the file was done by an earlier run.
  let isResumed: Bool

  /// - Parameter checkpoint: what an earlier run has kept of the file; when it is of no use, the file is begun anew.
  init(
    _ input: CorpusInput, _ job: CorpusJob, _ phase: CorpusPhase, _ tree: OutputTree, _ book: Book,
    from checkpoint: Ledger.Row? = nil
  ) throws(Failure) {
    self.input = input
    self.job = job
    self.phase = phase
    self.book = book
    file = try RawFile(path: input.path)
    fingerprint = try file.fingerprint()
    plain = PlainReader(file, input.compression, ratio: job.ratioLimit)
    removals = try phase.removals(of: input)
    let limit = min(job.recordLimit, job.clean.lineLimit)
    let kept = checkpoint.flatMap { FileCheckpoint($0.account) }
    if let checkpoint, let kept, checkpoint.isOf(file.facts, fingerprint),
      let output = try FileOutput(input, job, phase, tree, from: kept)
    {
      self.output = output
      reader = try PieceReader(plain, input.format, limit: limit, from: kept.mark)
      (written, readPieces, columns) = (kept.mark.pieces, kept.mark.pieces, kept.columns)
      (shownOffset, markedOffset) = (plain.offset, plain.offset)
      isResumed = true
    } else {
      if let kept { tree.drop(kept.parts.map(\.name)) }
      output = try FileOutput(input, job, phase, tree)
      reader = try PieceReader(plain, input.format, limit: limit)
      isResumed = false
    }
  }

  /// The next piece; `nil` at the end. One thread at a time.
  func nextPiece() throws(Failure) -> Piece? {
    guard let piece = try reader.next() else {
      writing.locked { total = readPieces }
      return nil
    }
    readPieces += 1
    if piece.number == 0, input.format == .tsv || input.format == .csv { try findColumns(piece) }
    if plain.offset - markedOffset >= job.checkpointInterval, let mark = reader.mark {
      piece.mark = mark
      markedOffset = plain.offset
    }
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
      // The turn of its result may be long in coming.
      piece.bytes = ByteBuffer()
      waiting[piece.number] = (piece, result, size)
      var released = 0
      while let (piece, result, size) = waiting.removeValue(forKey: written) {
        try output.write(result)
        written += 1
        released += size
        if let mark = piece.mark { try keep(mark) }
      }
      return released
    }
  }

  /// Puts down how far the file is.
  private func keep(_ mark: PieceReader.Mark) throws(Failure) {
    let checkpoint = try output.checkpoint(mark, columns)
    try book.keep(
      Ledger.Row(pass: phase.name, place: input.place, file.facts, fingerprint, account: checkpoint.text))
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

  /// How many bytes of the file were passed.
  var offset: Int { plain.offset }

  /// How many zero bytes lie behind the end.
  var padding: Int { reader.padding }

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
        do throws(Failure) { try output.append(result.output) } catch { return error }
        result.output.removeAll()
        return nil
      }
      result.extent = 1
      try output.write(result)
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
      try output.lose(result)
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
    try output.lose(result)
  }

  /// Where the file was damaged.
  private(set) var damages: [ArchiveDamage] = []

  /// Ends the outputs.
  /// - Returns: what is to take its place, and what the ledger has to know.
  func end() throws(Failure) -> FinishedFile {
    try writing.locked { () throws(Failure) in
      if input.format != .text { damages = reader.damages }
      guard let now = FileFacts(path: input.path), now == file.facts else {
        throw Failure(.input, "\(printable(input.path)) changed while it was read")
      }
      return try output.end(file.facts, fingerprint, damages: damages.count)
    }
  }
}
