internal import ArgumentParser
internal import Descrape
internal import DescrapeCorpus
internal import DescrapeText

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
    return try ConfigurationFile(path: config)
  }

  /// The settings of the file with those of the command line over them.
  func resolved(_ file: ConfigurationFile) throws(Failure) -> Configuration {
    var configuration = Configuration()
    if let name = try file.text("profile", profile) {
      do { configuration.profile = try Profile(named: name) } catch { throw Failure(.usage, error.description) }
    }
    configuration.target = try file.text("to", to)
    configuration.only = Self.ids(try only.isEmpty ? file.list("only") : only)
    configuration.skip = Self.ids(try skip.isEmpty ? file.list("skip") : skip)
    configuration.settings = try file.settings()
    for setting in set { configuration.settings.append(try Self.setting(setting)) }
    if configuration.convertsScript {
      configuration.scriptData = try DataStore.open(try file.text("data", data))?.data
      if configuration.scriptData == nil {
        // The plan refuses what ICU has not; it is made once more, with all other settings.
        do { _ = try configuration.plan() } catch { throw Failure(.usage, printable(error.description)) }
        Main.say("OpenCC's dictionaries are not there, so ICU's own tables convert; see descrape data build --help")
      }
    }
    return configuration
  }

  private static func ids(_ lists: [String]) -> [String] {
    var ids: [String] = []
    for list in lists { ids += list.split(separator: ",").map { $0.filter { $0 != " " } } }
    return ids
  }

  /// `STAGE.OPTION=VALUE` in its two parts.
  static func setting(_ text: String) throws(Failure) -> (name: String, value: String) {
    guard let equals = text.firstIndex(of: "=") else {
      throw Failure(.usage, "--set takes STAGE.OPTION=VALUE, not \"\(printable(text))\"")
    }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }
}
