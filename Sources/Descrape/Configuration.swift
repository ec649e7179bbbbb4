internal import DescrapeICU
internal import DescrapeStages
public import DescrapeText

/// What a user asked for. It is resolved once into a `Plan`, and every error of wrong use comes from there.
public struct Configuration: Sendable {
  public var profile = Profile.standard
  /// The script to convert to, such as `hans`; `nil` keeps the script.
  public var target: String?
  /// Only these stages run; empty means all of the profile.
  public var only: [String] = []
  /// These stages do not run.
  public var skip: [String] = []
  /// Options of stages: `ID.OPTION` and the value.
  public var settings: [(name: String, value: String)] = []
  /// The size of the blocks that a long text is worked on in, in bytes.
  public var blockSize = 1 << 20

  public init() {}

  /// The stages to run, with their options, in running order.
  /// - Throws: for an unknown stage, option or target, with the nearest known one, and for a value of the wrong kind.
  public func plan() throws(ConfigurationError) -> Plan {
    for id in only + skip { _ = try StageCatalog.entry(id) }
    var options: [String: [(name: String, value: String)]] = [:]
    for setting in settings {
      let parts = setting.name.split(separator: ".", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw ConfigurationError("\"\(setting.name)\" is not of the form STAGE.OPTION")
      }
      _ = try StageCatalog.entry(parts[0])
      options[parts[0], default: []].append((parts[1], setting.value))
    }
    if let target { options["script", default: []].append(("to", target)) }
    var stages: [any Stage] = []
    for entry in StageCatalog.all {
      let id = entry.info.id
      // Options are read even of a stage that does not run: a wrong one is an error wherever it stands.
      let stage = try entry.make(options[id] ?? [])
      let isWanted =
        id == Script.info.id || id == Transliterate.info.id
        ? options[id] != nil : only.isEmpty ? profile.includes(entry.info) : only.contains(id)
      if isWanted && !skip.contains(id) { stages.append(stage) }
    }
    return Plan(stages: stages, threshold: profile.threshold, readings: HanReadings(), blockSize: blockSize)
  }
}
