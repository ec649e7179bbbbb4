internal import DescrapeCommon
internal import DescrapeText
internal import Synchronization

/// A worker and the buffers that one call needs. One thread at a time uses it.
final class Bench {
  let worker: Worker
  /// The clean text of the last call, where it changed.
  private var clean = ByteBuffer()
  /// The text that bad UTF-8 was replaced in.
  private var decoded = ByteBuffer()
  private let journal: Bool
  /// A bench that has seen a text of this size is not kept: buffers never shrink.
  static let largestKept = 16 << 20

  init(_ plan: Plan, journal: Bool) {
    worker = Worker(plan, journal: journal)
    self.journal = journal
  }

  /// What cleaning a text gave, beside its bytes.
  struct Result {
    var isChanged = false
    var bad = 0
    var edits = 0
    /// What restores the raw bytes; only of a text that changed.
    var record: JournalRecord?
  }

  /// Whether the bench is worth keeping.
  var isSmall: Bool { max(clean.count, decoded.count) <= Self.largestKept && largest <= Self.largestKept }
  private var largest = 0

  /// Cleans a text, and hands the clean one to `take` when it is another. O(n).
  func clean(_ raw: borrowing Span<UInt8>, _ take: (borrowing Span<UInt8>) -> Void) -> Result {
    largest = max(largest, raw.count)
    var result = Result()
    var step: JournalStep?
    let isUTF8 = UTF8Scan.wellFormedPrefix(of: raw) == raw.count
    var changed: Bool
    if isUTF8 {
      changed = worker.clean(raw, into: &clean)
    } else {
      step = journal ? JournalStep(stage: "decode") : nil
      decoded.removeAll()
      result.bad = UTF8Decoder.decode(raw, isLast: true, into: &decoded, step: &step).bad
      changed = worker.clean(decoded.span, into: &clean)
    }
    result.edits = worker.lastEdits + result.bad
    if journal, changed || !isUTF8 { result.record = record(changed, step) }
    if changed { Self.hand(clean, to: take) } else if !isUTF8 { Self.hand(decoded, to: take) }
    // A text can come out as it went in only where nothing was edited, so this says it all.
    result.isChanged = changed || !isUTF8
    return result
  }

  /// A view of a class's buffer may only live inside of a call that borrows it.
  private static func hand(_ buffer: borrowing ByteBuffer, to take: (borrowing Span<UInt8>) -> Void) {
    take(buffer.span)
  }

  private func record(_ changed: Bool, _ step: JournalStep?) -> JournalRecord? {
    guard var record = changed ? worker.record : JournalRecord(unchanged: decoded.span) else { return nil }
    if let step { record.insert(step, outputLength: decoded.count) }
    return record
  }
}

/// Benches that wait for the next call: as many as there were calls at once, up to a bound.
///
/// Without a lock: a process that forks while another of its threads holds one could never take it again in the child. A bench that
/// was in use at the fork is lost to the child, and nothing else.
final class BenchPool: Sendable {
  private let plan: Plan
  private let journal: Bool
  /// Retained benches as numbers; 0 is a free place.
  private let slots: InlineArray<32, Atomic<UInt>> = InlineArray { _ in Atomic<UInt>(0) }

  init(_ plan: Plan, journal: Bool) {
    self.plan = plan
    self.journal = journal
  }

  deinit { while take() != nil {} }

  /// Runs `body` with a bench that nobody else uses meanwhile.
  func use<Result, Failure: Error>(_ body: (Bench) throws(Failure) -> Result) throws(Failure) -> Result {
    let bench = take() ?? Bench(plan, journal: journal)
    defer { put(bench) }
    return try body(bench)
  }

  private func take() -> Bench? {
    for index in slots.indices where slots[index].load(ordering: .relaxed) != 0 {
      let number = slots[index].exchange(0, ordering: .acquiring)
      // Unsafe: the number is a retained bench that `put` left, and whoever takes it out of its place has it alone.
      guard let pointer = unsafe UnsafeRawPointer(bitPattern: number) else { continue }
      return unsafe Unmanaged<Bench>.fromOpaque(pointer).takeRetainedValue()
    }
    return nil
  }

  private func put(_ bench: Bench) {
    guard bench.isSmall else { return }
    let retained = unsafe Unmanaged.passRetained(bench)
    let number = unsafe UInt(bitPattern: retained.toOpaque())
    for index in slots.indices {
      if slots[index].compareExchange(expected: 0, desired: number, ordering: .releasing).exchanged { return }
    }
    unsafe retained.release()
  }
}
