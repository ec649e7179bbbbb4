internal import DescrapeText

/// Reads a journal record by record. `JournalWriter` says what it looks like.
final class JournalReader {
  /// What the header says of the run.
  private(set) var format = CorpusFormat.text
  private(set) var textKeys: [String] = []
  private(set) var window = 0
  /// How many lines, documents of text, or bytes of the output there were; known at the end.
  private(set) var count = 0

  private let source: ByteSource
  private let reader: LineReader
  private var buffer = ByteBuffer()
  private var number = 0
  private var isComplete = false

  struct Entry {
    var record = JournalRecord()
    var place = JournalWriter.Place()
  }

  init(path: String) throws(Failure) {
    source = try ByteSource(path: path)
    reader = LineReader(source, limit: .max)
    guard let header = try line() else { throw damage() }
    var version = 0
    do {
      try header.object { key throws(Damage) in
        switch key {
        case "descrape-journal": version = try header.number()
        case "format":
          guard let format = CorpusFormat(rawValue: String(decoding: try header.text(), as: UTF8.self)) else {
            throw Damage()
          }
          self.format = format
        // Earlier versions knew only one.
        case "text-key": textKeys = [String(decoding: try header.text(), as: UTF8.self)]
        case "text-keys":
          try header.array { () throws(Damage) in textKeys.append(String(decoding: try header.text(), as: UTF8.self)) }
        case "window": window = try header.number()
        default: try header.skip()
        }
      }
    } catch { throw damage() }
    guard version == 1 else {
      throw Failure(
        .input, "\(source.name) is no journal of this version of descrape; restore with the one that wrote it")
    }
  }

  private func damage() -> Failure {
    Failure(.input, "\(source.name):\(number): not a line of a journal; give --journal the file that clean wrote")
  }

  private func line() throws(Failure) -> JSONReader? {
    while true {
      if let line = reader.next(in: buffer) {
        number += 1
        return JSONReader(buffer.copy(line.range))
      }
      guard try reader.fill(&buffer) else { return nil }
    }
  }

  /// The next record; `nil` at the end.
  /// - Throws: for a damaged journal, and for one without its end.
  func next() throws(Failure) -> Entry? {
    guard !isComplete else { return nil }
    guard let line = try line() else {
      throw Failure(.input, "\(source.name) is not complete: its last line is missing")
    }
    do { return try entry(line) } catch { throw damage() }
  }

  private func entry(_ line: JSONReader) throws(Damage) -> Entry? {
    var entry = Entry()
    try line.object { key throws(Damage) in
      switch key {
      case "document": entry.place.document = try line.number()
      case "window": entry.place.window = try line.number()
      case "line": entry.place.line = try line.number()
      case "record": entry.place.record = try line.number()
      case "offset": entry.place.offset = try line.number()
      case "size": entry.place.size = try line.number()
      case "quoted": entry.place.isQuoted = try line.number() > 0
      case "key": entry.place.key = try line.number()
      case "charset": entry.place.charset = String(decoding: try line.text(), as: UTF8.self)
      case "style": entry.place.style = JSONStyle(rawValue: UInt8(truncatingIfNeeded: try line.number()))
      case "spelling": entry.place.spelling = try Self.spelling(line)
      case "header": entry.place.header = try Self.spelling(line)
      case "end":
        isComplete = true
        try line.object { key throws(Damage) in
          if key == "\(format.journalUnit.rawValue)s" { count = try line.number() } else { try line.skip() }
        }
      default: if try !line.journalValue(key, &entry.record) { try line.skip() }
      }
    }
    return isComplete ? nil : entry
  }

  private static func spelling(_ line: JSONReader) throws(Damage) -> JournalWriter.Spelling {
    try line.open()
    let start = try line.number()
    try line.separator()
    let length = try line.number()
    try line.separator()
    let bytes = try line.data()
    try line.close()
    return JournalWriter.Spelling(start: start, length: length, bytes: bytes)
  }
}
