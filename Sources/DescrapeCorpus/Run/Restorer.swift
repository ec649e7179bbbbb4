internal import DescrapeText

/// What is asked of a run of `restore`.
public struct RestoreJob: Sendable {
  /// The journal that `clean` or `corpus` wrote.
  public var journal: String
  /// The clean text, not packed, in one or more files; `-` is standard input.
  public var inputs = ["-"]
  /// Where the raw bytes go; standard output when there is none.
  public var output: String?

  /// Standard input to standard output.
  public init(journal: String) { self.journal = journal }
}

/// Takes clean text and its journal, and gives the raw bytes back.
public final class Restorer {
  private let job: RestoreJob
  private let journal: JournalReader
  private let outputFile: OutputFile?
  private let sink: ByteSink

  /// - Throws: for files that cannot be opened, and for a journal that is none.
  public init(_ job: RestoreJob) throws(Failure) {
    self.job = job
    if let output = job.output, let target = FileIdentity(path: output) {
      for path in job.inputs + [job.journal] where target.isRegular && FileIdentity(path: path) == target {
        throw Failure(.usage, "\(printable(path)) is an input and would be replaced by -o; give -o another file")
      }
    }
    journal = try JournalReader(path: job.journal)
    outputFile = try job.output.map { path throws(Failure) in try OutputFile(path: path) }
    sink = outputFile?.sink ?? .standardOutput()
  }

  /// Does the work. With standard output, what came before an error has been written already.
  public func run() throws(Failure) {
    switch journal.format {
    case .text: try restoreText()
    case .jsonl, .lines: try restoreLines()
    case .tsv, .csv, .warc: try restoreBytes()
    }
    sink.flush()
    try sink.check()
    try outputFile?.commit()
  }

  /// The text is not the one that the journal was written with.
  private func mismatch(_ place: String) -> Failure {
    Failure(.input, "the text and \(printable(job.journal)) do not belong together: \(place)")
  }

  private func restoreText() throws(Failure) {
    var inputs = JoinedSource(job.inputs)
    var text = ByteBuffer()
    while let entry = try journal.next() {
      text.removeAll()
      try inputs.fill(&text, to: entry.record.cleanLength)
      let place = "document \(entry.place.document), window \(entry.place.window)"
      guard try restore(entry, text.span) else { throw mismatch(place) }
      try sink.check()
    }
    text.removeAll()
    try inputs.fill(&text, to: 1)
    guard text.isEmpty else { throw mismatch("the text is longer") }
  }

  /// What is not in the journal is passed through; its places say where the rest begins.
  private func restoreBytes() throws(Failure) {
    var inputs = JoinedSource(job.inputs)
    var buffer = ByteBuffer()
    var offset = 0
    while let entry = try journal.next() {
      let place = entry.place
      guard place.offset >= offset else { throw mismatch("record \(place.record)") }
      offset += try pass(&inputs, place.offset - offset, &buffer)
      buffer.removeAll()
      try inputs.fill(&buffer, to: place.size)
      guard offset == place.offset, buffer.count == place.size,
        journal.format == .warc ? restoreBlock(entry, buffer.span) : restoreField(entry, buffer.span)
      else { throw mismatch("record \(place.record)") }
      offset += place.size
    }
    offset += try pass(&inputs, .max, &buffer)
    guard offset == journal.count else {
      throw mismatch("the text has \(offset) bytes, and another number was cleaned")
    }
  }

  /// Passes bytes through.
  /// - Returns: how many there were.
  private func pass(
    _ inputs: inout JoinedSource, _ count: Int, _ buffer: inout ByteBuffer
  ) throws(Failure) -> Int {
    var done = 0
    while done < count {
      buffer.removeAll()
      try inputs.fill(&buffer, to: min(count - done, 1 << 20))
      guard !buffer.isEmpty else { break }
      sink.append(buffer.span)
      try sink.check()
      done += buffer.count
    }
    return done
  }

  /// A field of TSV or CSV.
  private func restoreField(_ entry: JournalReader.Entry, _ field: borrowing Span<UInt8>) -> Bool {
    var text = ByteBuffer()
    var raw = ByteBuffer()
    if journal.format == .csv { FieldSpelling.read(field, into: &text) } else { text.append(field) }
    guard entry.record.restore(text.span, into: &raw) else { return false }
    text.removeAll()
    FieldSpelling.write(raw.span, isQuoted: entry.place.isQuoted, into: &text)
    return write(text.span, entry.place.spelling)
  }

  /// The header and the block of a record of WARC.
  private func restoreBlock(_ entry: JournalReader.Entry, _ bytes: borrowing Span<UInt8>) -> Bool {
    let header = bytes.count - entry.record.cleanLength
    var raw = ByteBuffer()
    guard header >= 0, entry.record.restore(bytes.extracting(header..<bytes.count), into: &raw),
      write(bytes.extracting(0..<header), entry.place.header)
    else { return false }
    sink.append(raw.span)
    return true
  }

  /// Writes bytes, but for the range that was spelled in another way.
  private func write(_ bytes: borrowing Span<UInt8>, _ spelling: JournalWriter.Spelling?) -> Bool {
    guard let spelling else {
      sink.append(bytes)
      return true
    }
    return spelling.write(bytes, to: sink)
  }

