internal import Descrape
internal import DescrapeText

/// A pass over the clean documents of a corpus that comes before the one that writes them: it sees all of them, and draws
/// its conclusions when none is left.
///
/// What observers keep of a file goes to the pass's log when the file is done. Files are done in any order, so conclusions
/// must not depend on the log's order. A run that is stopped goes on with the files that are not in the log.
protocol CorpusPass: AnyObject, Sendable {
  /// Its name in the ledger, and that of its log.
  var name: String { get }

  /// Gets ready to look, after all earlier passes.
  func prepare(_ run: CorpusContext) throws(Failure)

  /// What a thread looks at documents with.
  func observer() -> any DocumentObserver

  /// Draws the conclusions, and keeps them in the run's own folder; done again when it was interrupted.
  func conclude(_ log: ObservationLog, _ run: CorpusContext) throws(Failure)

  /// Reads the conclusions, for the passes that follow.
  func open(_ run: CorpusContext) throws(Failure)

  /// Puts the conclusions into what the passes that follow do to each document.
  func configure(_ configuration: inout Configuration)

  /// The records of a file that the passes that follow leave out.
  func removals(of input: CorpusInput) throws(Failure) -> Removals?

  /// The records of a file that the pass looks at, when it does not need all.
  func selection(of input: CorpusInput) -> Set<Int>?

  /// Says in lines what the conclusions are, for a run that is to write nothing.
  func describe(_ run: CorpusContext) throws(Failure) -> [String]
}

extension CorpusPass {
  func prepare(_ run: CorpusContext) throws(Failure) {}

  func configure(_ configuration: inout Configuration) {}

  func removals(of input: CorpusInput) throws(Failure) -> Removals? { nil }

  func selection(of input: CorpusInput) -> Set<Int>? { nil }
}

/// Looks at documents for one thread.
protocol DocumentObserver: AnyObject {
  /// Appends what is to be kept of a clean document.
  func observe(_ text: borrowing TextView, _ place: DocumentPlace, into log: inout ByteBuffer)
}

/// One time through all files: a pass that looks, or the one that writes.
struct CorpusPhase: Sendable {
  var plan: Plan
  /// `nil` for the one that writes.
  var pass: (any CorpusPass)?
  /// The passes whose conclusions it follows.
  var earlier: [any CorpusPass] = []

  /// Its name in the ledger.
  var name: String { pass?.name ?? "write" }

  func removals(of input: CorpusInput) throws(Failure) -> Removals? {
    if let selection = pass?.selection(of: input) { return Removals(allBut: selection) }
    for pass in earlier { if let removals = try pass.removals(of: input) { return removals } }
    return nil
  }
}

/// What a pass may need to know of the run that it belongs to.
struct CorpusContext: Sendable {
  let job: CorpusJob
  let inputs: [CorpusInput]
  let tree: OutputTree
  let say: @Sendable (String) -> Void

  /// A path in the run's own folder.
  func path(_ name: String) -> String { "\(tree.realPath)/.descrape/\(name)" }
}
