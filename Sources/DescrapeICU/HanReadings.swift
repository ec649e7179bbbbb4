internal import CICU
public import DescrapeText

/// Mandarin readings of Han characters and their relation to the other script, after ICU's transforms `Han-Latin`,
/// `Traditional-Simplified` and `Simplified-Traditional`.
///
/// Opening `Han-Latin` takes ICU a third of a second, so its answers for U+4E00-9FFF are compiled into a table by
/// `tools/generate`; a test compares the two.
public struct HanReadings: ReadingSource {
  private static let first: UInt32 = 0x4E00
  private static let count: UInt32 = 0x5200

  public init() {}

  private func entry(_ scalar: UInt32) -> UInt16 {
    guard scalar >= Self.first, scalar - Self.first < Self.count else { return 0 }
    // Unsafe: C's array has `count` entries.
    return unsafe cicu_han_readings()[Int(scalar - Self.first)]
  }

  public func hasOtherSimplifiedForm(_ scalar: UInt32) -> Bool { entry(scalar) & 0x8000 != 0 }

  public func hasOtherTraditionalForm(_ scalar: UInt32) -> Bool { entry(scalar) & 0x4000 != 0 }

  public func isReading(_ text: borrowing TextView, _ range: Range<Int>, of scalar: UInt32) -> Bool {
    let index = Int(entry(scalar) & 0x7FF)
    return index > 0 && compare(text, range, index) == 0
  }

  public func syllable(_ text: borrowing TextView, _ range: Range<Int>) -> Int {
    var (low, high) = (1, Int(cicu_syllable_count()))
    while low < high {
      let middle = (low + high) / 2
      let order = compare(text, range, middle)
      if order == 0 { return middle }
      if order < 0 { high = middle } else { low = middle + 1 }
    }
    return 0
  }

  /// Whether `range` of `text` is a syllable of Mandarin, with its tone mark.
  public func isSyllable(_ text: borrowing TextView, _ range: Range<Int>) -> Bool { syllable(text, range) > 0 }

  public func isPrefix(_ text: borrowing TextView, _ range: Range<Int>, of scalar: UInt32) -> Bool {
    let index = Int(entry(scalar) & 0x7FF)
    guard index > 0, range.lowerBound >= 0, range.upperBound <= text.count else { return false }
    let syllable = unsafe syllable(index)
    for at in 0..<range.count {
      // Unsafe: a zero is no byte of the text's letters, so that nothing behind the syllable's end is read.
      guard unsafe syllable[at] != 0, unsafe UInt8(bitPattern: syllable[at]) == text[range.lowerBound + at] else {
        return false
      }
    }
    return true
  }

  public func isFrequent(_ scalar: UInt32) -> Bool { entry(scalar) & 0x2000 != 0 }

  public func isHeteronym(_ scalar: UInt32) -> Bool { Heteronyms.contains(scalar) }

  public func hasReading(_ syllable: PlainSyllable, _ scalar: UInt32) -> Bool {
    Heteronyms.contains(scalar, syllable.letters)
  }

  public func plainReading(of scalar: UInt32) -> PlainSyllable {
    var result = PlainSyllable()
    let syllable = unsafe syllable(Int(entry(scalar) & 0x7FF))
    var at = 0
    // Unsafe: C's strings end in zero, and all letters with a mark that are known have two bytes.
    while unsafe syllable[at] != 0 {
      let byte = unsafe UInt8(bitPattern: syllable[at])
      let second = unsafe UInt8(bitPattern: syllable[at + 1])
      let letter = byte < 0x80 ? UInt32(byte) : UInt32(byte & 0x1F) << 6 | UInt32(second & 0x3F)
      guard byte < 0xE0, result.append(letter) else { return PlainSyllable() }
      at += byte < 0x80 ? 1 : 2
    }
    return result
  }

  /// The reading as text; empty for a character without one.
  public func reading(of scalar: UInt32) -> String {
    let index = Int(entry(scalar) & 0x7FF)
    return index > 0 ? unsafe String(cString: syllable(index)) : ""
  }

  // Unsafe: `index` is below the count that the generated table states, and C's strings end in zero.
  private func syllable(_ index: Int) -> UnsafePointer<CChar> {
    // swift-format-ignore: NeverForceUnwrap
    unsafe cicu_syllables()[index]!
  }

  /// Below, at or above 0 as the text sorts before, with or after a syllable, byte by byte.
  private func compare(_ text: borrowing TextView, _ range: Range<Int>, _ index: Int) -> Int {
    let syllable = unsafe syllable(index)
    let length = range.count
    guard range.lowerBound >= 0, range.upperBound <= text.count else { return -1 }
    return unsafe text.withUnsafeBufferPointer { bytes in
      // Unsafe: the range lies in the text, and no byte of a syllable is read behind its zero.
      var at = 0
      while at < length {
        let (wanted, byte) = unsafe (UInt8(bitPattern: syllable[at]), bytes[range.lowerBound + at])
        if wanted != byte { return byte < wanted ? -1 : 1 }
        at += 1
      }
      return unsafe syllable[at] == 0 ? 0 : -1
    }
  }
}
