internal import DescrapeText

/// The marks between and around the words of a furniture line.
extension FurnitureReader {
  /// Whether a mark between the steps of a breadcrumb stands at `offset`.
  func isStep(_ text: borrowing TextView, _ offset: Int) -> Bool {
    text[orZero: offset] == 0x3E || text.has("»", at: offset) || text.has("›", at: offset) || text.has("＞", at: offset)
      || text.has("→", at: offset) || text.has("&gt;", at: offset)
  }

  /// What the marks between steps begin with: `>`, `&`, and the first bytes of the others.
  private static let stepStarts = ByteSet([0x26, 0x3E, 0xC2, 0xE2, 0xEF])

  func hasStep(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    let line = text.extracting(range)
    var offset = 1
    while let hit = line.find(anyOf: Self.stepStarts, from: offset) {
      if isStep(line, hit) { return true }
      offset = hit + 1
    }
    return false
  }

  /// Digits and the marks in a number.
  func skipNumber(_ text: borrowing TextView, _ range: Range<Int>) -> Int {
    var offset = range.lowerBound
    while offset < range.upperBound,
      isASCIIDigit(text[offset]) || offset > range.lowerBound && (text[offset] == 0x2C || text[offset] == 0x2E)
    {
      offset += 1
    }
    if offset > range.lowerBound, text.has("万", at: offset) || text.has("萬", at: offset) { offset += 3 }
    return offset
  }

  func skipSeparators(_ text: borrowing TextView, _ range: Range<Int>) -> Int {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      guard isSeparator(scalar) else { break }
      offset += length
    }
    return min(offset, range.upperBound)
  }

  func isSeparator(_ scalar: UInt32) -> Bool {
    if isBlank(scalar) { return true }
    switch scalar {
    case 0x7C, 0xFF5C, 0x2F, 0xFF0F, 0xB7, 0x2022, 0x3E, 0x3C, 0xFF1E, 0xBB, 0x3A, 0xFF1A, 0x3001, 0x2C, 0xFF0C:
      return true
    case 0x5B, 0x5D, 0x3010, 0x3011, 0x28, 0x29, 0xFF08, 0xFF09, 0x2D, 0x2014, 0x2026, 0x2502, 0x2B, 0x21, 0xFF01:
      return true
    default: return false
    }
  }

  /// Marks between a label and what it announces.
  func skipLabelMarks(_ text: borrowing TextView, _ range: Range<Int>) -> (end: Int, hasMark: Bool) {
    var (offset, hasMark) = (range.lowerBound, false)
    while offset < range.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      if !isBlank(scalar) {
        switch scalar {
        case 0x3A, 0xFF1A, 0x3E, 0xBB, 0x5B, 0x3010, 0x5D, 0x3011, 0x7C, 0x300A, 0x2192, 0x2190, 0x203A, 0x2039:
          hasMark = true
        default: return (offset, hasMark)
        }
      }
      offset += length
    }
    return (range.upperBound, hasMark)
  }

  /// The line without arrows, rules and brackets around it, and whether it stood in brackets or between rules.
  func undecorated(_ text: borrowing TextView, _ core: Range<Int>) -> (Range<Int>, Bool) {
    var (low, high) = (core.lowerBound, core.upperBound)
    // A table's row keeps its bars.
    if text[low] == 0x7C, text[high - 1] == 0x7C { return (core, false) }
    var (opened, closed) = (false, false)
    let pairedRule = isRule(text.scalar(at: low).value) && isRule(text.scalar(before: high).value)
    while low < high {
      let (scalar, length) = text.scalar(at: low)
      if isOpeningBracket(scalar) || pairedRule && isRule(scalar) {
        opened = true
      } else if !isArrow(scalar), !isBlank(scalar) {
        break
      }
      low += length
    }
    while high > low {
      let (scalar, length) = text.scalar(before: high)
      if isClosingBracket(scalar) || pairedRule && isRule(scalar) {
        closed = true
      } else if !isArrow(scalar), !isBlank(scalar), !isTrailing(scalar) {
        break
      }
      high -= length
    }
    return (low..<max(low, high), opened && closed)
  }

  func isRule(_ scalar: UInt32) -> Bool {
    scalar == 0x2D || scalar == 0x3D || scalar >= 0x2012 && scalar <= 0x2015 || scalar == 0x2500 || scalar == 0xFF0D
      || scalar == 0x7E
      || scalar == 0x2A
  }

  func isArrow(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xAB, 0xBB, 0x2039, 0x203A, 0x2190...0x2193, 0x25A0...0x25C6, 0x2605, 0x2606, 0x226A, 0x226B, 0x3008, 0x300A,
      0x21E7:
      scalar != 0x300A
    default: false
    }
  }

  func isOpeningBracket(_ scalar: UInt32) -> Bool {
    scalar == 0x5B || scalar == 0x28 || scalar == 0x3010 || scalar == 0xFF08 || scalar == 0x3014
  }
  func isClosingBracket(_ scalar: UInt32) -> Bool {
    scalar == 0x5D || scalar == 0x29 || scalar == 0x3011 || scalar == 0xFF09 || scalar == 0x3015
  }

  func isTrailing(_ scalar: UInt32) -> Bool {
    scalar == 0x3E || scalar == 0x7C || scalar == 0xFF5C || scalar == 0x2026 || scalar == 0x21 || scalar == 0xFF01
      || scalar == 0x2B
      || scalar == 0x2D || scalar == 0xFF1E
  }
}
