internal import Descrape
internal import DescrapeText

/// Runs a `CleanJob`: reads its inputs one after the other, and writes the clean text, the journal and the statistics.
///
/// Files appear whole or not at all. One thread; memory is bounded by the window whatever the size of the input.
public final class Cleaner {
  let job: CleanJob
  let plan: Plan
  let worker: Worker
  /// Takes one-line messages for the user.
  let say: (String) -> Void

  private let outputFile: OutputFile?
  let sink: ByteSink
  let journal: JournalWriter?
  let ambiguities: AmbiguityWriter?
  private let statisticsFile: OutputFile?
  var counts = Counts()
  /// How many lines of a file came before what is read now.
  var linesBefore = 0
  /// Takes lines that are not JSON, where they are not to be passed through.
  var quarantine: Quarantine?
  /// Looks at each clean document.
  var observer: Observer?
  /// The records that are left out of the output, and what takes them instead.
  var removals: Removals?
  var removed: Removed?
  /// Whether anybody wants to know which sites documents are from.
  var wantsSites = false
  /// The site of documents without a URL, and that of the document at hand.
  private(set) var commonSite = ""
  private(set) var site = ""
  private(set) var report = Report()

  typealias Quarantine = (_ line: Int, _ reason: String, _ bytes: borrowing Span<UInt8>) -> Void
  typealias Observer = (_ text: borrowing TextView, _ place: DocumentPlace) -> Void
  typealias Removed = (_ record: Int, _ removal: Removal, _ bytes: borrowing Span<UInt8>) -> Void

  /// What statistics hold beside the worker's own.
  struct Counts {
    var documents = 0
    var changedDocuments = 0
    var lines = 0
    var bytesIn = 0
    var badSequences = 0
    /// The charset of the last text.
    var charset: String?
    var linesNotJSON = 0
    var linesWithoutText = 0
    var linesTooLong = 0
    var linesBlank = 0
    /// Lines of `lines` whose clean form would be more than one line.
    var linesLeft = 0
    /// Lines that are in the output, but for blank ones, and lines that were left out of it.
    var linesOut = 0
    var linesRemoved = 0
  }

  /// - Throws: a failure of kind `usage` for a wrong configuration, of kind `output` for files that cannot be written.
  public init(_ job: CleanJob, say: @escaping (String) -> Void) throws(Failure) {
    self.job = job
    self.say = say
    do { plan = try job.configuration.plan() } catch { throw Failure(.usage, printable(error.description)) }
    if job.format != .text, job.charset != .automatic, job.charset != .utf8 {
      guard job.format == .lines, job.charset.hasByteLines else {
        throw Failure(.usage, "\(job.format.rawValue) is read as UTF-8; convert the file first, or leave out --charset")
      }
    }
    try Self.refuseSameFiles(job)
    worker = Worker(plan, journal: job.journal != nil, choices: job.ambiguities != nil)
    outputFile = job.isCheck ? nil : try job.output.map { path throws(Failure) in try OutputFile(path: path) }
    sink = job.isCheck ? .nowhere() : outputFile?.sink ?? .standardOutput()
    let plan = plan
    journal = try job.journal.map { path throws(Failure) in try JournalWriter(path: path, job: job, plan: plan) }
    ambiguities = try job.ambiguities.map { path throws(Failure) in try AmbiguityWriter(path: path) }
    statisticsFile = try job.statistics.map { path throws(Failure) in try OutputFile(path: path) }
    wantsSites = job.configuration.siteLines != nil
    startFile(site: job.site)
  }

  /// Cleans pieces of files that somebody else reads and writes; `run` has nothing to do for it.
  init(_ job: CleanJob, _ plan: Plan, sink: ByteSink, journal: JournalWriter?) {
    self.job = job
    self.plan = plan
    self.sink = sink
    self.journal = journal
    say = { _ in }
    worker = Worker(plan, journal: journal != nil)
    (outputFile, ambiguities, statisticsFile) = (nil, nil, nil)
  }

  /// The line at hand as it is counted in the output, which has neither removed lines nor those in quarantine.
  var outputLine: Int { counts.lines - counts.linesRemoved - (quarantine == nil ? 0 : counts.linesNotJSON) }

  /// Says which site documents without a URL are from.
  func startFile(site: String) {
    commonSite = site
    enter(site)
  }

  private func enter(_ name: String) {
    guard wantsSites else { return }
    site = name
    worker.site = name.isEmpty ? 0 : SiteLine.site(named: name)
  }

  /// Says which URL the document at hand is from; an empty one is none.
  func enter(url: borrowing Span<UInt8>) {
    guard wantsSites else { return }
    enter(SiteLine.host(ofURL: url) ?? commonSite)
  }

  /// Leaves a record out.
  func remove(_ record: Int, _ removal: Removal, _ bytes: borrowing Span<UInt8>) {
    counts.linesRemoved += 1
    removed?(record, removal, bytes)
  }

  /// Does the work.
  /// An input that cannot be read is told of, and the others are still done; when it broke off in the middle, or
  /// none could be read, neither the output file nor the journal is replaced.
  /// - Throws: what ends the whole run: an error of writing, or what `isStrict` refuses. No file is replaced then.
  public func run() throws(Failure) -> Report {
    var isComplete = true
    var done = 0
    for path in job.inputs {
      // The last line of a file without its line feed must not run into the next file's first.
      if job.format != .text { sink.endLine() }
      var bytesRead = 0
      do {
        let source = try ByteSource(path: path, chunk: job.readSize)
        defer { bytesRead = source.bytesRead }
        switch job.format {
        case .text: try cleanText(source)
        case .jsonl: try cleanJSONLines(source)
        case .lines: try cleanLines(source)
        }
        done += 1
      } catch {
        guard error.kind == .input else { throw error }
        report.hasFailed = true
        // A file that broke off in the middle leaves an output that is not complete.
        if bytesRead > 0 { isComplete = false }
        say(error.description)
      }
      counts.bytesIn += bytesRead
    }
    sink.flush()
    try sink.check()
    report.hasChanges = counts.changedDocuments > 0
    if isComplete, done > 0 {
      try outputFile?.commit()
      try journal?.commit(lines: job.format == .text ? counts.documents : counts.lines)
    }
    if isComplete, done > 0 { try ambiguities?.commit() }
    if let statisticsFile {
      statisticsFile.sink.append(statisticsText())
      try statisticsFile.commit()
    }
    return report
  }

  /// Reading what is being written would never end, or lose the file.
  private static func refuseSameFiles(_ job: CleanJob) throws(Failure) {
    var inputs: [FileIdentity: String] = [:]
    for path in job.inputs {
      let identity = path == "-" ? FileIdentity(descriptor: 0) : FileIdentity(path: path)
      if let identity, identity.isRegular { inputs[identity] = path }
    }
    if !job.isCheck, job.output == nil, let target = FileIdentity(descriptor: 1), let path = inputs[target] {
      throw Failure(.usage, "\(printable(path)) is both input and output; write to another file")
    }
    var outputs: [String: String] = [:]
    for (option, path) in [
      ("-o", job.isCheck ? nil : job.output), ("--journal", job.journal), ("--stats", job.statistics),
      ("--ambiguities", job.ambiguities),
    ] {
      guard let path else { continue }
      if let identity = FileIdentity(path: path), inputs[identity] != nil {
        throw Failure(
          .usage, "\(printable(path)) is an input and would be replaced by \(option); give \(option) another file")
      }
      if let other = outputs[path], path != "/dev/null" {
        throw Failure(.usage, "\(other) and \(option) both write \(printable(path)); give them two files")
      }
      outputs[path] = option
    }
  }
}
