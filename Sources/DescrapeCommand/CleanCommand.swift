internal import ArgumentParser
internal import Descrape
internal import DescrapeCorpus
internal import DescrapeText

/// `descrape [clean] [FILE…]`.
struct CleanCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "clean", abstract: "Clean standard input or files to standard output (the default).")

  @OptionGroup var plan: PlanOptions

  @Option(help: ArgumentHelp("How an input is cut into documents: text, jsonl or lines.", valueName: "format"))
  var format: String?

  @Option(help: ArgumentHelp("The key whose string is the text, in jsonl.", valueName: "key"))
  var textKey: String?

  @Option(help: ArgumentHelp("The charset of the input, or auto.", valueName: "name"))
  var charset: String?

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

  @Flag(help: "Fail on bad UTF-8 and on lines that are not JSON.")
  var strict = false

  @Option(
    help: ArgumentHelp(
      "How much of a text to work on at once, such as 512K, 64M (the default) or 1G.", valueName: "size"))
  var window: String?

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
    job.output = try file.text("output", output)
    job.journal = try file.text("journal", journal)
    job.statistics = try file.text("stats", stats)
    job.ambiguities = try file.text("ambiguities", ambiguities)
    job.isCheck = try file.flag("check", check)
    job.isStrict = try file.flag("strict", strict)
    if let key = try file.text("text-key", textKey) { job.textKey = key }
    if let name = try file.text("charset", charset) { job.charset = try Charset(name) }
    if let name = try file.text("format", format) {
      guard let known = Format(rawValue: name) else {
        let near = nearest(to: name, among: Format.allCases.map(\.rawValue)) ?? ""
        throw Failure(.usage, "no format is called \"\(printable(name))\"; did you mean \"\(near)\"?")
      }
      job.format = known
    }
    if let text = try file.text("window", window) {
      guard let size = CleanJob.size(text), size >= 64 else {
        throw Failure(
          .usage, "--window takes a size of 64 bytes or more, such as 512K, 64M or 1G, not \"\(printable(text))\"")
      }
      job.window = size
    }
    return job
  }

  /// The option that is called most like `name`.
  static func nearestOption(to name: String) -> String? {
    nearest(to: name, among: (ConfigurationFile.keys + ["config", "help", "version"]).map { "--\($0)" })
  }
}
