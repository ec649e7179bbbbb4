import DescrapeScript
import Foundation
import Testing

/// OpenCC's semantics, on small dictionaries: what the plain converter gives, and that the kernel gives the same.
@Suite struct ConversionTests {
  @Test(arguments: [
    ("one", "头发很长", "頭髮很长"), ("one", "头里", "頭裏"), ("one", "理发店里面", "理髮店裏面"),
    // A compatibility ideograph is taken for what it stands for.
    ("one", "头\u{F9D8}", "頭髮"), ("one", "\u{F9D8}", "發"),
    ("two", "\u{2F800}", "裡"), ("two", "\u{2F800}软", "裡軟軟"), ("two", "网\u{F9D8}", "網發"),
    // What describes a character is no text.
    ("one", "⿰头发头发", "⿰头发頭髮"), ("one", "⿱⿰头发里头发", "⿱⿰头发里頭髮"), ("one", "⿱头", "⿱頭"),
    ("one", "A级 AAA级", "A級 AAA級"), ("one", "大卫·科", "大衛·科"), ("one", "大卫·可", "大卫·可"), ("one", "𠮶", "嗰"),
    // The second conversion sees what the first one made, but not over a segment's border.
    ("two", "软件", "軟體"), ("two", "网头", "網路頭"), ("two", "网头发", "網頭髮"), ("two", "里软", "裡軟軟"),
    ("two", "理发", "埋發"), ("two", "理发店", "埋髮店"), ("two", "里面", "裡面"), ("two", "为", "為"),
    ("back", "軟體", "软件"), ("back", "埠軟", "端口軟件"), ("back", "端口軟", "端口軟件"), ("back", "著名軟", "着名软"),
    ("back", "著裡頭", "着里头"), ("back", "乾坤乾", "乾坤干"), ("back", "為乾坤", "为乾坤"),
    // Of a union the longest match counts, in a short circuit the first that there is.
    ("union", "头发头", "頭髮顱"), ("short", "头发头里面", "顱发顱裏面"), ("short", "山", "山"),
  ])
  func converts(_ id: String, _ input: String, _ expected: String) throws {
    for isApart in [false, true] {
      let both = try Both(Words.data(isApart: isApart), id)
      let text = Array(input.utf8)
      #expect(String(decoding: both.plain.convert(text), as: UTF8.self) == expected)
      #expect(String(decoding: both.fast(text), as: UTF8.self) == expected)
      #expect(String(decoding: both.edited(text).text, as: UTF8.self) == expected)
    }
  }

  /// Runs of ASCII are copied in blocks: a key that begins in one is found wherever a block ends.
  @Test func findsKeysThatBeginInASCII() throws {
    var dictionaries = Words.dictionaries
    dictionaries["phrases.txt", default: []] += Array("PN结\tPN結\n".utf8)
    var builder = ScriptDataBuilder(json: Words.json, dictionaries: dictionaries)
    builder.configurations = ["one"]
    let both = try Both(Words.data(builder), "one")
    for spaces in 0..<40 {
      for after in ["", "x", "头头头头头头"] {
        let text = Array("头\(String(repeating: " ", count: spaces))PN结\(after)".utf8)
        #expect(both.fast(text) == both.plain.convert(text))
      }
    }
  }

  @Test func tofuOnlyWhenAsked() throws {
    let both = try Both(Words.data(), "short", hasTofu: true)
    #expect(both.fast(Array("山".utf8)) == Array("𡴯".utf8))
    #expect(both.plain.convert(Array("山".utf8)) == Array("𡴯".utf8))
  }

  @Test func aUsersEntriesComeFirst() throws {
    var builder = Words.builder
    builder.add(try TextDictionary(name: "mine", text: Array("软件\t軟件\n头\t首\n发发\t髮髮\nxy\tz\n".utf8)), to: "two")
    builder.add(try TextDictionary(name: "later", text: Array("软件\t程式\n".utf8)), to: "two")
    let both = try Both(Words.data(builder), "two")
    for (input, expected) in [
      // The value is final: no regional word comes of it.
      ("软件", "軟件"), ("头发", "首發"), ("网头", "網首"), ("发发", "髮髮"), ("axyb x", "azb x"), ("里软件", "裡軟件"),
      ("里软", "裡軟軟"),
    ] {
      #expect(String(decoding: both.fast(Array(input.utf8)), as: UTF8.self) == expected)
      #expect(String(decoding: both.plain.convert(Array(input.utf8)), as: UTF8.self) == expected)
    }
  }

