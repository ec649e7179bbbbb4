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
      spelled.removeAll()
      if changed {
        Self.write(cleaned.span, record, isQuoting, into: &spelled)
      } else {
        Self.write(text.span, record, isQuoting, into: &spelled)
      }
      sink.append(spelled.span)
      sink.append(bytes.span.extracting(record.field.upperBound..<record.end))
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
    unquote(spelled.span, into: &text)
    return bad
  }

  private static func unquote(_ raw: borrowing Span<UInt8>, into text: inout ByteBuffer) {
    var start = 0
    while let quote = raw.find(0x22, from: start) {
      text.append(raw.extracting(start..<quote + 1))
      start = quote + 1
      if start < raw.count, raw[start] == 0x22 { start += 1 }
    }
    text.append(raw.extracting(start..<raw.count))
  }

  private static func write(
    _ clean: borrowing Span<UInt8>, _ record: FieldRecord, _ isQuoting: Bool, into spelled: inout ByteBuffer
  ) {
    var isQuoted = record.isQuoted
    if isQuoting, !isQuoted {
      for index in clean.indices where [0x22, 0x2C, 0x0A, 0x0D].contains(clean[index]) {
        isQuoted = true
        break
      }
    }
    guard isQuoted else { return spelled.append(clean) }
    spelled.append(0x22)
    for index in clean.indices {
      if clean[index] == 0x22 { spelled.append(0x22) }
      spelled.append(clean[index])
    }
    spelled.append(0x22)
  }
}

/// Which fields are looked at, from 0.
struct Columns {
  var text = 0
  /// That of the URL; `nil` when there is none.
  var url: Int?
}

/// The places of a record's parts.
struct FieldRecord {
  /// The field with its quotes.
  private(set) var field = 0..<0
  /// The field without them.
  private(set) var text = 0..<0
  private(set) var isQuoted = false
  private(set) var hasField = false
  /// Behind the record's line end.
  private(set) var end: Int
  /// How many fields there are.
  private(set) var fields = 0

  /// - Parameter column: which field is looked for, from 0.
  init(_ bytes: borrowing Span<UInt8>, at start: Int, column: Int, separator: UInt8, isQuoting: Bool) {
    end = bytes.count
    var place = start
    while true {
      let from = place
      var quoted = false
      if isQuoting, place < bytes.count, bytes[place] == 0x22 {
        quoted = true
        place += 1
        while place < bytes.count {
          if bytes[place] != 0x22 {
            place += 1
          } else if place + 1 < bytes.count, bytes[place + 1] == 0x22 {
            place += 2
          } else {
            break
          }
        }
        place = min(place + 1, bytes.count)
      }
      let close = place
      // Inside of an unquoted field a quote has no meaning for RFC 4180, but record ends are where quotes are even.
      var isOpen = false
      while place < bytes.count, isOpen || bytes[place] != separator && bytes[place] != 0x0A {
        if isQuoting, bytes[place] == 0x22 { isOpen.toggle() }
        place += 1
      }
      let isLast = place >= bytes.count || bytes[place] == 0x0A
      var upper = place
      if isLast, upper > from, bytes[upper - 1] == 0x0D { upper -= 1 }
      if fields == column {
        field = from..<upper
        // What follows the closing quote would be lost between quotes: such a field is taken as it stands.
        isQuoted = quoted && close == upper && close - from >= 2
        text = isQuoted ? from + 1..<upper - 1 : field
        hasField = !quoted || isQuoted
      }
      fields += 1
      if isLast {
        end = min(place + 1, bytes.count)
        if !hasField { text = place..<place }
        return
      }
      place += 1
    }
  }
}
