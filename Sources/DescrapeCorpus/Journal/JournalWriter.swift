internal import Descrape
internal import DescrapeText

/// Writes a journal: JSON Lines, a header first, then a record for each changed document, and an end that counts them.
///
///     {"descrape-journal":1,"version":"…","icu":"…","unicode":"…","profile":"…","format":"jsonl","text-keys":["text"],
///      "window":67108864,"stages":[{"id":"gloss","rules":["…"]},…]}
///     {"line":3,"length":812,"fingerprint":"…",
///      "runs":[[{"length":812,"steps":[{"stage":"gloss","edits":[[9,9,0,"(fā)",""]]}]}]]}
///     {"end":{"lines":12,"records":1}}
///
/// What is not cut at lines has its places in bytes of the output, so that nobody needs to find its records again to restore it:
///
///     {"offset":120,"record":3,"size":814,"quoted":1,"length":812,…}
///     {"end":{"bytes":5120,"records":1}}
final class JournalWriter {
  /// Where the lines go.
  let sink: ByteSink
  private let file: OutputFile?
  private var line = ByteBuffer()
  /// How many records were added.
  private(set) var records = 0

  /// A whole journal in a file of its own.
  init(path: String, job: CleanJob, plan: Plan) throws(Failure) {
    let file = try OutputFile(path: path)
    self.file = file
    sink = file.sink
    start(job, plan, format: job.format.rawValue)
  }

  /// A part of a journal; its header and its end are the caller's affair.
  init(_ sink: ByteSink) {
    file = nil
    self.sink = sink
  }

  /// Writes the header.
  /// - Parameter format: the name of a `CorpusFormat`.
  func start(_ job: CleanJob, _ plan: Plan, format: String) {
    line.append("{\"descrape-journal\":1,\"version\":")
    line.append(jsonString: Version.current)
    line.append(",\"icu\":")
    line.append(jsonString: Version.icu)
    line.append(",\"unicode\":")
    line.append(jsonString: Version.unicode)
    if let source = job.configuration.scriptSource {
      line.append(",\"script-data\":")
      line.append(jsonString: source)
    }
    line.append(",\"profile\":")
    line.append(jsonString: job.configuration.profile.rawValue)
    line.append(",\"format\":")
    line.append(jsonString: format)
    line.append(",\"text-keys\":[")
    for (index, key) in job.textKeys.enumerated() {
      if index > 0 { line.append(0x2C) }
      line.append(jsonString: key)
    }
    line.append("]")
    line.append(",\"window\":")
    line.append(jsonNumber: job.window)
    line.append(",\"stages\":[")
    for (index, stage) in plan.stages.enumerated() {
      if index > 0 { line.append(0x2C) }
      line.append("{\"id\":")
      line.append(jsonString: stage.info.id)
      line.append(",\"rules\":[")
      for (index, rule) in stage.info.rules.enumerated() {
        if index > 0 { line.append(0x2C) }
        line.append(jsonString: rule.id)
      }
      line.append("]}")
    }
    line.append("]}\n")
    pass()
  }

  /// What stands in front of a record's runs.
  struct Place {
    /// `document` and `window`, or `line`, or `record`: all counted from 1.
    var document = 0
    var window = 0
    var line = 0
    /// The record of the input.
    var record = 0
    /// Where in the output the record's changed bytes begin, and how many they are.
    var offset = 0
    var size = 0
    /// Which of the text keys the string stands under.
    var key = 0
    /// The charset that the text has to be encoded in again, when it was not UTF-8.
    var charset: String?
    /// How the line's string was spelled, and the piece of it that this spelling does not give.
    var style: JSONStyle = []
    var spelling: Spelling?
    /// Whether the field stood between quotes.
    var isQuoted = false
    /// What is different in the header, which stands in front of the text.
    var header: Spelling?
  }

  /// A piece of raw bytes, and the range that stands in its place.
  struct Spelling {
    var start: Int
    var length: Int
    var bytes: [UInt8]
  }

