internal import ArgumentParser
internal import DescrapeCorpus

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// The command as a whole. `clean` is what runs when no subcommand is named.
struct Descrape: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "descrape",
    abstract: "Undoes what scraping did to text.",
    usage: """
      descrape [clean] [<options>] [<file> ...]
      descrape explain [<options>] [<file>]
      descrape corpus <input> ... -o <folder>
      descrape stats merge <file> ...
      descrape site-lines merge <file> ... -o <file>
      descrape restore --journal <file> [<file> ...]
      descrape charset [<file> ...]
      descrape stages [<id>]
      descrape data build --from <folder> [-o <file>]
      descrape data show [<file>]
      """,
    discussion: """
      Reads standard input or files and writes clean text to standard output. 'descrape help clean' shows all options.
      Exit status: 0 done, 1 --check found something or corpus has records in quarantine, 2 wrong use or configuration, 3 an input or an output failed.
      """,
    version: Version.line,
    subcommands: [
      CleanCommand.self, ExplainCommand.self, CharsetCommand.self, RestoreCommand.self, StagesCommand.self,
      DataCommand.self, CorpusCommand.self, StatsCommand.self, SiteLinesCommand.self,
    ],
    defaultSubcommand: CleanCommand.self)

  static let subcommandNames = configuration.subcommands.map { $0.configuration.commandName ?? "" } + ["help"]
}

/// What every subcommand does: its work, and the exit status of it.
protocol Subcommand: ParsableCommand {
  func perform() throws(Failure) -> ExitStatus
}

/// The exit statuses of the command; the README lists them.
enum ExitStatus: Int32 {
  case done = 0
  case found = 1
  case usage = 2
  case failed = 3
}

@main
enum Main {
  static func main() {
    ByteSink.ignoreBrokenPipes()
    exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  static func run(_ arguments: [String]) -> ExitStatus {
    do {
      let command = try Descrape.parseAsRoot(arguments)
      guard let subcommand = command as? any Subcommand else {
        // `help` and its like are the parser's own.
        var command = command
        try command.run()
        return .done
      }
      do { return try subcommand.perform() } catch { return report(error) }
    } catch {
      return answer(error)
    }
  }

  /// Says one line on standard error, after the program's name.
  static func say(_ message: String) {
    let sink = ByteSink.standardError()
    sink.append("descrape: \(message)\n")
    // Nobody is left to be told that standard error fails.
    sink.flush()
  }

  private static func report(_ failure: Failure) -> ExitStatus {
    guard failure.kind != .closedPipe else { return .done }
    say(failure.description)
    return failure.kind == .usage ? .usage : .failed
  }

  /// Help and versions go to standard output; what is wrong with the arguments is one line on standard error.
  private static func answer(_ error: any Error) -> ExitStatus {
    if Descrape.exitCode(for: error) == .success {
      do { try write(Descrape.fullMessage(for: error) + "\n") } catch { return report(error) }
      return .done
    }
    say(oneLine(Descrape.message(for: error)))
    return .usage
  }

  /// Writes a text to standard output.
  static func write(_ text: String) throws(Failure) {
    let sink = ByteSink.standardOutput()
    sink.append(text)
    sink.flush()
    try sink.check()
  }

  /// The parser's message as one line that names what may have been meant.
  private static func oneLine(_ message: String) -> String {
    var line = ""
    for part in message.split(separator: "\n") {
      let words = part.drop { $0 == " " }
      line += line.isEmpty ? words : " \(words)"
    }
    if line.hasPrefix("Error: ") { line.removeFirst(7) }
    let parts = line.split(separator: "'", maxSplits: 2)
    if line.hasPrefix("Unknown option '"), parts.count >= 2, !line.contains("Did you mean"),
      let near = CleanCommand.nearestOption(to: String(parts[1]))
    {
      line += ". Did you mean '\(near)'?"
    }
    let first = line.prefix(1).lowercased()
    return printable("\(first)\(line.dropFirst())\(line.hasSuffix("?") ? "" : "; see descrape --help")")
  }
}
