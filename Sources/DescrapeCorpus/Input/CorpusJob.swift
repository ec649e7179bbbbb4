internal import Descrape

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
  /// Whether a page with charts and samples is made.
  public var wantsReport = false
  /// How many files there are.
  var files = 1
  /// Forgets what an earlier run did.
  public var isRestart = false
  /// Looks only, and says what would be done; for a run with passes.
  public var isDryRun = false
  /// Lines that recur over the documents of a site are counted and removed; `nil` for not at all.
  public var siteLines: SiteLineOptions?
  /// How copies of documents are found and left out; `nil` leaves all of them in.
  public var copies: CopyOptions?
  /// A longer record is quarantined.
  public var recordLimit = 16 << 20
  /// After so many bytes of a file, as it lies on disk, the ledger is told how far it is done.
  public var checkpointInterval = 256 << 20
  /// An archive's unit that unpacks to more than so many times its size is a bomb.
  public var ratioLimit = 400
  /// How progress is told.
  public var progress = ProgressStyle.automatic

  /// A job without inputs.
  public init() {}

  /// Whether anybody wants to know which sites documents are from.
  var wantsSites: Bool { siteLines != nil || clean.configuration.siteLines != nil }
}

/// How lines that recur on a site are found.
public struct SiteLineOptions: Sendable {
  /// A line must stand in so many documents of a site that are not copies of each other.
  public var count = 5
  /// And in so many of a hundred.
  public var share = 20
  /// A longer line, in bytes, is not counted; `SiteLine.longest` at most.
  public var longest = 1000
  /// Where the counts are saved.
  public var saved: String?

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

extension CorpusJob {
  /// All that outputs depend on.
  var planEntries: [(key: String, value: String)] {
    let configuration = clean.configuration
    return [
      ("version", Version.line), ("profile", configuration.profile.rawValue),
      ("script target", configuration.target ?? "none"), ("script data", configuration.scriptSource ?? "none"),
      (
        "choice of stages",
        "only \(configuration.only.joined(separator: ",")); skip \(configuration.skip.joined(separator: ","))"
      ),
      ("setting of stages", configuration.settings.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")),
      ("text key", clean.textKeys.joined(separator: ", ")), ("column", column), ("charset", clean.charset.name),
      ("window", String(clean.window)),
      ("format", format?.rawValue ?? "by name"), ("compression", compression?.rawValue ?? "by name"),
      ("limit of a record", String(recordLimit)), ("limit of unpacking", String(ratioLimit)),
      ("search for copies", copies?.name ?? "none"),
      ("counting of lines", siteLines?.name ?? "none"),
      ("table of known lines", configuration.siteLines?.name ?? "none"),
      ("site of documents", wantsSites ? "by \(clean.urlKey)" : "not asked for"),
      ("journal", wantsJournal ? "kept" : "none"), ("strictness", clean.isStrict ? "strict" : "lenient"),
    ]
  }
}
