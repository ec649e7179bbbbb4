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
}

/// Cleans files into a tree of their own.
///
/// What comes out depends on the inputs and the plan: not on the number of workers, and not on how often the run was
/// stopped and started again. Memory is at most 50 MiB, for each worker 24 MiB and 5 records of the limit, and 3 windows
/// for one large text, and 1 KiB for each file.
public struct CorpusRun {
  private let job: CorpusJob
  private let plan: Plan
  private let tree: OutputTree
  private let ledger: Ledger
  private let list: InputList
  private let todo: [CorpusInput]
  private let say: @Sendable (String) -> Void

  /// A message as a line of JSON, with its line feed.
  public static func jsonLine(_ message: String) -> String { Progress.line(message) }

  /// Looks at the inputs and at what was done before.
  /// - Throws: a failure of kind `usage` for a wrong job, and when the plan or an input is another than in the run
  ///   that the folder comes from; of kind `output` when nothing can be written.
  public init(_ job: CorpusJob, say: @escaping @Sendable (String) -> Void) throws(Failure) {
    self.job = job
    self.say = say
    do { plan = try job.clean.configuration.plan() } catch { throw Failure(.usage, printable(error.description)) }
    guard !job.output.isEmpty else { throw Failure(.usage, "corpus needs a folder for its output; give it with -o") }
    list = try InputList(job)
    if job.clean.charset != .automatic, job.clean.charset != .utf8 {
      for input in list.inputs where input.format != .text && input.format != .lines {
        throw Failure(.usage, "\(input.format.rawValue) is read as UTF-8; leave out --charset")
      }
    }
    if job.wantsJournal, let input = list.inputs.first(where: { !$0.format.hasJournal }) {
      throw Failure(
        .usage, "\(printable(input.path)): a journal of \(input.format.rawValue) cannot be kept; leave out --journal")
    }
    guard !list.inputs.isEmpty || !list.failures.isEmpty else {
      throw Failure(.usage, "there is nothing to clean in the inputs; --format takes files whatever their names")
    }
    tree = try OutputTree(job.output)
    ledger = try Ledger(path: tree.ledgerPath)
    if job.isRestart { try ledger.forget() }
    try Self.comparePlan(job, ledger)
    todo = try Self.missing(list.inputs, ledger, tree)
  }

  /// Does what is missing.
  /// - Throws: what ended the run: an error of writing, or what `isStrict` refuses. What is done by then stays done.
  public func run() throws(Failure) -> CorpusReport {
    let started = milliseconds()
    for failure in list.failures { say(failure.description) }
    for (reason, count) in list.leftOut.sorted(by: { $0.key < $1.key }) { say("left out: \(count) \(reason)") }
    if todo.count < list.inputs.count { say("\(list.inputs.count - todo.count) files are done already") }
    let scheduler = Scheduler(todo, workers: job.workers)
    let book = Book(ledger, tree)
    Interrupt.watch()
    let worker = CorpusWorker(job, plan, tree, scheduler, book, say: say)
    var threads: [WorkerThread] = []
    for _ in 0..<job.workers {
      do { threads.append(try WorkerThread { worker.work() }) } catch {
        scheduler.leave()
        if threads.isEmpty { throw error }
      }
    }
    var progress = Progress(job.progress, files: todo.count, bytes: todo.reduce(0) { $0 + $1.size })
    watch(scheduler, &progress)
    progress.end()
    if let number = Interrupt.signalNumber {
      // What is finished but has no place yet is done again: waiting for the disk could take long.
      tree.clear()
      say("stopped; the same command goes on from here")
      Interrupt.end(number)
    }
    for thread in threads { thread.join() }
    try book.flush()
    let spent = (Int(try ledger.value("milliseconds") ?? "") ?? 0) + milliseconds() - started
    try ledger.set("milliseconds", String(spent))
    if let failure = scheduler.failure { throw failure }
    return try report(scheduler, spent)
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

  private func report(_ scheduler: Scheduler, _ spent: Int) throws(Failure) -> CorpusReport {
    var account = Account()
    for (_, row) in try ledger.rows() {
      guard let more = Account(row.account) else { throw Failure(.input, "the ledger is damaged; use --restart") }
      account += more
    }
    account["milliseconds"] = spent
    let part = try tree.part(for: "stats.json")
    var text = ByteBuffer()
    CorpusStatistics(account, job, plan).write(into: &text)
    part.append(text)
    try tree.commit(part)
    try tree.settle()
    var report = CorpusReport()
    report.hasFailed = !list.failures.isEmpty || !scheduler.failures.isEmpty || account["damages"] > 0
    report.quarantined = account["quarantined"]
    report.summary =
      "\(account["files"]) files, \(account["records-in"]) records in, \(account["records-out"]) out, "
      + "\(account["changed"]) changed, \(account["quarantined"]) in quarantine"
    return report
  }

  /// Another plan would make a tree of two kinds.
  private static func comparePlan(_ job: CorpusJob, _ ledger: Ledger) throws(Failure) {
    // Where nothing is finished, nothing can be of two kinds.
    let isEmpty = try ledger.rows().isEmpty
    for (key, value) in job.planEntries where !isEmpty {
      let name = "plan/\(key)"
      if let earlier = try ledger.value(name), earlier != value {
        throw Failure(
          .usage,
          "\(printable(job.output)) was made with another \(key) (\(printable(earlier)), now \(printable(value))); "
            + "--restart does all of it anew, or give -o another folder")
      }
    }
    for (key, value) in job.planEntries { try ledger.set("plan/\(key)", value) }
  }

  /// The inputs that have no output yet.
  private static func missing(
    _ inputs: [CorpusInput], _ ledger: Ledger, _ tree: OutputTree
  ) throws(Failure) -> [CorpusInput] {
    let rows = try ledger.rows()
    var missing: [CorpusInput] = []
    for input in inputs {
      guard let row = rows[input.place] else {
        missing.append(input)
        continue
      }
      var isSame = false
      // One that cannot be read is told of when its turn comes.
      if let file = try? RawFile(path: input.path) {
        let fingerprint = String(try file.fingerprint(), radix: 16)
        isSame =
          file.facts.size == row.size && file.facts.modified == row.modified && fingerprint == row.fingerprint
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

extension CorpusJob {
  /// All that outputs depend on.
  var planEntries: [(key: String, value: String)] {
    let configuration = clean.configuration
    return [
      ("version", Version.line), ("profile", configuration.profile.rawValue),
      ("script target", configuration.target ?? "none"), ("script data", configuration.scriptSource ?? "none"),
      (
        "choice of stages",
        "only \(configuration.only.joined(separator: ",")); skip \(configuration.skip.joined(separator: ","))"
      ),
      ("setting of stages", configuration.settings.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")),
      ("text key", clean.textKey), ("column", column), ("charset", clean.charset.name),
      ("window", String(clean.window)),
      ("format", format?.rawValue ?? "by name"), ("compression", compression?.rawValue ?? "by name"),
      ("limit of a record", String(recordLimit)), ("limit of unpacking", String(ratioLimit)),
      ("journal", wantsJournal ? "kept" : "none"), ("strictness", clean.isStrict ? "strict" : "lenient"),
    ]
  }
}
