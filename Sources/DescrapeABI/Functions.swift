public import CDescrape
internal import DescrapeCommon
internal import DescrapeText

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

// The functions of `descrape.h`, which says what they do. Unsafe code in this module rests on what the header asks of the caller: what a
// pointer points at is there and lives through the call. All else is checked.

/// Where a function puts a message, or memory that the caller frees.
public typealias MessagePointer = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// Runs `body`, and turns its refusal into a status and a message.
func guarded(_ message: MessagePointer?, _ body: () throws(Refusal) -> Void) -> Int32 {
  unsafe message?.pointee = nil
  do {
    try body()
    return Int32(DESCRAPE_OK)
  } catch {
    if let message = unsafe message { unsafe message.pointee = copied(ByteBuffer(copying: error.message).span) }
    return error.status
  }
}

/// The cleaner behind a pointer.
func handle(_ cleaner: OpaquePointer?) throws(Refusal) -> Handle {
  guard let cleaner = unsafe cleaner else { throw .argument("the cleaner is a null pointer") }
  return unsafe Unmanaged<Handle>.fromOpaque(UnsafeRawPointer(cleaner)).takeUnretainedValue()
}

/// A text that the caller has, for the length of a call.
@safe
struct GivenText {
  private let start: UnsafePointer<UInt8>?
  private let count: Int

  init(_ text: UnsafePointer<CChar>?, _ length: Int, _ name: String = "the text") throws(Refusal) {
    guard length >= 0 else { throw .argument("\(name) is longer than any memory") }
    guard unsafe text != nil || length == 0 else { throw .argument("\(name) is a null pointer") }
    unsafe start = UnsafeRawPointer(text)?.assumingMemoryBound(to: UInt8.self)
    count = unsafe text == nil ? 0 : length
  }

