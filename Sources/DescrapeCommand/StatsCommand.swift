internal import ArgumentParser
internal import DescrapeCorpus

/// `descrape stats merge FILE…`.
struct StatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Work with the statistics of corpus runs.", subcommands: [StatsMergeCommand.self])
}

/// Adds the statistics of several runs up.
struct StatsMergeCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Add the stats.json of several corpus runs up.")

  @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file.", valueName: "file"))
  var output: String?

  @Argument(help: ArgumentHelp("Files that corpus wrote.", valueName: "file"))
  var files: [String]

  func perform() throws(Failure) -> ExitStatus {
    try CorpusStatistics(merging: files).write(to: output)
    return .done
  }
}
