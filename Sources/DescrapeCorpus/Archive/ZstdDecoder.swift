internal import CZstd
internal import DescrapeText

/// Frames of Zstandard. A frame whose window is larger than 128 MiB is refused, as the `zstd` program refuses it.
@safe
final class ZstdDecoder: UnitDecoder {
  let unit = "zstd frame"
  // Unsafe: the library's state, freed with this object.
  private let context: OpaquePointer?

  init() {
    unsafe context = ZSTD_createDCtx()
    _ = unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 27)
  }

  deinit { _ = unsafe ZSTD_freeDCtx(context) }

  func start() { _ = unsafe ZSTD_DCtx_reset(context, ZSTD_reset_session_only) }

  func step(_ input: borrowing Span<UInt8>, into output: inout ByteBuffer) -> (taken: Int, state: UnpackState) {
    var result = 0
    var taken = 0
    // Unsafe: the library reads within the span and writes within the room that the buffer made.
    unsafe input.withUnsafeBufferPointer { source in
      _ = unsafe output.appending(room: unpackStep) { target in
        var from = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
        var to = unsafe ZSTD_outBuffer(dst: target, size: unpackStep, pos: 0)
        result = unsafe ZSTD_decompressStream(context, &to, &from)
        taken = unsafe from.pos
        return unsafe to.pos
      }
    }
    if ZSTD_isError(result) != 0 {
      // Unsafe: the library's messages are constants.
      return (taken, .failed(unsafe String(cString: ZSTD_getErrorName(result))))
    }
    return (taken, result == 0 ? .ended : .more)
  }

  func whole(_ input: borrowing Span<UInt8>, into output: inout ByteBuffer) -> Int? { nil }

  func begins(_ bytes: borrowing Span<UInt8>, at offset: Int) -> Bool {
    guard offset + 4 <= bytes.count else { return false }
    let isFrame = bytes[offset] == 0x28 && bytes[offset + 1] == 0xB5 && bytes[offset + 2] == 0x2F
    if isFrame, bytes[offset + 3] == 0xFD { return true }
    // A frame that readers skip.
    return bytes[offset] & 0xF0 == 0x50 && bytes[offset + 1] == 0x2A && bytes[offset + 2] == 0x4D
      && bytes[offset + 3] == 0x18
  }
}
