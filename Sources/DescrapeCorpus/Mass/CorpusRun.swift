internal import Descrape
internal import DescrapeText

/// What became of a run over a corpus.
public struct CorpusReport: Sendable {
  /// Whether an input could not be read, or was damaged.
  public var hasFailed = false
  /// How many records are in quarantine, of all runs into the folder.
  public var quarantined = 0
  /// What is to be said at the end, in one line.
  public var summary = ""

  init(hasFailed: Bool = false) { self.hasFailed = hasFailed }
}

/// Cleans files into a tree of their own.
///
/// What comes out depends on the inputs and the plan: not on the number of workers, and not on how often the run was
/// stopped and started again. Memory is at most 50 MiB, for each worker 24 MiB and 5 records of the limit, and 3 windows
/// for one large text, and 1 KiB for each file.
public struct CorpusRun {
  private var job: CorpusJob
  /// What is done before any pass has concluded something.
  private let plan: Plan
  private let tree: OutputTree
  private let ledger: Ledger
  private let list: InputList
  private let passes: [any CorpusPass]
  private let context: CorpusContext
  private let say: @Sendable (String) -> Void

  /// A message as a line of JSON, with its line feed.
  public static func jsonLine(_ message: String) -> String { Progress.line(message) }

  /// Looks at the inputs and at what was done before.
  /// - Throws: a failure of kind `usage` for a wrong job, and when the plan is another than in the run that the folder
  ///   comes from; of kind `output` when nothing can be written.
  public init(_ job: CorpusJob, say: @escaping @Sendable (String) -> Void) throws(Failure) {
    try self.init(job, passes: SiteLineCount.passes(job) + (job.copies.map { [CopyPass($0)] } ?? []), say: say)
  }

  init(_ job: CorpusJob, passes: [any CorpusPass], say: @escaping @Sendable (String) -> Void) throws(Failure) {
    self.job = job
    self.passes = passes
    let said = Once(say)
    self.say = said.say
    plan = try Self.plan(job.clean.configuration)
    guard !job.output.isEmpty else { throw Failure(.usage, "corpus needs a folder for its output; give it with -o") }
    list = try InputList(job)
    self.job.files = list.inputs.count
    if job.clean.charset != .automatic, job.clean.charset != .utf8 {
      for input in list.inputs where input.format != .text && input.format != .lines {
        throw Failure(.usage, "\(input.format.rawValue) is read as UTF-8; leave out --charset")
      }
    }
    guard !list.inputs.isEmpty || !list.failures.isEmpty else {
      throw Failure(.usage, "there is nothing to clean in the inputs; --format takes files whatever their names")
    }
    tree = try OutputTree(job.output)
    ledger = try Ledger(path: tree.ledgerPath)
    context = CorpusContext(job: job, inputs: list.inputs, tree: tree, say: said.say)
    if job.isRestart { try ledger.forget() }
    try comparePlan()
    try keepParts()
  }

  private static func plan(_ configuration: Configuration) throws(Failure) -> Plan {
    do { return try configuration.plan() } catch { throw Failure(.usage, printable(error.description)) }
  }

  /// Does what is missing.
  /// - Throws: what ended the run: an error of writing, or what `isStrict` refuses. What is done by then stays done.
  ///   A failure of kind `usage` when an input is another than in the run that the folder comes from.
  public func run() throws(Failure) -> CorpusReport {
    for failure in list.failures { say(failure.description) }
    for (reason, count) in list.leftOut.sorted(by: { $0.key < $1.key }) { say("left out: \(count) \(reason)") }
    Interrupt.watch()
    var configuration = job.clean.configuration
    var phase = CorpusPhase(plan: plan)
    var hasFailed = !list.failures.isEmpty
    for pass in passes {
      phase.pass = pass
      if try run(phase) { hasFailed = true }
      try pass.open(context)
      pass.configure(&configuration)
      phase.plan = try Self.plan(configuration)
      phase.earlier.append(pass)
    }
    if job.isDryRun {
      for pass in passes { for line in try pass.describe(context) { say(line) } }
      return CorpusReport(hasFailed: hasFailed)
    }
    phase.pass = nil
    if try run(phase) { hasFailed = true }
    return try report(phase, hasFailed)
  }

