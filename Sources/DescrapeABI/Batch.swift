public import CDescrape
internal import DescrapeText

/// The columns of a batch, in memory that stays where it is until the batch is freed.
// Unsafe: arrays and buffers are not touched once `publish` has taken their addresses, and belong to this object.
@safe
final class Batch {
  private var data = ByteBuffer()
  private var journals = ByteBuffer()
  private let offsets: UnsafeMutablePointer<UInt64>
  private let journalOffsets: UnsafeMutablePointer<UInt64>?
  private let edits: UnsafeMutablePointer<UInt64>
  private let changed: UnsafeMutablePointer<UInt8>
  private let view = UnsafeMutablePointer<BatchView>.allocate(capacity: 1)

  /// What C sees, and behind it where to find this object again.
  // Unsafe: it is only memory; `Batch` says whose.
  @unsafe
  struct BatchView {
    var columns: descrape_batch
    var owner: UnsafeMutableRawPointer
  }

  /// Room for the columns of `count` texts.
  private init(count: Int, journal: Bool) {
    unsafe offsets = .allocate(capacity: count + 1)
    unsafe journalOffsets = journal ? .allocate(capacity: count + 1) : nil
    unsafe edits = .allocate(capacity: max(count, 1))
    unsafe changed = .allocate(capacity: max(count, 1))
    unsafe offsets[0] = 0
    unsafe journalOffsets?[0] = 0
  }

  deinit {
    unsafe offsets.deallocate()
    unsafe journalOffsets?.deallocate()
    unsafe edits.deallocate()
    unsafe changed.deallocate()
    unsafe view.deallocate()
  }

  /// Cleans the texts. All lengths must have been checked.
  static func clean(
    _ count: Int, _ texts: UnsafePointer<UnsafePointer<CChar>?>?, _ lengths: UnsafePointer<Int>?, _ handle: Handle,
    journal: Bool
  ) throws(Refusal) -> UnsafeMutablePointer<descrape_batch> {
    // More texts than that have no room for their lengths.
    guard count >= 0, count < 1 << 56 else { throw .argument("there cannot be that many texts") }
    guard unsafe count == 0 || texts != nil && lengths != nil else { throw .argument("the texts are a null pointer") }
    let batch = Batch(count: count, journal: journal)
    try (journal ? handle.journaling : handle.plain).use { bench throws(Refusal) in
      for index in 0..<count {
        // Unsafe: the caller vouches for `count` pointers and lengths.
        let given = try unsafe GivenText(texts?[index], lengths?[index] ?? 0, "text \(index)")
        batch.add(given, bench, index)
      }
    }
    return unsafe batch.publish(count)
  }

  private func add(_ text: GivenText, _ bench: Bench, _ index: Int) {
    let found = text.with { raw in bench.clean(raw) { data.append($0) } }
    unsafe offsets[index + 1] = UInt64(data.count)
    unsafe edits[index] = UInt64(found.edits)
    unsafe changed[index] = found.isChanged ? 1 : 0
    guard let journalOffsets = unsafe journalOffsets else { return }
    if let record = found.record { journals.append(journal: record) }
    unsafe journalOffsets[index + 1] = UInt64(journals.count)
  }

  private func publish(_ count: Int) -> UnsafeMutablePointer<descrape_batch> {
    let owner = unsafe Unmanaged.passRetained(self).toOpaque()
    let columns = unsafe descrape_batch(
      count: count, data: address(of: data), offsets: offsets, changed: changed, edits: edits,
      journals: journalOffsets == nil ? nil : address(of: journals), journal_offsets: journalOffsets)
    unsafe view.initialize(to: BatchView(columns: columns, owner: owner))
    return unsafe UnsafeMutableRawPointer(view).assumingMemoryBound(to: descrape_batch.self)
  }

  /// Frees what `publish` handed out.
  static func release(_ batch: UnsafeMutablePointer<descrape_batch>) {
    let view = unsafe UnsafeMutableRawPointer(batch).assumingMemoryBound(to: BatchView.self)
    unsafe Unmanaged<Batch>.fromOpaque(view.pointee.owner).release()
  }
}

/// Where a buffer's bytes are. Good until the buffer is written to or goes.
func address(of buffer: borrowing ByteBuffer) -> UnsafePointer<CChar>? {
  unsafe buffer.span.withUnsafeBytes { unsafe $0.baseAddress?.assumingMemoryBound(to: CChar.self) }
}

@c @implementation
public func descrape_clean_batch(
  _ cleaner: OpaquePointer?, _ count: Int, _ texts: UnsafePointer<UnsafePointer<CChar>?>?,
  _ lengths: UnsafePointer<Int>?, _ flags: UInt32,
  _ batch: UnsafeMutablePointer<UnsafeMutablePointer<descrape_batch>?>?, _ message: MessagePointer?
) -> Int32 {
  unsafe guarded(message) { () throws(Refusal) in
    guard let batch = unsafe batch else { throw .argument("there is no place for the result") }
    try check(flags, allowed: DESCRAPE_JOURNAL)
    let handle = try unsafe handle(cleaner)
    let journal = flags & UInt32(DESCRAPE_JOURNAL) != 0
    unsafe batch.pointee = try Batch.clean(count, texts, lengths, handle, journal: journal)
  }
}

@c @implementation
public func descrape_batch_free(_ batch: UnsafeMutablePointer<descrape_batch>?) {
  if let batch = unsafe batch { unsafe Batch.release(batch) }
}
