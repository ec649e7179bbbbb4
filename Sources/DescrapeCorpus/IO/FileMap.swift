#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// A file of this program's own in memory, whose pages are read when they are looked at. Nobody may cut it short meanwhile.
@safe
final class FileMap: @unchecked Sendable {
  // Unsafe: a mapping that is given back with this object; every read below lies within it.
  private let map: UnsafeRawBufferPointer

  /// Maps the first `count` bytes.
  init(path: String, count: Int) throws(Failure) {
    unsafe map = try mapFile(path, count: count, isOwn: true, kind: .output)
  }

  deinit {
    if let base = unsafe map.baseAddress { _ = unsafe munmap(UnsafeMutableRawPointer(mutating: base), map.count) }
  }

  /// The little-endian word at `offset`; 0 where there is none.
  func word(at offset: Int) -> UInt64 {
    guard let base = unsafe map.baseAddress, offset >= 0, unsafe offset + 8 <= map.count else { return 0 }
    return unsafe UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Calls `body` with a range of the bytes; with none where it is not all there.
  func bytes<Result>(_ range: Range<Int>, _ body: (borrowing Span<UInt8>) -> Result) -> Result {
    guard let base = unsafe map.baseAddress, range.lowerBound >= 0, unsafe range.upperBound <= map.count else {
      return body(Span())
    }
    return unsafe body(
      Span(_unsafeStart: (base + range.lowerBound).assumingMemoryBound(to: UInt8.self), count: range.count))
  }
}
