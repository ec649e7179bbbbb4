/// A syllable of Mandarin without its tone mark, and its tone beside it: what `fā`, `fa` and `ㄈㄚ` have in common.
public struct PlainSyllable: Sendable {
  /// Five bits for each letter of pinyin, the last letter in the lowest; `v` stands for ü. 0 is no syllable.
  public private(set) var letters: UInt32 = 0
  /// 1 to 4, or 0 for none.
  public private(set) var tone: UInt8 = 0

  /// No syllable: letters are still to come.
  public init() {}

  /// Adds a letter of pinyin, with a tone mark or without.
  /// - Returns: false for anything else, and where the syllable is too long.
  public mutating func append(_ scalar: UInt32) -> Bool {
    guard letters < 1 << 25 else { return false }
    if scalar >= 0x61 && scalar <= 0x7A {
      letters = letters << 5 | (scalar & 0x1F)
      return true
    }
    let (letter, tone) = Self.plain(scalar)
    guard letter > 0 else { return false }
    letters = letters << 5 | (letter & 0x1F)
    if tone > 0 { self.tone = tone }
    return true
  }

  /// The syllable that pinyin letters spell, with a tone mark or without.
  public init?(latin text: borrowing TextView, _ range: Range<Int>) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      guard length > 0, append(scalar) else { return nil }
      offset += length
    }
    guard letters > 0 else { return nil }
  }

  /// Whether both are spelled alike. `lü` is also typed `lu`.
  public func isSpelled(_ other: PlainSyllable) -> Bool {
    letters > 0 && (letters == other.letters || withoutUmlaut == other.letters)
  }

  private var withoutUmlaut: UInt32 {
    var result = letters
    for shift in stride(from: UInt32(0), to: 30, by: 5) where letters >> shift & 0x1F == 0x16 {
      // `v` is the 22nd letter and `u` the 21st.
      result -= 1 << shift
    }
    return result
  }

  /// A letter with a tone mark as the letter (`v` for ü) and its tone; (0, 0) for others.
  private static func plain(_ scalar: UInt32) -> (letter: UInt32, tone: UInt8) {
    switch scalar {
    case 0x101: (0x61, 1)
    case 0xE1: (0x61, 2)
    case 0x1CE: (0x61, 3)
    case 0xE0: (0x61, 4)
    case 0x113: (0x65, 1)
    case 0xE9: (0x65, 2)
    case 0x11B: (0x65, 3)
    case 0xE8: (0x65, 4)
    case 0x12B: (0x69, 1)
    case 0xED: (0x69, 2)
    case 0x1D0: (0x69, 3)
    case 0xEC: (0x69, 4)
    case 0x14D: (0x6F, 1)
    case 0xF3: (0x6F, 2)
    case 0x1D2: (0x6F, 3)
    case 0xF2: (0x6F, 4)
    case 0x16B: (0x75, 1)
    case 0xFA: (0x75, 2)
    case 0x1D4: (0x75, 3)
    case 0xF9: (0x75, 4)
    case 0xFC: (0x76, 0)
    case 0x1D6: (0x76, 1)
    case 0x1D8: (0x76, 2)
    case 0x1DA: (0x76, 3)
    case 0x1DC: (0x76, 4)
    default: (0, 0)
    }
  }
}

extension PlainSyllable {
  /// U+3105-3119 in pinyin.
  private static let initials = [
    "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "zh", "ch", "sh", "r", "z", "c", "s",
  ]
  /// What follows an initial: a row for no medial, ㄧ, ㄨ and ㄩ each; in it no rime and then U+311A-3126.
  private static let finals = [
    ["i", "a", "o", "e", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "er"],
    ["i", "ia", "io", "", "ie", "iai", "", "iao", "iu", "ian", "in", "iang", "ing", ""],
    ["u", "ua", "uo", "", "", "uai", "ui", "", "", "uan", "un", "uang", "ong", ""],
    ["v", "", "", "", "ve", "", "", "", "", "van", "vn", "", "iong", ""],
  ]
  /// The same without an initial.
  private static let whole = [
    ["", "a", "o", "e", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "er"],
    ["yi", "ya", "yo", "", "ye", "yai", "", "yao", "you", "yan", "yin", "yang", "ying", ""],
    ["wu", "wa", "wo", "", "", "wai", "wei", "", "", "wan", "wen", "wang", "weng", ""],
    ["yu", "", "", "", "yue", "", "", "", "", "yuan", "yun", "", "yong", ""],
  ]

  /// The syllable that Bopomofo spells: an initial, a medial and a rime as far as it has them, and a tone mark before or behind.
  public init?(bopomofo text: borrowing TextView, _ range: Range<Int>) {
    var (initial, medial, rime) = (-1, 0, 0)
    var offset = range.lowerBound
    while offset < range.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      switch scalar {
      case 0x3105...0x3119 where initial < 0 && medial == 0 && rime == 0: initial = Int(scalar) - 0x3105
      case 0x311A...0x3126 where rime == 0: rime = Int(scalar) - 0x3119
      case 0x3127...0x3129 where medial == 0 && rime == 0: medial = Int(scalar) - 0x3126
      // ㄧ is often typed as the character for one.
      case 0x4E00 where medial == 0 && rime == 0: medial = 1
      case 0x2CA: tone = 2
      case 0x2C7: tone = 3
      case 0x2CB: tone = 4
      case 0x2D9: tone = 5
      default: return nil
      }
      offset += length
    }
    // zhi, ri, zi and their like are written with the initial alone.
    guard initial < 0 || medial + rime > 0 || initial >= 14 else { return nil }
    let final = initial < 0 ? Self.whole[medial][rime] : Self.finals[medial][rime]
    guard !final.isEmpty else { return nil }
    if initial >= 0 { for letter in Self.initials[initial].utf8 { _ = append(UInt32(letter)) } }
    // Behind j, q and x pinyin writes u for ü.
    let isSoft = initial >= 11 && initial <= 13
    for letter in final.utf8 { _ = append(isSoft && letter == 0x76 ? 0x75 : UInt32(letter)) }
  }

  /// Whether this one, read from Bopomofo, is pronounced as pinyin's `other`. No mark is the first tone, or marks are left out.
  public func isPronounced(_ other: PlainSyllable) -> Bool {
    letters == other.letters && (tone == 0 || tone % 5 == other.tone)
  }
}
