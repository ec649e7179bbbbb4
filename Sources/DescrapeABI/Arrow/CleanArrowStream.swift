public import CDescrape
internal import DescrapeCommon
internal import DescrapeText

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// A stream of arrays that is cleaned while it is read. One thread at a time reads a stream.
// Unsafe: the given stream has moved here and is read and released by this object alone.
@safe
final class CleanStream {
  private var source: ArrowArrayStream
  private let handle: Handle
  private let wish: ArrowWish
  private var error: UnsafeMutablePointer<CChar>?

  /// Takes the stream over.
  /// - Throws: for one that is not of texts; then it is still the caller's.
  init(_ stream: UnsafeMutablePointer<ArrowArrayStream>, _ handle: Handle, _ flags: UInt32) throws(Refusal) {
    let given = unsafe stream.pointee
    guard unsafe given.release != nil else { throw .arrow("the stream was released") }
    guard let readSchema = unsafe given.get_schema, unsafe given.get_next != nil else {
      throw .arrow("the stream lacks a function")
    }
    var schema = unsafe ArrowSchema()
    guard unsafe readSchema(stream, &schema) == 0 else { throw unsafe .arrow(Self.lastError(stream)) }
    defer { unsafe schema.release?(&schema) }
    wish = try unsafe ArrowWish(TextLayout(&schema), flags)
    self.handle = handle
    unsafe source = given
    unsafe error = nil
    unsafe stream.pointee.release = nil
  }

  deinit {
    unsafe free(error)
    unsafe source.release?(&source)
  }

  private static func lastError(_ stream: UnsafeMutablePointer<ArrowArrayStream>) -> String {
    // Unsafe: the text is good until the next call, and is copied.
    guard let text = unsafe stream.pointee.get_last_error?(stream) else { return "the stream cannot be read" }
    return unsafe printable(String(cString: text))
  }

  /// Writes the next array, or a released one at the end.
  /// - Returns: 0, or an `errno`; then the message is in `message`.
  func next(_ out: UnsafeMutablePointer<ArrowArray>) -> Int32 {
    var array = unsafe ArrowArray()
    let status = unsafe source.get_next?(&source, &array) ?? EINVAL
    guard status == 0 else {
      fail(unsafe Self.lastError(&source))
      return status
    }
    guard unsafe array.release != nil else {
      unsafe out.pointee = ArrowArray()
      return 0
    }
    defer { unsafe array.release?(&array) }
    do { unsafe out.pointee = try wish.clean(&array, handle) } catch {
      fail(error.message)
      return EINVAL
    }
    return 0
  }

  func schema() -> ArrowSchema { unsafe wish.schema() }

  var message: UnsafePointer<CChar>? { unsafe UnsafePointer(error) }

  private func fail(_ text: String) {
    unsafe free(error)
    unsafe error = copied(ByteBuffer(copying: text).span)
  }

  /// The stream behind an exported structure; `nil` after its release.
  static func behind(_ stream: UnsafeMutablePointer<ArrowArrayStream>?) -> CleanStream? {
    guard let owner = unsafe stream?.pointee.private_data else { return nil }
    return unsafe Unmanaged<CleanStream>.fromOpaque(owner).takeUnretainedValue()
  }

  /// The structure that reads this stream, and keeps it.
  func export() -> ArrowArrayStream {
    var stream = unsafe ArrowArrayStream()
    unsafe stream.private_data = Unmanaged.passRetained(self).toOpaque()
    unsafe stream.get_schema = { stream, out in
      guard let this = unsafe CleanStream.behind(stream), let out = unsafe out else { return EINVAL }
      unsafe out.pointee = this.schema()
      return 0
    }
    unsafe stream.get_next = { stream, out in
      guard let this = unsafe CleanStream.behind(stream), let out = unsafe out else { return EINVAL }
      return unsafe this.next(out)
    }
    unsafe stream.get_last_error = { stream in unsafe CleanStream.behind(stream)?.message }
    unsafe stream.release = { stream in
      guard let stream = unsafe stream, let owner = unsafe stream.pointee.private_data else { return }
      unsafe stream.pointee.release = nil
      unsafe stream.pointee.private_data = nil
      unsafe Unmanaged<CleanStream>.fromOpaque(owner).release()
    }
    return unsafe stream
  }
}

@c @implementation
public func descrape_clean_arrow_stream(
  _ cleaner: OpaquePointer?, _ stream: UnsafeMutablePointer<ArrowArrayStream>?, _ flags: UInt32,
  _ result: UnsafeMutablePointer<ArrowArrayStream>?, _ message: MessagePointer?
) -> Int32 {
  unsafe guarded(message) { () throws(Refusal) in
    let handle = try unsafe handle(cleaner)
    guard let stream = unsafe stream else { throw .argument("the stream is a null pointer") }
    guard let result = unsafe result else { throw .argument("there is no place for the result") }
    unsafe result.pointee = try CleanStream(stream, handle, flags).export()
  }
}
