internal import ArgumentParser
internal import Descrape
internal import DescrapeCorpus
internal import DescrapeText

/// `descrape explain [FILE]`.
struct ExplainCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Show what is changed in a text, where, by which rule, why and how sure.")

  @OptionGroup var plan: PlanOptions

  @OptionGroup var known: KnownLineOptions

  @Option(help: ArgumentHelp("text (a diff for people) or json.", valueName: "format"))
  var format = "text"

  @Option(
    help: ArgumentHelp("auto, always or never; auto colours for a terminal, unless NO_COLOR is set.", valueName: "when")
  )
  var color = "auto"

  @Option(help: ArgumentHelp("The charset of the input, or auto.", valueName: "name"))
  var charset: String?

  @Argument(help: ArgumentHelp("The file to explain; - is standard input.", valueName: "file"))
  var file = "-"

  func perform() throws(Failure) -> ExitStatus {
    let settings = try plan.file()
    var job = ExplainJob()
    job.configuration = try plan.resolved(settings)
    job.configuration.siteLines = try known.table(settings)
    if let site = try settings.text("site", known.site) { job.site = site }
    job.input = file
    if let name = try settings.text("charset", charset) { job.charset = try Charset(name) }
    job.format = try Self.known(format, "format", ExplainJob.Format.allCases, \.rawValue)
    switch try Self.known(color, "colour setting", ["auto", "always", "never"], \.self) {
    case "always": job.hasColour = true
    case "never": job.hasColour = false
    default: job.hasColour = ByteSink.showsColour
    }
    try Explainer(job).run()
    return .done
  }

  /// The value with that name, or an error that names the nearest one.
  private static func known<Value>(
    _ name: String, _ what: String, _ values: [Value], _ text: (Value) -> String
  ) throws(Failure) -> Value {
    if let value = values.first(where: { text($0) == name }) { return value }
    let near = nearest(to: name, among: values.map(text)) ?? ""
    throw Failure(.usage, "no \(what) is called \"\(printable(name))\"; did you mean \"\(near)\"?")
  }
}
