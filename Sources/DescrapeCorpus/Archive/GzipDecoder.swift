internal import CDeflate
internal import CZlib
internal import DescrapeText

/// Members of gzip: small ones at once by libdeflate, long ones piece by piece by zlib.
@safe
final class GzipDecoder: UnitDecoder {
  let unit = "gzip member"
  // Unsafe: zlib wants its state to stay where it is; it is freed with this object.
  private let stream: UnsafeMutablePointer<z_stream>
  private let quick: OpaquePointer?

  init() {
    unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15 bits of window, and 16 for a gzip header.
    _ = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    unsafe quick = libdeflate_alloc_decompressor()
  }

  deinit {
    _ = unsafe inflateEnd(stream)
    unsafe stream.deallocate()
    unsafe libdeflate_free_decompressor(quick)
  }

  func start() { _ = unsafe inflateReset(stream) }

  func step(_ input: borrowing Span<UInt8>, into output: inout ByteBuffer) -> (taken: Int, state: UnpackState) {
    var status: Int32 = 0
    var taken = 0
    // Unsafe: zlib reads within the span and writes within the room that the buffer made.
    unsafe input.withUnsafeBufferPointer { source in
      let count = min(source.count, 1 << 30)
      unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
      unsafe stream.pointee.avail_in = UInt32(count)
      _ = unsafe output.appending(room: unpackStep) { target in
        unsafe stream.pointee.next_out = target
        unsafe stream.pointee.avail_out = UInt32(unpackStep)
        status = unsafe inflate(stream, Z_NO_FLUSH)
        return unsafe unpackStep - Int(stream.pointee.avail_out)
      }
      taken = unsafe count - Int(stream.pointee.avail_in)
      unsafe stream.pointee.next_in = nil
      unsafe stream.pointee.next_out = nil
    }
    switch status {
    case Z_OK, Z_BUF_ERROR: return (taken, .more)
    case Z_STREAM_END: return (taken, .ended)
    case Z_NEED_DICT: return (taken, .failed("a dictionary is needed"))
    default:
      // Unsafe: zlib's messages are constants.
      let reason = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "wrong data"
      return (taken, .failed(reason))
    }
  }

  func whole(_ input: borrowing Span<UInt8>, into output: inout ByteBuffer) -> Int? {
    guard let quick = unsafe quick else { return nil }
    let earlier = output.count
    var taken = 0
    var isDone = false
    // Unsafe: as above.
    unsafe input.withUnsafeBufferPointer { source in
      _ = unsafe output.appending(room: 1 << 20) { target in
        var written = 0
        isDone =
          unsafe libdeflate_gzip_decompress_ex(
            quick, source.baseAddress, source.count, target, 1 << 20, &taken, &written) == LIBDEFLATE_SUCCESS
        return isDone ? written : 0
      }
    }
    if !isDone { output.truncate(to: earlier) }
    return isDone ? taken : nil
  }

  func begins(_ bytes: borrowing Span<UInt8>, at offset: Int) -> Bool {
    guard offset + 10 <= bytes.count else { return false }
    return bytes[offset] == 0x1F && bytes[offset + 1] == 0x8B && bytes[offset + 2] == 8 && bytes[offset + 3] < 0x20
  }
}
