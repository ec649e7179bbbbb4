internal import CSQLite

/// What a run has done, in a file of SQLite in the output folder: the plan, and each finished file with the fingerprint
/// of its input and its account. What stands in it is on the disk; what does not is done again.
@safe
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
  }

  // Unsafe: SQLite's connection, closed with this object.
  private let database: OpaquePointer?
  private let name: String

  /// Opens the ledger, and makes it if it is not there.
  init(path: String) throws(Failure) {
    name = printable(path)
    var opened: OpaquePointer?
    let code = unsafe sqlite3_open_v2(
      path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW, nil)
    unsafe database = opened
    guard code == SQLITE_OK else { throw failure() }
    // A commit is on the disk when it returns.
    try execute("PRAGMA journal_mode = DELETE")
    try execute("PRAGMA synchronous = FULL")
    try execute("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
    try execute(
      "CREATE TABLE IF NOT EXISTS files (pass TEXT NOT NULL, place TEXT NOT NULL, size INTEGER NOT NULL, "
        + "modified INTEGER NOT NULL, fingerprint TEXT NOT NULL, account TEXT NOT NULL, PRIMARY KEY (pass, place))")
    try execute("CREATE TABLE IF NOT EXISTS reports (place TEXT PRIMARY KEY, sketch TEXT NOT NULL)")
  }

  deinit { _ = unsafe sqlite3_close_v2(database) }

  private func failure() -> Failure {
    // Unsafe: the message is copied at once.
    let reason = unsafe sqlite3_errmsg(database).map { unsafe String(cString: $0) } ?? "out of memory"
    return Failure(.output, "cannot keep the ledger \(name): \(reason)")
  }

  /// Runs a statement with texts for its parameters, and gives each row to `body`.
  private func execute(
    _ sql: String, _ values: [String] = [], row body: (Columns) -> Void = { _ in }
  ) throws(Failure) {
    var statement: OpaquePointer?
    guard unsafe sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK, let statement = unsafe statement
    else { throw failure() }
    defer { _ = unsafe sqlite3_finalize(statement) }
    for (index, value) in values.enumerated() {
      // Unsafe: -1 makes SQLite copy the text.
      let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      guard unsafe sqlite3_bind_text(statement, Int32(index + 1), value, Int32(value.utf8.count), copied) == SQLITE_OK
      else { throw failure() }
    }
    while true {
      let code = unsafe sqlite3_step(statement)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw failure() }
      body(unsafe Columns(statement: statement))
    }
  }

  /// The row that a statement stands at.
  @safe
  private struct Columns {
    let statement: OpaquePointer

    func text(_ column: Int32) -> String {
      // Unsafe: the text is copied before the next step.
      guard let text = unsafe sqlite3_column_text(statement, column) else { return "" }
      return unsafe String(cString: text)
    }

    func number(_ column: Int32) -> Int { Int(unsafe sqlite3_column_int64(statement, column)) }
  }

  /// What was put down under `key`.
  func value(_ key: String) throws(Failure) -> String? {
    var found: String?
    try execute("SELECT value FROM meta WHERE key = ?", [key]) { found = $0.text(0) }
    return found
  }

  func set(_ key: String, _ value: String) throws(Failure) {
    try execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value])
  }

  /// All files that a pass has finished, by place.
  func rows(_ pass: String) throws(Failure) -> [String: Row] {
    var rows: [String: Row] = [:]
    try execute("SELECT place, size, modified, fingerprint, account FROM files WHERE pass = ?", [pass]) { row in
      rows[row.text(0)] = Row(
        pass: pass, place: row.text(0), size: row.number(1), modified: row.number(2), fingerprint: row.text(3),
        account: row.text(4))
    }
    return rows
  }

  /// What a report keeps of the files, in the order of their places, one after the other.
  func sketches(_ body: (_ place: String, _ sketch: String) -> Void) throws(Failure) {
    try execute("SELECT place, sketch FROM reports ORDER BY place") { body($0.text(0), $0.text(1)) }
  }

  /// Whether no pass has finished a file.
  func isEmpty() throws(Failure) -> Bool {
    var isEmpty = true
    try execute("SELECT 1 FROM files LIMIT 1") { _ in isEmpty = false }
    return isEmpty
  }

  /// Writes finished files and values down, all or none.
  func add(_ rows: [Row], values: [(key: String, value: String)] = []) throws(Failure) {
    guard !rows.isEmpty || !values.isEmpty else { return }
    try execute("BEGIN IMMEDIATE")
    for row in rows {
      try execute(
        "INSERT OR REPLACE INTO files VALUES (?, ?, CAST(? AS INTEGER), CAST(? AS INTEGER), ?, ?)",
        [row.pass, row.place, String(row.size), String(row.modified), row.fingerprint, row.account])
      if !row.report.isEmpty {
        try execute("INSERT OR REPLACE INTO reports VALUES (?, ?)", [row.place, row.report])
      }
    }
    for (key, value) in values { try set(key, value) }
    try execute("COMMIT")
  }

  /// Forgets everything.
  func forget() throws(Failure) {
    try execute("BEGIN IMMEDIATE")
    try execute("DELETE FROM files")
    try execute("DELETE FROM meta")
    try execute("DELETE FROM reports")
    try execute("COMMIT")
  }
}
