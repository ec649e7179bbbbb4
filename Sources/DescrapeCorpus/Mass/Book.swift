/// Keeps the ledger for the workers. Files take their places and are put down in groups, since each wait for the disk takes long.
final class Book: @unchecked Sendable {
  private let monitor = Monitor()
  private let ledger: Ledger
  private let tree: OutputTree
  private let log: ObservationLog?
  private var pending: [FinishedFile] = []
  private var last = milliseconds()

  private static let group = 256
  private static let interval = 1000

  /// - Parameter log: takes what a pass observes.
  init(_ ledger: Ledger, _ tree: OutputTree, log: ObservationLog?) {
    self.ledger = ledger
    self.tree = tree
    self.log = log
  }

  /// Puts a finished file in its place and down, at once or with the next group.
  func add(_ file: FinishedFile) throws(Failure) {
    try monitor.locked { () throws(Failure) in
      pending.append(file)
      guard pending.count >= Self.group || milliseconds() - last >= Self.interval else { return }
      try write()
    }
  }

  /// Puts down how far a file is whose parts are on the disk.
  func keep(_ row: Ledger.Row) throws(Failure) {
    try monitor.locked { () throws(Failure) in try ledger.keep(row) }
  }

  /// Puts all down that is not yet.
  func flush() throws(Failure) { try monitor.locked { () throws(Failure) in try write() } }

  /// The bytes come first, then the names, then the ledger: each says only what is on the disk.
  private func write() throws(Failure) {
    guard !pending.isEmpty else { return }
    if let log {
      for file in pending { try log.append(file.observations) }
    }
    try tree.sync()
    for file in pending {
      for part in file.parts { try tree.place(part) }
      for place in file.obsolete { try tree.remove(place) }
    }
    try tree.settle()
    try ledger.add(pending.map(\.row), values: log.map { [($0.key, String($0.size))] } ?? [])
    // What a pass kept of a file is in its log now.
    for file in pending { if let part = file.observations.spilled { tree.drop([part.name]) } }
    pending = []
    last = milliseconds()
  }
}
