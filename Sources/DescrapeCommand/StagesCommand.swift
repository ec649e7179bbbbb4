internal import ArgumentParser
internal import DescrapeCorpus
internal import DescrapeStages
internal import DescrapeText

/// `descrape stages [ID]`.
struct StagesCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "stages", abstract: "List the stages, or show one with its rules and options.")

  @Argument(help: ArgumentHelp("A stage to show.", valueName: "id"))
  var id: String?

  func perform() throws(Failure) -> ExitStatus {
    guard let id else {
      try Main.write(list())
      return .done
    }
    do { try Main.write(page(StageCatalog.entry(id))) } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(.usage, printable("\(error)"))
    }
    return .done
  }

  private func list() -> String {
    let width = StageCatalog.all.map(\.info.id.count).max() ?? 0
    var text = ""
    for entry in StageCatalog.all {
      text += "\(pad(entry.info.id, width))  \(pad(entry.info.safety.rawValue, 11))  \(entry.info.summary)\n"
    }
    return text
  }

  private func page(_ entry: StageEntry) -> String {
    let info = entry.info
    var text = "\(info.id): \(info.summary)\nSafety: \(info.safety.rawValue)\n\nRules\n"
    let width = info.rules.map(\.id.count).max() ?? 0
    for rule in info.rules {
      text += "  \(pad(rule.id, width))  \(pad("\(rule.confidence) %", 5))  \(rule.why)\n"
    }
    if !entry.options.isEmpty { text += "\nOptions\n" }
    for option in entry.options {
      text += "  \(info.id).\(option.name)=\(option.standard)\n      \(option.summary); \(option.kind)\n"
    }
    return text
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 0))
  }
}
