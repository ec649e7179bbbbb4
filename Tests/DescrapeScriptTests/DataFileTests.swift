import Testing

@testable import DescrapeScript

/// What a data file promises: it says what it is, and nothing that is not whole is ever used.
@Suite struct DataFileTests {
  @Test func saysWhatItIs() throws {
    let data = try Words.data()
    #expect(data.version == "1")
    #expect(data.configurations == ["back", "one", "short", "two", "union"])
    #expect(data.about.contains { $0.key == "phrases.txt" && $0.value == "9 entries" })
    #expect(data.about.contains { $0.key == "one" && $0.value == "one conversion" })
    try data.check()
  }

  @Test func sameSourcesGiveTheSameBytes() throws {
    #expect(try Words.builder.build() == Words.builder.build())
  }

  @Test func refusesWhatIsNotWhole() throws {
    let bytes = try Words.builder.build()
    for length in [0, 7, 63, 64, 100, bytes.count / 2, bytes.count - 1] {
      #expect(throws: ScriptDataError.self, "cut to \(length)") {
        try ScriptData(StableBytes(copying: Array(bytes[..<length])))
      }
    }
    #expect(throws: ScriptDataError.self) { try ScriptData(StableBytes(copying: bytes + [0])) }
    #expect(throws: ScriptDataError.self) { try ScriptData(StableBytes(copying: Array("{\"a\": 1}".utf8) + bytes)) }
  }

  /// A flipped bit anywhere is an error, or lies between sections and changes nothing.
  @Test func noticesEveryFlippedByte() throws {
    let bytes = try Words.builder.build()
    var random = Numbers(state: 3)
    for _ in 0..<200 {
      var damaged = bytes
      let place = random.below(bytes.count)
      damaged[place] ^= 1 << UInt8(random.below(8))
      guard let data = try? ScriptData(StableBytes(copying: damaged)), (try? data.check()) != nil else { continue }
      for id in ["one", "two", "back"] {
        #expect(try Both(data, id).fast(Array("头发里软件埠軟".utf8)) == Both(Words.data(), id).fast(Array("头发里软件埠軟".utf8)))
      }
    }
  }

  /// Numbers that lead out of a table are found before anything converts with it, though the checksums are right.
  @Test(arguments: [
    // A key's own value is no leaf, a walk is no walk for every reader, a plain segment has a condition.
    ("two", TableLayout.Field.units, TableDamage.ownValues), ("back", .units, .walks),
    ("one", .wholeUnits, .conditions),
    ("back", .units, .places), ("one", .units, .places), ("one", .wholeUnits, .bases), ("one", .roots, .bases),
    // Nothing, or no text, in the place of a value, and one that reaches over the end.
    ("one", .pool, .first), ("one", .pool, .empty), ("one", .pool, .long), ("one", .pool, .illFormed),
    // Entries that are no text, that lead to no value, and that hide an ideographic description.
    ("one", .entries, .illFormed), ("one", .entries, .complex), ("one", .entries, .descriptions),
    ("one", .asciiPrefix, .header), ("one", .pageIndex, .places), ("one", .links, .places),
  ])
  func refusesTablesThatLeadAstray(_ id: String, _ field: TableLayout.Field, _ damage: TableDamage) throws {
    var builder = Words.builder
    builder.configurations = [id]
    builder.manySegments = 0
    let bytes = try builder.build()
    let file = StableBytes(copying: bytes)
    var sections = try file.sections().sorted { $0.key < $1.key }.map { name, section in
      (name: name, bytes: Array(bytes[section.range]))
    }
    let index = try #require(sections.firstIndex { $0.name == "table/\(id)" })
    #expect(damage.change(&sections[index].bytes, field))
    let data = try ScriptData(StableBytes(copying: DataFile.write(sections)))
    #expect(throws: ScriptDataError.self) { try data.conversion(id) }
    #expect(throws: ScriptDataError.self) { try data.check() }
  }

  /// The tables of a chain have no conditions: nobody would look at them.
  @Test func refusesAChainWithConditions() throws {
    let bytes = try Words.builder.build()
    var sections = try StableBytes(copying: bytes).sections().sorted { $0.key < $1.key }.map { name, section in
      (name: name, bytes: Array(bytes[section.range]))
    }
    let index = try #require(sections.firstIndex { $0.name == "table/two/2" })
    #expect(TableDamage.conditions.change(&sections[index].bytes, .units))
    let data = try ScriptData(StableBytes(copying: DataFile.write(sections)))
    #expect(throws: ScriptDataError.self) { try data.conversion("two") }
  }

  /// What a compiled table has no room for is an error and nothing worse.
  @Test(arguments: [
    ("\u{40000}\t头\n", "", "the key \"\u{40000}\" has a character beyond U+3FFFF"),
    ("头\u{E0100}\t頭\n", "", "the key \"头\u{E0100}\" has a character beyond U+3FFFF"),
    ("⿰\t头\n", "", "the key \"⿰\" has an ideographic description character"),
    ("头\t⿰豆页\n", "", "two.json: the first of its conversions gives an ideographic description character"),
    ("头\t\(String(repeating: "頭", count: 80))\n", "頭\t首首\n", "the key \"头\" becomes more than 255 bytes"),
    ("头发\t\(String(repeating: "頭", count: 80))\n", "頭\t首首\n", "the key \"头发\" becomes more than 255 bytes"),
  ])
  func namesWhatATableHasNoRoomFor(_ characters: String, _ variants: String, _ message: String) {
    var dictionaries = Words.dictionaries
    dictionaries["characters.txt"] = Array(characters.utf8)
    // A segmentation has no keys of one character.
    let isPhrase = characters.split(separator: "\t")[0].unicodeScalars.count > 1
    dictionaries["phrases.txt"] = Array(((isPhrase ? characters : "") + "皇后\t皇后\n").utf8)
    dictionaries["variants.txt"] = Array(variants.utf8) + Array("裏\t裡\n".utf8)
    var builder = ScriptDataBuilder(json: Words.json, dictionaries: dictionaries)
    builder.configurations = ["two"]
    #expect { try builder.build() } throws: { "\($0)" == message }
  }

  /// Characters that stand in plain segments alone have labels too, which the other trie may be asked for.
  @Test func hasRoomForAllLabelsInEachTrie() throws {
    let phrases = (0x4E00..<0x4F00).map {
      "里\(Unicode.Scalar(UInt32($0)) ?? " ")\t里\(Unicode.Scalar(UInt32($0)) ?? " ")\n"
    }
    for extra in ["", "头发\t頭髮\n"] {
      let json = "{\"conversion_chain\": [{\"dict\": {\"type\": \"text\", \"file\": \"phrases.txt\"}}]}"
      var builder = ScriptDataBuilder(
        json: ["plain": Array(json.utf8)], dictionaries: ["phrases.txt": Array((phrases.joined() + extra).utf8)])
      builder.configurations = ["plain"]
      let both = try Both(Words.data(builder, isApart: true), "plain")
      #expect(both.fast(Array("头发里一发".utf8)) == both.plain.convert(Array("头发里一发".utf8)))
    }
  }

  @Test func refusesNamesThatAreTooLong() {
    let name = String(repeating: "n", count: 60) + ".txt"
    let json = "{\"conversion_chain\": [{\"dict\": {\"type\": \"text\", \"file\": \"\(name)\"}}]}"
    var builder = ScriptDataBuilder(json: ["long": Array(json.utf8)], dictionaries: [name: Array("头\t頭\n".utf8)])
    builder.configurations = ["long"]
    #expect(throws: ScriptDataError.self) { try builder.build() }
  }

  @Test(arguments: [
    ("头发¶", "words.txt:1: an entry is a key, a tab, and values with spaces between them"),
    ("# fine¶¶头\t頭¶发\t ¶", "words.txt:4: an entry is a key, a tab, and values with spaces between them"),
  ])
  func namesTheLineThatIsWrong(_ text: String, _ message: String) {
    #expect { try TextDictionary(name: "words.txt", text: lines(text)) } throws: { "\($0)" == message }
  }

  @Test func readsWhatEditorsLeave() throws {
    let text = "\u{FEFF}# a comment\r\n头\t頭 首\r\n\r\n头\t二\n"
    let dictionary = try TextDictionary(name: "words", text: Array(text.utf8))
    #expect(dictionary.entries.count == 1)
    #expect(dictionary.entries.first?.values.map { String(decoding: $0, as: UTF8.self) } == ["頭", "首"])
  }

  @Test(arguments: [
    ("{", "one.json:1: not JSON: a key in quotes is missing"),
    ("{¶\"a\" 1}", "one.json:2: not JSON: a colon is missing after \"a\""),
    ("{} {}", "one.json:1: not JSON: more than one value"), ("{}", "one.json: conversion_chain is missing or empty"),
    (
      "{\"conversion_chain\": [{\"dict\": {\"type\": \"magic\"}}]}",
      "one.json: a dict of type \"magic\" is not known; text, ocd2, inline and group are"
    ),
    (
      "{\"conversion_chain\": [{\"dict\": {\"type\": \"text\", \"file\": \"none.txt\"}}]}",
      "one.json: there is no dictionary none.txt"
    ),
  ])
  func namesWhatIsWrongWithAConfiguration(_ json: String, _ message: String) {
    var builder = ScriptDataBuilder(json: ["one": lines(json)], dictionaries: Words.dictionaries)
    builder.configurations = ["one"]
    #expect { try builder.build() } throws: { "\($0)" == message }
  }

  /// A text whose lines end in ¶, so that a test's name stays on one.
  private func lines(_ text: String) -> [UInt8] { Array(text.replacing("¶", with: "\n").utf8) }
}

