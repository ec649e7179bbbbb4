internal import CSQLite

/// A file of SQLite. Its statements are prepared once and kept. One thread at a time.
@safe
final class Database: @unchecked Sendable {
  // Unsafe: SQLite's connection, closed with this object.
  private let connection: OpaquePointer?
  private var statements: [String: Statement] = [:]
  private let kind: Failure.Kind
  private let complaint: String

  /// What a statement takes for a parameter.
  enum Value {
    case number(Int)
    case text(String)

    static func bits(_ bits: UInt64) -> Value { .number(Int(truncatingIfNeeded: bits)) }
  }

  /// Opens a file.
  /// - Parameters:
  ///   - isOwn: makes it if it is not there, and follows no link in its place.
  ///   - kind: what errors are.
  ///   - complaint: what errors begin with; SQLite's reason follows.
  init(path: String, isOwn: Bool, kind: Failure.Kind, complaint: String) throws(Failure) {
    self.kind = kind
    self.complaint = complaint
    var opened: OpaquePointer?
    let flags = isOwn ? SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW : 0
    let code = unsafe sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | flags, nil)
    unsafe connection = opened
    guard code == SQLITE_OK else { throw failure() }
  }

  deinit {
    // The statements end with this object's fields: SQLite closes the connection after them.
    _ = unsafe sqlite3_close_v2(connection)
  }

  private func failure() -> Failure {
    // Unsafe: the message is copied at once.
    let reason = unsafe sqlite3_errmsg(connection).map { unsafe String(cString: $0) } ?? "out of memory"
    return Failure(kind, "\(complaint): \(reason)")
  }

  @safe
  private final class Statement {
    // Unsafe: ended with this object.
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { _ = unsafe sqlite3_finalize(pointer) }
  }

  /// The row that a statement stands at; columns count from 0.
  @safe
  struct Row {
    fileprivate let statement: OpaquePointer

    func text(_ column: Int32) -> String {
      // Unsafe: the text is copied before the next step.
      guard let text = unsafe sqlite3_column_text(statement, column) else { return "" }
      return unsafe String(cString: text)
    }

    func number(_ column: Int32) -> Int { Int(unsafe sqlite3_column_int64(statement, column)) }

    func bits(_ column: Int32) -> UInt64 { UInt64(bitPattern: unsafe sqlite3_column_int64(statement, column)) }
  }

  /// Runs a statement, and gives each row to `body`, which must not run the same one.
  func run(_ sql: String, _ values: [Value] = [], row body: (Row) -> Void = { _ in }) throws(Failure) {
    if statements[sql] == nil {
      var made: OpaquePointer?
      guard unsafe sqlite3_prepare_v2(connection, sql, -1, &made, nil) == SQLITE_OK, let made = unsafe made else {
        throw failure()
      }
      statements[sql] = unsafe Statement(made)
    }
    guard let kept = statements[sql] else { throw failure() }
    let statement = unsafe kept.pointer
    defer { _ = unsafe sqlite3_reset(statement) }
    for (index, value) in values.enumerated() {
      let code =
        switch value {
        case .number(let number): unsafe sqlite3_bind_int64(statement, Int32(index + 1), Int64(number))
        case .text(let text):
          // Unsafe: -1 makes SQLite copy the text.
          unsafe sqlite3_bind_text(
            statement, Int32(index + 1), text, Int32(text.utf8.count),
            unsafeBitCast(-1, to: sqlite3_destructor_type.self))
        }
      guard code == SQLITE_OK else { throw failure() }
    }
    while true {
      let code = unsafe sqlite3_step(statement)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw failure() }
      body(unsafe Row(statement: statement))
    }
  }
}
