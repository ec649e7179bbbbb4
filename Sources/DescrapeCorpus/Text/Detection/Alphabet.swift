internal import DescrapeModel
internal import DescrapeText

/// The letters beyond ASCII that a language writes, for the charsets of one byte for a character.
///
/// The character model knows East Asian text; of others it tells only that letters stand there. Costs here are on its scale.
struct Alphabet: Sendable {
  /// The charsets that are tried for it, by ICU's names.
  let charsets: [String]
  /// By scalar, in eighths of a bit; 0 for what is no letter of it.
  private let costs: [UInt8]
  /// Whether words consist of these letters; otherwise they stand single among ASCII ones.
  fileprivate let isOwnScript: Bool

  /// - Parameter letters: the lower case ones, the most frequent first.
  private init(_ charsets: [String], _ letters: String, isOwnScript: Bool = false) {
    self.charsets = charsets
    self.isOwnScript = isOwnScript
    var costs = [UInt8](repeating: 0, count: 0xE60)
    for (rank, character) in letters.unicodeScalars.enumerated() {
      // From 3 bits for the most frequent letter of a script, from 5 for an accented one among others.
      let cost = UInt8(min(isOwnScript ? 25 + rank * 13 / 10 : 38 + rank * (charsets == Self.western ? 3 : 2), 96))
      costs[Int(character.value)] = cost
      let upper = character.properties.uppercaseMapping.unicodeScalars
      guard upper.count == 1, let first = upper.first, first != character, first.value < 0xE60 else { continue }
      costs[Int(first.value)] = cost + 20
    }
    self.costs = costs
  }

  fileprivate func cost(_ scalar: UInt32) -> Int { scalar < 0xE60 ? Int(costs[Int(scalar)]) : 0 }

  private static let western = ["windows-1252", "ISO-8859-15"]
  private static let central = ["windows-1250", "ISO-8859-2"]

  static let all = [
    // French, German, Spanish, Portuguese, Italian, Dutch; Swedish, Finnish, Danish, Norwegian; Icelandic.
    Alphabet(western, "éèàêçœûùâîôëïüÿæ"), Alphabet(western, "üäößé"), Alphabet(western, "óíáéñúü"),
    Alphabet(western, "ãçõáéíóêúâàô"), Alphabet(western, "èàìòùé"), Alphabet(western, "ëéïèüöó"),
    Alphabet(western, "äöåøæéü"), Alphabet(western, "áðíéþóöúýæ"),
    // Polish; Czech and Slovak; Hungarian; Romanian; Croatian and Slovenian.
    Alphabet(central, "ęłąóśżćńź"), Alphabet(central, "íáéěřčžýšůúťóňďľôäŕĺ"), Alphabet(central, "áéőöóüíúű"),
    Alphabet(central, "ăîâşţ"), Alphabet(central, "čšžćđ"),
    Alphabet(["windows-1254"], "ıüşğçöâîû"), Alphabet(["windows-1257"], "āėšūīžēčļņąęįųģķõäöü"),
    Alphabet(
      ["windows-1251", "KOI8-R", "ISO-8859-5", "IBM866"], "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", isOwnScript: true),
    Alphabet(["windows-1251", "KOI8-U"], "оаиніетврслкудмпзяьбгчйхжїцшюєщфґ", isOwnScript: true),
    Alphabet(["windows-1251"], "аоиенјтсрувкдмплзгбчшцжхњћљфђџ", isOwnScript: true),
    Alphabet(["windows-1253", "ISO-8859-7"], "αοιετσνρκπλυμςηάίέόδγωήθύχφβώξζψϊϋΐΰ", isOwnScript: true),
    Alphabet(["windows-1255"], "ויהאלרמתבשנכדקפחעגזםצטןסךףץ", isOwnScript: true),
    Alphabet(["windows-1256"], "اليمنرتوبةعدسفهكقأحجشطصخىإذزضئغءثظآؤ", isOwnScript: true),
    Alphabet(["windows-874"], "านรกอเงมลยวดทสต่้ะปบคหแพจชขใไโผธณซถฟศภ์ิีัู็ึุำฐญฤษ", isOwnScript: true),
  ]

  /// Every charset of the table once.
  static let charsets: [String] = {
    var names: [String] = []
    for alphabet in all { for name in alphabet.charsets where !names.contains(name) { names.append(name) } }
    return names
  }()

