internal import DescrapeText

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// What a pass keeps of all files, one after the other, in a file that only grows. The ledger knows how much of it counts:
/// what a killed run wrote behind that is cut off.
final class ObservationLog: @unchecked Sendable {
  let path: String
  /// Under which the ledger keeps the size.
  let key: String
  /// How many bytes count.
  private(set) var size: Int
  private let descriptor: Int32
  private let name: String

  /// Opens the log, and makes it if it is not there.
  init(path: String, key: String, size: Int) throws(Failure) {
    self.path = path
    self.key = key
    self.size = size
    name = printable(path)
    descriptor = systemOpen(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw Failure.system(.output, "write to", name) }
    guard ftruncate(descriptor, off_t(size)) == 0, lseek(descriptor, 0, SEEK_END) == off_t(size) else {
      throw Failure.system(.output, "write to", name)
    }
  }

  deinit { _ = systemClose(descriptor) }

  /// Adds what was observed in a file; it counts once the ledger has the new size.
  func append(_ observations: Observations) throws(Failure) {
    if let part = observations.spilled {
      var buffer = ByteBuffer()
      var offset = 0
      while try part.read(from: offset, into: &buffer) > 0 {
        offset += buffer.count
        try append(buffer.span)
      }
    }
    try append(observations.bytes)
  }

  /// Hands over all that counts, about 1 MiB at a time. What `body` does not take, the beginning of an entry, comes again with more
  /// behind it.
  /// - Parameter body: returns how many bytes it took.
  func forEachBlock(_ body: (borrowing Span<UInt8>) throws(Failure) -> Int) throws(Failure) {
    var buffer = ByteBuffer()
    var offset = 0
    while offset < size {
      offset += try read(from: offset, into: &buffer, room: 1 << 20)
      buffer.removeFirst(try body(buffer.span))
    }
  }

  /// Appends what stands from `offset` on to the buffer, up to `room` bytes.
  /// - Returns: how many bytes there were.
  private func read(from offset: Int, into buffer: inout ByteBuffer, room: Int) throws(Failure) -> Int {
    let wanted = min(room, size - offset)
    // Unsafe: the buffer has room for so many bytes.
    let done = unsafe buffer.appending(room: wanted) { unsafe max(pread(descriptor, $0, wanted, off_t(offset)), 0) }
    guard done > 0 else { throw Failure.system(.output, "read", name) }
    return done
  }

  private func append(_ buffer: borrowing ByteBuffer) throws(Failure) { try append(buffer.span) }

  private func append(_ bytes: borrowing Span<UInt8>) throws(Failure) {
    if let failure = ByteSink.write(bytes, to: descriptor, name) { throw failure }
    size += bytes.count
  }
}

/// What was observed in one file: in memory while it is little.
final class Observations {
  private(set) var bytes = ByteBuffer()
  /// What stands in front of `bytes`.
  private(set) var spilled: PartFile?
  private static let limit = 4 << 20

  /// - Parameter spilled: what an earlier run observed.
  init(spilled: PartFile? = nil) { self.spilled = spilled }

  func append(_ more: borrowing ByteBuffer, _ tree: OutputTree) throws(Failure) {
    bytes.append(more.span)
    if bytes.count > Self.limit { try spill(tree) }
  }

  /// Puts what is in memory into the file.
  func spill(_ tree: OutputTree) throws(Failure) {
    guard !bytes.isEmpty else { return }
    if spilled == nil { spilled = try tree.part(for: "observations") }
    spilled?.append(bytes)
    bytes.removeAll()
    try spilled?.check()
  }
}
