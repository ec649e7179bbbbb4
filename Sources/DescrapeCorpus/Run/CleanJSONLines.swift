internal import DescrapeText

extension Cleaner {
  /// Cleans the string under the text key of each line. All other bytes of a line stay as they are.
  func cleanJSONLines(_ source: ByteSource) throws(Failure) {
    let feed = LineFeed(source, limit: job.lineLimit, sink: sink, isStrict: job.isStrict, first: linesBefore, say: say)
    let earlier = counts
    defer { counts.linesTooLong += feed.tooLong }
    var scanner = JSONLineScanner(key: job.textKey)
    var buffer = ByteBuffer()
    var text = ByteBuffer()
    var cleaned = ByteBuffer()
    var spelled = ByteBuffer()
    var keys: [String] = []
    while let range = try feed.next(&buffer) {
      counts.lines = earlier.lines + feed.number
      let found = Self.find(buffer.span.extracting(range), isFirst: feed.number == 1, &scanner)
      guard let (place, hasEscapes, isUTF8) = try string(found, feed) else {
        if case .noText = found, keys.isEmpty { keys = scanner.keys(of: buffer.span.extracting(range)) }
        if case .notJSON(let offset) = found, let quarantine {
          quarantine(feed.number, "not JSON at byte \(offset + 1)", buffer.span.extracting(range))
          continue
        }
        if case .blank = found { counts.linesBlank += 1 }
        sink.append(buffer.span.extracting(range))
        continue
      }
      counts.documents += 1
      let raw = range.lowerBound + place.lowerBound..<range.lowerBound + place.upperBound
      var (bad, style, isClean) = (0, JSONStyle(), true)
      let isPlain = !hasEscapes && isUTF8
      if isPlain {
        isClean = !worker.clean(buffer.span.extracting(raw), into: &cleaned)
      } else {
        (bad, style) = Self.read(buffer.span.extracting(raw), isUTF8: isUTF8, into: &text, &spelled)
        if bad > 0 { try refuseBad(bad, feed) }
        isClean = !worker.clean(text.span, into: &cleaned)
      }
      ambiguities?.add(worker.choices, document: counts.lines)
      guard !isClean || bad > 0 else {
        sink.append(buffer.span.extracting(range))
        continue
      }
      counts.changedDocuments += 1
      spelled.removeAll()
      if isClean {
        JSONString.escape(text.span, style, into: &spelled)
      } else {
        JSONString.escape(cleaned.span, style, into: &spelled)
      }
      sink.append(buffer.span.extracting(range.lowerBound..<raw.lowerBound))
      sink.append(spelled.span)
      sink.append(buffer.span.extracting(raw.upperBound..<range.upperBound))
      guard journal != nil else { continue }
      spelled.removeAll()
      if isPlain {
        JSONString.escape(buffer.span.extracting(raw), style, into: &spelled)
      } else {
        JSONString.escape(text.span, style, into: &spelled)
      }
      note(style, JournalWriter.Spelling(buffer.span.extracting(raw), instead: spelled.span))
    }
    counts.lines = earlier.lines + feed.number
    summarize(earlier, feed, keys)
  }

  enum Found {
    case text(Range<Int>, hasEscapes: Bool, isUTF8: Bool)
    case noText
    case blank
    case notJSON(Int)
  }

  /// The string to clean, in offsets of the line. Bad UTF-8 is the text's own affair inside of it, and makes the line
  /// no JSON anywhere else. A byte order mark stays in front of the first line.
  static func find(
    _ line: borrowing Span<UInt8>, isFirst: Bool, _ scanner: inout JSONLineScanner
  ) -> Found {
    let mark = isFirst && line.has("\u{FEFF}", at: 0) ? 3 : 0
    let object = line.extracting(mark..<line.count)
    let prefix = UTF8Scan.wellFormedPrefix(of: object)
    let isUTF8 = prefix == object.count
    switch scanner.scan(object) {
    case .blank: return .blank
    case .malformed(let offset): return .notJSON(mark + offset)
    case .noKey, .noString: return isUTF8 ? .noText : .notJSON(mark + prefix)
    case .text(let range, let hasEscapes):
      if !isUTF8 {
        if prefix < range.lowerBound { return .notJSON(mark + prefix) }
        let behind = object.extracting(range.upperBound..<object.count)
        let after = UTF8Scan.wellFormedPrefix(of: behind)
        if after < behind.count { return .notJSON(mark + range.upperBound + after) }
      }
      return .text(mark + range.lowerBound..<mark + range.upperBound, hasEscapes: hasEscapes, isUTF8: isUTF8)
    }
  }

  /// What is to be cleaned, or `nil` when the line is passed through; then it is counted.
  private func string(
    _ found: Found, _ feed: LineFeed
  ) throws(Failure) -> (place: Range<Int>, hasEscapes: Bool, isUTF8: Bool)? {
    switch found {
    case .text(let place, let hasEscapes, let isUTF8): return (place, hasEscapes, isUTF8)
    case .blank: return nil
    case .noText:
      counts.linesWithoutText += 1
      guard job.isStrict else { return nil }
      throw Failure(
        .refused,
        "\(feed.name):\(feed.number): no string under \"\(printable(job.textKey))\"; name another key with --text-key")
    case .notJSON(let offset):
      counts.linesNotJSON += 1
      let reason = "\(feed.name):\(feed.number): not JSON at byte \(offset + 1)"
      if job.isStrict { throw Failure(.refused, "\(reason); leave out --strict to have such lines passed through") }
      if counts.linesNotJSON <= LineFeed.messageLimit { say("\(reason); the line was passed through") }
      return nil
    }
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

  private func note(_ style: JSONStyle, _ spelling: JournalWriter.Spelling?) {
    guard let journal, let record = worker.record else { return }
    // Lines in quarantine are not in the output.
    let missing = quarantine == nil ? 0 : counts.linesNotJSON
    var place = JournalWriter.Place(line: counts.lines - missing)
    place.style = style
    place.spelling = spelling
    journal.add(record, place)
  }

  /// One line for each kind of what was passed through.
  private func summarize(_ earlier: Counts, _ feed: LineFeed, _ keys: [String]) {
    let bad = counts.linesNotJSON - earlier.linesNotJSON
    if bad > LineFeed.messageLimit { say("\(feed.name): \(bad) lines are not JSON and were passed through") }
    let bare = counts.linesWithoutText - earlier.linesWithoutText
    guard bare > 0 else { return }
    let near = nearest(to: job.textKey, among: keys).map { "did you mean --text-key \"\(printable($0))\"?" }
    say(
      "\(feed.name): \(bare) of \(feed.number) lines have no string under \"\(printable(job.textKey))\" "
        + "and were passed through; \(near ?? "name another key with --text-key")")
  }
}

extension JournalWriter.Spelling {
  /// The one range in which `raw` differs from what the style writes; `nil` when they are the same.
  init?(_ raw: borrowing Span<UInt8>, instead canonical: borrowing Span<UInt8>) {
    var start = 0
    let shorter = min(raw.count, canonical.count)
    while start < shorter, raw[start] == canonical[start] { start += 1 }
    if start == raw.count, start == canonical.count { return nil }
    var behind = 0
    while behind < shorter - start, raw[raw.count - 1 - behind] == canonical[canonical.count - 1 - behind] {
      behind += 1
    }
    var bytes: [UInt8] = []
    for index in start..<raw.count - behind { bytes.append(raw[index]) }
    self.init(start: start, length: canonical.count - behind - start, bytes: bytes)
  }
}
