/// What a run has done, in a file of SQLite in the output folder: the plan, and each finished file with the fingerprint
/// of its input and its account. What stands in it is on the disk; what does not is done again.
final class Ledger: @unchecked Sendable {
  /// A file that a pass has finished.
  struct Row: Equatable {
    var pass: String
    var place: String
    var size: Int
    var modified: Int
    var fingerprint: String
    var account: String
    /// What a report keeps of it.
    var report = ""

    /// - Parameter account: of a file that is done in part, what its `FileCheckpoint` gave.
    init(
      pass: String, place: String, _ facts: FileFacts, _ fingerprint: UInt64, account: String, report: String = ""
    ) {
      (self.pass, self.place, self.account, self.report) = (pass, place, account, report)
      (size, modified, self.fingerprint) = (facts.size, facts.modified, String(fingerprint, radix: 16))
    }

    fileprivate init(pass: String, _ row: Database.Row) {
      self.pass = pass
      (place, size, modified) = (row.text(0), row.number(1), row.number(2))
      (fingerprint, account) = (row.text(3), row.text(4))
    }

    /// Whether the input is still the one that it was.
    func isOf(_ facts: FileFacts, _ fingerprint: UInt64) -> Bool {
      facts.size == size && facts.modified == modified && String(fingerprint, radix: 16) == self.fingerprint
    }
  }

  private let database: Database
  /// Files that are done, and those that are done in part.
  private static let tables = ["files", "checkpoints"]

  /// Opens the ledger, and makes it if it is not there.
  init(path: String) throws(Failure) {
    database = try Database(
      path: path, isOwn: true, kind: .output, complaint: "cannot keep the ledger \(printable(path))")
    // A commit is on the disk when it returns.
    try database.run("PRAGMA journal_mode = DELETE")
    try database.run("PRAGMA synchronous = FULL")
    try database.run("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
    for table in Self.tables {
      try database.run(
        "CREATE TABLE IF NOT EXISTS \(table) (pass TEXT NOT NULL, place TEXT NOT NULL, size INTEGER NOT NULL, "
          + "modified INTEGER NOT NULL, fingerprint TEXT NOT NULL, account TEXT NOT NULL, PRIMARY KEY (pass, place))")
    }
    try database.run("CREATE TABLE IF NOT EXISTS reports (place TEXT PRIMARY KEY, sketch TEXT NOT NULL)")
  }

  /// What was put down under `key`.
  func value(_ key: String) throws(Failure) -> String? {
    var found: String?
    try database.run("SELECT value FROM meta WHERE key = ?", [.text(key)]) { found = $0.text(0) }
    return found
  }

  func set(_ key: String, _ value: String) throws(Failure) {
    try database.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", [.text(key), .text(value)])
  }

  /// All files that a pass has finished, by place.
  func rows(_ pass: String) throws(Failure) -> [String: Row] { try rows(pass, in: "files") }

  /// All files that a pass has done in part, by place.
  func checkpoints(_ pass: String) throws(Failure) -> [String: Row] { try rows(pass, in: "checkpoints") }

  private func rows(_ pass: String, in table: String) throws(Failure) -> [String: Row] {
    var rows: [String: Row] = [:]
    try database.run(
      "SELECT place, size, modified, fingerprint, account FROM \(table) WHERE pass = ?", [.text(pass)]
    ) { rows[$0.text(0)] = Row(pass: pass, $0) }
    return rows
  }

  private func put(_ row: Row, in table: String) throws(Failure) {
    try database.run(
      "INSERT OR REPLACE INTO \(table) VALUES (?, ?, ?, ?, ?, ?)",
      [
        .text(row.pass), .text(row.place), .number(row.size), .number(row.modified), .text(row.fingerprint),
        .text(row.account),
      ])
  }

  /// Writes down how far a file is done.
  func keep(_ row: Row) throws(Failure) { try put(row, in: "checkpoints") }

  /// Forgets how far a file was done.
  func dropCheckpoint(_ row: Row) throws(Failure) {
    try database.run("DELETE FROM checkpoints WHERE pass = ? AND place = ?", [.text(row.pass), .text(row.place)])
  }

  /// Forgets how far all files were done.
  func dropCheckpoints() throws(Failure) { try database.run("DELETE FROM checkpoints") }

  /// All files that are done in part, of all passes.
  func checkpoints() throws(Failure) -> [Row] {
    var passes: [String] = []
    try database.run("SELECT DISTINCT pass FROM checkpoints ORDER BY pass") { passes.append($0.text(0)) }
    var rows: [Row] = []
    for pass in passes { rows += try checkpoints(pass).values }
    return rows
  }

  /// What a report keeps of the files, in the order of their places, one after the other.
  func sketches(_ body: (_ place: String, _ sketch: String) -> Void) throws(Failure) {
    try database.run("SELECT place, sketch FROM reports ORDER BY place") { body($0.text(0), $0.text(1)) }
  }

  /// Whether no pass has finished a file.
  func isEmpty() throws(Failure) -> Bool {
    var isEmpty = true
    try database.run("SELECT 1 FROM files LIMIT 1") { _ in isEmpty = false }
    return isEmpty
  }

  /// Writes finished files and values down, all or none.
  func add(_ rows: [Row], values: [(key: String, value: String)] = []) throws(Failure) {
    guard !rows.isEmpty || !values.isEmpty else { return }
    try database.run("BEGIN IMMEDIATE")
    for row in rows {
      try put(row, in: "files")
      try dropCheckpoint(row)
      if !row.report.isEmpty {
        try database.run("INSERT OR REPLACE INTO reports VALUES (?, ?)", [.text(row.place), .text(row.report)])
      }
    }
    for (key, value) in values { try set(key, value) }
    try database.run("COMMIT")
  }

  /// Forgets everything.
  func forget() throws(Failure) {
    try database.run("BEGIN IMMEDIATE")
    for table in Self.tables { try database.run("DELETE FROM \(table)") }
    try database.run("DELETE FROM meta")
    try database.run("DELETE FROM reports")
    try database.run("COMMIT")
  }
}
