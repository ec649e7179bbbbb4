internal import ArgumentParser
internal import DescrapeCorpus
internal import DescrapeText

/// `descrape charset FILE…`.
struct CharsetCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "charset", abstract: "Tell which charset files are in, as --charset auto finds it.",
    discussion: "Prints a line for each file: its name, the charset, and how sure that is.")

  @Option(help: ArgumentHelp("text or json (one object on a line).", valueName: "format"))
  var format = "text"

  @Argument(
    help: ArgumentHelp("Files; - is standard input, and @list stands for the files named in a list.", valueName: "file")
  )
  var files: [String] = ["-"]

  func perform() throws(Failure) -> ExitStatus {
    guard format == "text" || format == "json" else {
      let near = nearest(to: format, among: ["text", "json"]) ?? "text"
      throw Failure(.usage, "no format is called \"\(printable(format))\"; did you mean \"\(near)\"?")
    }
    let sink = ByteSink.standardOutput()
    var hasFailed = false
    func tell(_ path: String) {
      do {
        var answer = ByteBuffer()
        try CharsetReport(path: path).write(isJSON: format == "json", into: &answer)
        sink.append(answer.span)
      } catch {
        Main.say(error.description)
        hasFailed = true
      }
    }
    for file in files {
      if file.hasPrefix("@") {
        for path in try CharsetReport.paths(in: String(file.dropFirst())) { tell(path) }
      } else {
        tell(file)
      }
    }
    sink.flush()
    try sink.check()
    return hasFailed ? .failed : .done
  }
}
