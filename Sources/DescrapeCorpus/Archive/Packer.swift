internal import CDeflate
internal import CZstd
internal import DescrapeText

/// Packs blocks, each into a unit of its own: a gzip member or a Zstandard frame with its checksum. So pieces that are
/// packed apart follow each other in a file, and damage to one leaves the others whole.
@safe
final class Packer {
  private let compression: Compression
  // Unsafe: the libraries' states, freed with this object.
  private let deflate: OpaquePointer?
  private let zstd: OpaquePointer?

  init(_ compression: Compression) {
    self.compression = compression
    unsafe deflate = compression == .gzip ? libdeflate_alloc_compressor(6) : nil
    unsafe zstd = compression == .zstd ? ZSTD_createCCtx() : nil
    if let zstd = unsafe zstd {
      _ = unsafe ZSTD_CCtx_setParameter(zstd, ZSTD_c_compressionLevel, 3)
      _ = unsafe ZSTD_CCtx_setParameter(zstd, ZSTD_c_checksumFlag, 1)
    }
  }

  deinit {
    if let deflate = unsafe deflate { unsafe libdeflate_free_compressor(deflate) }
    if let zstd = unsafe zstd { _ = unsafe ZSTD_freeCCtx(zstd) }
  }

  /// Appends the block as one unit.
  func pack(_ block: borrowing Span<UInt8>, into output: inout ByteBuffer) {
    // Unsafe: each library writes within the room that it asked for.
    unsafe block.withUnsafeBufferPointer { source in
      switch compression {
      case .none: break
      case .gzip:
        let room = unsafe libdeflate_gzip_compress_bound(deflate, source.count)
        _ = unsafe output.appending(room: room) { target in
          unsafe libdeflate_gzip_compress(deflate, source.baseAddress, source.count, target, room)
        }
      case .zstd:
        let room = ZSTD_compressBound(source.count)
        _ = unsafe output.appending(room: room) { target in
          let size = unsafe ZSTD_compress2(zstd, target, room, source.baseAddress, source.count)
          // The room is enough, so only lack of memory is left, for which the buffers have no answer either.
          precondition(ZSTD_isError(size) == 0, "out of memory")
          return size
        }
      }
    }
    if compression == .none { output.append(block) }
  }
}