  /// Sends all files that are missing through a phase.
  /// - Returns: whether any of them failed.
  private func run(_ phase: CorpusPhase) throws(Failure) -> Bool {
    let isConcluded = "\(phase.name)/concluded"
    guard try ledger.value(isConcluded) == nil else { return false }
    let started = milliseconds()
    var log: ObservationLog?
    if let pass = phase.pass {
      try pass.prepare(context)
      let key = "\(pass.name)/observed"
      log = try ObservationLog(
        path: context.path("\(pass.name).log"), key: key, size: Int(try ledger.value(key) ?? "") ?? 0)
    }
    let todo = try missing(phase).filter { phase.pass?.selection(of: $0)?.isEmpty != true }
    if todo.count < list.inputs.count, phase.pass == nil {
      say("\(list.inputs.count - todo.count) files are done already")
    }
    let scheduler = Scheduler(todo, workers: job.workers)
    let book = Book(ledger, tree, log: log)
    let checkpoints = try ledger.checkpoints(phase.name)
    let worker = CorpusWorker(job, phase, tree, scheduler, book, checkpoints, say: say)
    var threads: [WorkerThread] = []
    for _ in 0..<job.workers {
      do { threads.append(try WorkerThread { worker.work() }) } catch {
        scheduler.leave()
        if threads.isEmpty { throw error }
      }
    }
    let done = checkpoints.values.reduce(0) { $0 + (FileCheckpoint($1.account)?.offset ?? 0) }
    var progress = Progress(job.progress, phase.name, files: todo.count, bytes: todo.reduce(0) { $0 + $1.size } - done)
    watch(scheduler, &progress)
    progress.end()
    endIfInterrupted()
    for thread in threads { thread.join() }
    try book.flush()
    let spent = (Int(try ledger.value("milliseconds") ?? "") ?? 0) + milliseconds() - started
    try ledger.set("milliseconds", String(spent))
    if let failure = scheduler.failure { throw failure }
    if let pass = phase.pass, let log {
      do { try pass.conclude(log, context) } catch {
        endIfInterrupted()
        throw error
      }
      try tree.sync()
      try ledger.set(isConcluded, "1")
    }
    return !scheduler.failures.isEmpty
  }

  /// Ends the program when a signal came.
  private func endIfInterrupted() {
    guard let number = Interrupt.signalNumber else { return }
    // What is finished but has no place yet is done again: waiting for the disk could take long.
    tree.abandon()
    say("stopped; the same command goes on from here")
    Interrupt.end(number)
  }

  /// Waits for the workers, or for a signal.
  private func watch(_ scheduler: Scheduler, _ progress: inout Progress) {
    var deadline: Int?
    while true {
      let isOver = scheduler.monitor.locked {
        if !scheduler.isOver { scheduler.monitor.wait(milliseconds: 100) }
        return scheduler.isOver
      }
      if isOver { return }
      if Interrupt.signalNumber != nil {
        scheduler.stop()
        // A worker in the middle of a long text is not waited for: what it writes has no place yet.
        let now = milliseconds()
        if now > deadline ?? now + 1 { return }
        deadline = deadline ?? now + 500
      }
      progress.show(scheduler)
    }
  }

