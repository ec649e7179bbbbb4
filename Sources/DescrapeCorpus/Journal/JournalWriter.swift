internal import Descrape
internal import DescrapeText

/// Writes a journal: JSON Lines, a header first, then a record for each changed document, and an end that counts them.
///
///     {"descrape-journal":1,"version":"…","icu":"…","unicode":"…","profile":"…","format":"jsonl","text-keys":["text"],
///      "window":67108864,"stages":[{"id":"gloss","rules":["…"]},…]}
///     {"line":3,"length":812,"fingerprint":"…",
///      "runs":[[{"length":812,"steps":[{"stage":"gloss","edits":[[9,9,0,"(fā)",""]]}]}]]}
///     {"end":{"lines":12,"records":1}}
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
    start(job, plan)
  }

  /// A part of a journal; its header and its end are the caller's affair.
  init(_ sink: ByteSink) {
    file = nil
    self.sink = sink
  }

  /// Writes the header.
  func start(_ job: CleanJob, _ plan: Plan) {
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
    line.append(jsonString: job.format.rawValue)
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
    /// `document` and `window`, or `line`: all counted from 1.
    var document = 0
    var window = 0
    var line = 0
    /// Which of the text keys the string stands under.
    var key = 0
    /// The charset that the text has to be encoded in again, when it was not UTF-8.
    var charset: String?
    /// How the line's string was spelled, and the piece of it that this spelling does not give.
    var style: JSONStyle = []
    var spelling: Spelling?
  }

  /// A piece of a string's raw bytes, and what the style would write in its place.
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
    if let spelling = place.spelling {
      line.append(",\"spelling\":[")
      line.append(jsonNumber: spelling.start)
      line.append(0x2C)
      line.append(jsonNumber: spelling.length)
      line.append(0x2C)
      line.append(jsonBytes: spelling.bytes.span)
      line.append("]")
    }
    line.append(0x2C)
    line.append(jsonRunsOf: record) { [sink] line in
      sink.append(line.span)
      line.removeAll()
    }
    line.append("}\n")
    pass()
  }

  private func pass() {
    sink.append(line.span)
    line.removeAll()
  }

  /// Ends the journal and puts it in its place.
  /// - Parameter lines: how many lines were read, or documents of text.
  func commit(lines: Int) throws(Failure) {
    end(lines: lines, records: records)
    try file?.commit()
  }

  /// Writes the end.
  func end(lines: Int, records: Int) {
    line.append("{\"end\":{\"lines\":")
    line.append(jsonNumber: lines)
    line.append(",\"records\":")
    line.append(jsonNumber: records)
    line.append("}}\n")
    pass()
  }
}
