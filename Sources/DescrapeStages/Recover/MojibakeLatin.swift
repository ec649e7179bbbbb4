internal import DescrapeText

/// UTF-8 that was read as Latin-1 or Windows-1252.
enum MojibakeLatin {
  /// What Windows-1252 has at 0x80-0x9F; the five bytes it leaves open are C1 controls there.
  private static let upper: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E,
    0x178,
  ]

  /// The byte that was read as `scalar`.
  static func byte(of scalar: UInt32) -> UInt8? {
    if scalar < 0x100 { return UInt8(scalar) }
    guard scalar <= 0x2122, let index = upper.firstIndex(of: UInt16(scalar)) else { return nil }
    return UInt8(0x80 + index)
  }

  /// Where the bytes are next that a sign begins with. Looking for two bytes with the C library's search costs ordinary text less
  /// than looking at each.
  struct Signs {
    private var places = (two: -1, three: -1)

    /// The first place at or after `offset` where bytes may have been read wrongly.
    mutating func next(_ text: borrowing TextView, from offset: Int) -> Int? {
      while true {
        if places.two < offset { places.two = text.find(0xC2, from: offset) ?? text.count }
        if places.three < offset { places.three = text.find(0xC3, from: offset) ?? text.count }
        let place = min(places.two, places.three)
        guard place < text.count else { return nil }
        let isWide = text[orZero: place + 2] >= 0xC2
        if isWide || text[place] == 0xC2 && text[orZero: place + 1] < 0xA0, isStart(text, place) { return place }
        if text[place] == 0xC2 {
          places.two = text.find(0xC2, from: place + 2) ?? text.count
        } else {
          places.three = text.find(0xC3, from: place + 2) ?? text.count
        }
      }
    }
  }

  fileprivate static func isStart(_ text: borrowing TextView, _ offset: Int) -> Bool {
    // A span cannot be captured, but its bytes can be copied: a sign is at most eight of them.
    var bytes: UInt64 = 0
    for index in 0..<8 { bytes |= UInt64(text[orZero: offset + index]) << UInt64(8 * index) }
    return MojibakeSign.isSign(at: 0) { $0 < 8 ? UInt8(truncatingIfNeeded: bytes >> UInt64(8 * $0)) : 0 }
  }

  /// Adjacent sequences of UTF-8 in the bytes that were read wrongly.
  private struct Cluster {
    var end: Int
    var sequences = 0
    var first: UInt8 = 0
    /// Holds a C1 control or punctuation of three bytes, which nothing else explains.
    var isPlain = false
  }

  /// One sequence at `offset`: the character it means, and where it ends.
  private static func sequence(_ text: borrowing TextView, _ offset: Int, _ limit: Int)
    -> (scalar: UInt32, end: Int, lead: UInt8, control: Bool)?
  {
    guard offset < limit, text[offset] >= 0xC3 else { return nil }
    let (first, length) = text.scalar(at: offset)
    guard let lead = byte(of: first), lead >= 0xC2, lead <= 0xF4 else { return nil }
    let more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3
    var (value, place, control) = (UInt32(lead) & (0x3F >> UInt32(more)), offset + length, false)
    for _ in 0..<more {
      guard place < limit, text[place] >= 0xC2 else { return nil }
      let (scalar, length) = text.scalar(at: place)
      guard let next = byte(of: scalar), next & 0xC0 == 0x80 else { return nil }
      if scalar >= 0x80 && scalar < 0xA0 { control = true }
      value = value << 6 | UInt32(next & 0x3F)
      place += length
    }
    let floor: UInt32 = more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000
    guard value >= floor, value < 0xD800 || value > 0xDFFF, value <= 0x10FFFF, isLikely(value) else { return nil }
    return (value, place, lead, control)
  }

  /// Not the rare scripts: `à «` with a no-break space would be one of them.
  private static func isLikely(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x80..<0x700, 0x900..<0x1100, 0x1E00..<0x2C00, 0x3000..<0xA000, 0xAC00..<0xD7A4, 0xFE00..<0xFFFE: true
    case 0x1F000..<0x1FB00, 0x20000..<0x30000: true
    default: false
    }
  }

  private static func cluster(_ text: borrowing TextView, _ start: Int, _ limit: Int, into buffer: inout ByteBuffer)
    -> Cluster?
  {
    var found = Cluster(end: start)
    while let next = sequence(text, found.end, limit) {
      if found.sequences == 0 { found.first = next.lead }
      found.sequences += 1
      switch next.scalar {
      case 0x2000..<0x2123, 0x3000..<0x3040, 0xFF00..<0xFF61: found.isPlain = true
      default: if next.control && next.scalar >= 0xA0 { found.isPlain = true }
      }
      found.end = next.end
      buffer.append(scalar: next.scalar)
    }
    return found.sequences > 0 ? found : nil
  }

  /// Whether nothing else explains the cluster. In a line that is damaged for sure (`bold`) less is asked of it.
  private static func isSure(
    _ text: borrowing TextView, _ start: Int, _ found: Cluster, _ limits: Range<Int>, bold: Bool
  ) -> Bool {
    let range = start..<found.end
    if touchesBytes(text, range, limits) || isQuoted(text, range, limits) { return false }
    if found.sequences > 1 || found.isPlain { return true }
    let before = start > limits.lowerBound ? text[start - 1] : 0x20
    let after = found.end < limits.upperBound ? text[found.end] : 0x20
    let letterBefore = before >= 0x61 && before <= 0x7A
    let letterAfter = after >= 0x61 && after <= 0x7A
    // `CAFÉ™`: a capital and a mark.
    if before >= 0x41 && before <= 0x5A { return bold && letterAfter }
    if bold { return true }
    switch found.first {
    case 0xC2: return before < 0x80
    case 0xD7, 0xDF: return false
    case 0xC3...0xDE: return letterBefore || before < 0x41 && letterAfter
    case 0xE1: return letterBefore && letterAfter
    case 0xF0...: return true
    default: return false
    }
  }

  /// Whether bytes that belong to no sequence stand next to it: then it is not UTF-8 but bytes of another charset.
  private static func touchesBytes(_ text: borrowing TextView, _ range: Range<Int>, _ limits: Range<Int>) -> Bool {
    if range.lowerBound > limits.lowerBound, text[range.lowerBound - 1] >= 0x80,
      let byte = byte(of: text.scalar(before: range.lowerBound).value), byte > 0xA0, byte != 0xAB
    {
      return true
    }
    if range.upperBound < limits.upperBound, text[range.upperBound] >= 0x80,
      let byte = byte(of: text.scalar(at: range.upperBound).value), byte > 0xA0, byte < 0xC0, byte != 0xBB
    {
      return true
    }
    return false
  }

  /// An example in quotes: the text speaks of the damage.
  private static func isQuoted(_ text: borrowing TextView, _ range: Range<Int>, _ limits: Range<Int>) -> Bool {
    guard range.lowerBound > limits.lowerBound, range.upperBound < limits.upperBound else { return false }
    let (open, _) = text.scalar(before: range.lowerBound)
    let (close, _) = text.scalar(at: range.upperBound)
    switch (open, close) {
    case (0x22, 0x22), (0x27, 0x27), (0x60, 0x60), (0x201C, 0x201D), (0x2018, 0x2019), (0xAB, 0xBB),
      (0x201E, 0x201C), (0x300C, 0x300D), (0x300E, 0x300F):
      return true
    default: return false
    }
  }

  /// Repairs a line run by run: first it is seen whether the line is damaged for sure, then all of it is repaired.
  static func repair(_ text: borrowing TextView, _ line: Range<Int>, into edits: inout Rewriter) {
    var (offset, bold, covered) = (line.lowerBound, false, 0)
    var buffer = ByteBuffer(capacity: 64)
    while offset < line.upperBound {
      guard let found = next(text, &offset, line, &buffer) else { break }
      covered += found.end - offset
      if !bold { bold = isSure(text, offset, found, line, bold: false) }
      offset = found.end
    }
    // Bytes of another charset hold a sequence by chance; UTF-8 holds little else.
    guard bold, covered * 10 >= bytesRead(text, line) * 6 else { return }
    offset = line.lowerBound
    while offset < line.upperBound {
      let from = offset
      let found = next(text, &offset, line, &buffer)
      spaces(text, from..<(found == nil ? line.upperBound : offset), line, into: &edits)
      guard let found else { return }
      if isSure(text, offset, found, line, bold: true) {
        let afterCapital = offset > line.lowerBound && text[offset - 1] >= 0x41 && text[offset - 1] <= 0x5A
        again(&buffer, afterCapital)
        again(&buffer, afterCapital)
        edits.replace(offset..<found.end, with: buffer.span, Mojibake.latin)
      }
      offset = found.end
    }
  }

  /// How much of the line is of characters that a byte above 0x7F is read as.
  private static func bytesRead(_ text: borrowing TextView, _ line: Range<Int>) -> Int {
    var (sum, offset) = (0, line.lowerBound)
    while offset < line.upperBound {
      if text[offset] < 0x80 {
        offset += 1
        continue
      }
      let (scalar, length) = text.scalar(at: offset)
      if byte(of: scalar) != nil { sum += length }
      offset += length
    }
    return sum
  }

  /// The next cluster; `offset` moves to its start.
  private static func next(
    _ text: borrowing TextView, _ offset: inout Int, _ line: Range<Int>, _ buffer: inout ByteBuffer
  ) -> Cluster? {
    let limited = text.extracting(0..<line.upperBound)
    while let place = limited.find(0xC3, from: offset) {
      buffer.removeAll()
      offset = place
      if let found = cluster(text, offset, line.upperBound, into: &buffer) { return found }
      offset += 2
    }
    return nil
  }

  /// `Ã` and a space where the second byte, a no-break space, became one: `voilÃ ` is `voilà `.
  private static func spaces(
    _ text: borrowing TextView, _ range: Range<Int>, _ line: Range<Int>, into edits: inout Rewriter
  ) {
    var offset = range.lowerBound
    while offset + 2 < range.upperBound {
      guard text[offset] == 0xC3, text[offset + 1] == 0x83, text[offset + 2] == 0x20 else {
        offset += 1
        continue
      }
      let before = offset > line.lowerBound ? text[offset - 1] : 0x20
      if before == 0x20 || before == 0x27 || before >= 0x61 && before <= 0x7A {
        // Of two spaces one was the byte.
        let doubled = text[orZero: offset + 3] == 0x20 || !isASCIIWord(text[orZero: offset + 3])
        edits.replace(offset..<offset + (doubled ? 3 : 2), withScalar: 0xE0, Mojibake.latin)
      }
      offset += 3
    }
  }

  /// Decodes once more where the whole is UTF-8 again: the damage was done twice.
  private static func again(_ buffer: inout ByteBuffer, _ afterCapital: Bool) {
    var inner = ByteBuffer(capacity: buffer.count + 8)
    guard let found = cluster(buffer.span, 0, buffer.count, into: &inner), found.end == buffer.count,
      found.sequences > 1 || found.isPlain || found.first <= 0xC3 || !afterCapital
    else { return }
    swap(&buffer, &inner)
  }
}
