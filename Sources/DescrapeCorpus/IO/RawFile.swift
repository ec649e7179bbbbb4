internal import DescrapeText

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// A regular file behind a window that moves forward, and back where damage makes a reader look again.
///
/// Memory: the window, some 4 MiB.
final class RawFile {
  /// The name for messages.
  let name: String
  let facts: FileFacts
  private var window = ByteBuffer()
  /// Where in the file the window begins.
  private(set) var start = 0
  private let descriptor: Int32
  /// How many bytes one `load` reads ahead.
  private static let step = 4 << 20

  var size: Int { facts.size }

  /// - Throws: for what cannot be opened, and for all that is no regular file: a pipe or a device may never end.
  init(path: String) throws(Failure) {
    name = printable(path)
    // A pipe that nobody writes to would hold up the `open`.
    descriptor = systemOpen(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Failure.system(.input, "open", name) }
    guard let facts = FileFacts(descriptor: descriptor) else {
      let failure = Failure.system(.input, "read", name)
      _ = close(descriptor)
      throw failure
    }
    guard facts.isRegular else {
      _ = close(descriptor)
      throw Failure(.input, "\(name) is no regular file")
    }
    self.facts = facts
  }

  deinit { _ = close(descriptor) }

  /// Calls `body` with what the window holds from `offset` on.
  func bytes<Result>(from offset: Int, _ body: (borrowing Span<UInt8>) -> Result) -> Result {
    Self.part(of: window, from: offset - start, body)
  }

  /// A view of a class's buffer may only live inside of a call that borrows it.
  private static func part<Result>(
    of buffer: borrowing ByteBuffer, from place: Int, _ body: (borrowing Span<UInt8>) -> Result
  ) -> Result {
    body(buffer.span.extracting(min(max(place, 0), buffer.count)..<buffer.count))
  }

  /// How many bytes the window holds from `offset` on.
  func available(from offset: Int) -> Int { max(start + window.count - offset, 0) }

  /// Moves the window so that it holds `count` bytes from `offset` on, or all up to the end of the file.
  func load(from offset: Int, count: Int) throws(Failure) {
    if offset < start || offset > start + window.count {
      window.removeAll()
      start = offset
    }
    guard available(from: offset) < min(count, size - offset) else { return }
    window.removeFirst(offset - start)
    start = offset
    let wanted = max(count, Self.step)
    while window.count < wanted {
      guard try read(wanted - window.count) > 0 else { break }
    }
    guard window.count >= min(count, size - offset) else {
      throw Failure(.input, "\(name) became shorter while it was read")
    }
  }

  /// Appends up to `count` bytes that follow the window.
  private func read(_ count: Int) throws(Failure) -> Int {
    var code: Int32 = 0
    let place = start + window.count
    while true {
      // Unsafe: the buffer has room for `count` bytes.
      let done = unsafe window.appending(room: count) { target in
        let done = unsafe pread(descriptor, target, count, off_t(place))
        if done < 0 { code = errno }
        return max(done, 0)
      }
      guard code != 0 else { return done }
      guard code == EINTR else { throw Failure.system(.input, "read", name, code: code) }
      code = 0
    }
  }
}

/// What tells whether a file is still the one that it was.
struct FileFacts: Equatable {
  let size: Int
  /// In nanoseconds.
  let modified: Int
  let isRegular: Bool

  /// Of an open file.
  init?(descriptor: Int32) {
    var info = stat()
    // Unsafe: `info` lives through the call.
    guard unsafe fstat(descriptor, &info) == 0 else { return nil }
    self.init(info)
  }

  /// Of a file that may not be there.
  init?(path: String) {
    var info = stat()
    // Unsafe: `info` lives through the call.
    guard unsafe stat(path, &info) == 0 else { return nil }
    self.init(info)
  }

  private init(_ info: stat) {
    size = Int(info.st_size)
    modified = info.st_mtim.tv_sec &* 1_000_000_000 &+ info.st_mtim.tv_nsec
    isRegular = info.st_mode & S_IFMT == S_IFREG
  }
}

extension RawFile {
  /// A fingerprint of the first and the last 64 KiB and the size.
  func fingerprint() throws(Failure) -> UInt64 {
    let edge = 1 << 16
    try load(from: 0, count: min(size, edge))
    let first = bytes(from: 0) { $0.fingerprint(0..<min(edge, $0.count)) }
    let tail = max(size - edge, 0)
    try load(from: tail, count: size - tail)
    let last = bytes(from: tail) { $0.fingerprint(0..<min(edge, $0.count)) }
    return (first &* 0x9E37_79B9_7F4A_7C15) ^ (last &* 31) ^ UInt64(truncatingIfNeeded: size)
  }
}
