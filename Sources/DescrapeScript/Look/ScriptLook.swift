public import DescrapeText

/// Looks at a text before it is converted: which script it is in, how it is written, and whether a machine has converted it before.
public struct ScriptLook: ScriptSurveying {
  private let table: LookTable
  private let taiwan: Conversion?
  /// Finds what a machine converted, and puts it right; `nil` unless it was asked for.
  public let mechanical: MechanicalConversion?

  /// A look by the tables of a data file.
  ///
  /// - Parameters:
  ///   - data: OpenCC's dictionaries, compiled.
  ///   - tellsZhe: finds the 著 that Taiwan writes for 着, which matters for a conversion to Simplified.
  ///   - tellsMechanical: looks for conversion character by character, which matters for one to Traditional.
  /// - Throws: for a data file that is damaged, or without the tables for it.
  public init(_ data: ScriptData, tellsZhe: Bool, tellsMechanical: Bool) throws(ScriptDataError) {
    table = try data.lookTable()
    taiwan = tellsZhe ? try data.conversion("tw2s") : nil
    mechanical = tellsMechanical ? try MechanicalConversion(data) : nil
  }

  public func survey(_ text: borrowing TextView, into counts: inout ScriptCounts) {
    count(text, 0..<text.count, into: &counts)
    countZhe(text, into: &counts)
    if counts.script == .traditional || counts.script == .mixed { mechanical?.survey(text, into: &counts) }
  }

  /// Adds what single characters of a range tell. O(n).
  public func count(_ text: borrowing TextView, _ range: Range<Int>, into counts: inout ScriptCounts) {
    var sums = SIMD8<Int32>(repeating: 0)
    unsafe text.withUnsafeBufferPointer { bytes in
      guard let p = bytes.baseAddress, range.lowerBound >= 0, range.upperBound <= bytes.count else { return }
      // Unsafe: a scalar is read whole or not at all, and the range lies in the text.
      var offset = range.lowerBound
      while offset < range.upperBound {
        let byte = unsafe p[offset]
        if byte &- 0xE3 <= 6 {
          sums &+= table.lanes(unsafe scalar(p, offset, range.upperBound).value)
          offset &+= 3
        } else {
          offset &+= byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        }
      }
    }
    counts.traditional += Int(sums[0])
    counts.simplified += Int(sums[1])
    counts.standard += Int(sums[2])
    counts.taiwan += Int(sums[3])
    counts.hongKong += Int(sums[4])
    counts.taiwanAndHongKong += Int(sums[5])
  }

  /// Counts 着, and the 著 that becomes 着 in the Simplified form of its line.
  private func countZhe(_ text: borrowing TextView, into counts: inout ScriptCounts) {
    var converter: Converter?
    var simplified = ByteBuffer()
    var offset = 0
    while let found = text.find(0xE8, from: offset) {
      offset = found + 3
      guard text.scalar(at: found).value == 0x8457, let taiwan else { continue }
      let line = text.startOfLine(at: found)..<text.endOfLine(from: found)
      let used = converter ?? taiwan.converter()
      converter = used
      simplified.removeAll()
      _ = used.convert(text.extracting(line), into: &simplified)
      let particles = Self.count("着", in: simplified.span) - Self.count("着", in: text.extracting(line))
      counts.taiwanZhe += max(particles, 0)
      counts.taiwan += max(particles, 0)
      offset = line.upperBound
    }
    counts.simplifiedZhe += Self.count("着", in: text)
  }

  /// How often a word stands in a text. O(n).
  private static func count(_ word: StaticString, in text: borrowing TextView) -> Int {
    var (count, offset) = (0, 0)
    // Unsafe: a static string has a byte at its start.
    let first = unsafe word.utf8Start[0]
    while let found = text.find(first, from: offset) {
      if text.has(word, at: found) { count += 1 }
      offset = found + 1
    }
    return count
  }

  /// Whether a paragraph in a Chinese text is Japanese: kana other than の, which stands on Chinese signs, are a fifth
  /// of it.
  public static func isJapanese(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    // Most lines have none: the first two bytes of kana, and of halfwidth ones, are looked for before anything is decoded.
    let line = text.extracting(range)
    guard has(line, 0xE3, 0x81...0x83) || has(line, 0xEF, 0xBD...0xBE) else { return false }
    var (kana, han) = (0, 0)
    var offset = range.lowerBound
    while offset < range.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      offset += max(length, 1)
      switch scalar {
      case 0x306E: break
      case 0x3041...0x3096, 0x30A1...0x30FA, 0xFF66...0xFF9D: kana += 1
      case 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: han += 1
      default: break
      }
    }
    return kana >= 2 && kana * 4 >= han
  }

  /// Whether a text has a scalar that begins with these two bytes. O(n).
  private static func has(_ text: borrowing TextView, _ lead: UInt8, _ next: ClosedRange<UInt8>) -> Bool {
    var found = text.find(lead, from: 0)
    while let place = found, !next.contains(text[orZero: place + 1]) { found = text.find(lead, from: place + 3) }
    return found != nil
  }
}
