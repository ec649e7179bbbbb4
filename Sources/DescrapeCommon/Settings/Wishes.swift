package import Descrape
internal import DescrapeText

/// What somebody asks for by name, before it is looked up: the options of the command, or the arguments of the library.
package struct Wishes: Sendable {
  package var profile: String?
  package var target: String?
  /// The path of the compiled dictionaries.
  package var data: String?
  /// Ids of stages; commas may stand between them.
  package var only: [String] = []
  package var skip: [String] = []
  /// `STAGE.OPTION=VALUE`.
  package var set: [String] = []
  /// A folder that may hold the dictionaries beside those where the program looks.
  package var folder: String?

  package init() {}

  /// The settings of the file with these wishes over them.
  /// - Parameter say: takes a line for the user when something is less good than it could be.
  /// - Throws: a failure of kind `usage` for names that are not known, and for dictionaries that cannot be used.
  package func configuration(
    _ file: ConfigurationFile, say: (String) -> Void
  ) throws(Failure) -> Configuration {
    var configuration = Configuration()
    if let name = try file.text("profile", profile) {
      do { configuration.profile = try Profile(named: name) } catch {
        throw Failure(.usage, printable(error.description))
      }
    }
    configuration.target = try file.text("to", target)
    configuration.only = Self.ids(try only.isEmpty ? file.list("only") : only)
    configuration.skip = Self.ids(try skip.isEmpty ? file.list("skip") : skip)
    configuration.settings = try file.settings()
    for setting in set { configuration.settings.append(try Self.setting(setting)) }
    if configuration.convertsScript {
      configuration.scriptData = try DataStore.open(try file.text("data", data), folder: folder)?.data
      if configuration.scriptData == nil {
        // The plan refuses what ICU has not; it is made once more, with all other settings.
        do { _ = try configuration.plan() } catch { throw Failure(.usage, printable(error.description)) }
        say("OpenCC's dictionaries are not there, so ICU's own tables convert; see descrape data build --help")
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
