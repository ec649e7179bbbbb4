internal import DescrapeText

/// TSV and CSV: one field of each record is cleaned, and every other byte stays.
extension PieceCleaner {
  func cleanFields(_ piece: Piece, _ input: CorpusInput, columns: Columns) throws(Failure) {
    let comma: UInt8 = input.format == .csv ? 0x2C : 0x09
    try fields(of: piece.bytes, piece.firstRecord, input, columns, separator: comma)
  }

  private func fields(
    of bytes: borrowing ByteBuffer, _ before: Int, _ input: CorpusInput, _ columns: Columns, separator: UInt8
  ) throws(Failure) {
    let isQuoting = separator == 0x2C
    var text = ByteBuffer()
    var cleaned = ByteBuffer()
    var spelled = ByteBuffer()
    var start = 0
    var number = before
    while start < bytes.count {
      let record = FieldRecord(bytes.span, at: start, column: columns.text, separator: separator, isQuoting: isQuoting)
      defer { start = record.end }
      number += 1
      guard record.text.upperBound > start || record.end - start > 2 else {
        result.account["blank-lines"] += 1
        sink.append(bytes.span.extracting(start..<record.end))
        continue
      }
      result.account["records-in"] += 1
      if let removal = cleaner.removals?[number] {
        cleaner.remove(number, removal, bytes.span.extracting(start..<record.end))
        continue
      }
      result.account["records-out"] += 1
      // Where the column was found by its name, the first record holds the names.
      let isHeader = number == 1 && Int(job.column) == nil
      guard record.hasField, !isHeader else {
        result.account["records-without-text"] += 1
        sink.append(bytes.span.extracting(start..<record.end))
        continue
      }
      result.account["documents"] += 1
      let bad = Self.read(bytes.span.extracting(record.text), isQuoted: record.isQuoted, into: &text, &spelled)
      if bad > 0, job.clean.isStrict {
        throw Failure(
          .refused, "\(printable(input.path)), record \(number): the text is not UTF-8; leave out --strict")
      }
      result.account["bad-sequences"] += bad
      if cleaner.wantsSites { enterSite(bytes.span, at: start, columns.url, separator, isQuoting) }
      var changed = worker.clean(text.span, into: &cleaned)
      if changed, !isQuoting,
        cleaned.span.find(0x0A, from: 0) != nil || cleaned.span.find(0x09, from: 0) != nil
      {
        // A field of TSV has no way to hold them.
        result.account["lines-left"] += 1
        changed = false
      }
      // The first record may hold names even where the column is a number: it is compared with nothing.
      if number > 1 {
        if changed {
          cleaner.observer?(cleaned.span, DocumentPlace(record: number))
        } else {
          cleaner.observer?(text.span, DocumentPlace(record: number))
        }
      }
      guard changed || bad > 0 else {
        sink.append(bytes.span.extracting(start..<record.end))
        continue
      }
      result.account["changed"] += 1
      sink.append(bytes.span.extracting(start..<record.field.lowerBound))
      let place = offset
      spelled.removeAll()
      if changed {
        let isQuoted = record.isQuoted || isQuoting && FieldSpelling.needsQuotes(cleaned.span)
        FieldSpelling.write(cleaned.span, isQuoted: isQuoted, into: &spelled)
      } else {
        FieldSpelling.write(text.span, isQuoted: record.isQuoted, into: &spelled)
      }
      sink.append(spelled.span)
      sink.append(bytes.span.extracting(record.field.upperBound..<record.end))
      guard let journal = cleaner.journal else { continue }
      var entry = JournalWriter.Place(record: number, offset: place, size: spelled.count)
      entry.isQuoted = record.isQuoted
      spelled.removeAll()
      FieldSpelling.write(text.span, isQuoted: record.isQuoted, into: &spelled)
      entry.spelling = JournalWriter.Spelling(bytes.span.extracting(record.field), instead: spelled.span)
      if let made = changed ? worker.record : JournalRecord(unchanged: text.span) { journal.add(made, entry) }
    }
  }

  /// Says which site a record is from. A URL has no quotes in it that would be doubled.
  private func enterSite(
    _ bytes: borrowing Span<UInt8>, at start: Int, _ column: Int?, _ separator: UInt8, _ isQuoting: Bool
  ) {
    guard let column else { return cleaner.enter(url: Span()) }
    let record = FieldRecord(bytes, at: start, column: column, separator: separator, isQuoting: isQuoting)
    cleaner.enter(url: record.hasField ? bytes.extracting(record.text) : Span())
  }

  /// Reads a field into `text`.
  private static func read(
    _ raw: borrowing Span<UInt8>, isQuoted: Bool, into text: inout ByteBuffer, _ spelled: inout ByteBuffer
  ) -> Int {
    spelled.removeAll()
    text.removeAll()
    var step: JournalStep?
    let bad = UTF8Decoder.decode(raw, isLast: true, into: &spelled, step: &step).bad
    guard isQuoted else {
      swap(&text, &spelled)
      return bad
    }
    FieldSpelling.unquote(spelled.span, into: &text)
    return bad
  }
}
