/// Everything that is asked of a run of `corpus`.
public struct CorpusJob: Sendable {
  /// What is done to each document.
  public var clean = CleanJob()
  /// Files, folders, patterns, and lists of paths as `@FILE`.
  public var inputs: [String] = []
  /// The folder that the clean tree goes into.
  public var output = ""
  /// What all inputs are; `nil` goes by their names.
  public var format: CorpusFormat?
  /// How outputs are packed; `nil` packs each as its input.
  public var compression: Compression?
  /// The column of the text in TSV and CSV: a number from 1, or a name in the first record.
  public var column = "text"
  /// How many workers.
  public var workers = 1
  /// Whether journals are kept.
  public var wantsJournal = false
  /// Forgets what an earlier run did.
  public var isRestart = false
  /// Looks only, and says what would be done; for a run with passes.
  public var isDryRun = false
  /// A longer record is quarantined.
  public var recordLimit = 16 << 20
  /// An archive's unit that unpacks to more than so many times its size is a bomb.
  public var ratioLimit = 400
  /// How progress is told.
  public var progress = ProgressStyle.automatic

  /// A job without inputs.
  public init() {}
}

/// How the progress of a run is told on standard error.
public enum ProgressStyle: Sendable {
  /// A bar on a terminal, a line a minute elsewhere.
  case automatic
  case none
  /// Lines of JSON, one a minute.
  case json
}
