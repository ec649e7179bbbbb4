internal import DescrapeText

/// Where an archive is damaged.
struct ArchiveDamage: Equatable {
  /// In bytes of the file as it lies on disk.
  var offset: Int
  var reason: String
  /// Whether the file just ends there: then what came before is right.
  var isCut: Bool
}

/// The unpacked bytes of a file, piece by piece.
///
/// A unit (a gzip member, a Zstandard frame) that is damaged is passed over, and reading goes on at the next one. What a
/// unit of up to 8 MiB holds comes out only when its checksum is right; of a longer one the beginning is out before its
/// damage is known. Nothing is searched for longer than four times the size of the file.
///
/// Memory: the window of `RawFile`, 8 MiB of one unit, and what the decoder needs, 128 MiB at most.
final class PlainReader {
  enum Event {
    /// Bytes were appended.
    case bytes
    case damage(ArchiveDamage)
    case end
  }

  let file: RawFile
  /// After `damage`: what the damaged unit seemed to hold.
  private(set) var salvage = ByteBuffer()
  /// A copy of the beginning of `salvage`, as much as is kept of a lost record.
  var salvaged: [UInt8] { salvage.copy(0..<min(salvage.count, LostRecord.keep)) }
  /// Whether every unit so far ended with a line feed, so that the next one begins with a line.
  private(set) var hasWholeLines = true
  /// Bytes of padding behind the last unit.
  private(set) var padding = 0
  /// How many bytes of the file were passed.
  private(set) var offset = 0

  /// All that reading depends on between two units.
  struct Place: Equatable {
    var offset = 0
    var lastByte: UInt8 = 0x0A
    var hasWholeLines = true
    var wasted = 0
  }

  private let decoder: (any UnitDecoder)?
  private let ratio: Int
  private var held = ByteBuffer()
  private var probe = ByteBuffer()
  private var unitStart = 0
  private var unitBytes = 0
  private var isInside = false
  private var isStreaming = false
  private var search: Int?
  /// How many bytes were looked at in vain.
  private var wasted = 0
  private var lastByte: UInt8 = 0x0A

  /// So much of a unit is held back until its checksum is known.
  static let holdLimit = 8 << 20
  private static let step = 1 << 20
  // How much of the file a decoder sees at once is the same wherever reading began, and so is what one `read` gives.
  private static let lookAhead = 1 << 18
  private static let wholeUnit = 1 << 20
  /// Below this no unit is taken for a bomb.
  private static let harmless = 64 << 20

  /// - Parameter ratio: a unit that unpacks to more than so many times its size is a bomb.
  init(_ file: RawFile, _ compression: Compression, ratio: Int = 400) {
    self.file = file
    self.ratio = ratio
    decoder =
      switch compression {
      case .none: nil
      case .gzip: GzipDecoder()
      case .zstd: ZstdDecoder()
      }
  }

  /// Where the next `read` begins; `nil` inside of a unit, and behind a damaged one.
  var place: Place? {
    guard !isInside, search == nil else { return nil }
    return Place(offset: offset, lastByte: lastByte, hasWholeLines: hasWholeLines, wasted: wasted)
  }

  /// Goes on from where another reader of the same file was: what comes is what came there. Before the first `read` only.
  func go(to place: Place) {
    offset = place.offset
    lastByte = place.lastByte
    hasWholeLines = place.hasWholeLines
    wasted = place.wasted
  }

  /// Appends what comes next, about 1 MiB at most.
  func read(into output: inout ByteBuffer) throws(Failure) -> Event {
    salvage.removeAll()
    guard let decoder else { return try copy(into: &output) }
    if let from = search { try find(from, decoder) }
    let earlier = output.count
    while output.count - earlier < Self.step {
      if !isInside {
        guard offset < file.size else { break }
        try file.load(from: offset, count: Self.wholeUnit)
        guard file.bytes(from: offset, { decoder.begins($0, at: 0) }) else {
          if output.count > earlier { break }
          guard try !isPadding() else { break }
          return damage("no \(decoder.unit) begins here", decoder)
        }
        let whole = file.bytes(from: offset) {
          decoder.whole($0.extracting(first: min($0.count, Self.wholeUnit)), into: &output)
        }
        if let length = whole {
          offset += length
          endUnit(output.span.last)
          continue
        }
        if output.count > earlier { break }
        begin(decoder)
      }
      if let event = try advance(decoder, into: &output) { return event }
    }
    return output.count > earlier ? .bytes : .end
  }

  private func copy(into output: inout ByteBuffer) throws(Failure) -> Event {
    guard offset < file.size else { return .end }
    let count = min(Self.step, file.size - offset)
    try file.load(from: offset, count: count)
    file.bytes(from: offset) { output.append($0.extracting(first: count)) }
    offset += count
    return .bytes
  }

  private func begin(_ decoder: any UnitDecoder) {
    decoder.start()
    held.removeAll()
    unitStart = offset
    unitBytes = 0
    isInside = true
    isStreaming = false
  }

