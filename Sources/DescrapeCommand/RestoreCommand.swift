internal import ArgumentParser
internal import DescrapeCorpus

/// `descrape restore --journal FILE [FILE…]`.
struct RestoreCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Turn clean text back into the raw bytes.")

  @Option(help: ArgumentHelp("The journal that clean or corpus wrote.", valueName: "file"))
  var journal: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write to a file, which is replaced when all is done.", valueName: "file"))
  var output: String?

  @Argument(help: ArgumentHelp("The clean text, unpacked; - is standard input.", valueName: "file"))
  var files: [String] = []

  func perform() throws(Failure) -> ExitStatus {
    var job = RestoreJob(journal: journal)
    if !files.isEmpty { job.inputs = files }
    job.output = output
    try Restorer(job).run()
    return .done
  }
}