  private func report(_ phase: CorpusPhase, _ hasFailed: Bool) throws(Failure) -> CorpusReport {
    var account = Account()
    let rows = try ledger.rows(phase.name)
    for (_, row) in rows {
      guard let more = Account(row.account) else { throw Failure(.input, "the ledger is damaged; use --restart") }
      account += more
    }
    account["milliseconds"] = Int(try ledger.value("milliseconds") ?? "") ?? 0
    let part = try tree.part(for: "stats.json")
    var text = ByteBuffer()
    CorpusStatistics(account, job).write(into: &text)
    part.append(text)
    try tree.commit(part)
    if job.wantsReport {
      let page = try tree.part(for: "report.html")
      page.append(try ReportPage(rows, ledger, account, job, phase.plan).html())
      try tree.commit(page)
    }
    try tree.settle()
    var report = CorpusReport()
    report.hasFailed = hasFailed || account["damages"] > 0
    report.quarantined = account["quarantined"]
    let dropped = account["dropped"] > 0 ? "\(account["dropped"]) dropped, " : ""
    report.summary =
      "\(account["files"]) files, \(account["records-in"]) records in, \(account["records-out"]) out, "
      + "\(account["changed"]) changed, \(dropped)\(account["quarantined"]) in quarantine"
    return report
  }

  /// Another plan would make a tree of two kinds.
  private func comparePlan() throws(Failure) {
    var entries = job.planEntries
    // What a pass has concluded from some files would be wrong for others.
    if !passes.isEmpty {
      var places = ByteBuffer()
      for input in list.inputs { places.append("\(input.place)\n") }
      entries.append(("set of inputs", String(places.span.fingerprint(0..<places.count), radix: 16)))
    }
    // Where nothing was kept for a report, there is nothing to make one from.
    entries.append(("report", job.wantsReport ? "kept" : "none"))
    // Where nothing is finished, nothing can be of two kinds.
    let isEmpty = try ledger.isEmpty()
    for (key, value) in entries {
      let name = "plan/\(key)"
      let earlier = try ledger.value(name) ?? (key == "report" ? "none" : value)
      guard earlier != value else { continue }
      if isEmpty {
        try ledger.dropCheckpoints()
      } else {
        throw Failure(
          .usage,
          "\(printable(job.output)) was made with another \(key) (\(printable(earlier)), now \(printable(value))); "
            + "--restart does all of it anew, or give -o another folder")
      }
    }
    try ledger.add([], values: entries.map { ("plan/\($0.key)", $0.value) })
  }

  /// Throws away what a run that was killed left unfinished, but for parts of inputs that it has done in part.
  private func keepParts() throws(Failure) {
    let places = Set(list.inputs.map(\.place))
    var names: [String] = []
    for row in try ledger.checkpoints() {
      if places.contains(row.place), let checkpoint = FileCheckpoint(row.account) {
        names += checkpoint.parts.map(\.name)
      } else {
        try ledger.dropCheckpoint(row)
      }
    }
    tree.clear(but: names)
  }

  /// The inputs that a phase has not done.
  private func missing(_ phase: CorpusPhase) throws(Failure) -> [CorpusInput] {
    let rows = try ledger.rows(phase.name)
    var missing: [CorpusInput] = []
    for input in list.inputs {
      guard let row = rows[input.place] else {
        missing.append(input)
        continue
      }
      var isSame = false
      // One that cannot be read is told of when its turn comes.
      if let file = try? RawFile(path: input.path) {
        isSame = row.isOf(file.facts, try file.fingerprint())
      }
      guard isSame else {
        throw Failure(
          .usage,
          "\(printable(input.path)) changed since it was cleaned; --restart does all of it anew, or give -o "
            + "another folder")
      }
      let hasOutput = Account(row.account)?["outputs"] ?? 0 > 0
      if hasOutput, !tree.has(input.place) { missing.append(input) }
    }
    return missing
  }
}

/// Says each thing once: every phase meets the same damages.
private final class Once: @unchecked Sendable {
  private let monitor = Monitor()
  private var said: Set<String> = []
  private let next: @Sendable (String) -> Void

  init(_ next: @escaping @Sendable (String) -> Void) { self.next = next }

  @Sendable func say(_ message: String) {
    if monitor.locked({ said.insert(message).inserted }) { next(message) }
  }
}
