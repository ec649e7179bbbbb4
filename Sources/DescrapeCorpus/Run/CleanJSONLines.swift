internal import DescrapeText

extension Cleaner {
  /// Cleans the strings under the text keys of each line. All other bytes of a line stay as they are.
  func cleanJSONLines(_ source: ByteSource) throws(Failure) {
    let feed = LineFeed(source, limit: job.lineLimit, sink: sink, isStrict: job.isStrict, first: linesBefore, say: say)
    let earlier = counts
    defer { counts.linesTooLong += feed.tooLong }
    var scanner = JSONLineScanner(keys: wantsSites ? job.textKeys + [job.urlKey] : job.textKeys)
    var texts: [JSONLineText] = []
    var buffer = ByteBuffer()
    var text = ByteBuffer()
    var cleaned = ByteBuffer()
    var spelled = ByteBuffer()
    var spliced = ByteBuffer()
    var names: [String] = []
    while let range = try feed.next(&buffer) {
      counts.lines = earlier.lines + feed.number
      if let removal = removals?[feed.number] {
        remove(feed.number, removal, buffer.span.extracting(range))
        continue
      }
      let found = Self.find(
        buffer.span.extracting(range), isFirst: feed.number == 1, &scanner, &texts, job.textKeys.count)
      if wantsSites { enter(scanner.values.last, of: buffer.span.extracting(range), &text) }
      if case .notJSON(let offset) = found, let quarantine {
        counts.linesNotJSON += 1
        try refuse(notJSON: offset, feed)
        quarantine(feed.number, "not JSON at byte \(offset + 1)", buffer.span.extracting(range))
        continue
      }
      if case .noText = found, names.isEmpty { names = scanner.names(of: buffer.span.extracting(range)) }
      try count(found, feed)
      spliced.removeAll()
      // Up to here the line is in `spliced`.
      var done = range.lowerBound
      for place in texts {
        counts.documents += 1
        let raw = range.lowerBound + place.range.lowerBound..<range.lowerBound + place.range.upperBound
        var (bad, style, isClean) = (0, JSONStyle(), true)
        let isPlain = !place.hasEscapes && place.isUTF8
        if isPlain {
          isClean = !worker.clean(buffer.span.extracting(raw), into: &cleaned)
          if isClean { observer?(buffer.span.extracting(raw), DocumentPlace(record: feed.number, key: place.key)) }
        } else {
          (bad, style) = Self.read(buffer.span.extracting(raw), isUTF8: place.isUTF8, into: &text, &spelled)
          if bad > 0 { try refuseBad(bad, feed) }
          isClean = !worker.clean(text.span, into: &cleaned)
          if isClean { observer?(text.span, DocumentPlace(record: feed.number, key: place.key)) }
        }
        if !isClean { observer?(cleaned.span, DocumentPlace(record: feed.number, key: place.key)) }
        ambiguities?.add(worker.choices, document: counts.lines)
        guard !isClean || bad > 0 else { continue }
        counts.changedDocuments += 1
        spelled.removeAll()
        if isClean {
          JSONString.escape(text.span, style, into: &spelled)
        } else {
          JSONString.escape(cleaned.span, style, into: &spelled)
        }
        spliced.append(buffer.span.extracting(done..<raw.lowerBound))
        spliced.append(spelled.span)
        done = raw.upperBound
        guard journal != nil else { continue }
        spelled.removeAll()
        if isPlain {
          JSONString.escape(buffer.span.extracting(raw), style, into: &spelled)
        } else {
          JSONString.escape(text.span, style, into: &spelled)
        }
        note(place.key, style, JournalWriter.Spelling(buffer.span.extracting(raw), instead: spelled.span))
      }
      sink.append(spliced.span)
      sink.append(buffer.span.extracting(done..<range.upperBound))
    }
    counts.lines = earlier.lines + feed.number
    summarize(earlier, feed, names)
  }

  enum Found {
    /// An object with a text, or several.
    case text
    case noText
    case blank
    case notJSON(Int)
  }

  /// The strings to clean in the order in which they stand in the line; none but for `.text`. Bad UTF-8 is a text's own affair inside of it,
  /// and makes the line no JSON anywhere else. A byte order mark stays in front of the first line.
  /// - Parameter keys: how many of the scanner's keys are those of texts.
  static func find(
    _ line: borrowing Span<UInt8>, isFirst: Bool, _ scanner: inout JSONLineScanner, _ texts: inout [JSONLineText],
    _ keys: Int = .max
  ) -> Found {
    texts.removeAll(keepingCapacity: true)
    let mark = isFirst && line.has("\u{FEFF}", at: 0) ? 3 : 0
    let object = line.extracting(mark..<line.count)
    let prefix = UTF8Scan.wellFormedPrefix(of: object)
    let isUTF8 = prefix == object.count
    switch scanner.scan(object) {
    case .blank: return .blank
    case .malformed(let offset): return .notJSON(mark + offset)
    case .value: break
    }
    for (key, value) in scanner.values.enumerated() {
      guard key < keys, case .text(let range, let hasEscapes) = value, !texts.contains(where: { $0.range == range })
      else {
        continue
      }
      texts.append(JSONLineText(key: key, range: range, hasEscapes: hasEscapes))
    }
    if texts.count > 1 { texts.sort { $0.range.lowerBound < $1.range.lowerBound } }
    var checked = 0
    for index in texts.indices {
      let range = texts[index].range
      texts[index].range = mark + range.lowerBound..<mark + range.upperBound
      guard !isUTF8 else { continue }
      if let bad = firstBad(object, checked..<range.lowerBound) {
        texts.removeAll()
        return .notJSON(mark + bad)
      }
      texts[index].isUTF8 = firstBad(object, range) == nil
      checked = range.upperBound
    }
    if !isUTF8, let bad = firstBad(object, checked..<object.count) {
      texts.removeAll()
      return .notJSON(mark + bad)
    }
    return texts.isEmpty ? .noText : .text
  }