  @Test func tellsOfEveryChoice() throws {
    let plain = PlainConverter(try Words.data().configuration("two"))
    let steps = plain.steps(Array("头发里为软件".utf8)).filter { !$0.alternatives.isEmpty }
    #expect(steps.map(\.range) == [0..<6, 6..<9])
    #expect(steps.map { String(decoding: $0.output, as: UTF8.self) } == ["頭髮", "裡"])
    #expect(steps.map { $0.alternatives.map { String(decoding: $0, as: UTF8.self) } } == [["頭發"], ["里"]])
  }

  /// Random texts from the pieces that matter, cut at every byte: the kernel and the plain converter agree, and so do its edits.
  @Test(arguments: ["one", "two", "back", "union", "short"], [false, true])
  func agreesWithThePlainConverter(_ id: String, _ isApart: Bool) throws {
    let both = try Both(Words.data(isApart: isApart), id)
    var random = Numbers(state: 7)
    for _ in 0..<3000 {
      var text = Self.text(&random, pieces: random.below(14))
      if random.below(4) == 0 { text.removeLast(random.below(text.count + 1)) }
      let expected = both.plain.convert(text)
      let fast = both.fast(text)
      let edited = both.edited(text)
      if fast != expected || edited.text != expected || edited.count != both.count(text) {
        Issue.record("\(id): \(String(decoding: text, as: UTF8.self)): \(String(decoding: fast, as: UTF8.self))")
      }
    }
  }

  /// Text is converted chunk by chunk: it must not show where one ends.
  @Test(arguments: ["one", "two", "back"], [false, true])
  func longTextsAreNoOtherThanShortOnes(_ id: String, _ isApart: Bool) throws {
    let both = try Both(Words.data(isApart: isApart), id)
    var random = Numbers(state: 11)
    let text = Self.text(&random, pieces: 60_000)
    #expect(both.fast(text) == both.plain.convert(text))
    #expect(both.count(text) == both.edited(text).count)
  }

  private static func text(_ random: inout Numbers, pieces count: Int) -> [UInt8] {
    let pieces =
      "头发里面理店皇后软件网为级A大卫·科𠮶\u{F9D8}\u{2F800}⿰⿱⿲裡頭軟體埠端口著名乾坤裏山x \n，。é한".map(String.init) + [
        "理发店", "著名", "端口", "abcdefgh", "AA", "软里", "件里头",
      ]
    var text: [UInt8] = []
    for _ in 0..<count { text += Array(pieces[random.below(pieces.count)].utf8) }
    return text
  }
}

/// OpenCC's own test cases, where they are installed.
@Suite struct OpenCCCaseTests {
  private struct Cases: Decodable {
    struct Case: Decodable {
      var id: String
      var input: String
      var expected: [String: String]
    }
    var cases: [Case]
  }

  @Test func allExpectationsHold() throws {
    let file = Installed.package.appending(path: "test_data/testcases.json")
    guard let data = Installed.data, let text = try? Data(contentsOf: file) else {
      FileHandle.standardError.write(Data("OpenCC's test cases are not installed: skipped\n".utf8))
      return
    }
    // The file has comments and trailing commas.
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    let cases = try decoder.decode(Cases.self, from: text).cases
    var converters: [String: Both] = [:]
    var (right, all) = (0, 0)
    for one in cases {
      for (id, expected) in one.expected {
        // They were written with the dictionaries whose characters few fonts have.
        let both = try converters[id] ?? Both(data, id, hasTofu: true)
        converters[id] = both
        all += 1
        let input = Array(one.input.utf8)
        let fast = both.fast(input)
        #expect(both.plain.convert(input) == fast, "\(one.id) \(id)")
        #expect(both.edited(input).text == fast, "\(one.id) \(id)")
        if fast == Array(expected.utf8) {
          right += 1
        } else {
          Issue.record("\(one.id) \(id): \(one.input) became \(String(decoding: fast, as: UTF8.self)), not \(expected)")
        }
      }
    }
    FileHandle.standardError.write(
      Data("OpenCC's test cases: \(right) of \(all) expectations in \(cases.count) cases\n".utf8))
    #expect(cases.count == 243 && all == 556)
  }
}
