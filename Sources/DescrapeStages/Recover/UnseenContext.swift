internal import DescrapeText

/// What stands around an unseen character.
enum UnseenContext {
  /// Further than this, in characters, no neighbour is looked for.
  private static let reach = 8

  /// The nearest character before `offset` that is seen; 0 at the start.
  static func neighbour(_ text: borrowing TextView, before offset: Int) -> UInt32 {
    var place = offset
    for _ in 0..<reach {
      let (scalar, length) = text.scalar(before: place)
      if !isUnseen(scalar) || length == 0 { return scalar }
      place -= length
    }
    return 0
  }

  /// The nearest character at or after `offset` that is seen; 0 at the end.
  static func neighbour(_ text: borrowing TextView, after offset: Int) -> UInt32 {
    var place = offset
    for _ in 0..<reach {
      let (scalar, length) = text.scalar(at: place)
      if !isUnseen(scalar) || length == 0 { return scalar }
      place += length
    }
    return 0
  }

  /// What may be removed.
  static func isUnseen(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x00..<0x09, 0x0E..<0x20, 0x7F..<0xA0, 0xAD, 0x061C, 0x180E, 0x200B...0x200F, 0x202A...0x202E: true
    case 0x2060, 0x2066...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0001...0xE007F: true
    default: false
    }
  }

  /// Whether the C1 control or soft hyphen at `range` is a byte of a text that was read in a wrong encoding: Latin-1
  /// letters and symbols stand around it.
  static func isMojibake(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    let isControl = text[orZero: range.lowerBound + 1] < 0xA0
    var (letters, symbols, marks) = (0, 0, 0)
    func count(_ scalar: UInt32) {
      // U+00AB and U+00BB quote words, too.
      switch scalar {
      case 0xA1...0xAA, 0xAC, 0xAE...0xBA, 0xBC...0xBF: symbols += 1
      case 0xC0...0xFF, 0xAB, 0xBB, 0x152, 0x153, 0x160, 0x161, 0x178, 0x17D, 0x17E, 0x192, 0x20AC: letters += 1
      // What else windows-1252 has in the place of C1 controls.
      case 0x2C6, 0x2DC, 0x2013...0x2026, 0x2030, 0x2039, 0x203A, 0x2122: marks += 1
      default: break
      }
    }
    var place = range.lowerBound
    for _ in 0..<(isControl ? 3 : 2) {
      let (scalar, length) = text.scalar(before: place)
      count(scalar)
      place -= length
    }
    place = range.upperBound
    for _ in 0..<2 {
      let (scalar, length) = text.scalar(at: place)
      count(scalar)
      place += length
    }
    return symbols > 0 || marks > 0 && letters > 0 || letters >= (isControl ? 1 : 3)
  }
}

/// Which bidirectional controls of a line stay. Each line is looked at once, when its first control is met.
///
/// In a line with right-to-left letters, or a text that is written so, those stay that are paired, all marks, and
/// embeddings and isolates that the end of their line closes. Elsewhere marks go, and so do pairs that only say "left to
/// right"; pairs that turn the order round stay, since they change what is seen.
struct BidiLine {
  private struct Control {
    var offset: Int
    var scalar: UInt32
    var isPaired = false
  }

  private var end = -1
  private var next = 0
  private var controls: [Control] = []
  private var hasRightToLeft = false
  private var turnsRound = false

  /// Whether the control at `offset` stays. Controls are asked for in ascending order.
  mutating func keeps(_ text: borrowing TextView, at offset: Int, _ isRightToLeft: Bool) -> Bool {
    if offset >= end { survey(text, from: offset) }
    while next < controls.count, controls[next].offset < offset { next += 1 }
    guard next < controls.count, controls[next].offset == offset else { return true }
    let control = controls[next]
    switch control.scalar {
    case 0x200E, 0x200F, 0x061C: return isRightToLeft || hasRightToLeft
    case 0x202A, 0x202B, 0x2066...0x2068:
      return isRightToLeft || hasRightToLeft || control.isPaired && turnsRound
    default: return control.isPaired && (isRightToLeft || hasRightToLeft || turnsRound)
    }
  }

  private mutating func survey(_ text: borrowing TextView, from first: Int) {
    end = text.endOfLine(from: first)
    next = 0
    controls.removeAll(keepingCapacity: true)
    (hasRightToLeft, turnsRound) = (false, false)
    // Openers that wait for their partner, and how many of them are isolates.
    var waiting: [Int] = []
    var isolates = 0
    var offset = text.startOfLine(at: first)
    while offset < end {
      let (scalar, length) = text.scalar(at: offset)
      switch scalar {
      case 0x200E, 0x200F, 0x061C: controls.append(Control(offset: offset, scalar: scalar))
      case 0x202A, 0x202B, 0x202D, 0x202E, 0x2066...0x2068:
        if scalar >= 0x2066 { isolates += 1 }
        waiting.append(controls.count)
        controls.append(Control(offset: offset, scalar: scalar))
      case 0x202C:
        controls.append(Control(offset: offset, scalar: scalar))
        if let last = waiting.last, controls[last].scalar < 0x2066 { pair(waiting.removeLast()) }
      case 0x2069:
        controls.append(Control(offset: offset, scalar: scalar))
        // It ends what was opened inside its isolate.
        while isolates > 0, let last = waiting.popLast() {
          guard controls[last].scalar >= 0x2066 else { continue }
          isolates -= 1
          pair(last)
          break
        }
      default: if UnseenScripts.isRightToLeft(scalar) { hasRightToLeft = true }
      }
      offset += max(length, 1)
    }
  }

  /// Pairs the opener with the control that was met last.
  private mutating func pair(_ opener: Int) {
    controls[opener].isPaired = true
    controls[controls.count - 1].isPaired = true
    let scalar = controls[opener].scalar
    if scalar == 0x202B || scalar == 0x202E || scalar == 0x2067 { turnsRound = true }
  }
}
