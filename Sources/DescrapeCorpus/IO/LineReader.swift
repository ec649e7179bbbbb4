internal import DescrapeText

/// Cuts an input into lines without copying them, in a buffer of the caller's.
final class LineReader {
  let source: ByteSource
  /// Longer lines come in pieces.
  let limit: Int
  /// Where the next line starts.
  private var start = 0
  /// Up to where no line feed was found.
  private var searched = 0
  private var isAtEnd = false

  /// How many bytes one `read` may bring.
  private static let step = 1 << 20

  init(_ source: ByteSource, limit: Int) {
    self.source = source
    self.limit = limit
  }

  /// A line in the buffer, with its line feed; valid until the next call of `fill`.
  struct Line {
    var range: Range<Int>
    /// Whether the line ends with this piece. All but over-long lines come in one piece.
    var isWhole: Bool
  }

  /// The next line that is there already.
  func next(in buffer: borrowing ByteBuffer) -> Line? {
    if let feed = buffer.span.find(0x0A, from: searched) {
      let line = Line(range: start..<feed + 1, isWhole: true)
      start = feed + 1
      searched = start
      return line
    }
    searched = buffer.count
    let rest = buffer.count - start
    guard rest > 0, isAtEnd || rest > limit else { return nil }
    let line = Line(range: start..<buffer.count, isWhole: isAtEnd)
    start = buffer.count
    return line
  }

  /// Reads on.
  /// - Returns: false when all lines have been given.
  func fill(_ buffer: inout ByteBuffer) throws(Failure) -> Bool {
    guard !isAtEnd else { return false }
    buffer.removeFirst(start)
    searched -= start
    start = 0
    if try source.read(upTo: Self.step, into: &buffer) == 0 { isAtEnd = true }
    return !isAtEnd || !buffer.isEmpty
  }
}
