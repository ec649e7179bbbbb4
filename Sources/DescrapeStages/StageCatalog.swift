public import DescrapeText

/// A stage as the catalogue has it: its card, its options, and how to build it from settings.
public struct StageEntry: Sendable {
  public let info: StageInfo
  /// Name, meaning, kind and default of each option.
  public let options: [(name: String, summary: String, kind: String, standard: String)]
  private let build: @Sendable ([(name: String, value: String)]) throws(ConfigurationError) -> any Stage

  init<S: Stage>(_ type: S.Type) {
    info = type.info
    options = S.Options.fields.map { ($0.name, $0.summary, $0.kind, $0.standard) }
    build = { settings throws(ConfigurationError) in S(try S.Options.read(settings, stage: type.info.id)) }
  }

  /// The stage with `settings` over its defaults.
  /// - Throws: for an unknown option or a value of the wrong kind.
  public func make(_ settings: [(name: String, value: String)] = []) throws(ConfigurationError) -> any Stage {
    try build(settings)
  }
}

/// All stages in running order: the one place where a stage is registered.
public enum StageCatalog {
  public static let all: [StageEntry] = [
    StageEntry(LineEndings.self),
    StageEntry(ByteShift.self),
    StageEntry(Mojibake.self),
    StageEntry(Entities.self),
    StageEntry(Invisible.self),
    StageEntry(NormalForm.self),
    StageEntry(Gloss.self),
    StageEntry(StrayComma.self),
    StageEntry(PunctuationWidth.self),
    StageEntry(ScriptResidue.self),
    StageEntry(MarkupResidue.self),
    StageEntry(Boilerplate.self),
    StageEntry(Repeats.self),
    StageEntry(Spacing.self),
    StageEntry(Width.self),
    StageEntry(KnownLines.self),
    StageEntry(BlankLines.self),
    StageEntry(Script.self),
    StageEntry(Transliterate.self),
  ]

  /// The entry with that id.
  /// - Throws: an error that names the nearest known id.
  public static func entry(_ id: String) throws(ConfigurationError) -> StageEntry {
    if let entry = all.first(where: { $0.info.id == id }) { return entry }
    let near = nearest(to: id, among: all.map(\.info.id)) ?? ""
    throw ConfigurationError("no stage is called \"\(id)\"; did you mean \"\(near)\"?")
  }
}
