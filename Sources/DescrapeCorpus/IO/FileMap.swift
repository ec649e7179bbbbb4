#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// A file of this program's own in memory, whose pages are read when they are looked at. Nobody may cut it short meanwhile.
@safe
final class FileMap: @unchecked Sendable {
  let count: Int
  // Unsafe: a private mapping of `count` bytes, given back with this object; every read below lies within it.
  private let base: UnsafeMutableRawPointer?

  /// Maps the first `count` bytes.
  init(path: String, count: Int) throws(Failure) {
    let name = printable(path)
    let descriptor = systemOpen(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw Failure.system(.output, "open", name) }
    defer { _ = systemClose(descriptor) }
    guard let facts = FileFacts(descriptor: descriptor), facts.isRegular, facts.size >= count else {
      throw Failure(.output, "\(name) is shorter than it should be; use --restart")
    }
    self.count = count
    guard count > 0 else {
      unsafe base = nil
      return
    }
    unsafe base = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard unsafe base != MAP_FAILED else { throw Failure.system(.output, "map", name) }
  }

  deinit {
    if let base = unsafe base, unsafe base != MAP_FAILED { _ = unsafe munmap(base, count) }
  }

  /// The little-endian word at `offset`; 0 where there is none.
  func word(at offset: Int) -> UInt64 {
    guard let base = unsafe base, offset >= 0, offset + 8 <= count else { return 0 }
    return unsafe UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Calls `body` with a range of the bytes; with none where it is not all there.
  func bytes<Result>(_ range: Range<Int>, _ body: (borrowing Span<UInt8>) -> Result) -> Result {
    guard let base = unsafe base, range.lowerBound >= 0, range.upperBound <= count else { return body(Span()) }
    return unsafe body(
      Span(_unsafeStart: (base + range.lowerBound).assumingMemoryBound(to: UInt8.self), count: range.count))
  }
}
