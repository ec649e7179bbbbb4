internal import DescrapeText

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// Buffered, checked writing. The first error stays in `failure`, and nothing is written after it; who writes looks
/// there after each document.
public final class ByteSink {
  /// The name for messages.
  let name: String
  /// How many bytes were appended.
  public private(set) var bytesWritten = 0
  /// Why writing ended.
  public private(set) var failure: Failure?
  /// -1 throws everything away, unless something else takes it.
  private let descriptor: Int32
  private let drain: Drain?

  /// Takes a block of bytes.
  /// - Returns: why it could not be written.
  typealias Drain = (borrowing Span<UInt8>) -> Failure?
  private var lastByte: UInt8 = 0x0A
  private var buffer: ByteBuffer
  private static let capacity = 1 << 20

  init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
    drain = nil
    buffer = ByteBuffer(capacity: descriptor < 0 ? 64 : 4096)
  }

  /// Hands blocks of about 1 MiB to `drain`, and the rest on `flush`.
  init(name: String, drain: @escaping Drain) {
    descriptor = -1
    self.name = name
    self.drain = drain
    buffer = ByteBuffer(capacity: 4096)
  }

  /// Writes to standard output.
  public static func standardOutput() -> ByteSink { ByteSink(descriptor: 1, name: "standard output") }

  /// Writes to standard error.
  public static func standardError() -> ByteSink { ByteSink(descriptor: 2, name: "standard error") }

  /// Counts bytes and keeps none.
  public static func nowhere() -> ByteSink { ByteSink(descriptor: -1, name: "nowhere") }

  /// Appends bytes.
  public func append(_ bytes: borrowing Span<UInt8>) {
    bytesWritten += bytes.count
    lastByte = bytes.last ?? lastByte
    guard descriptor >= 0 || drain != nil, failure == nil else { return }
    if buffer.count + bytes.count > Self.capacity {
      flush()
      if bytes.count >= Self.capacity {
        failure = failure ?? write(bytes)
        return
      }
    }
    buffer.append(bytes)
  }

  /// Appends a text as UTF-8.
  public func append(_ text: String) {
    var bytes = ByteBuffer()
    bytes.append(text)
    append(bytes.span)
  }

  /// Ends a line that was not ended.
  func endLine() {
    if lastByte != 0x0A { append("\n") }
  }

  /// Writes what is still in the buffer.
  public func flush() {
    guard !buffer.isEmpty else { return }
    if failure == nil { failure = write(buffer.span) }
    buffer.removeAll()
  }

  /// Throws the error that ended the writing, if one did.
  public func check() throws(Failure) {
    if let failure { throw failure }
  }

  private func write(_ bytes: borrowing Span<UInt8>) -> Failure? {
    if let drain { return drain(bytes) }
    return Self.write(bytes, to: descriptor, name)
  }

  /// Writes all of `bytes`, however little of it the system takes at once.
  static func write(_ bytes: borrowing Span<UInt8>, to descriptor: Int32, _ name: String) -> Failure? {
    var done = 0
    while done < bytes.count {
      // Unsafe: at most the bytes that the span holds behind `done`.
      let count = unsafe bytes.withUnsafeBufferPointer { source in
        guard let base = source.baseAddress else { return 0 }
        return unsafe systemWrite(descriptor, base + done, source.count - done)
      }
      if count >= 0 {
        done += count
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        var poller = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&poller, 1, -1)
      case EPIPE where descriptor == 1: return Failure(.closedPipe, "standard output was closed")
      default: return Failure.system(.output, "write to", name)
      }
    }
    return nil
  }

  /// Whether standard output is a terminal whose user has not set NO_COLOR.
  public static var showsColour: Bool {
    // Unsafe: the variable is only asked for, not read.
    let isRefused = unsafe getenv("NO_COLOR") != nil
    return !isRefused && isatty(1) == 1
  }

  /// Lets a closed pipe come back as an error instead of ending the program.
  public static func ignoreBrokenPipes() {
    _ = signal(SIGPIPE, SIG_IGN)
  }
}