  func with<Result, Failure: Error>(
    _ body: (borrowing Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let span = unsafe Span(_unsafeStart: start ?? emptyBytes, count: count)
    return try body(span)
  }
}

/// Where a text of no length may begin.
var emptyBytes: UnsafePointer<UInt8> { unsafe UnsafePointer(bitPattern: 16).unsafelyUnwrapped }

/// A text that ends in a zero byte, as Swift has it.
private func text(_ pointer: UnsafePointer<CChar>?) -> String? { unsafe pointer.map { unsafe String(cString: $0) } }

/// Refuses flags that this version does not know: a later one may mean something by them.
func check(_ flags: UInt32, allowed: Int) throws(Refusal) {
  guard flags & ~UInt32(allowed) == 0 else { throw .argument("there is a flag among \(flags) that is not known here") }
}

@c @implementation
public func descrape_abi_version() -> UInt32 { UInt32(DESCRAPE_ABI_VERSION) }

@c @implementation
public func descrape_version() -> UnsafePointer<CChar>? { unsafe UnsafePointer(versionLine.pointer) }

@c @implementation
public func descrape_free(_ memory: UnsafeMutableRawPointer?) { unsafe free(memory) }

@c @implementation
public func descrape_cleaner_new(
  _ profile: UnsafePointer<CChar>?, _ target: UnsafePointer<CChar>?, _ toml: UnsafePointer<CChar>?,
  _ cleaner: UnsafeMutablePointer<OpaquePointer?>?, _ message: MessagePointer?
) -> Int32 {
  unsafe guarded(message) { () throws(Refusal) in
    guard let cleaner = unsafe cleaner else { throw .argument("there is no place for the cleaner") }
    let handle = try unsafe Handle(profile: text(profile), target: text(target), toml: text(toml))
    unsafe cleaner.pointee = OpaquePointer(Unmanaged.passRetained(handle).toOpaque())
  }
}

@c @implementation
public func descrape_cleaner_describe(_ cleaner: OpaquePointer?) -> UnsafePointer<CChar>? {
  guard let handle = try? unsafe handle(cleaner) else { return nil }
  return unsafe UnsafePointer(handle.description.pointer)
}

@c @implementation
public func descrape_cleaner_free(_ cleaner: OpaquePointer?) {
  guard let cleaner = unsafe cleaner else { return }
  unsafe Unmanaged<Handle>.fromOpaque(UnsafeRawPointer(cleaner)).release()
}

@c @implementation
public func descrape_clean(
  _ cleaner: OpaquePointer?, _ text: UnsafePointer<CChar>?, _ length: Int, _ flags: UInt32,
  _ result: UnsafeMutablePointer<descrape_text>?, _ message: MessagePointer?
) -> Int32 {
  unsafe guarded(message) { () throws(Refusal) in
    guard let result = unsafe result else { throw .argument("there is no place for the result") }
    try check(flags, allowed: DESCRAPE_JOURNAL)
    let handle = try unsafe handle(cleaner)
    let given = try unsafe GivenText(text, length)
    let pool = flags & UInt32(DESCRAPE_JOURNAL) == 0 ? handle.plain : handle.journaling
    var clean = unsafe descrape_text()
    let found = pool.use { bench in
      given.with { raw in
        bench.clean(raw) { bytes in
          unsafe clean.data = copied(bytes)
          unsafe clean.length = bytes.count
        }
      }
    }
    unsafe clean.changed = found.isChanged ? 1 : 0
    unsafe clean.edits = UInt64(found.edits)
    unsafe clean.bad_sequences = UInt64(found.bad)
    if let record = found.record {
      var json = ByteBuffer()
      json.append(journal: record)
      unsafe clean.journal = copied(json.span)
      unsafe clean.journal_length = json.count
    }
    unsafe result.pointee = clean
  }
}

@c @implementation
public func descrape_text_free(_ text: UnsafeMutablePointer<descrape_text>?) {
  guard let text = unsafe text else { return }
  unsafe free(text.pointee.data)
  unsafe free(text.pointee.journal)
  unsafe text.pointee = descrape_text()
}

@c @implementation
public func descrape_explain(
  _ cleaner: OpaquePointer?, _ text: UnsafePointer<CChar>?, _ length: Int,
  _ json: MessagePointer?, _ jsonLength: UnsafeMutablePointer<Int>?, _ message: MessagePointer?
) -> Int32 {
  unsafe guarded(message) { () throws(Refusal) in
    let handle = try unsafe handle(cleaner)
    let given = try unsafe GivenText(text, length)
    try unsafe answer(json, jsonLength) { output in
      handle.journaling.use { bench in
        given.with { raw in bench.explain(raw, into: &output) }
      }
    }
  }
}

@c @implementation
public func descrape_survey(
  _ cleaner: OpaquePointer?, _ text: UnsafePointer<CChar>?, _ length: Int,
  _ json: MessagePointer?, _ jsonLength: UnsafeMutablePointer<Int>?, _ message: MessagePointer?
) -> Int32 {
  unsafe guarded(message) { () throws(Refusal) in
    let handle = try unsafe handle(cleaner)
    let given = try unsafe GivenText(text, length)
    try unsafe answer(json, jsonLength) { output in
      handle.plain.use { bench in
        given.with { raw in bench.survey(raw, into: &output) }
      }
    }
  }
}

@c @implementation
public func descrape_restore(
  _ text: UnsafePointer<CChar>?, _ length: Int, _ journal: UnsafePointer<CChar>?, _ journalLength: Int,
  _ raw: MessagePointer?, _ rawLength: UnsafeMutablePointer<Int>?, _ message: MessagePointer?
) -> Int32 {
  unsafe guarded(message) { () throws(Refusal) in
    let given = try unsafe GivenText(text, length)
    let bytes = try unsafe GivenText(journal, journalLength, "the journal").with { [UInt8](copying: $0) }
    try unsafe answer(raw, rawLength) { output throws(Refusal) in
      let record: JournalRecord
      do { record = try JSONReader(bytes).journalRecord() } catch {
        throw Refusal(DESCRAPE_ERROR_JOURNAL, "this is no journal of a text")
      }
      guard given.with({ record.restore($0, into: &output) }) else {
        throw Refusal(DESCRAPE_ERROR_JOURNAL, "the text and the journal do not belong together")
      }
    }
  }
}

/// Hands over what `body` writes, as memory that the caller frees.
private func answer(
  _ place: MessagePointer?, _ length: UnsafeMutablePointer<Int>?, _ body: (inout ByteBuffer) throws(Refusal) -> Void
) throws(Refusal) {
  guard let place = unsafe place, let length = unsafe length else {
    throw .argument("there is no place for the result")
  }
  var output = ByteBuffer()
  try body(&output)
  unsafe place.pointee = copied(output.span)
  unsafe length.pointee = output.count
}
