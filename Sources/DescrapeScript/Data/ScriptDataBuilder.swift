/// Turns OpenCC's files into a data file.
public struct ScriptDataBuilder: Sendable {
  /// The version of the dictionaries.
  public var version = ""
  /// Where they come from.
  public var source = ""
  /// Their licence.
  public var licence = ""
  /// The configurations to build, such as `s2t`.
  public var configurations = ConversionConfiguration.names
  /// From how many segments on plain ones are kept apart.
  var manySegments = TableBuilder.manySegments
  private let json: [String: [UInt8]]
  private let dictionaries: [String: [UInt8]]
  private var user: [String: [TextDictionary]] = [:]

  /// - Parameters:
  ///   - json: the configurations' files by the configuration's name.
  ///   - dictionaries: the dictionaries' files by file name.
  public init(json: [String: [UInt8]], dictionaries: [String: [UInt8]]) {
    self.json = json
    self.dictionaries = dictionaries
  }

  /// Adds a user's dictionary to a configuration. One that was added before it comes before it, and both before all others: where one
  /// of its keys begins it is taken, and its value is final.
  public mutating func add(_ dictionary: TextDictionary, to configuration: String) {
    user[configuration, default: []].append(dictionary)
  }

  /// The data file. Seconds for all configurations.
  /// - Throws: for a file that is missing or wrong, with its name and line.
  public func build() throws(ScriptDataError) -> [UInt8] {
    var sections: [(name: String, bytes: [UInt8])] = []
    var parsed: [String: TextDictionary] = [:]
    var used: Set<String> = []
    var about = [("version", version), ("source", source), ("licence", licence)]
    for id in configurations {
      guard let text = json[id] else { throw ScriptDataError("there is no configuration \(id).json") }
      sections.append(("config/\(id)", text))
      let overrides = user[id].map(Self.merged)
      if let overrides { sections.append(("user/\(id)", Self.text(overrides))) }
      var variants = [(false, id)]
      if String(decoding: text, as: UTF8.self).contains("may_output_tofu") { variants.append((true, "\(id)+tofu")) }
      for (hasTofu, name) in variants {
        let configuration = try ConversionConfiguration(id: id, json: text, hasTofu: hasTofu, overrides: overrides) {
          file throws(ScriptDataError) in
          used.insert(file)
          if let dictionary = parsed[file] { return dictionary }
          guard let bytes = dictionaries[file] else {
            throw ScriptDataError("\(id).json: there is no dictionary \(file)")
          }
          let dictionary = try TextDictionary(name: file, text: bytes)
          parsed[file] = dictionary
          return dictionary
        }
        for (depth, table) in try tables(configuration).enumerated() {
          sections.append((depth == 0 ? "table/\(name)" : "table/\(name)/\(depth)", table))
        }
      }
      let size = overrides.map { ", \($0.entries.count) entries of the user" } ?? ""
      about.append((id, sections.isEmpty ? "" : "\(try title(id))\(size)"))
    }
    // The look at a text needs these, whatever the configurations name; without them there is none.
    if LookTable.sources.allSatisfy({ dictionaries[$0] != nil }) {
      sections.append(
        (
          "look",
          try LookTable.build { file throws(ScriptDataError) in
            try TextDictionary(name: file, text: dictionaries[file] ?? [])
          }
        ))
    }
    for file in used.sorted() {
      sections.append(("dict/\(file)", dictionaries[file] ?? []))
      about.append((file, "\(parsed[file]?.entries.count ?? 0) entries"))
    }
    for section in sections where section.name.utf8.count > DataFile.nameSize || section.name.utf8.contains(0) {
      throw ScriptDataError("\(section.name): a data file has no room for such a name")
    }
    let lines = about.map { "\($0.0)\t\($0.1.isEmpty ? "unknown" : $0.1)\n" }.joined()
    return DataFile.write([("about", Array(lines.utf8))] + sections)
  }

  private func title(_ id: String) throws(ScriptDataError) -> String {
    try JSONValue(json[id] ?? [], name: "\(id).json")["name"]?.string ?? id
  }

  /// The folded table, and those of the chain's dictionaries where they are needed beside it.
  private func tables(_ configuration: ConversionConfiguration) throws(ScriptDataError) -> [[UInt8]] {
    let fold = try ConversionFold(configuration)
    let main = TableBuilder(fold, manySegments: manySegments)
    var tables = [try main.build()]
    if main.needsChain {
      for (depth, tree) in configuration.chain.enumerated() {
        let conversion = try ConversionFold(
          tree: tree, hasPhrases: depth > 0 || !fold.isFirstSegmented, equivalents: depth == 0 ? fold.equivalents : [:])
        tables.append(try TableBuilder(conversion).build())
      }
    }
    return tables
  }

  private static func merged(_ dictionaries: [TextDictionary]) -> TextDictionary {
    TextDictionary(name: dictionaries.map(\.name).joined(separator: ", "), entries: dictionaries.flatMap(\.entries))
  }

  private static func text(_ dictionary: TextDictionary) -> [UInt8] {
    dictionary.entries.flatMap { $0.key + [0x09] + $0.values.joined(separator: [0x20]) + [0x0A] }
  }
}
