internal import DescrapeText

/// Writes where the script conversion had a choice, as JSON Lines.
///
///     {"document":1,"offset":12,"length":6,"source":"头发","choice":"頭髮","alternatives":["頭發"]}
///
/// `offset` and `length` are bytes of the document as it was written, and `document` counts from 1; with `jsonl` and `lines` it is the
/// input's line.
final class AmbiguityWriter {
  private let file: OutputFile
  private var line = ByteBuffer()

  init(path: String) throws(Failure) { file = try OutputFile(path: path) }

  /// Adds the choices of a document, or of one of its windows that begins at `start`.
  func add(_ choices: [Choice], document: Int, start: Int = 0) {
    for choice in choices {
      line.removeAll()
      line.append("{\"document\":")
      line.append(jsonNumber: document)
      line.append(",\"offset\":")
      line.append(jsonNumber: start + choice.range.lowerBound)
      line.append(",\"length\":")
      line.append(jsonNumber: choice.range.count)
      line.append(",\"source\":")
      line.append(jsonBytes: choice.source.span)
      line.append(",\"choice\":")
      line.append(jsonBytes: choice.choice.span)
      line.append(",\"alternatives\":[")
      for (index, other) in choice.alternatives.enumerated() {
        if index > 0 { line.append(0x2C) }
        line.append(jsonBytes: other.span)
      }
      line.append("]}\n")
      file.sink.append(line.span)
    }
  }

  /// Puts the file in its place.
  func commit() throws(Failure) { try file.commit() }
}