  /// Writes the raw bytes of one window.
  /// - Returns: false when the text is another.
  private func restore(_ entry: JournalReader.Entry, _ clean: borrowing TextView) throws(Failure) -> Bool {
    var record = entry.record
    var raw = ByteBuffer()
    guard let charset = entry.place.charset else {
      guard record.restore(clean, into: &raw) else { return false }
      sink.append(raw.span)
      return true
    }
    // What was decoded from another charset is encoded again, but for the pieces that the journal has whole.
    var kept = JournalStep()
    if let step = record.runs.first?.parts.first?.steps.first, step.stage == "decode" {
      kept = step
      record.runs.removeFirst()
    }
    guard record.restore(clean, into: &raw) else { return false }
    let encoder = try CharsetEncoder(charset)
    var bytes = ByteBuffer()
    var cursor = 0
    for index in 0..<kept.count {
      let edit = kept[index]
      guard edit.output >= cursor, edit.output + edit.inserted.count <= raw.count,
        encoder.encode(raw.span.extracting(cursor..<edit.output), into: &bytes)
      else { return false }
      bytes.append(edit.removed.span)
      cursor = edit.output + edit.inserted.count
    }
    guard encoder.encode(raw.span.extracting(cursor..<raw.count), into: &bytes) else { return false }
    sink.append(bytes.span)
    return true
  }

  private func restoreLines() throws(Failure) {
    var entry = try journal.next()
    var scanner = JSONLineScanner(keys: journal.textKeys)
    var number = 0
    var buffer = ByteBuffer()
    var entries: [JournalReader.Entry] = []
    // A line can have grown by cleaning; only those that were never cleaned are longer than this.
    let limit = max(journal.window, 1 << 20) * 4
    for path in job.inputs {
      let source = try ByteSource(path: path)
      let feed = LineFeed(source, limit: limit, sink: sink, isStrict: false, say: { _ in })
      buffer.removeAll()
      while let range = try feed.next(&buffer) {
        let line = number + feed.number
        guard let found = entry, found.place.line <= line else {
          sink.append(buffer.span.extracting(range))
          continue
        }
        entries.removeAll(keepingCapacity: true)
        while let next = entry, next.place.line == found.place.line {
          entries.append(next)
          entry = try journal.next()
        }
        let isRestored =
          found.place.line == line
          && restoreLine(entries, buffer.span.extracting(range), isFirst: feed.number == 1, &scanner)
        guard isRestored else { throw mismatch("line \(line)") }
      }
      number += feed.number
    }
    // A last line without a line feed that was cleaned down to nothing is no line any more.
    buffer.removeAll()
    if journal.format == .lines, let found = entry, found.place.line == number + 1, restoreLine(found, buffer.span) {
      entry = try journal.next()
      number += 1
    }
    guard entry == nil, number == journal.count else {
      throw mismatch("the text has \(number) lines, and another number was cleaned")
    }
  }

  private func restoreLine(
    _ entries: [JournalReader.Entry], _ line: borrowing Span<UInt8>, isFirst: Bool, _ scanner: inout JSONLineScanner
  ) -> Bool {
    guard journal.format == .jsonl else {
      return entries.count == 1 && restoreLine(entries[0], line)
    }
    var texts: [JSONLineText] = []
    guard case .text = Cleaner.find(line, isFirst: isFirst, &scanner, &texts) else { return false }
    var done = 0
    for entry in entries {
      guard let text = texts.first(where: { $0.key == entry.place.key }), text.range.lowerBound >= done else {
        return false
      }
      sink.append(line.extracting(done..<text.range.lowerBound))
      guard restoreString(entry, line.extracting(text.range)) else { return false }
      done = text.range.upperBound
    }
    sink.append(line.extracting(done..<line.count))
    return true
  }

  /// A line of `lines`.
  private func restoreLine(_ entry: JournalReader.Entry, _ line: borrowing Span<UInt8>) -> Bool {
    let length = TextLine(line).length
    var raw = ByteBuffer()
    guard entry.record.restore(line.extracting(0..<length), into: &raw) else { return false }
    sink.append(raw.span)
    sink.append(line.extracting(length..<line.count))
    return true
  }

  /// A string of a line of JSON.
  private func restoreString(_ entry: JournalReader.Entry, _ string: borrowing Span<UInt8>) -> Bool {
    var text = ByteBuffer()
    var raw = ByteBuffer()
    _ = JSONString.unescape(string, into: &text)
    guard entry.record.restore(text.span, into: &raw) else { return false }
    text.removeAll()
    JSONString.escape(raw.span, entry.place.style, into: &text)
    return write(text.span, entry.place.spelling)
  }
}

/// Several files, one after the other.
struct JoinedSource {
  private var paths: ArraySlice<String>
  private var source: ByteSource?

  init(_ paths: [String]) { self.paths = paths[...] }

  /// Appends bytes until the buffer holds `size` of them, or all files are at their ends.
  mutating func fill(_ buffer: inout ByteBuffer, to size: Int) throws(Failure) {
    while buffer.count < size {
      guard let source else {
        guard let path = paths.popFirst() else { return }
        self.source = try ByteSource(path: path)
        continue
      }
      if try !source.fill(&buffer, to: size) { self.source = nil }
    }
  }
}
