internal import ArgumentParser
internal import Descrape
internal import DescrapeCorpus
internal import DescrapeText

/// `descrape corpus INPUT… -o FOLDER`.
struct CorpusCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus", abstract: "Clean files and folders into a folder; go on where an earlier run stopped.",
    discussion: """
      Formats go by the names: .txt .md, .jsonl .ndjson, .lines, .tsv .csv, .warc .wet, each also with .gz or .zst.
      Outputs keep names, format and packing. Bad records go to quarantine/, counts to stats.json. Exit status: 0 done, 1 some records
      are in quarantine, 2 wrong use, 3 an input was damaged or could not be read, or an output failed.
      """)

  @OptionGroup var plan: PlanOptions

  @OptionGroup var documents: DocumentOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The folder for the clean tree, stats.json and quarantine/.", valueName: "folder"))
  var output: String

  @Option(
    name: [.customShort("j"), .long],
    help: ArgumentHelp("How many workers; one for each core without it.", valueName: "n"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp("What all inputs are: text, jsonl, lines, tsv, csv or warc.", valueName: "format"))
  var format: String?

  @Option(help: ArgumentHelp("How outputs are packed: none, gzip or zstd.", valueName: "packing"))
  var compress: String?

  @Option(
    help: ArgumentHelp(
      "The column of the text in tsv and csv: a name of the first line (text), or a number.", valueName: "column"))
  var column: String?

  @OptionGroup var sites: SiteOptions

  @Flag(help: "Count lines that recur over the documents of a site, and remove them at head and foot of documents.")
  var siteLines = false

  @Option(help: ArgumentHelp("With --site-lines: save the counts, for clean --site-lines.", valueName: "file"))
  var saveSiteLines: String?

  @Option(help: ArgumentHelp("Remove the lines of sites that an earlier run saved.", valueName: "file"))
  var siteLinesFrom: String?

  @Option(help: ArgumentHelp("Longer lines, in bytes, are not counted (1000).", valueName: "n"))
  var siteLineLength: Int?

  @Option(help: ArgumentHelp("Leave copies of documents out: exact or near.", valueName: "kind"))
  var dedup: String?

  @Option(
    help: ArgumentHelp(
      "With --dedup near: how alike copies are, from 0.5 to 1 (0.8): the share of runs of five ideographs or ten letters that both have.",
      valueName: "share"))
  var similarity: Double?

  @Option(help: ArgumentHelp("With --dedup: which of the copies stays, first or longest.", valueName: "which"))
  var keep: String?

  @Flag(help: "With --site-lines or --dedup: clean nothing, and show what would go.")
  var dryRun = false

  @Flag(help: "Keep a journal of each file under journal/: restore makes the input of it and the unpacked output.")
  var journal = false

  @Flag(help: "Make report.html, a page with charts and samples of all stages.")
  var report = false

  @Flag(help: "Forget what an earlier run did, and do all of it anew.")
  var restart = false

  @Option(help: ArgumentHelp("Longer records go to quarantine (16M).", valueName: "size"))
  var maxRecord: String?

  @Option(
    help: ArgumentHelp("Archives that unpack to more than so many times their size are cut off (400).", valueName: "n"))
  var maxRatio: Int?

  @Option(
    help: ArgumentHelp(
      "After so much of a large file the ledger is told how far it is done, for a run that goes on (256M).",
      valueName: "size"))
  var checkpoint: String?

  @Flag(help: "No progress.")
  var quiet = false

  @Option(help: ArgumentHelp("How progress is told: text or json.", valueName: "format"))
  var logFormat: String?

  @Argument(help: ArgumentHelp("Files, folders, patterns, and lists of paths as @FILE.", valueName: "input"))
  var inputs: [String]

  func perform() throws(Failure) -> ExitStatus {
    let isJSON = logFormat == "json"
    let say: @Sendable (String) -> Void = { message in
      guard isJSON else { return Main.say(message) }
      let sink = ByteSink.standardError()
      sink.append(CorpusRun.jsonLine(message))
      sink.flush()
    }
    let report = try CorpusRun(try job(), say: say).run()
    if !quiet, !dryRun { say(report.summary) }
    if report.hasFailed { return .failed }
    return report.quarantined > 0 ? .found : .done
  }

  private func applySites(to job: inout CorpusJob, _ file: ConfigurationFile) throws(Failure) {
    if let key = try file.text("url-key", sites.urlKey) { job.clean.urlKey = key }
    var options = try sites.thresholds(file)
    if let siteLineLength {
      guard (1...SiteLine.longest).contains(siteLineLength) else {
        throw Failure(.usage, "--site-line-length takes a number from 1 to \(SiteLine.longest)")
      }
      options.longest = siteLineLength
    }
    if let path = siteLinesFrom { job.clean.configuration.siteLines = try SiteLineTable(path: path, options) }
    options.saved = saveSiteLines
    if siteLines { job.siteLines = options }
    guard siteLines || saveSiteLines == nil else {
      throw Failure(.usage, "--save-site-lines saves what is counted; give --site-lines")
    }
    guard siteLines || dedup != nil || !dryRun else {
      throw Failure(.usage, "--dry-run shows what would go; give --site-lines or --dedup")
    }
    job.isDryRun = dryRun
  }

  private func applyCopies(to job: inout CorpusJob) throws(Failure) {
    guard let dedup else {
      guard similarity == nil, keep == nil else {
        throw Failure(.usage, "\(keep == nil ? "--similarity" : "--keep") says which copies go; give --dedup")
      }
      return
    }
    var options = CopyOptions()
    options.kind = try DocumentOptions.choice(dedup, "kind of copies")
    if let keep { options.keep = try DocumentOptions.choice(keep, "copy to keep") }
    if let similarity {
      guard similarity >= 0.5, similarity <= 1, options.kind == .near else {
        throw Failure(.usage, "--similarity takes a number from 0.5 to 1, with --dedup near")
      }
      options.similarity = Int((similarity * 1000).rounded())
    }
    job.copies = options
  }

  private func job() throws(Failure) -> CorpusJob {
    let file = try plan.file()
    var job = CorpusJob()
    job.clean.configuration = try plan.resolved(file)
    try documents.apply(to: &job.clean, file)
    if let text = maxRecord { job.recordLimit = try DocumentOptions.size(text, "--max-record") }
    if let checkpoint { job.checkpointInterval = try DocumentOptions.size(checkpoint, "--checkpoint") }
    if let name = try file.text("format", format) { job.format = try DocumentOptions.choice(name, "format") }
    if let compress { job.compression = try DocumentOptions.choice(compress, "packing") }
    if let column { job.column = column }
    if let maxRatio {
      guard maxRatio > 0 else { throw Failure(.usage, "--max-ratio takes a number from 1") }
      job.ratioLimit = maxRatio
    }
    try applySites(to: &job, file)
    try applyCopies(to: &job)
    job.inputs = inputs
    job.output = output
    job.workers = jobs ?? CorpusRun.cores
    guard (1...256).contains(job.workers) else { throw Failure(.usage, "-j takes a number from 1 to 256") }
    job.wantsJournal = journal
    job.wantsReport = report
    job.isRestart = restart
    switch logFormat {
    case nil, "text": break
    case "json": job.progress = .json
    default: throw Failure(.usage, "--log-format takes text or json, not \"\(printable(logFormat ?? ""))\"")
    }
    if quiet { job.progress = .none }
    return job
  }
}
