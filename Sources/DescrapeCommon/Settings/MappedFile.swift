internal import DescrapeScript

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

extension StableBytes {
  /// Maps a file: its pages are read when they are looked at, and shared with every process that maps it.
  ///
  /// The file must not be cut short meanwhile; `descrape data build` replaces it as a whole.
  static func mapping(_ path: String) throws(Failure) -> StableBytes {
    let name = printable(path)
    // Unsafe: Swift hands the path over as a C string that lives through the call.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure.system(.usage, "open", name) }
    defer { _ = close(descriptor) }
    var info = stat()
    // Unsafe: `info` lives through the call.
    guard unsafe fstat(descriptor, &info) == 0 else { throw Failure.system(.usage, "read", name) }
    guard info.st_mode & S_IFMT == S_IFREG else { throw Failure(.usage, "\(name) is no regular file") }
    let count = Int(info.st_size)
    guard count > 0 else { throw Failure(.usage, "\(name) is empty") }
    // Unsafe: a private mapping of `count` bytes, which nobody writes to and `release` gives back.
    guard let base = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), unsafe base != MAP_FAILED else {
      throw Failure.system(.usage, "map", name)
    }
    return unsafe StableBytes(unsafe: UnsafeRawPointer(base), count: count) { base, count in
      _ = unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
    }
  }
}