  /// Says which site a line is from.
  private func enter(
    _ url: JSONLineValue?, of line: borrowing Span<UInt8>, _ scratch: inout ByteBuffer
  ) {
    // Places are those of the line behind its byte order mark.
    let mark = line.has("\u{FEFF}", at: 0) ? 3 : 0
    guard case .text(let range, let hasEscapes) = url else { return enter(url: Span()) }
    let raw = line.extracting(mark + range.lowerBound..<mark + range.upperBound)
    guard hasEscapes else { return enter(url: raw) }
    scratch.removeAll()
    _ = JSONString.unescape(raw, into: &scratch)
    enter(url: scratch.span)
  }

  /// Where the first byte stands that is not UTF-8.
  private static func firstBad(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int? {
    let prefix = UTF8Scan.wellFormedPrefix(of: bytes.extracting(range))
    return prefix < range.count ? range.lowerBound + prefix : nil
  }

  /// Counts what has no text and is passed through.
  private func count(_ found: Found, _ feed: LineFeed) throws(Failure) {
    switch found {
    case .text: break
    case .blank:
      counts.linesBlank += 1
      return
    case .noText:
      counts.linesWithoutText += 1
      if job.isStrict {
        throw Failure(
          .refused, "\(feed.name):\(feed.number): no string under \(job.textKeyNames); name another key with --text-key"
        )
      }
    case .notJSON(let offset):
      counts.linesNotJSON += 1
      try refuse(notJSON: offset, feed)
      if counts.linesNotJSON <= LineFeed.messageLimit {
        say("\(feed.name):\(feed.number): not JSON at byte \(offset + 1); the line was passed through")
      }
    }
    counts.linesOut += 1
  }

  private func refuse(notJSON offset: Int, _ feed: LineFeed) throws(Failure) {
    guard job.isStrict else { return }
    throw Failure(
      .refused,
      "\(feed.name):\(feed.number): not JSON at byte \(offset + 1); leave out --strict to have such lines passed through"
    )
  }

  /// Reads a string that does not stand for itself.
  private static func read(
    _ raw: borrowing Span<UInt8>, isUTF8: Bool, into text: inout ByteBuffer, _ scratch: inout ByteBuffer
  ) -> (bad: Int, style: JSONStyle) {
    text.removeAll()
    guard !isUTF8 else {
      let facts = JSONString.unescape(raw, into: &text)
      return (facts.loneSurrogates, facts.style)
    }
    scratch.removeAll()
    var step: JournalStep?
    let bad = UTF8Decoder.decode(raw, isLast: true, into: &scratch, step: &step).bad
    let facts = JSONString.unescape(scratch.span, into: &text)
    return (bad + facts.loneSurrogates, facts.style)
  }

  private func refuseBad(_ bad: Int, _ feed: LineFeed) throws(Failure) {
    counts.badSequences += bad
    guard job.isStrict else { return }
    throw Failure(
      .refused, "\(feed.name):\(feed.number): the text is not Unicode; leave out --strict to have what is bad replaced")
  }

  private func note(_ key: Int, _ style: JSONStyle, _ spelling: JournalWriter.Spelling?) {
    guard let journal, let record = worker.record else { return }
    var place = JournalWriter.Place(line: outputLine)
    place.key = key
    place.style = style
    place.spelling = spelling
    journal.add(record, place)
  }

  /// One line for each kind of what was passed through.
  private func summarize(_ earlier: Counts, _ feed: LineFeed, _ names: [String]) {
    let bad = counts.linesNotJSON - earlier.linesNotJSON
    if bad > LineFeed.messageLimit { say("\(feed.name): \(bad) lines are not JSON and were passed through") }
    let bare = counts.linesWithoutText - earlier.linesWithoutText
    guard bare > 0 else { return }
    let near = nearest(to: job.textKeys.first ?? "", among: names).map {
      "did you mean --text-key \"\(printable($0))\"?"
    }
    say(
      "\(feed.name): \(bare) of \(feed.number) lines have no string under \(job.textKeyNames) "
        + "and were passed through; \(near ?? "name another key with --text-key")")
  }
}

/// A string of a line that is to be cleaned.
struct JSONLineText {
  /// Which of the text keys it stands under.
  var key: Int
  /// Its bytes between the quotes, in offsets of the line.
  var range: Range<Int>
  var hasEscapes: Bool
  var isUTF8 = true
}
