internal import DescrapeText

extension Cleaner {
  /// Cleans an input as one document, window by window.
  func cleanText(_ source: ByteSource) throws(Failure) {
    let reader = TextReader(source, charset: job.charset, journal: journal != nil, isStrict: job.isStrict)
    defer {
      counts.badSequences += reader.badSequences
      counts.charset = reader.charset.name
    }
    var text = ByteBuffer()
    var cleaned = ByteBuffer()
    var window = 0
    var written = 0
    var hasChanged = false
    var isLast = false
    repeat {
      try reader.fill(&text, beyond: job.window)
      if window == 0 {
        worker.startDocument()
        counts.documents += 1
      }
      let length = text.span.cut(before: job.window, notBefore: job.window / 2)
      isLast = length == text.count && reader.isAtEnd
      window += 1
      let isChanged = worker.clean(text.span.extracting(first: length), isLast: isLast, into: &cleaned)
      let place = DocumentPlace(record: counts.documents, window: window - 1, isLast: isLast)
      if isChanged {
        hasChanged = true
        observer?(cleaned.span, place)
        sink.append(cleaned.span)
      } else {
        observer?(text.span.extracting(first: length), place)
        sink.append(text.span.extracting(first: length))
      }
      ambiguities?.add(worker.choices, document: counts.documents, start: written)
      written += isChanged ? cleaned.count : length
      let decoding = reader.drop(length, of: &text)
      note(decoding, window, reader.charset)
      try sink.check()
    } while !isLast
    if hasChanged || reader.hasChanged { counts.changedDocuments += 1 }
  }

  /// Writes down a window, changed or not: `restore` needs its length to find the next one.
  private func note(_ decoding: JournalStep?, _ window: Int, _ charset: Charset) {
    guard let journal, var record = worker.record else { return }
    if let decoding, decoding.count > 0 {
      var run = JournalRun()
      run.parts.append(JournalPart(outputLength: decodedLength(record), steps: [decoding]))
      record.runs.insert(run, at: 0)
    }
    var place = JournalWriter.Place(document: counts.documents, window: window)
    if case .named(let name) = charset { place.charset = name }
    journal.add(record, place)
  }

  /// How long the text was that the record's runs began with.
  private func decodedLength(_ record: JournalRecord) -> Int {
    guard let first = record.runs.first else { return record.cleanLength }
    var length = 0
    for part in first.parts {
      var size = part.outputLength
      for step in part.steps {
        for index in 0..<step.count { size += step[index].removed.count - step[index].inserted.count }
      }
      length += size
    }
    return length
  }
}
