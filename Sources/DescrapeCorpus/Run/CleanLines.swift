internal import DescrapeICU
internal import DescrapeText

extension Cleaner {
  /// Cleans each line of an input as a document. What ends a line, LF or CR LF, stays as it is.
  func cleanLines(_ source: ByteSource) throws(Failure) {
    let feed = LineFeed(source, limit: job.lineLimit, sink: sink, isStrict: job.isStrict, first: linesBefore, say: say)
    let earlier = counts.lines
    defer { counts.linesTooLong += feed.tooLong }
    var converter: CharsetConverter?
    if case .named(let name) = job.charset { converter = try? CharsetConverter(name) }
    var buffer = ByteBuffer()
    var text = ByteBuffer()
    var cleaned = ByteBuffer()
    while let range = try feed.next(&buffer) {
      counts.lines = earlier + feed.number
      if let removal = removals?[feed.number] {
        remove(feed.number, removal, buffer.span.extracting(range))
        continue
      }
      counts.documents += 1
      counts.linesOut += 1
      var line = TextLine(buffer.span.extracting(range))
      let end = range.lowerBound + line.length
      let raw = range.lowerBound..<end
      if let converter {
        try line.convert(buffer.span.extracting(raw), converter, into: &text, journal: journal != nil)
      } else if UTF8Scan.wellFormedPrefix(of: buffer.span.extracting(raw)) < raw.count {
        line.replaceBad(buffer.span.extracting(raw), into: &text, journal: journal != nil)
      }
      if line.bad > 0, job.isStrict {
        throw Failure(
          .refused,
          "\(feed.name):\(feed.number): not all of it is in the charset; leave out --strict to have it replaced"
        )
      }
      counts.badSequences += line.bad
      if line.isDecoded {
        finish(line, text.span, &cleaned)
      } else {
        finish(line, buffer.span.extracting(raw), &cleaned)
      }
      sink.append(buffer.span.extracting(end..<range.upperBound))
    }
    counts.lines = earlier + feed.number
  }

  /// Cleans a line's text, writes it without its end, and writes it down.
  private func finish(_ line: TextLine, _ text: borrowing TextView, _ cleaned: inout ByteBuffer) {
    var changed = worker.clean(text, into: &cleaned)
    var isLeft = false
    if changed, cleaned.span.find(0x0A, from: 0) != nil || cleaned.span.find(0x0D, from: 0) != nil {
      // One line in, one line out: this one would become several.
      counts.linesLeft += 1
      (changed, isLeft) = (false, true)
    }
    if changed {
      observer?(cleaned.span, DocumentPlace(record: linesBefore + counts.lines))
      sink.append(cleaned.span)
    } else {
      observer?(text, DocumentPlace(record: linesBefore + counts.lines))
      sink.append(text)
    }
    if !isLeft { ambiguities?.add(worker.choices, document: counts.lines) }
    guard changed || line.isDecoded else { return }
    counts.changedDocuments += 1
    guard let journal, var record = worker.record else { return }
    if !changed { record = JournalRecord(unchanged: text) }
    if let step = line.step { record.insert(step, outputLength: text.count) }
    journal.add(record, JournalWriter.Place(line: outputLine))
  }
}

/// What decoding did to one line.
struct TextLine {
  /// The line's bytes without its end: LF, and any CR before it.
  let length: Int
  var isDecoded = false
  var bad = 0
  var step: JournalStep?

  init(_ line: borrowing Span<UInt8>) {
    var end = line.count
    if end > 0, line[end - 1] == 0x0A {
      end -= 1
      while end > 0, line[end - 1] == 0x0D { end -= 1 }
    }
    length = end
  }

  mutating func replaceBad(_ raw: borrowing Span<UInt8>, into text: inout ByteBuffer, journal: Bool) {
    text.removeAll()
    step = journal ? JournalStep(stage: "decode") : nil
    bad = UTF8Decoder.decode(raw, isLast: true, into: &text, step: &step).bad
    isDecoded = true
  }

  /// The journal keeps the raw line whole: a line is short, and no charset has to be trusted.
  mutating func convert(
    _ raw: borrowing Span<UInt8>, _ converter: CharsetConverter, into text: inout ByteBuffer, journal: Bool
  ) throws(Failure) {
    text.removeAll()
    do { bad = try converter.decode(raw, isLast: true, into: &text) } catch {
      throw Failure(.input, "a line cannot be decoded as \(converter.name)")
    }
    isDecoded = bad > 0 || !text.span.holdsSame(as: raw)
    guard journal, isDecoded else { return }
    var step = JournalStep(stage: "decode")
    step.add(rule: 2, input: 0, output: 0, removed: raw, inserted: text.span)
    self.step = step
  }
}
