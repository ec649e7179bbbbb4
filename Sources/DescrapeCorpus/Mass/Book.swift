/// Keeps the ledger for the workers. Files are put down in groups, since each commit waits for the disk.
final class Book: @unchecked Sendable {
  private let monitor = Monitor()
  private let ledger: Ledger
  private let tree: OutputTree
  private var pending: [Ledger.Row] = []
  private var last = milliseconds()

  private static let group = 256
  private static let interval = 1000

  init(_ ledger: Ledger, _ tree: OutputTree) {
    self.ledger = ledger
    self.tree = tree
  }

  /// Puts a finished file down, at once or with the next group.
  func add(_ row: Ledger.Row) throws(Failure) {
    try monitor.locked { () throws(Failure) in
      pending.append(row)
      guard pending.count >= Self.group || milliseconds() - last >= Self.interval else { return }
      try write()
    }
  }

  /// Puts all down that is not yet.
  func flush() throws(Failure) { try monitor.locked { () throws(Failure) in try write() } }

  /// The names come first: what the ledger has must be there.
  private func write() throws(Failure) {
    try tree.settle()
    try ledger.add(pending)
    pending = []
    last = milliseconds()
  }
}
