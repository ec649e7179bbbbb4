internal import DescrapeText

/// Hands the work of a run out to its workers: small files and texts as a whole, larger files piece by piece, so that one
/// of them keeps all workers busy.
///
/// Pieces in memory come to `budget` bytes at most and one record more, whatever the number and the size of files.
final class Scheduler: @unchecked Sendable {
  enum Task {
    case file(CorpusInput)
    /// A file whose pieces others may clean as well.
    case open(CorpusInput)
    /// A file that others work at: `piece` gives the next piece.
    case piece(FileRun)
  }

  let monitor = Monitor()
  private let inputs: [CorpusInput]
  private var next = 0
  private var current: FileRun?
  /// Whether a worker reads a piece, or opens the file of many.
  private var isReading = false
  private var inFlight = 0
  private let budget: Int
  private var isStopped = false
  private var isTextTaken = false
  private var running: Int
  /// What ended the run.
  private(set) var failure: Failure?
  private(set) var doneBytes = 0
  private(set) var doneRecords = 0
  private(set) var doneFiles = 0
  private(set) var failures: [Failure] = []

  /// From this size on, a file is for all workers.
  static let sharedSize = 4 << 20

  init(_ inputs: [CorpusInput], workers: Int) {
    self.inputs = inputs
    running = workers
    budget = workers * 4 << 20
  }

  /// Whether no worker is left.
  var isOver: Bool { running == 0 }

  /// What a worker is to do next; `nil` when nothing is left. Blocks while only others can go on.
  func task() -> Task? {
    monitor.locked {
      while !isStopped {
        if let run = current {
          if !isReading, inFlight < budget {
            isReading = true
            return .piece(run)
          }
          monitor.wait()
        } else if isReading {
          monitor.wait()
        } else if next < inputs.count {
          let input = inputs[next]
          next += 1
          guard input.format != .text, input.size >= Self.sharedSize else { return .file(input) }
          isReading = true
          return .open(input)
        } else {
          return nil
        }
      }
      return nil
    }
  }

  /// The next piece of a file that `task` named; `nil` when there is none.
  func piece(of run: FileRun) throws(Failure) -> (piece: Piece, size: Int)? {
    var piece: Piece?
    do { piece = try run.nextPiece() } catch {
      leave(run)
      throw error
    }
    guard let piece else {
      leave(run)
      return nil
    }
    let size = piece.bytes.count
    let passed = run.takeProgress()
    monitor.locked {
      isReading = false
      inFlight += size
      doneBytes += passed
      monitor.wake()
    }
    return (piece, size)
  }

  /// Makes a file the one that all work at; `nil` when it could not be opened.
  func share(_ run: FileRun?) {
    monitor.locked {
      current = run
      isReading = false
      monitor.wake()
    }
  }

  /// Ends the reading of a file.
  private func leave(_ run: FileRun) {
    monitor.locked {
      if current === run { current = nil }
      isReading = false
      monitor.wake()
    }
  }

  /// Takes a file that failed away from all.
  func drop(_ run: FileRun) {
    monitor.locked {
      if current === run { current = nil }
      monitor.wake()
    }
  }

  func release(_ size: Int, records: Int, bytes: Int) {
    monitor.locked {
      inFlight -= size
      doneRecords += records
      doneBytes += bytes
      monitor.wake()
    }
  }

  /// Only one large text is in memory at a time.
  func takeText(_ isTaken: Bool) {
    monitor.locked {
      while isTaken, isTextTaken, !isStopped { monitor.wait() }
      isTextTaken = isTaken
      monitor.wake()
    }
  }

  func finished() { monitor.locked { doneFiles += 1 } }

  /// A file could not be done; the others go on.
  func note(_ failure: Failure) { monitor.locked { failures.append(failure) } }

  /// Ends the run: no more work is handed out.
  func stop(_ failure: Failure? = nil) {
    monitor.locked {
      isStopped = true
      self.failure = self.failure ?? failure
      monitor.wake()
    }
  }

  var hasStopped: Bool { monitor.locked { isStopped } }

  /// A worker goes home.
  func leave() {
    monitor.locked {
      running -= 1
      monitor.wake()
    }
  }
}
