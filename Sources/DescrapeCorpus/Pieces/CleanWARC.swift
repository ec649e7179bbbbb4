internal import DescrapeText

/// WARC: the text of a record is cleaned, and its header says the new length and digest. Other records stay as they are.
extension PieceCleaner {
  func cleanWARC(_ piece: Piece, _ input: CorpusInput) throws(Failure) {
    try records(of: piece.bytes, piece.firstRecord, input)
  }

  private func records(of bytes: borrowing ByteBuffer, _ before: Int, _ input: CorpusInput) throws(Failure) {
    var text = ByteBuffer()
    var cleaned = ByteBuffer()
    var header = ByteBuffer()
    var start = 0
    var number = before
    while start < bytes.count, let record = WARCRecord(bytes.span, at: start) {
      let end = min(record.end, bytes.count)
      number += 1
      result.account["records-in"] += 1
      if let removal = cleaner.removals?[number] {
        cleaner.remove(number, removal, bytes.span.extracting(start..<end))
        start = end
        continue
      }
      result.account["records-out"] += 1
      if record.isText {
        result.account["documents"] += 1
        if cleaner.wantsSites { cleaner.enter(url: Self.url(bytes.span, record)) }
        var step = cleaner.journal == nil ? nil : JournalStep(stage: "decode")
        text.removeAll()
        let bad = UTF8Decoder.decode(bytes.span.extracting(record.block), isLast: true, into: &text, step: &step).bad
        if bad > 0, job.clean.isStrict {
          throw Failure(
            .refused, "\(printable(input.path)), record \(number): the text is not UTF-8; leave out --strict")
        }
        result.account["bad-sequences"] += bad
        let changed = worker.clean(text.span, into: &cleaned)
        if changed {
          cleaner.observer?(cleaned.span, DocumentPlace(record: number))
        } else {
          cleaner.observer?(text.span, DocumentPlace(record: number))
        }
        if changed || bad > 0 {
          result.account["changed"] += 1
          let decoded = text.count
          if !changed { swap(&cleaned, &text) }
          header.removeAll()
          Self.write(bytes.span, record, cleaned.span, into: &header)
          if let journal = cleaner.journal,
            var made = changed ? worker.record : JournalRecord(unchanged: cleaned.span)
          {
            if let step { made.insert(step, outputLength: decoded) }
            var place = JournalWriter.Place(record: number, offset: offset, size: header.count + cleaned.count)
            place.header = JournalWriter.Spelling(bytes.span.extracting(record.header), instead: header.span)
            journal.add(made, place)
          }
          sink.append(header.span)
          sink.append(cleaned.span)
          sink.append(bytes.span.extracting(record.block.upperBound..<end))
        } else {
          sink.append(bytes.span.extracting(start..<end))
        }
      } else {
        result.account["records-without-text"] += 1
        sink.append(bytes.span.extracting(start..<end))
      }
      // Each record is a unit of its own, as readers of packed WARC expect.
      sink.flush()
      start = end
    }
  }

  /// The record's URL, which older files have between `<` and `>`.
  @_lifetime(copy bytes)
  private static func url(_ bytes: Span<UInt8>, _ record: WARCRecord) -> Span<UInt8> {
    guard var range = record.url else { return bytes.extracting(0..<0) }
    if range.count > 2, bytes[range.lowerBound] == 0x3C, bytes[range.upperBound - 1] == 0x3E {
      range = range.lowerBound + 1..<range.upperBound - 1
    }
    return bytes.extracting(range)
  }

  /// The header of a record whose block is now `clean`.
  private static func write(
    _ bytes: borrowing Span<UInt8>, _ record: WARCRecord, _ clean: borrowing Span<UInt8>, into header: inout ByteBuffer
  ) {
    let digest = record.digests.isEmpty ? [] : SHA1.digest(clean)
    var values = record.digests
    if let length = record.length { values.append(length) }
    values.sort { $0.lowerBound < $1.lowerBound }
    var place = record.header.lowerBound
    for value in values {
      header.append(bytes.extracting(place..<value.lowerBound))
      place = value.upperBound
      if value == record.length {
        header.append(jsonNumber: clean.count)
      } else if digest.count == 20 {
        header.append("sha1:\(SHA1.base32(digest))")
      }
    }
    header.append(bytes.extracting(place..<record.header.upperBound))
  }
}
