import DescrapeScript
import Testing

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
