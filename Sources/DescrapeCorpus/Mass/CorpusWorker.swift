internal import DescrapeText

/// What one thread of a run does.
struct CorpusWorker {
  private let job: CorpusJob
  private let phase: CorpusPhase
  private let tree: OutputTree
  private let scheduler: Scheduler
  private let book: Book
  /// What an earlier run has done in part, by place.
  private let checkpoints: [String: Ledger.Row]
  private let say: @Sendable (String) -> Void

  /// A larger text is cleaned alone, since its windows take much memory.
  private static let largeText = 4 << 20
  /// So many damages of a file are named.
  private static let messageLimit = 5

  init(
    _ job: CorpusJob, _ phase: CorpusPhase, _ tree: OutputTree, _ scheduler: Scheduler, _ book: Book,
    _ checkpoints: [String: Ledger.Row], say: @escaping @Sendable (String) -> Void
  ) {
    self.job = job
    self.phase = phase
    self.tree = tree
    self.scheduler = scheduler
    self.book = book
    self.checkpoints = checkpoints
    self.say = say
  }

  /// Works until nothing is left.
  func work() {
    defer { scheduler.leave() }
    let cleaner = PieceCleaner(job, phase.plan, observer: phase.pass?.observer())
    while let task = scheduler.task() {
      switch task {
      case .file(let input): attempt(nil) { () throws(Failure) in try clean(input, cleaner) }
      case .open(let input):
        var run: FileRun?
        attempt(nil) { () throws(Failure) in run = try open(input) }
        scheduler.share(run)
      case .piece(let run):
        attempt(run) { () throws(Failure) in
          guard let (piece, size) = try scheduler.piece(of: run) else {
            // Whoever comes last, reader or writer, puts the file in its place.
            if run.takeEnd() { try commit(run) }
            return
          }
          try clean(piece, size, of: run, cleaner)
          if run.takeEnd() { try commit(run) }
        }
      }
    }
  }

  /// An error of an input ends that input, any other one the run.
  private func attempt(_ run: FileRun?, _ body: () throws(Failure) -> Void) {
    do { try body() } catch {
      if let run {
        scheduler.drop(run)
        // One message for each file.
        let (isFirst, released) = run.takeFailure()
        scheduler.release(released, records: 0, bytes: 0)
        guard isFirst || error.kind != .input else { return }
      }
      guard error.kind == .input else { return scheduler.stop(error) }
      scheduler.note(error)
      say(error.description)
    }
  }

  private func clean(_ piece: Piece, _ size: Int, of run: FileRun, _ cleaner: PieceCleaner) throws(Failure) {
    var released = size
    var result: PieceResult?
    defer { scheduler.release(released, records: result?.account["records-in"] ?? 0, bytes: 0) }
    let cleaned = try cleaner.clean(piece, run.input, columns: run.columns, removals: run.removals)
    result = cleaned
    released = 0
    released = try run.finish(piece, cleaned, size: size)
  }

  private func open(_ input: CorpusInput) throws(Failure) -> FileRun {
    let run = try FileRun(input, job, phase, tree, book, from: checkpoints[input.place])
    if run.isResumed { say("\(printable(input.path)) goes on at byte \(run.offset)") }
    return run
  }

  /// A whole file.
  private func clean(_ input: CorpusInput, _ cleaner: PieceCleaner) throws(Failure) {
    let run = try open(input)
    if input.format == .text {
      let isLarge = input.size > Self.largeText || input.compression != .none
      if isLarge { scheduler.takeText(true) }
      defer { if isLarge { scheduler.takeText(false) } }
      try run.cleanText(cleaner)
      scheduler.release(0, records: 1, bytes: input.size)
    } else {
      while let piece = try run.nextPiece() {
        guard !scheduler.hasStopped else { return }
        let result = try cleaner.clean(piece, input, columns: run.columns, removals: run.removals)
        _ = try run.finish(piece, result, size: 0)
        scheduler.release(0, records: result.account["records-in"], bytes: 0)
      }
      scheduler.release(0, records: 0, bytes: input.size)
    }
    try commit(run)
  }

  private func commit(_ run: FileRun) throws(Failure) {
    guard !scheduler.hasStopped else { return }
    let finished = try run.end()
    for damage in run.damages.prefix(Self.messageLimit) {
      say("\(printable(run.input.path)): damaged at byte \(damage.offset): \(damage.reason)")
    }
    if run.damages.count > Self.messageLimit {
      say("\(printable(run.input.path)): damaged in \(run.damages.count) places")
    }
    if run.padding > 0 { say("\(printable(run.input.path)): \(run.padding) zero bytes lie behind its end") }
    try book.add(finished)
    scheduler.finished()
  }
}