/// One thing that is wrong with a table.
enum TableDamage {
  case ownValues, walks, conditions, places, bases, first, empty, long, illFormed, complex, descriptions, header

  /// Changes a table at a field; false when it has nothing to change.
  func change(_ table: inout [UInt8], _ field: TableLayout.Field) -> Bool {
    func number(_ place: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(table[place + $1]) << ($1 * 8) } }
    func put(_ value: UInt32, _ place: Int) {
      for index in 0..<4 { table[place + index] = UInt8(truncatingIfNeeded: value >> (index * 8)) }
    }
    /// The first element for which `change` has a new value gets it.
    func first(_ stride: Int, _ change: (UInt32) -> UInt32?) -> Bool {
      var place = Int(number(field.rawValue * 4))
      while place + stride <= table.count {
        if let value = change(number(place)) {
          put(value, place)
          return true
        }
        place += stride
      }
      return false
    }
    let start = Int(number(field.rawValue * 4))
    switch self {
    case .ownValues:
      return first(8) {
        $0 > 1 && $0 & (DoubleArray.leaf | DoubleArray.hasValue) == 0 ? $0 | DoubleArray.hasValue : nil
      }
    case .walks:
      return first(8) {
        $0 & DoubleArray.leaf != 0 ? DoubleArray.leaf | TableLayout.conditional | TableLayout.walk : nil
      }
    case .conditions: return first(8) { $0 & DoubleArray.leaf != 0 ? $0 | TableLayout.conditional : nil }
    case .places where field == .units: return first(8) { $0 & DoubleArray.leaf != 0 ? $0 + 1 : nil }
    case .places, .bases:
      return first(field == .wholeUnits ? 8 : 4) { $0 & DoubleArray.leaf == 0 ? $0 | 0xFFF_FFFF : nil }
    case .first: table[start] = 1
    case .empty: table[start + 1] = 0
    case .long: table[start + 1] = 255
    case .illFormed where field == .pool: table[start + 2] = 0xFF
    case .illFormed: put(0xFFFFFF, start + 0x4E00 * 4)
    case .complex: put(number(start + 0x4E00 * 4) | TableLayout.complex | TableLayout.special, start + 0x4E00 * 4)
    case .descriptions: put(number(start + 0x2FF0 * 4) & ~TableLayout.special, start + 0x2FF0 * 4)
    case .header: put(256, field.rawValue * 4)
    }
    return true
  }
}
