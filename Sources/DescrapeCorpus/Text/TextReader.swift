internal import DescrapeICU
public import DescrapeText

/// Reads one document as UTF-8 into a buffer of the caller's, as much at a time as is asked for. Where its pieces end
/// depends on the document alone, not on how the system delivers it.
public final class TextReader {
  /// Whether the buffer holds all that is left.
  public private(set) var isAtEnd = false
  /// Bad sequences so far; each became U+FFFD.
  public private(set) var badSequences = 0
  /// What the document was taken for; decided at the first `fill`.
  public private(set) var charset: Charset
  /// How sure that is, in per cent.
  public private(set) var confidence = 100
  /// When a journal is wanted, what decoding did to `text`: its edits take the raw bytes' place back.
  public private(set) var step: JournalStep?
  /// Whether decoding changed any byte.
  public private(set) var hasChanged = false

  private let source: ByteSource
  private let isStrict: Bool
  private var raw = ByteBuffer()
  /// Where `raw` starts in the document.
  private var rawOffset = 0
  private var isFirst = true
  private var converter: CharsetConverter?
  private var encoder: CharsetEncoder?
  private var check = ByteBuffer()

  /// The size of a piece of raw bytes.
  private static let piece = 1 << 20

  /// Nothing is read before the first `fill`.
  public init(_ source: ByteSource, charset: Charset, journal: Bool = false, isStrict: Bool = false) {
    self.source = source
    self.charset = charset
    self.isStrict = isStrict
    step = journal ? JournalStep(stage: "decode") : nil
  }

  /// Reads until `text` holds more than `size` bytes, or all there are.
  public func fill(_ text: inout ByteBuffer, beyond size: Int) throws(Failure) {
    while !isAtEnd, text.count <= size {
      let isLast = try !source.fill(&raw, to: Self.piece)
      if isFirst { try start(isLast: isLast) }
      if converter == nil {
        try decodeUTF8(isLast: isLast, into: &text)
      } else {
        try convert(isLast: isLast, into: &text)
      }
      isAtEnd = isLast
    }
  }

  /// Forgets the first `length` bytes of `text`.
  /// - Returns: what decoding did to them.
  func drop(_ length: Int, of text: inout ByteBuffer) -> JournalStep? {
    text.removeFirst(length)
    guard let all = step else { return nil }
    var (here, later) = (JournalStep(stage: "decode"), JournalStep(stage: "decode"))
    for index in 0..<all.count {
      var edit = all[index]
      if edit.output + edit.inserted.count <= length {
        here.add(edit)
      } else if edit.output >= length {
        edit.output -= length
        later.add(edit)
      } else {
        // The raw bytes of the whole go with its first part.
        var rest = edit
        edit.inserted.removeLast(edit.output + edit.inserted.count - length)
        rest.inserted.removeFirst(length - rest.output)
        (rest.removed, rest.output) = ([], 0)
        here.add(edit)
        later.add(rest)
      }
    }
    step = later
    return here
  }

  /// Decides on the charset and takes the byte order mark off.
  private func start(isLast: Bool) throws(Failure) {
    isFirst = false
    var mark = 0
    switch charset {
    case .automatic: (charset, mark, confidence) = Charset.guess(raw.span, isWhole: isLast)
    case .utf8: if raw.span.has("\u{FEFF}", at: 0) { mark = 3 }
    case .named: break
    }
    if mark > 0 {
      step?.add(rule: 1, input: 0, output: 0, removed: raw.span.extracting(first: mark), inserted: Span())
      raw.removeFirst(mark)
      rawOffset = mark
      hasChanged = true
    }
    guard case .named(let name) = charset else { return }
    do { converter = try CharsetConverter(name) } catch {
      throw Failure(.usage, "no charset is called \"\(printable(name))\" here")
    }
    if step != nil { encoder = try CharsetEncoder(name) }
  }

  private func decodeUTF8(isLast: Bool, into text: inout ByteBuffer) throws(Failure) {
    let done = UTF8Decoder.decode(raw.span, isLast: isLast, offset: rawOffset, into: &text, step: &step)
    if let first = done.first {
      try refuse("byte \(rawOffset + first) is not UTF-8")
      badSequences += done.bad
      hasChanged = true
    }
    raw.removeFirst(done.taken)
    rawOffset += done.taken
  }

  private func convert(isLast: Bool, into text: inout ByteBuffer) throws(Failure) {
    guard let converter else { return }
    let size = isLast ? raw.count : endOfPiece()
    let place = text.count
    let bad = Self.decode(raw.span.extracting(first: size), converter, isLast: isLast, into: &text)
    if bad < 0 { throw Failure(.input, "cannot decode \(source.name) as \(converter.name)") }
    if bad > 0 { try refuse("not all of it is \(converter.name), near byte \(rawOffset)") }
    badSequences += bad
    let isSame = Self.equal(raw.span.extracting(first: size), text.span.extracting(place..<text.count))
    if !isSame { hasChanged = true }
    if let encoder, step != nil {
      check.removeAll()
      // Where encoding again would not give these very bytes, they are kept whole.
      let hasAll = encoder.encode(text.span.extracting(place..<text.count), into: &check)
      let isExact = Self.equal(check.span, raw.span.extracting(first: size))
      if !hasAll || !isExact || !encoder.isStateless {
        step?.add(
          rule: 2, input: rawOffset, output: place, removed: raw.span.extracting(first: size),
          inserted: text.span.extracting(place..<text.count))
      }
    }
    raw.removeFirst(size)
    rawOffset += size
  }

  private static func equal(_ a: borrowing Span<UInt8>, _ b: borrowing Span<UInt8>) -> Bool { a.holdsSame(as: b) }

  /// -1 for an error of the converter.
  private static func decode(
    _ bytes: borrowing Span<UInt8>, _ converter: CharsetConverter, isLast: Bool, into text: inout ByteBuffer
  ) -> Int {
    do { return try converter.decode(bytes, isLast: isLast, into: &text) } catch { return -1 }
  }

  /// A place in `raw` between two characters, if there is one that bytes alone can tell.
  private func endOfPiece() -> Int {
    guard charset.hasByteLines else { return raw.count & ~3 }
    var end = raw.count
    while end > 0, raw.span[end - 1] != 0x0A { end -= 1 }
    return end > 0 ? end : raw.count
  }

  private func refuse(_ reason: String) throws(Failure) {
    guard isStrict else { return }
    throw Failure(.refused, "\(source.name): \(reason); leave out --strict to have it replaced")
  }
}
