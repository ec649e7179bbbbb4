internal import DescrapeText

/// Gives the lines of an input to the formats that work line by line. Over-long lines go to the output as they are,
/// and what was written is sent off whenever the input pauses, so that another program can talk through a pipe.
final class LineFeed {
  let name: String
  /// The number of the line at hand in its file, from 1.
  private(set) var number: Int
  /// Lines that were too long.
  private(set) var tooLong = 0
  private let source: ByteSource
  private let reader: LineReader
  private let limit: Int
  private let sink: ByteSink
  private let isStrict: Bool
  private let say: (String) -> Void
  private var isInside = false

  /// So many lines of a kind are named; then they are only counted.
  static let messageLimit = 5

  init(
    _ source: ByteSource, limit: Int, sink: ByteSink, isStrict: Bool, first: Int = 0, say: @escaping (String) -> Void
  ) {
    number = first
    name = source.name
    self.source = source
    self.limit = limit
    self.sink = sink
    self.isStrict = isStrict
    self.say = say
    reader = LineReader(source, limit: limit)
  }

  /// The place of the next line in `buffer`, with its line feed; `nil` at the end.
  func next(_ buffer: inout ByteBuffer) throws(Failure) -> Range<Int>? {
    while true {
      guard let line = reader.next(in: buffer) else {
        if source.wouldWait { sink.flush() }
        try sink.check()
        guard try reader.fill(&buffer) else { return nil }
        continue
      }
      if !isInside { number += 1 }
      guard isInside || !line.isWhole || line.range.count > limit else { return line.range }
      if !isInside { try refuse() }
      sink.append(buffer.span.extracting(line.range))
      isInside = !line.isWhole
    }
  }

  private func refuse() throws(Failure) {
    tooLong += 1
    let reason = "\(name):\(number): the line is longer than \(limit) bytes"
    if isStrict { throw Failure(.refused, "\(reason); give a larger --window") }
    if tooLong <= Self.messageLimit { say("\(reason) and was passed through; a larger --window would take it") }
  }
}
