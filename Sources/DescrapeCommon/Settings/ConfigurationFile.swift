internal import DescrapeText
internal import TOMLKit

/// Settings from a TOML file. Its keys are the options' names; what the command line says counts more.
package struct ConfigurationFile {
  private var table: TOMLTable?
  private var name = ""

  package static let keys = [
    "profile", "to", "only", "skip", "set", "format", "text-key", "charset", "journal", "stats", "check", "output",
    "strict", "window", "data", "ambiguities", "site-lines", "site", "url-key", "site-count", "site-share",
  ]

  package init() {}

  /// - Parameter name: what messages call the text, such as its file's name.
  /// - Throws: for what is no TOML, or has a key that is not known.
  package init(_ text: String, name: String) throws(Failure) {
    self.name = printable(name)
    let table: TOMLTable
    do { table = try TOMLTable(string: text) } catch {
      let parseError = error as? TOMLParseError
      let place = parseError.map { "line \($0.source.begin.line): \($0.description)" } ?? "it cannot be parsed"
      throw Failure(.usage, "\(self.name) is no TOML: \(place.split(separator: "\n").first ?? "")")
    }
    self.table = table
    for key in table.keys where !Self.keys.contains(key) {
      let near = nearest(to: key, among: Self.keys) ?? ""
      throw Failure(.usage, "\(self.name): no setting is called \"\(printable(key))\"; did you mean \"\(near)\"?")
    }
  }

  private func wrong(_ key: String, _ kind: String) -> Failure {
    Failure(.usage, "\(name): \(key) takes \(kind)")
  }

  /// What the command line gave, or else the file's text; `nil` when the key is not there.
  package func text(_ key: String, _ given: String?) throws(Failure) -> String? {
    if let given { return given }
    guard let value = table?[key] else { return nil }
    guard let text = value.string else { throw wrong(key, "a text in quotes") }
    return text
  }

  package func number(_ key: String, _ given: Int?) throws(Failure) -> Int? {
    if let given { return given }
    guard let value = table?[key] else { return nil }
    guard let number = value.int else { throw wrong(key, "a number") }
    return number
  }

  package func flag(_ key: String, _ given: Bool) throws(Failure) -> Bool {
    if given { return true }
    guard let value = table?[key] else { return false }
    guard let flag = value.bool else { throw wrong(key, "true or false") }
    return flag
  }

  /// A list of texts, or one text.
  package func list(_ key: String) throws(Failure) -> [String] {
    guard let value = table?[key] else { return [] }
    if let text = value.string { return [text] }
    guard let array = value.array else { throw wrong(key, "a list of texts") }
    var list: [String] = []
    for element in array {
      guard let text = element.string else { throw wrong(key, "a list of texts") }
      list.append(text)
    }
    return list
  }

  /// Options of stages: a table for each stage under `set`, or texts `STAGE.OPTION=VALUE`.
  package func settings() throws(Failure) -> [(name: String, value: String)] {
    guard let value = table?["set"] else { return [] }
    var settings: [(name: String, value: String)] = []
    guard let stages = value.table else {
      for text in try list("set") { settings.append(try Wishes.setting(text)) }
      return settings
    }
    for stage in stages.keys {
      guard let options = stages[stage]?.table else { throw wrong("set.\(stage)", "a table of the stage's options") }
      for option in options.keys {
        guard let value = options[option] else { continue }
        if let text = value.string {
          settings.append(("\(stage).\(option)", text))
        } else if let number = value.int {
          settings.append(("\(stage).\(option)", String(number)))
        } else if let flag = value.bool {
          settings.append(("\(stage).\(option)", flag ? "true" : "false"))
        } else {
          throw wrong("set.\(stage).\(option)", "a text, a number, or true or false")
        }
      }
    }
    return settings
  }
}
