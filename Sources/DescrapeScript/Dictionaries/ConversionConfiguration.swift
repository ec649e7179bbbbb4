/// How a text is converted: one of OpenCC's configurations, read from its JSON.
///
/// The text is normalized first; then it is cut into segments where a segmentation is named, longest match first; then each segment
/// goes through the chain, conversion by conversion.
public struct ConversionConfiguration: Sendable {
  /// The file's name without its ending, such as `s2twp`.
  public let id: String
  /// What the file says of itself.
  public let title: String
  let normalization: [DictionaryTree]
  let segmentation: DictionaryTree?
  let chain: [DictionaryTree]
  /// Entries of the user: where one of them matches it is taken, whatever else would match there, and its value is final.
  let overrides: TextDictionary?

  /// The names of OpenCC's configurations.
  public static let names = [
    "s2t", "t2s", "s2tw", "tw2s", "s2hk", "hk2s", "s2twp", "tw2sp", "s2hkp", "hk2sp", "t2tw", "tw2t", "t2hk", "hk2t",
    "t2jp", "jp2t",
  ]

  /// Reads a configuration and the dictionaries that it names.
  /// - Parameters:
  ///   - hasTofu: takes dictionaries that may give characters which few fonts have.
  ///   - load: gives the dictionary of a file name.
  /// - Throws: what `load` throws, and for a file that is no configuration or of a kind that is not known.
  init(
    id: String, json: [UInt8], hasTofu: Bool = false, overrides: TextDictionary? = nil,
    load: (String) throws(ScriptDataError) -> TextDictionary
  ) throws(ScriptDataError) {
    let name = "\(id).json"
    let root = try JSONValue(json, name: name)
    let reader = TreeReader(name: name, hasTofu: hasTofu)
    self.id = id
    self.overrides = overrides
    title = root["name"]?.string ?? id
    normalization = try reader.conversions(root["normalization"], load)
    chain = try reader.conversions(root["conversion_chain"], load)
    guard !chain.isEmpty else { throw ScriptDataError("\(name): conversion_chain is missing or empty") }
    if let cut = root["segmentation"] {
      guard cut["type"]?.string == "mmseg" else {
        throw ScriptDataError("\(name): the only segmentation that is known is mmseg")
      }
      segmentation = try reader.tree(cut["dict"], load)
    } else {
      segmentation = nil
    }
  }
}

/// A dictionary, or a group of them with a rule for which one counts.
indirect enum DictionaryTree: Sendable {
  case dictionary(TextDictionary)
  /// The first child that matches at all, be its match ever so short.
  case shortCircuit([DictionaryTree])
  /// The longest match of all children; of equal ones the first child's.
  case union([DictionaryTree])

  /// All dictionaries in order.
  var dictionaries: [TextDictionary] {
    switch self {
    case .dictionary(let one): [one]
    case .shortCircuit(let children), .union(let children): children.flatMap(\.dictionaries)
    }
  }
}

/// Reads the trees of a configuration file.
private struct TreeReader {
  let name: String
  let hasTofu: Bool

  func conversions(
    _ value: JSONValue?, _ load: (String) throws(ScriptDataError) -> TextDictionary
  ) throws(ScriptDataError) -> [DictionaryTree] {
    guard let value else { return [] }
    guard let steps = value.array else { throw ScriptDataError("\(name): a chain of conversions is an array") }
    var trees: [DictionaryTree] = []
    for step in steps {
      if let tree = try tree(step["dict"], load) { trees.append(tree) }
    }
    return trees
  }

  /// `nil` for a dictionary that is left out, and for a group of which nothing is left.
  func tree(
    _ value: JSONValue?, _ load: (String) throws(ScriptDataError) -> TextDictionary
  ) throws(ScriptDataError) -> DictionaryTree? {
    guard let value, let type = value["type"]?.string else { throw ScriptDataError("\(name): a dict has no type") }
    if value["may_output_tofu"]?.bool == true, !hasTofu { return nil }
    switch type {
    case "text", "ocd", "ocd2":
      guard let file = value["file"]?.string else {
        throw ScriptDataError("\(name): a dict of type \(type) has no file")
      }
      return .dictionary(try load(Self.textName(file)))
    case "inline":
      guard case .object(let members)? = value["entries"] else {
        throw ScriptDataError("\(name): a dict of type inline has no entries")
      }
      var text = ""
      for member in members { text += "\(member.key)\t\(member.value.string ?? "")\n" }
      return .dictionary(try TextDictionary(name: "\(name) (inline)", text: Array(text.utf8)))
    case "group":
      var children: [DictionaryTree] = []
      for child in value["dicts"]?.array ?? [] {
        if let tree = try tree(child, load) { children.append(tree) }
      }
      let policy = value["match_policy"]?.string ?? "short_circuit"
      guard policy == "short_circuit" || policy == "union" else {
        throw ScriptDataError("\(name): match_policy is short_circuit or union, not \"\(policy)\"")
      }
      if children.isEmpty { return nil }
      return policy == "union" ? .union(children) : .shortCircuit(children)
    default:
      throw ScriptDataError("\(name): a dict of type \"\(type)\" is not known; text, ocd2, inline and group are")
    }
  }

  /// A compiled dictionary of OpenCC has its text beside it under the same name.
  private static func textName(_ file: String) -> String {
    for ending in [".ocd2", ".ocd"] where file.hasSuffix(ending) { return String(file.dropLast(ending.count)) + ".txt" }
    return file
  }
}