  /// One step inside of a unit.
  /// - Returns: an event when there is one to tell of; `nil` when it is to go on.
  private func advance(_ decoder: any UnitDecoder, into output: inout ByteBuffer) throws(Failure) -> Event? {
    try file.load(from: offset, count: min(Self.lookAhead, file.size - offset))
    let earlier = isStreaming ? output.count : held.count
    let (taken, state) = file.bytes(from: offset) { bytes in
      let input = bytes.extracting(first: min(bytes.count, Self.lookAhead))
      return isStreaming ? decoder.step(input, into: &output) : decoder.step(input, into: &held)
    }
    offset += taken
    let made = (isStreaming ? output.count : held.count) - earlier
    unitBytes += made
    if unitBytes > Self.harmless, unitBytes / ratio > offset - unitStart {
      if isStreaming { output.truncate(to: earlier) }
      return damage("it unpacks to more than \(ratio) times its size", decoder)
    }
    switch state {
    case .failed(let reason): return damage(reason, decoder)
    case .ended:
      isInside = false
      if !isStreaming { output.append(held.span) }
      endUnit(output.span.last)
      return nil
    case .more:
      if taken == 0, made == 0 {
        return try cut(decoder, into: &output)
      }
      if !isStreaming, held.count > Self.holdLimit {
        isStreaming = true
        output.append(held.span)
        held.removeAll()
      }
      return nil
    }
  }

  private func endUnit(_ last: UInt8?) {
    lastByte = last ?? lastByte
    if lastByte != 0x0A, offset < file.size { hasWholeLines = false }
  }

  /// The file ended inside of a unit. Unless another unit lies in what seemed to be this one, it was cut off here, and
  /// what there is of the unit is right as far as it goes.
  private func cut(_ decoder: any UnitDecoder, into output: inout ByteBuffer) throws(Failure) -> Event {
    let (start, end) = (unitStart, offset)
    try find(isStreaming ? max(start + 1, end - Self.lookAhead) : start + 1, decoder)
    let next = offset
    offset = end
    if next >= file.size, !isStreaming {
      output.append(held.span)
      held.removeAll()
    }
    let event = damage("the file ends inside of a \(decoder.unit)", decoder, isCut: next >= file.size)
    search = nil
    offset = next
    return event
  }

  /// Leaves the unit at hand; the next `read` looks for another one.
  private func damage(_ reason: String, _ decoder: any UnitDecoder, isCut: Bool = false) -> Event {
    let start = isInside ? unitStart : offset
    swap(&salvage, &held)
    held.removeAll()
    if isStreaming, isInside {
      // The damage lies shortly before the place where it showed.
      search = max(start + 1, offset - Self.lookAhead)
    } else {
      search = start + 1
    }
    wasted += offset - start
    isInside = false
    isStreaming = false
    return .damage(ArchiveDamage(offset: isCut ? file.size : start, reason: reason, isCut: isCut))
  }

  /// Whether only zero bytes follow.
  private func isPadding() throws(Failure) -> Bool {
    var place = offset
    while place < file.size {
      try file.load(from: place, count: min(Self.lookAhead, file.size - place))
      let count = file.available(from: place)
      let isZero = file.bytes(from: place) { bytes in
        for index in bytes.indices where bytes[index] != 0 { return false }
        return true
      }
      guard isZero else { return false }
      place += count
    }
    padding = file.size - offset
    offset = file.size
    return true
  }

  /// Moves to the next place at which a unit begins and can be unpacked.
  private func find(_ from: Int, _ decoder: any UnitDecoder) throws(Failure) {
    search = nil
    offset = from
    while offset < file.size {
      try file.load(from: offset, count: Self.lookAhead)
      let count = file.available(from: offset)
      let next = file.bytes(from: offset) { bytes in
        var next = 0
        while next < bytes.count, !decoder.begins(bytes, at: next) { next += 1 }
        return next
      }
      let isEdge = next == count && offset + next < file.size
      wasted += next
      // A header may lie across the window's end.
      offset += next - (isEdge ? 16 : 0)
      if next < count {
        if try canUnpack(decoder) { return }
        offset += 1
      }
      guard wasted / 4 < file.size + Self.holdLimit else {
        throw Failure(.input, "\(file.name) is too damaged to go on at byte \(offset)")
      }
    }
    offset = file.size
  }

  /// Whether what seems to begin here can be unpacked to its end, or for a good part.
  private func canUnpack(_ decoder: any UnitDecoder) throws(Failure) -> Bool {
    decoder.start()
    var place = offset
    while place - offset < Self.lookAhead / 4 {
      try file.load(from: place, count: min(Self.lookAhead, file.size - place))
      probe.removeAll()
      let (taken, state) = file.bytes(from: place) { decoder.step($0, into: &probe) }
      place += taken
      switch state {
      case .ended:
        probe.removeAll()
        return true
      case .failed:
        probe.removeAll()
        wasted += place - offset
        return false
      case .more:
        guard taken > 0 || !probe.isEmpty else {
          // The file ends here: only what unpacked to something was one.
          probe.removeAll()
          return place - offset > 64
        }
      }
    }
    probe.removeAll()
    return true
  }
}
