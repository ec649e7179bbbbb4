internal import DescrapeText

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// A file, a pipe or standard input, read in pieces.
public final class ByteSource {
  /// The name for messages.
  public let name: String
  /// How many bytes were read.
  public private(set) var bytesRead = 0
  private let descriptor: Int32
  private let isOwned: Bool
  /// How many bytes one `read` asks for at most.
  private let chunk: Int
  /// Gives the bytes, where they come from no descriptor.
  private let pull: Pull?

  /// Appends up to so many bytes, 1 at least but at the end.
  /// - Returns: how many were appended; 0 at the end.
  typealias Pull = (_ room: Int, _ buffer: inout ByteBuffer) throws(Failure) -> Int

  /// Opens a file; `-` is standard input.
  /// - Parameter chunk: how many bytes one `read` asks for at most; what comes out does not depend on it.
  public init(path: String, chunk: Int = 1 << 20) throws(Failure) {
    name = path == "-" ? "standard input" : printable(path)
    self.chunk = max(chunk, 1)
    isOwned = path != "-"
    pull = nil
    descriptor = isOwned ? systemOpen(path, O_RDONLY | O_CLOEXEC) : 0
    guard descriptor >= 0 else { throw Failure.system(.input, "open", name) }
  }

  /// What `pull` gives.
  init(name: String, pull: @escaping Pull) {
    self.name = name
    self.pull = pull
    (chunk, isOwned, descriptor) = (1 << 20, false, -1)
  }

  deinit { if isOwned { _ = close(descriptor) } }

  /// The file behind it.
  var identity: FileIdentity? { FileIdentity(descriptor: descriptor) }

  /// Whether a `read` would have to wait: nothing is there, and the other end is still open.
  var wouldWait: Bool {
    guard pull == nil else { return false }
    var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    // Unsafe: one `pollfd`, which lives through the call.
    return unsafe poll(&poller, 1, 0) == 0
  }

  /// Appends up to `room` bytes.
  /// - Returns: how many were there; 0 at the end.
  func read(upTo room: Int, into buffer: inout ByteBuffer) throws(Failure) -> Int {
    var code: Int32 = 0
    let wanted = min(room, chunk)
    if let pull {
      let count = try pull(wanted, &buffer)
      bytesRead += count
      return count
    }
    while true {
      // Unsafe: the buffer has room for `wanted` bytes.
      let count = unsafe buffer.appending(room: wanted) { target in
        let count = unsafe systemRead(descriptor, target, wanted)
        if count < 0 { code = errno }
        return max(count, code == 0 ? 0 : -1)
      }
      if count >= 0 {
        bytesRead += count
        return count
      }
      guard code == EINTR || code == EAGAIN else { throw Failure.system(.input, "read", name, code: code) }
      if code == EAGAIN { waitForInput() }
      code = 0
    }
  }

  /// Waits for a descriptor that somebody made non-blocking.
  private func waitForInput() {
    var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    // Unsafe: one `pollfd`, which lives through the call.
    _ = unsafe poll(&poller, 1, -1)
  }

  /// Appends bytes until `buffer` holds `size` of them or the input ends.
  /// - Returns: false at the end of the input.
  func fill(_ buffer: inout ByteBuffer, to size: Int) throws(Failure) -> Bool {
    while buffer.count < size {
      guard try read(upTo: size - buffer.count, into: &buffer) > 0 else { return false }
    }
    return true
  }
}

extension ByteSource {
  /// All of a small file as text; what is not UTF-8 is replaced.
  public func readText() throws(Failure) -> String {
    var bytes = ByteBuffer()
    while try fill(&bytes, to: bytes.count + 1 << 16) {}
    return String(copying: bytes.span)
  }
}

/// What tells a file from all others: its device and its number on it.
struct FileIdentity: Hashable {
  private let device: UInt64
  private let number: UInt64
  let isRegular: Bool
  let mode: UInt32

  init?(descriptor: Int32) {
    var info = stat()
    // Unsafe: `info` lives through the call.
    guard unsafe fstat(descriptor, &info) == 0 else { return nil }
    self.init(info)
  }

  /// The file that `path` leads to; `nil` when there is none.
  init?(path: String) {
    var info = stat()
    guard unsafe stat(path, &info) == 0 else { return nil }
    self.init(info)
  }

  private init(_ info: stat) {
    device = UInt64(info.st_dev)
    number = UInt64(info.st_ino)
    isRegular = info.st_mode & S_IFMT == S_IFREG
    mode = info.st_mode & 0o7777
  }
}