  /// Adds a record.
  func add(_ record: JournalRecord, _ place: Place) {
    records += 1
    if place.line > 0 {
      line.append("{\"line\":")
      line.append(jsonNumber: place.line)
      if place.key > 0 {
        line.append(",\"key\":")
        line.append(jsonNumber: place.key)
      }
    } else if place.record > 0 {
      line.append("{\"offset\":")
      line.append(jsonNumber: place.offset)
      line.append(",\"record\":")
      line.append(jsonNumber: place.record)
      line.append(",\"size\":")
      line.append(jsonNumber: place.size)
      if place.isQuoted { line.append(",\"quoted\":1") }
    } else {
      line.append("{\"document\":")
      line.append(jsonNumber: place.document)
      line.append(",\"window\":")
      line.append(jsonNumber: place.window)
    }
    line.append(0x2C)
    line.append(jsonFactsOf: record)
    if let charset = place.charset {
      line.append(",\"charset\":")
      line.append(jsonString: charset)
    }
    if !place.style.isEmpty {
      line.append(",\"style\":")
      line.append(jsonNumber: Int(place.style.rawValue))
    }
    append("spelling", place.spelling)
    append("header", place.header)
    line.append(0x2C)
    line.append(jsonRunsOf: record) { [sink] line in
      sink.append(line.span)
      line.removeAll()
    }
    line.append("}\n")
    pass()
  }

  private func append(_ name: StaticString, _ spelling: Spelling?) {
    guard let spelling else { return }
    line.append(",\"")
    line.append(name)
    line.append("\":[")
    line.append(jsonNumber: spelling.start)
    line.append(0x2C)
    line.append(jsonNumber: spelling.length)
    line.append(0x2C)
    line.append(jsonBytes: spelling.bytes.span)
    line.append("]")
  }

  private func pass() {
    sink.append(line.span)
    line.removeAll()
  }

  /// Ends the journal and puts it in its place.
  /// - Parameter lines: how many lines were read, or documents of text.
  func commit(lines: Int) throws(Failure) {
    end(.line, lines, records: records)
    try file?.commit()
  }

  /// Writes the end.
  /// - Parameter count: of lines, of documents of text, or of bytes of the output.
  func end(_ unit: JournalUnit, _ count: Int, records: Int) {
    line.append("{\"end\":{\"")
    line.append(unit.rawValue)
    line.append("s\":")
    line.append(jsonNumber: count)
    line.append(",\"records\":")
    line.append(jsonNumber: records)
    line.append("}}\n")
    pass()
  }
}

/// What the places in a journal are counted in.
enum JournalUnit: String {
  /// Documents of text are counted like lines.
  case line
  case byte

  /// What a record begins with; its number follows.
  var mark: StaticString { self == .line ? "{\"line\":" : "{\"offset\":" }
}

extension JournalWriter.Spelling {
  /// The one range in which `raw` differs from what would be there instead; `nil` when they are the same.
  init?(_ raw: borrowing Span<UInt8>, instead canonical: borrowing Span<UInt8>) {
    if raw.holdsSame(as: canonical) { return nil }
    var start = 0
    let shorter = min(raw.count, canonical.count)
    while start < shorter, raw[start] == canonical[start] { start += 1 }
    var behind = 0
    while behind < shorter - start, raw[raw.count - 1 - behind] == canonical[canonical.count - 1 - behind] {
      behind += 1
    }
    self.init(
      start: start, length: canonical.count - behind - start,
      bytes: Array(copying: raw.extracting(start..<raw.count - behind)))
  }

  /// Writes the raw bytes that stood in place of `canonical`.
  /// - Returns: false when the range does not lie in it.
  func write(_ canonical: borrowing Span<UInt8>, to sink: ByteSink) -> Bool {
    guard start >= 0, length >= 0, start + length <= canonical.count else { return false }
    sink.append(canonical.extracting(0..<start))
    sink.append(bytes.span)
    sink.append(canonical.extracting(start + length..<canonical.count))
    return true
  }
}
