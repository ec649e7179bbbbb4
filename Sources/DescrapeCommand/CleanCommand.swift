internal import ArgumentParser
internal import Descrape
internal import DescrapeCorpus
internal import DescrapeText

/// `descrape [clean] [FILE…]`.
struct CleanCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "clean", abstract: "Clean standard input or files to standard output (the default).")

  @OptionGroup var plan: PlanOptions

  @OptionGroup var documents: DocumentOptions

  @OptionGroup var known: KnownLineOptions

  @Option(help: ArgumentHelp("How an input is cut into documents: text, jsonl or lines.", valueName: "format"))
  var format: String?

  @Option(help: ArgumentHelp("Write down what restore needs.", valueName: "file"))
  var journal: String?

  @Option(help: ArgumentHelp("Write counts as JSON.", valueName: "file"))
  var stats: String?

  @Option(
    help: ArgumentHelp(
      "Write down where --to had a choice, as JSON Lines: place, answer and alternatives.", valueName: "file"))
  var ambiguities: String?

  @Flag(help: "Change nothing; exit 1 if anything would change.")
  var check = false

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write to a file, which is replaced when all is done.", valueName: "file"))
  var output: String?

  @Argument(help: ArgumentHelp("Files to clean, one after the other; - is standard input.", valueName: "file"))
  var files: [String] = []

  func perform() throws(Failure) -> ExitStatus {
    let job = try job()
    let hint = hint
    let cleaner = try Cleaner(job) { message in
      Main.say(message.hasPrefix("cannot open") ? message + hint : message)
    }
    let report = try cleaner.run()
    if report.hasFailed { return .failed }
    return job.isCheck && report.hasChanges ? .found : .done
  }

  /// A first file that is called nearly like a subcommand may be a subcommand with a slip in it.
  private var hint: String {
    guard let word = files.first, let near = nearest(to: word, among: Descrape.subcommandNames),
      near.prefix(2) == word.prefix(2), abs(near.count - word.count) <= 2
    else { return "" }
    return "; did you mean the subcommand \"\(near)\"?"
  }

  private func job() throws(Failure) -> CleanJob {
    let file = try plan.file()
    var job = CleanJob()
    job.configuration = try plan.resolved(file)
    if !files.isEmpty { job.inputs = files }
    job.configuration.siteLines = try known.table(file)
    if let key = try file.text("url-key", known.sites.urlKey) { job.urlKey = key }
    if let site = try file.text("site", known.site) { job.site = site }
    job.output = try file.text("output", output)
    job.journal = try file.text("journal", journal)
    job.statistics = try file.text("stats", stats)
    job.ambiguities = try file.text("ambiguities", ambiguities)
    job.isCheck = try file.flag("check", check)
    try documents.apply(to: &job, file)
    if let name = try file.text("format", format) { job.format = try DocumentOptions.choice(name, "format") }
    return job
  }

  /// The option that is called most like `name`.
  static func nearestOption(to name: String) -> String? {
    nearest(to: name, among: (ConfigurationFile.keys + ["config", "help", "version"]).map { "--\($0)" })
  }
}
