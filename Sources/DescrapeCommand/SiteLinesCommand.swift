internal import ArgumentParser
internal import DescrapeCorpus

/// `descrape site-lines merge FILE… -o FILE`.
struct SiteLinesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "site-lines", abstract: "Work with counts of lines of sites.",
    subcommands: [SiteLinesMergeCommand.self])
}

/// Adds counts up.
struct SiteLinesMergeCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Add counts up that corpus --save-site-lines wrote for different documents.")

  @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file.", valueName: "file"))
  var output: String

  @Argument(help: ArgumentHelp("Files of counts.", valueName: "file"))
  var files: [String]

  func perform() throws(Failure) -> ExitStatus {
    try SiteLineCounts.merge(files, into: output)
    return .done
  }
}
