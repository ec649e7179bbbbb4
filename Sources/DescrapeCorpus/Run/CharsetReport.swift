public import DescrapeText

/// What a file's charset is taken for.
public struct CharsetReport: Sendable {
  public let path: String
  /// By ICU's name or a common one, such as `GB18030`.
  public let name: String
  /// In per cent.
  public let confidence: Int

  /// Looks at the start of a file; `-` is standard input.
  /// - Throws: a failure of kind `input` for one that cannot be read.
  public init(path: String) throws(Failure) {
    self.path = path
    let reader = TextReader(try ByteSource(path: path), charset: .automatic)
    var text = ByteBuffer()
    try reader.fill(&text, beyond: 0)
    name = reader.charset.name
    confidence = reader.confidence
  }

  /// The paths in a list, one on each line.
  public static func paths(in list: String) throws(Failure) -> [String] {
    let reader = TextReader(try ByteSource(path: list), charset: .utf8)
    var text = ByteBuffer()
    while !reader.isAtEnd { try reader.fill(&text, beyond: text.count) }
    var paths: [String] = []
    var start = 0
    for end in 0...text.count where end == text.count || text.span[end] == 0x0A {
      if end > start {
        paths.append(String(copying: text.span.extracting(start..<end)))
      }
      start = end + 1
    }
    return paths
  }

  /// Appends `FILE: NAME (99 %)`, or a JSON object; with a line feed.
  public func write(isJSON: Bool, into answer: inout ByteBuffer) {
    if isJSON {
      answer.append("{\"file\":")
      answer.append(jsonString: path)
      answer.append(",\"charset\":")
      answer.append(jsonString: name)
      answer.append(",\"confidence\":")
      answer.append(jsonNumber: confidence)
      answer.append("}\n")
    } else {
      answer.append("\(printable(path)): \(name) (\(confidence) %)\n")
    }
  }
}
