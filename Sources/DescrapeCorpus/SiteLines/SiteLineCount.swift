internal import Descrape
internal import DescrapeText

/// Counts in how many documents of a site each line stands, and lets those that recur be removed.
///
/// Memory: that of `EntrySort`, and 11 to 22 bytes for each line that recurs, however many lines there are.
final class SiteLineCount: CorpusPass, @unchecked Sendable {
  let name = "site-lines"
  let options: SiteLineOptions
  /// Whether the texts of lines are fetched after this, from documents as they were counted.
  private let hasTexts: Bool
  private var table: SiteLineTable?

  /// A line in fewer documents is forgotten.
  static let floor = 3

  /// The passes of a job.
  static func passes(_ job: CorpusJob) -> [any CorpusPass] {
    guard let options = job.siteLines else { return [] }
    let wantsTexts = job.isDryRun || options.saved != nil
    let count = SiteLineCount(options, hasTexts: wantsTexts)
    return wantsTexts ? [count, SiteLineTexts(count)] : [count]
  }

  init(_ options: SiteLineOptions, hasTexts: Bool) {
    self.options = options
    self.hasTexts = hasTexts
  }

  func observer() -> any DocumentObserver { SiteLineObserver(longest: options.longest) }

  static func path(_ run: CorpusContext) -> String { run.path("site-lines.sqlite") }

  func conclude(_ log: ObservationLog, _ run: CorpusContext) throws(Failure) {
    let sort = EntrySort<SiteLineEntry>(run.tree)
    try log.forEachBlock { bytes throws(Failure) in
      let whole = bytes.count / SiteLineEntry.size * SiteLineEntry.size
      for place in stride(from: 0, to: whole, by: SiteLineEntry.size) { try sort.add(SiteLineEntry(bytes, at: place)) }
      return whole
    }
    let store = try SiteLineStore(creating: Self.path(run))
    try store.database.run("BEGIN")
    let floor = min(Self.floor, options.count)
    var group = Group()
    try sort.forEach { entry throws(Failure) in
      if entry.key != group.first.key {
        try group.write(to: store, floor: floor)
        group = Group(entry)
      } else {
        group.add(entry)
      }
    }
    try group.write(to: store, floor: floor)
    try store.database.run("COMMIT")
  }

  /// The entries of one line, or of one site.
  private struct Group {
    var first = SiteLineEntry(key: 0, document: 0, place: 0)
    private var document: UInt64 = 0
    private var documents = 0
    /// In the first two documents.
    private var places: [UInt64] = []

    init() {}

    init(_ entry: SiteLineEntry) {
      first = entry
      add(entry)
    }

    mutating func add(_ entry: SiteLineEntry) {
      guard documents == 0 || entry.document != document else { return }
      document = entry.document
      documents += 1
      if places.count < 2 { places.append(entry.place) }
    }

    func write(to store: SiteLineStore, floor: Int) throws(Failure) {
      guard documents >= floor else { return }
      if first.key >> 63 == 0 {
        try store.database.run(
          "INSERT INTO sites (site, documents) VALUES (?, ?)", [.bits(first.key), .number(documents)])
      } else {
        try store.database.run(
          "INSERT INTO lines (key, site, documents, first, second) VALUES (?, ?, ?, ?, ?)",
          [.bits(first.key), .bits(first.site), .number(documents), .bits(places[0]), .bits(places.last ?? 0)])
      }
    }
  }

  func open(_ run: CorpusContext) throws(Failure) {
    // The counts are all that is needed of it, and it may be as large as the corpus.
    systemUnlink(run.path("\(name).log"))
    guard !hasTexts else { return }
    try read(run)
  }

  /// Reads the lines that recur enough.
  func read(_ run: CorpusContext) throws(Failure) {
    table = try SiteLineStore(reading: Self.path(run), isOwn: true).table(options)
  }

  func configure(_ configuration: inout Configuration) {
    guard let table else { return }
    guard let known = configuration.siteLines else {
      configuration.siteLines = table
      return
    }
    configuration.siteLines = known.union(table)
  }

  func describe(_ run: CorpusContext) throws(Failure) -> [String] {
    let lines = try SiteLineStore(reading: Self.path(run), isOwn: true).lines(options, limit: SiteLineTexts.shown)
    var said = [
      "\(table?.count ?? 0) lines stand in \(options.count) documents of a site or more, and in \(options.share) % of them"
    ]
    for line in lines {
      said.append("\(line.documents) of \(line.all) on \(printable(line.site)): \(printable(line.text))")
      for context in line.contexts {
        said[said.count - 1] += "\n    \(printable(context.before)) | … | \(printable(context.after))"
      }
    }
    return said
  }
}
