internal import ArgumentParser
internal import DescrapeCorpus
internal import DescrapeText

/// How documents are found in an input; the commands that clean take it.
struct DocumentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The key whose string is the text, in jsonl; a.b for one in an object. Give it again for more.",
      valueName: "key"))
  var textKey: [String] = []

  @Option(help: ArgumentHelp("The charset of texts and lines, or auto.", valueName: "name"))
  var charset: String?

  @Flag(help: "Stop at the first bad UTF-8, line that is not JSON, or record that is bad.")
  var strict = false

  @Option(
    help: ArgumentHelp(
      "How much of a text to work on at once, such as 512K, 64M (the default) or 1G.", valueName: "size"))
  var window: String?

  /// Puts what the command line and the file say into a job.
  func apply(to job: inout CleanJob, _ file: ConfigurationFile) throws(Failure) {
    job.isStrict = try file.flag("strict", strict)
    let keys = try textKey.isEmpty ? file.list("text-key") : textKey
    guard keys.count <= CleanJob.textKeyLimit else {
      throw Failure(.usage, "--text-key takes \(CleanJob.textKeyLimit) keys at most")
    }
    if !keys.isEmpty { job.textKeys = keys }
    if let name = try file.text("charset", charset) { job.charset = try Charset(name) }
    if let text = try file.text("window", window) { job.window = try Self.size(text, "--window") }
  }

  static func size(_ text: String, _ option: String) throws(Failure) -> Int {
    guard let size = CleanJob.size(text), size >= 64 else {
      throw Failure(
        .usage, "\(option) takes a size of 64 bytes or more, such as 512K, 64M or 1G, not \"\(printable(text))\"")
    }
    return size
  }

  /// The choice that is called `name`.
  static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ kind: String
  ) throws(Failure) -> Choice {
    if let found = Choice(rawValue: name) { return found }
    let near = nearest(to: name, among: Choice.allCases.map(\.rawValue)) ?? ""
    throw Failure(.usage, "no \(kind) is called \"\(printable(name))\"; did you mean \"\(near)\"?")
  }
}
