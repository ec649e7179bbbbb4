/// A repair: it reads the text and the evidence, and proposes edits.
///
/// A stage is total: no throw, no trap, time linear in the text. It keeps no state between documents, and it never guesses from
/// what it happened to have seen so far: what belongs to the document is in the evidence.
public protocol Stage: Sendable {
  /// What can be set; `NoOptions` where nothing can.
  associatedtype Options: StageOptions
  /// Its card in the catalogue.
  static var info: StageInfo { get }
  /// A stage with these settings.
  init(_ options: Options)

  /// Whether the stage is done once and not again when a changed text is looked at once more. For what a user asked for and
  /// what would go on changing its own result, such as escaping; a repair settles by itself. `false` unless a stage says so.
  var runsOnce: Bool { get }

  /// Proposes edits in ascending order. Ranges are UTF-8 byte offsets on scalar borders.
  func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter)
}

extension Stage {
  public var runsOnce: Bool { false }
}

/// A stage that changes much of a text and can write the whole result in one go when nobody asks for its edits.
public protocol DenseStage: Stage {
  /// Appends the whole result to `output`; a test holds it to the bytes that the edits give.
  /// - Returns: how many edits of the first rule it stands for, at 0 with nothing appended; `nil` where the edits are needed after all.
  func rewrite(_ text: borrowing TextView, evidence: borrowing Evidence, into output: inout ByteBuffer) -> Int?
}

/// A stage's settings, each with a name, a default and a kind, so that a command line or a file can set them.
public protocol StageOptions: Sendable {
  /// The defaults.
  init()
  /// The options by name, in the order in which they are listed.
  static var fields: [OptionField<Self>] { get }
}

/// The options of a stage that has none.
public struct NoOptions: StageOptions {
  /// None.
  public static var fields: [OptionField<NoOptions>] { [] }
  /// The one value there is.
  public init() {}
}

/// What can be wrong with a setting. The text says what happened and what would be right.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
  /// What happened and what would be right, in one line.
  public let description: String
  /// An error that says `description`.
  public init(_ description: String) { self.description = description }
}

/// One option of a stage: how it is called, what it means, and how it is read from text.
public struct OptionField<Options>: Sendable {
  /// Kebab-case, as `--set` takes it.
  public let name: String
  /// What it means, in one line.
  public let summary: String
  /// What a value may be, for messages and reference pages: `true or false`, `a number from 1 to 1000`.
  public let kind: String
  /// The default as text.
  public let standard: String
  /// Reads a value: false when it is of the wrong kind; an error where there is more to say.
  let assign: @Sendable (inout Options, String) throws(ConfigurationError) -> Bool

  /// A whole number in `range`.
  public static func integer(
    _ name: String, _ path: any WritableKeyPath<Options, Int> & Sendable, in range: ClosedRange<Int>, _ summary: String
  ) -> OptionField where Options: StageOptions {
    OptionField(
      name: name, summary: summary, kind: "a number from \(range.lowerBound) to \(range.upperBound)",
      standard: "\(Options()[keyPath: path])"
    ) { options, text in
      guard let value = Int(text), range.contains(value) else { return false }
      options[keyPath: path] = value
      return true
    }
  }

  /// `true` or `false`.
  public static func flag(
    _ name: String, _ path: any WritableKeyPath<Options, Bool> & Sendable, _ summary: String
  ) -> OptionField where Options: StageOptions {
    OptionField(name: name, summary: summary, kind: "true or false", standard: "\(Options()[keyPath: path])") {
      options, text in
      guard let value = Bool(text) else { return false }
      options[keyPath: path] = value
      return true
    }
  }

  /// A text for which `accepts` holds.
  public static func text(
    _ name: String, _ path: any WritableKeyPath<Options, String> & Sendable, kind: String, _ summary: String,
    accepts: @escaping @Sendable (String) -> Bool
  ) -> OptionField where Options: StageOptions {
    OptionField(name: name, summary: summary, kind: kind, standard: Options()[keyPath: path]) { options, text in
      guard accepts(text) else { return false }
      options[keyPath: path] = text
      return true
    }
  }

  /// A text that `prepare` finds right: it throws an error that says what is wrong and what would be right, and may keep in
  /// the options what it made of the text.
  public static func text(
    _ name: String, _ path: any WritableKeyPath<Options, String> & Sendable, kind: String, _ summary: String,
    prepare: @escaping @Sendable (inout Options, String) throws(ConfigurationError) -> Void
  ) -> OptionField where Options: StageOptions {
    OptionField(name: name, summary: summary, kind: kind, standard: Options()[keyPath: path]) {
      options, text throws(ConfigurationError) in
      try prepare(&options, text)
      options[keyPath: path] = text
      return true
    }
  }
}

extension StageOptions {
  /// Options from their names and values as text.
  /// - Throws: `ConfigurationError` for an unknown name or a value of the wrong kind.
  public static func read(_ settings: [(name: String, value: String)], stage: String) throws(ConfigurationError) -> Self
  {
    var options = Self()
    for setting in settings {
      guard let field = fields.first(where: { $0.name == setting.name }) else {
        let near = nearest(to: setting.name, among: fields.map(\.name))
        throw ConfigurationError(
          near.map { "stage \(stage) has no option \"\(setting.name)\"; did you mean \"\($0)\"?" }
            ?? "stage \(stage) has no option \"\(setting.name)\"; it has none at all")
      }
      guard try field.assign(&options, setting.value) else {
        throw ConfigurationError("\(stage).\(field.name) takes \(field.kind), not \"\(setting.value)\"")
      }
    }
    return options
  }
}

/// The name most like `word`, for messages that say what may have been meant; `nil` only for an empty list.
public func nearest(to word: String, among names: [String]) -> String? {
  names.min { distance($0, word) < distance($1, word) }
}

/// Up to `limit` names: the one most like `word`, and others that are hardly further from it. Case does not count.
public func nearest(_ limit: Int, to word: String, among names: [String]) -> [String] {
  let word = word.lowercased()
  let ranked = names.map { (name: $0, distance: distance($0.lowercased(), word)) }
    .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
  let furthest = (ranked.first?.distance ?? 0) + 1
  return ranked.prefix(limit).filter { $0.distance <= furthest }.map(\.name)
}

/// Levenshtein's distance over UTF-8, on two rows.
private func distance(_ a: String, _ b: String) -> Int {
  let (a, b) = (Array(a.utf8), Array(b.utf8))
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = i
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let above = row[j + 1]
      row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
      diagonal = above
    }
  }
  return row[b.count]
}
