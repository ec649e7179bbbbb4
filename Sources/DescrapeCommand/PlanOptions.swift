internal import ArgumentParser
internal import Descrape
internal import DescrapeCommon
internal import DescrapeCorpus

/// What decides how a text is cleaned; every subcommand that cleans takes it.
struct PlanOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How bold to be: lossless, standard or thorough.", valueName: "name"))
  var profile: String?

  @Option(
    help: ArgumentHelp(
      "Convert the script: hans, hant, hant-tw, hant-hk, jp, or a configuration of OpenCC such as s2twp.",
      valueName: "target"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "The compiled dictionaries for --to; without it, the file that is found (descrape data show).",
      valueName: "file"))
  var data: String?

  @Option(help: ArgumentHelp("Run only these stages; commas between them.", valueName: "ids"))
  var only: [String] = []

  @Option(help: ArgumentHelp("Leave these stages out; commas between them.", valueName: "ids"))
  var skip: [String] = []

  @Option(help: ArgumentHelp("Set an option of a stage.", valueName: "stage.option=value"))
  var set: [String] = []

  @Option(
    help: ArgumentHelp("Read settings from a TOML file; its keys are called like the options here.", valueName: "file"))
  var config: String?

  /// The settings of the file, if one is named.
  func file() throws(Failure) -> ConfigurationFile {
    guard let config else { return ConfigurationFile() }
    let text: String
    do { text = try ByteSource(path: config).readText() } catch { throw Failure(.usage, error.description) }
    return try ConfigurationFile(text, name: config)
  }

  /// The settings of the file with those of the command line over them.
  func resolved(_ file: ConfigurationFile) throws(Failure) -> Configuration {
    var wishes = Wishes()
    (wishes.profile, wishes.target, wishes.data) = (profile, to, data)
    (wishes.only, wishes.skip, wishes.set) = (only, skip, set)
    return try wishes.configuration(file, say: Main.say)
  }
}
