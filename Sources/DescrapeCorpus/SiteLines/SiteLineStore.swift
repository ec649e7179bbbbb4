public import DescrapeText

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// Counted lines in a file of SQLite: `sites` with how many documents each has, and `lines` with in how many documents of its
/// site each stands, its text, and two places with the lines around.
final class SiteLineStore {
  let database: Database

  static let format = "descrape site lines 1"

  /// A line with its counts.
  struct Line {
    var key: UInt64
    var site: String
    var documents: Int
    /// How many documents the site has.
    var all: Int
    var text: String
    /// Of two documents, the lines before and behind it.
    var contexts: [(before: String, after: String)]
    var places: [UInt64]
  }

  /// Opens a file of counts.
  /// - Parameter isOwn: whether it is the run's own file, whose errors are those of the output.
  /// - Throws: a failure of kind `usage` for what is none.
  init(reading path: String, isOwn: Bool = false) throws(Failure) {
    let name = printable(path)
    let kind: Failure.Kind = isOwn ? .output : .usage
    database = try Database(path: path, isOwn: false, kind: kind, complaint: "\(name) cannot be used")
    var found = ""
    do throws(Failure) {
      try database.run("SELECT value FROM meta WHERE key = 'format'") { found = $0.text(0) }
    } catch { throw Failure(kind, "\(name) is no file of counted lines") }
    guard found == Self.format else {
      throw Failure(.usage, "\(name) was written by another version; count the lines again")
    }
  }

  /// Makes a new file in place of what was there. What is in it is not on the disk before somebody waits for that.
  init(creating path: String) throws(Failure) {
    systemUnlink(path)
    database = try Database(
      path: path, isOwn: true, kind: .output, complaint: "\(printable(path)) cannot be used")
    try database.run("PRAGMA journal_mode = OFF")
    try database.run("PRAGMA synchronous = OFF")
    try database.run("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
    try database.run(
      "CREATE TABLE sites (site INTEGER PRIMARY KEY, documents INTEGER NOT NULL, name TEXT NOT NULL DEFAULT '')")
    try database.run(
      "CREATE TABLE lines (key INTEGER PRIMARY KEY, site INTEGER NOT NULL, documents INTEGER NOT NULL, "
        + "first INTEGER NOT NULL, second INTEGER NOT NULL, text TEXT NOT NULL DEFAULT '', "
        + "before1 TEXT NOT NULL DEFAULT '', after1 TEXT NOT NULL DEFAULT '', "
        + "before2 TEXT NOT NULL DEFAULT '', after2 TEXT NOT NULL DEFAULT '')")
    try database.run("INSERT INTO meta VALUES ('format', ?)", [.text(Self.format)])
  }

  /// Adds the counts of another file up, which counted other documents.
  fileprivate func add(_ path: String) throws(Failure) {
    _ = try SiteLineStore(reading: path)
    try database.run("ATTACH ? AS part", [.text(path)])
    try database.run("BEGIN")
    // Without a condition, SQLite would take ON for that of a join.
    try database.run(
      "INSERT INTO sites (site, documents, name) SELECT site, documents, name FROM part.sites WHERE true "
        + "ON CONFLICT (site) DO UPDATE SET documents = documents + excluded.documents, "
        + "name = iif(name = '', excluded.name, name)")
    let contexts = ["before1", "after1", "before2", "after2"]
    let columns = "key, site, documents, first, second, text, " + contexts.joined(separator: ", ")
    let kept = contexts.map { "\($0) = iif(text = '', excluded.\($0), \($0))" }.joined(separator: ", ")
    try database.run(
      "INSERT INTO lines (\(columns)) SELECT \(columns) FROM part.lines WHERE true ON CONFLICT (key) DO UPDATE SET "
        + "documents = documents + excluded.documents, \(kept), text = iif(text = '', excluded.text, text)")
    try database.run("COMMIT")
    try database.run("DETACH part")
  }

  /// Writes a file of counts to where somebody wants it, whole or not at all.
  static func copy(_ path: String, to target: String) throws(Failure) {
    let source = try ByteSource(path: path)
    let file = try OutputFile(path: target)
    var buffer = ByteBuffer()
    while try source.fill(&buffer, to: 1 << 20) || buffer.count > 0 {
      file.sink.append(buffer.span)
      buffer.removeAll()
    }
    try file.commit()
  }

  /// The lines that recur enough.
  func table(_ options: SiteLineOptions) throws(Failure) -> SiteLineTable {
    var table = SiteLineTable()
    try database.run(
      "SELECT key FROM lines JOIN sites USING (site) WHERE lines.documents >= ? AND "
        + "lines.documents * 100 >= sites.documents * ?",
      [.number(options.count), .number(options.share)]
    ) { table.insert($0.bits(0)) }
    return table
  }

  /// The lines that recur enough, those in the most documents first.
  func lines(_ options: SiteLineOptions, limit: Int) throws(Failure) -> [Line] {
    var lines: [Line] = []
    try database.run(
      "SELECT key, name, lines.documents, sites.documents, text, before1, after1, before2, after2, first, second "
        + "FROM lines JOIN sites USING (site) WHERE lines.documents >= ? AND "
        + "lines.documents * 100 >= sites.documents * ? ORDER BY lines.documents DESC, key LIMIT ?",
      [.number(options.count), .number(options.share), .number(limit)]
    ) { row in
      lines.append(
        Line(
          key: row.bits(0), site: row.text(1), documents: row.number(2), all: row.number(3), text: row.text(4),
          contexts: [(row.text(5), row.text(6)), (row.text(7), row.text(8))], places: [row.bits(9), row.bits(10)]))
    }
    return lines
  }
}

extension SiteLineTable {
  /// Reads a file of counts that `corpus --save-site-lines` wrote.
  /// - Throws: a failure of kind `usage` for what is no such file.
  public init(path: String, _ options: SiteLineOptions = SiteLineOptions()) throws(Failure) {
    self = try SiteLineStore(reading: path).table(options)
  }

  /// What it is called in a ledger.
  var name: String { "\(count) lines, \(String(mark, radix: 16))" }
}

/// Files of counts.
public enum SiteLineCounts {
  /// Adds the counts of several files up, as if no document stood behind two of them.
  /// - Throws: a failure of kind `usage` for what is no such file, of kind `output` when nothing can be written.
  public static func merge(_ paths: [String], into target: String) throws(Failure) {
    // It may be one of the files, so it is replaced at the end.
    let path = "\(target).\(getpid()).part"
    defer { systemUnlink(path) }
    do {
      let store = try SiteLineStore(creating: path)
      for path in paths { try store.add(path) }
    }
    try SiteLineStore.copy(path, to: target)
  }
}

extension SiteLineOptions {
  /// What they are called in a ledger; the last number is that of the form in which lines are compared.
  var name: String { "\(count) documents, \(share) %, up to \(longest) bytes, form 1" }
}