  /// The cost of a text in the language that it fits best, of those that `charset` is for; of all without a charset. O(n).
  static func cost(of text: borrowing TextView, charset: String?, model: CharacterModel = .standard) -> Int {
    let alphabets = charset.map { name in all.filter { $0.charsets.contains(name) } } ?? all
    var sums = [Int](repeating: 0, count: alphabets.count)
    var (shared, offset) = (0, 0)
    var previous = CharacterModel.Kind.boundary
    let letter = model.unit(of: 0x61)
    let isWestern = charset.map(western.contains) ?? false
    var (last, lastIsOwn, lastScalar) = (Kind.other, false, UInt32(0))
    while offset < text.count {
      let (scalar, length) = text.scalar(at: offset)
      offset += max(length, 1)
      let kind = Kind(scalar)
      // A capital inside a word is rare in every language.
      if kind == .upper, last == .lower { shared += 48 }
      if isWestern, lastIsOwn { shared += misplaced(lastScalar, before: scalar) }
      if scalar < 0x80 {
        let isControl = scalar < 0x20 && !(0x09...0x0D ~= scalar)
        let unit = isControl ? CharacterModel.Kind.unwritten : model.unit(of: scalar)
        shared += model.cost(of: unit, after: previous)
        previous = unit
        if kind != .other, lastIsOwn {
          for index in alphabets.indices where alphabets[index].isOwnScript { sums[index] += 48 }
        }
      } else if kind == .lower || kind == .upper {
        for index in alphabets.indices {
          let cost = alphabets[index].cost(scalar)
          sums[index] += cost == 0 ? 104 : cost
          // One letter alone is no word of a script.
          if alphabets[index].isOwnScript, !lastIsOwn { sums[index] += 24 }
          if alphabets[index].isOwnScript ? last != .other && !lastIsOwn : lastIsOwn { sums[index] += 40 }
        }
        previous = letter
      } else {
        shared += sign(scalar, isInWord: last != .other)
        previous = model.unit(of: 0x20)
      }
      lastIsOwn = scalar >= 0x80 && kind != .other
      (last, lastScalar) = (kind, scalar)
    }
    return shared + (sums.min() ?? 0) + rarity(charset)
  }

  /// What a western letter costs where its languages do not write it: Polish has others at those places of its charsets.
  private static func misplaced(_ scalar: UInt32, before next: UInt32) -> Int {
    switch scalar {
    case 0x153: next == 0x75 || next == 0x69 ? 0 : 28
    case 0xE2, 0xE6, 0xE7, 0xEA, 0xEE, 0xF1, 0xF4, 0xFB: next < 0x30 ? 20 : 0
    default: 0
    }
  }

  /// What a charset costs for being rare, so that one letter or sign does not speak for it.
  private static func rarity(_ charset: String?) -> Int {
    switch charset {
    case "windows-1252": 0
    case "windows-1250", "windows-1251", "ISO-8859-2", "KOI8-R", nil: 4
    case "windows-1254", "windows-1257", "IBM866": 32
    default: 16
    }
  }

  /// What a sign beyond ASCII costs.
  private static func sign(_ scalar: UInt32, isInWord: Bool) -> Int {
    switch scalar {
    case 0xA0, 0x2019, 0x201C, 0x201D, 0xAB, 0xBB, 0x2013, 0x2014, 0x2026: 44
    case 0x2018, 0x201E, 0xB0, 0xA9, 0xAE, 0x2122, 0xB7, 0x2022, 0x20AC, 0xA3, 0xA7, 0x2116, 0xBF, 0xA1:
      isInWord ? 120 : 60
    case 0xA0...0xFF, 0x2000..<0x2C00: isInWord ? 152 : 96
    // Controls, characters for private use and scripts that no alphabet here has.
    default: 240
    }
  }

  /// What a scalar is inside a word.
  private enum Kind {
    case lower, upper, other

    init(_ scalar: UInt32) {
      switch scalar {
      case 0x61...0x7A, 0xDF...0xF6, 0xF8...0xFF, 0x3AC...0x3CE, 0x430...0x45F, 0x491, 0x390: self = .lower
      case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE, 0x386...0x3AB, 0x400...0x42F, 0x490: self = .upper
      case 0x139...0x148, 0x179...0x17E: self = scalar & 1 == 1 ? .upper : .lower
      case 0x100...0x138, 0x14A...0x177, 0x218...0x21B: self = scalar & 1 == 0 ? .upper : .lower
      case 0x178: self = .upper
      case 0x5D0...0x5EA, 0x621...0x64A, 0xE01...0xE4E: self = .lower
      default: self = .other
      }
    }
  }
}
