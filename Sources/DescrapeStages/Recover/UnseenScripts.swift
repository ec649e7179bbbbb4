internal import DescrapeText

/// Whether a text as a whole is written in a script that needs unseen characters: they may then stand beside a mark, a
/// number or a Latin word as well.
struct UnseenScripts {
  /// One letter in ten is written from right to left.
  let isRightToLeft: Bool
  /// One in ten belongs to a script that parts its words with U+200B.
  let partsWords: Bool
  /// One in ten belongs to a script whose letters join.
  let joinsLetters: Bool

  /// Counts the letters of a text. O(n).
  init(_ text: borrowing TextView) {
    var (letters, right, parting, joining) = (0, 0, 0, 0)
    var offset = 0
    while offset < text.count {
      let byte = text[offset]
      if byte < 0x80 {
        if byte | 0x20 >= 0x61, byte | 0x20 <= 0x7A { letters += 1 }
        offset += 1
        continue
      }
      let (scalar, length) = text.scalar(at: offset)
      offset += length
      guard scalar >= 0xC0, !UnseenContext.isUnseen(scalar) else { continue }
      letters += 1
      if Self.isRightToLeft(scalar) { right += 1 }
      if Self.partsWords(scalar) { parting += 1 }
      if Self.joinsLetters(scalar) { joining += 1 }
    }
    isRightToLeft = right > 0 && right * 10 >= letters
    partsWords = parting > 0 && parting * 10 >= letters
    joinsLetters = joining > 0 && joining * 10 >= letters
  }

  static func isRightToLeft(_ scalar: UInt32) -> Bool {
    scalar >= 0x0590 && scalar <= 0x08FF || scalar >= 0xFB1D && scalar <= 0xFDFF || scalar >= 0xFE70 && scalar < 0xFEFF
      || scalar >= 0x10800 && scalar <= 0x10FFF || scalar >= 0x1E800 && scalar <= 0x1EFFF
  }

  /// Scripts that are written without spaces, with U+200B where words part: Thai to Myanmar, Khmer, Tai, Balinese,
  /// Javanese, Cham.
  static func partsWords(_ scalar: UInt32) -> Bool {
    scalar >= 0x0E00 && scalar <= 0x109F || scalar >= 0x1780 && scalar <= 0x17FF || scalar >= 0x1950 && scalar <= 0x1AAF
      || scalar >= 0x1B00 && scalar <= 0x1BBF || scalar >= 0xA980 && scalar <= 0xA9FF
      || scalar >= 0xAA00 && scalar <= 0xAADF
  }

  /// Scripts whose letters join or stack: Hebrew to Myanmar, Ethiopic to Mongolian, the later Indic blocks.
  static func joinsLetters(_ scalar: UInt32) -> Bool {
    scalar >= 0x0590 && scalar <= 0x109F || scalar >= 0x1200 && scalar <= 0x1CFF && scalar != 0x180E
      || scalar >= 0xA800 && scalar <= 0xABFF || scalar >= 0xFB1D && scalar <= 0xFDFF
      || scalar >= 0xFE70 && scalar < 0xFEFF
      || scalar >= 0x10800 && scalar <= 0x11FFF || scalar >= 0x1E800 && scalar <= 0x1EFFF
  }
}
