internal import DescrapeText

/// Cuts a file into pieces of whole records, about 1 MiB each. Where they end depends on the file alone.
///
/// Memory: a piece, and the longest record.
final class PieceReader {
  private let plain: PlainReader
  private var borders: any RecordBorders
  private let limit: Int
  private var buffer = ByteBuffer()
  private var pieces = 0
  private var records = 0
  private var isEnded = false
  private var damage: LostRecord?
  /// What is being passed over up to where records begin again.
  private var skipped: LostRecord?
  /// The damages so far.
  private(set) var damages: [ArchiveDamage] = []

  /// How many bytes were unpacked.
  private var unpacked = 0
  /// Places from which reading can begin again, and how many bytes were unpacked there: the last one in front of the buffer, and
  /// those behind it.
  private var places: [(place: PlainReader.Place, unpacked: Int)] = []

  private static let size = 1 << 20

  /// All that reading depends on behind a piece.
  struct Mark: Equatable {
    /// Where reading begins again.
    var place = PlainReader.Place()
    /// How many of the bytes that are unpacked from there on belong to pieces, and how many have been read.
    var passed = 0
    var read = 0
    var pieces = 0
    var records = 0
    var damages: [ArchiveDamage] = []
  }

  /// - Parameter mark: where another reader of the same file was; the pieces are those that follow there.
  /// - Throws: a failure of kind `input` when what is unpacked again is not what it was.
  init(_ plain: PlainReader, _ format: CorpusFormat, limit: Int, from mark: Mark? = nil) throws(Failure) {
    self.plain = plain
    self.limit = limit
    borders =
      switch format {
      case .csv: QuotedBorders()
      case .warc: WARCBorders()
      default: LineBorders()
      }
    if let mark { try go(to: mark) }
  }

  /// Reads on from a place in front of the mark; what belongs to pieces is thrown away.
  private func go(to mark: Mark) throws(Failure) {
    plain.go(to: mark.place)
    (pieces, records, damages) = (mark.pieces, mark.records, mark.damages)
    var passed = 0
    while unpacked < mark.read, damage == nil, !isEnded {
      try read()
      let count = min(mark.passed - passed, buffer.count)
      buffer.removeFirst(count)
      passed += count
    }
    guard unpacked == mark.read, passed == mark.passed, damage == nil else {
      throw Failure(.input, "\(plain.file.name) is not what it was when it was cleaned in part; use --restart")
    }
  }

  /// Where the piece that came last ends; `nil` where reading cannot begin again.
  var mark: Mark? {
    let start = unpacked - buffer.count
    guard damage == nil, skipped == nil, let first = places.first, first.unpacked <= start else { return nil }
    return Mark(
      place: first.place, passed: start - first.unpacked, read: unpacked - first.unpacked, pieces: pieces,
      records: records, damages: damages)
  }

  /// How many bytes of the file were passed.
  var offset: Int { plain.offset }

  /// How many zero bytes lie behind the end.
  var padding: Int { plain.padding }

  /// The next piece; `nil` at the end.
  func next() throws(Failure) -> Piece? {
    while true {
      if skipped != nil, let piece = skip() { return piece }
      if skipped == nil, !buffer.isEmpty, buffer.count >= Self.size || isEnded || damage != nil {
        if let piece = cut() { return piece }
      }
      if let lost = damage {
        // The record that was under way, and the unit that is gone.
        damage = nil
        return piece(lost)
      }
      guard !isEnded else { return nil }
      try read()
    }
  }

  private func read() throws(Failure) {
    let earlier = buffer.count
    if let place = plain.place { places.append((place, unpacked)) }
    while places.count > 1, places[1].unpacked <= unpacked - earlier { places.removeFirst() }
    let event = try plain.read(into: &buffer)
    unpacked += buffer.count - earlier
    switch event {
    case .bytes: break
    case .end: isEnded = true
    case .damage(let found):
      damages.append(found)
      places.removeAll()
      var lost = LostRecord(kind: .damage, reason: found.reason, offset: found.offset)
      // What was under way is put in front of it, where there is something.
      if buffer.isEmpty { Self.add(plain.salvaged, to: &lost) }
      damage = lost
    }
  }

  /// Whole records, or one that cannot be used.
  private func cut() -> Piece? {
    let (end, count) = borders.advance(buffer.span)
    if end > 0 { return take(end, count) }
    if borders.isLost(buffer.span) {
      skipped = LostRecord(kind: .notWARC, reason: "no WARC record begins here")
      return skip()
    }
    if buffer.count > limit {
      skipped = LostRecord(kind: .tooLong, reason: "the record is longer than \(limit) bytes")
      return skip()
    }
    if var lost = damage {
      lost.add(buffer.span)
      Self.add(plain.salvaged, to: &lost)
      buffer.removeAll()
      borders.forget(nil)
      damage = nil
      // Where units are cut inside of records, what follows is the end of one.
      if !plain.hasWholeLines {
        skipped = LostRecord(kind: .damage, reason: "its beginning is lost", offset: lost.offset)
      }
      return piece(lost)
    }
    guard isEnded else { return nil }
    if borders is WARCBorders {
      // The line ends behind the last record may be missing.
      if let last = WARCRecord(buffer.span, at: 0), (0..<4).contains(buffer.count - last.block.upperBound) {
        return take(buffer.count, 1)
      }
      var lost = LostRecord(kind: .notWARC, reason: "the file ends inside of the record")
      lost.add(buffer.span)
      buffer.removeAll()
      return piece(lost)
    }
    return take(buffer.count, 1)
  }

  private static func add(_ bytes: [UInt8], to lost: inout LostRecord) { lost.add(bytes.span) }

  private func take(_ end: Int, _ count: Int) -> Piece {
    let piece = Piece(number: pieces, firstRecord: records)
    pieces += 1
    records += count
    if end == buffer.count {
      swap(&piece.bytes, &buffer)
    } else {
      Self.move(end, from: &buffer, to: &piece.bytes)
    }
    borders.forget(end)
    return piece
  }

  private static func move(_ count: Int, from buffer: inout ByteBuffer, to target: inout ByteBuffer) {
    target.append(buffer.span.extracting(first: count))
    buffer.removeFirst(count)
  }

  private static func move(_ count: Int, from buffer: inout ByteBuffer, to lost: inout LostRecord) {
    lost.add(buffer.span.extracting(first: count))
    buffer.removeFirst(count)
  }

  private func piece(_ lost: LostRecord) -> Piece {
    let piece = Piece(number: pieces, firstRecord: records)
    piece.lost = lost
    pieces += 1
    records += 1
    return piece
  }

  /// Passes over bytes up to where records begin again.
  private func skip() -> Piece? {
    guard var lost = skipped else { return nil }
    let place = borders.resume(buffer.span)
    Self.move(place ?? buffer.count, from: &buffer, to: &lost)
    borders.forget(nil)
    guard place != nil || isEnded || damage != nil else {
      skipped = lost
      return nil
    }
    skipped = nil
    return lost.length > 0 ? piece(lost) : nil
  }
}
