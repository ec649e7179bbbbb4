/// Keeps the ledger for the workers. Files take their places and are put down in groups, since each wait for the disk takes long.
final class Book: @unchecked Sendable {
  private let monitor = Monitor()
  private let ledger: Ledger
  private let tree: OutputTree
  private var pending: [FinishedFile] = []
  private var last = milliseconds()

  private static let group = 256
  private static let interval = 1000

  init(_ ledger: Ledger, _ tree: OutputTree) {
    self.ledger = ledger
    self.tree = tree
  }

  /// Puts a finished file in its place and down, at once or with the next group.
  func add(_ file: FinishedFile) throws(Failure) {
    try monitor.locked { () throws(Failure) in
      pending.append(file)
      guard pending.count >= Self.group || milliseconds() - last >= Self.interval else { return }
      try write()
    }
  }

  /// Puts all down that is not yet.
  func flush() throws(Failure) { try monitor.locked { () throws(Failure) in try write() } }

  /// The bytes come first, then the names, then the ledger: each says only what is on the disk.
  private func write() throws(Failure) {
    guard !pending.isEmpty else { return }
    try tree.sync()
    for file in pending {
      for part in file.parts { try tree.place(part) }
      for place in file.obsolete { try tree.remove(place) }
    }
    try tree.settle()
    try ledger.add(pending.map(\.row))
    pending = []
    last = milliseconds()
  }
}
