/// What single characters tell of the script of a text, derived from OpenCC's dictionaries when the data file is built.
struct LookTable: Sendable {
  /// Only Traditional text has it: it has another Simplified form, and is the Simplified form of nothing.
  static let traditional: UInt16 = 1 << 0
  /// Only Simplified text has it: it has other Traditional forms only, and stands in no Traditional word or regional form.
  static let simplified: UInt16 = 1 << 1
  /// Which regions' form it is, where that tells them apart.
  static let standard: UInt16 = 1 << 2
  static let taiwan: UInt16 = 1 << 3
  static let hongKong: UInt16 = 1 << 4
  static let taiwanAndHongKong: UInt16 = 1 << 5

  /// It has a part in telling a mechanical conversion.
  static let telling: UInt16 = 1 << 6

  /// The dictionaries that it is derived from.
  static let sources = [
    "STCharacters.txt", "TSCharacters.txt", "TWVariants.txt", "HKVariants.txt", "STPhrases.txt",
    "STPhrases_GeneratedFromRegionalPhrases.txt",
  ]

  /// Characters of written Cantonese that only Simplified text has in the dictionaries.
  private static let cantonese = Set("晒吓".unicodeScalars.map(\.value))

  static let first: UInt32 = 0x3400
  static let end: UInt32 = 0xA000

  /// The flags of U+3400 to U+9FFF, two bytes each, low byte first.
  static func build(_ dictionary: (String) throws(ScriptDataError) -> TextDictionary) throws(ScriptDataError) -> [UInt8]
  {
    func values(_ name: String) throws(ScriptDataError) -> [UInt32: [UInt32]] {
      var result: [UInt32: [UInt32]] = [:]
      for entry in try dictionary(name).entries {
        let key = scalars(entry.key)
        if key.count == 1 { result[key[0]] = entry.values.compactMap { scalars($0).first } }
      }
      return result
    }
    let (toTraditional, toSimplified) = (try values("STCharacters.txt"), try values("TSCharacters.txt"))
    let (taiwan, hongKong) = (try values("TWVariants.txt"), try values("HKVariants.txt"))
    var written: Set<UInt32> = []
    for name in ["STPhrases.txt", "STPhrases_GeneratedFromRegionalPhrases.txt"] {
      for entry in try dictionary(name).entries { written.formUnion(scalars(entry.values[0])) }
    }
    for forms in taiwan.values { written.formUnion(forms) }
    for forms in hongKong.values { written.formUnion(forms) }

    var flags: [UInt32: UInt16] = [:]
    for (key, values) in toSimplified where !values.contains(key) && toTraditional[key] == nil {
      flags[key, default: 0] |= Self.traditional
    }
    for (key, values) in toTraditional
    where !values.contains(key) && toSimplified[key] == nil && !written.contains(key) && !cantonese.contains(key) {
      flags[key, default: 0] |= Self.simplified
    }
    let converted = Set(toTraditional.values.joined())
    for key in Set(taiwan.keys).union(hongKong.keys) {
      let forms = (key, taiwan[key]?.first ?? key, hongKong[key]?.first ?? key)
      for form in Set([forms.0, forms.1, forms.2]) {
        // 參, 才, 核 are characters of their own; 啓 and 啟 are written everywhere.
        // 著 is a word of its own as well, and is looked at where it stands.
        if form != key && converted.contains(form) || form == 0x5553 || form == 0x555F || form == 0x8457 { continue }
        switch (form == forms.0, form == forms.1, form == forms.2) {
        case (true, false, false): flags[form, default: 0] |= Self.standard
        case (false, true, false): flags[form, default: 0] |= Self.taiwan
        case (false, true, true): flags[form, default: 0] |= Self.taiwanAndHongKong
        case (_, false, true): flags[form, default: 0] |= Self.hongKong
        // Forms that OpenCC and Taiwan share are written in Hong Kong as well.
        default: break
        }
      }
    }
    let watched = Set(MechanicalConversion.watched)
    for (key, values) in toSimplified where watched.contains(values[0]) { flags[key, default: 0] |= telling }
    for scalar in watched.union(MechanicalConversion.overdone) { flags[scalar, default: 0] |= telling }
    return (first..<end).flatMap { scalar -> [UInt8] in
      let flag = flags[scalar] ?? 0
      return [UInt8(truncatingIfNeeded: flag), UInt8(truncatingIfNeeded: flag >> 8)]
    }
  }

  private let flags: [UInt16]

  /// - Throws: when the bytes are not those of a table.
  init(_ bytes: [UInt8]) throws(ScriptDataError) {
    guard bytes.count == Int(Self.end - Self.first) * 2 else {
      throw ScriptDataError("its table of scripts is damaged")
    }
    flags = stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
  }

  /// The flags of a scalar.
  subscript(_ scalar: UInt32) -> UInt16 {
    scalar >= Self.first && scalar < Self.end ? flags[Int(scalar - Self.first)] : 0
  }

  /// The first eight flags of a scalar as numbers.
  @inline(__always)
  func lanes(_ scalar: UInt32) -> SIMD8<Int32> {
    let flags = Int32(self[scalar])
    return (SIMD8(repeating: flags) &>> SIMD8(0, 1, 2, 3, 4, 5, 6, 7)) & 1
  }
}
