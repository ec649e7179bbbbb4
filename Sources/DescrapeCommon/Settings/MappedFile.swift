internal import DescrapeScript

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// Maps the beginning of a file: its pages are read when they are looked at, and shared with every process that maps it.
///
/// Nobody may cut the file short meanwhile.
/// - Parameters:
///   - count: how many bytes; all of a file that is not empty without it.
///   - isOwn: whether it is a file of this run's own, in whose place there is no link.
///   - kind: what errors are.
/// - Returns: `count` bytes that `munmap` gives back; none for a `count` of 0.
package func mapFile(
  _ path: String, count: Int? = nil, isOwn: Bool = false, kind: Failure.Kind
) throws(Failure) -> UnsafeRawBufferPointer {
  let name = printable(path)
  // Unsafe: Swift hands the path over as a C string that lives through the call.
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | (isOwn ? O_NOFOLLOW : 0))
  guard descriptor >= 0 else { throw Failure.system(kind, "open", name) }
  defer { _ = close(descriptor) }
  var info = stat()
  // Unsafe: `info` lives through the call.
  guard unsafe fstat(descriptor, &info) == 0 else { throw Failure.system(kind, "read", name) }
  guard info.st_mode & S_IFMT == S_IFREG else { throw Failure(kind, "\(name) is no regular file") }
  guard info.st_size > 0 || count != nil else { throw Failure(kind, "\(name) is empty") }
  let wanted = count ?? Int(info.st_size)
  guard wanted <= Int(info.st_size) else {
    throw Failure(kind, "\(name) is shorter than it should be; use --restart")
  }
  guard wanted > 0 else { return unsafe UnsafeRawBufferPointer(start: nil, count: 0) }
  // Unsafe: a private mapping of so many bytes, which nobody writes to.
  guard let base = unsafe mmap(nil, wanted, PROT_READ, MAP_PRIVATE, descriptor, 0), unsafe base != MAP_FAILED else {
    throw Failure.system(kind, "map", name)
  }
  return unsafe UnsafeRawBufferPointer(start: base, count: wanted)
}

extension StableBytes {
  /// Maps a file; `descrape data build` replaces it as a whole.
  static func mapping(_ path: String) throws(Failure) -> StableBytes {
    let map = unsafe try mapFile(path, kind: .usage)
    guard let base = map.baseAddress else { throw Failure(.usage, "\(printable(path)) is empty") }
    return unsafe StableBytes(unsafe: base, count: map.count) { base, count in
      _ = unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
    }
  }
}
