internal import DescrapeText

/// Where Han text and a Latin word meet: what the option makes of the space there.
enum HanLatin {
  case keep, add, remove

  init(_ name: String) { self = name == "add" ? .add : name == "remove" ? .remove : .keep }

  /// Han or kana on one side, a letter or digit on the other.
  static func isBorder(_ before: UInt32, _ after: UInt32) -> Bool {
    isEast(before) && isWord(after) || isWord(before) && isEast(after)
  }

  private static func isEast(_ scalar: UInt32) -> Bool { isHan(scalar) || isKana(scalar) && scalar != 0x30FB }
  private static func isWord(_ scalar: UInt32) -> Bool {
    scalar < 0x80 && isASCIIWord(UInt8(truncatingIfNeeded: scalar))
  }

  /// How far a word is looked through, in bytes: longer ones are no words.
  private static let reach = 80

  /// Whether the Latin word at the border is one of prose: no address, path, name behind `@` or `#`, or code in backticks.
  static func isFree(_ text: borrowing TextView, at offset: Int, in body: Range<Int>) -> Bool {
    let isWordBehind = text[offset] < 0x80
    var at = offset
    let step = isWordBehind ? 1 : -1
    var steps = 0
    while steps < reach {
      let place = isWordBehind ? at : at - 1
      guard place >= body.lowerBound, place < body.upperBound else { break }
      let byte = text[place]
      guard byte > 0x20, byte < 0x80 else { break }
      switch byte {
      case 0x2F, 0x3A, 0x40, 0x23, 0x5C, 0x60, 0x5F, 0x7E, 0x3D, 0x26, 0x3C, 0x3E, 0x7B, 0x7D, 0x5B, 0x5D, 0x24:
        return false
      default: break
      }
      at += step
      steps += 1
    }
    return steps < reach
  }
}
