import Descrape
import DescrapeStages
import DescrapeText
import Testing

/// The one driver over Corpus/stages: what every stage promises, asserted for every case.
@Suite struct StageCaseTests {
  @Test(arguments: StageCase.load(.positive))
  func repairs(_ one: StageCase) throws {
    let expected = try #require(one.expected)
    #expect(!expected.utf8.elementsEqual(one.input.utf8), "a positive case must change something")
    #expect(same(Cleaned(Array(one.input.utf8), try one.plan(alone: true)).string, expected))
    try holdsPromises(one)
    // Alone and in the pipeline agree: whatever else the pipeline finds, it finds in the repaired text as well.
    let pipeline = try one.plan(alone: false)
    let whole = Cleaned(Array(one.input.utf8), pipeline)
    #expect(same(whole.string, Cleaned(Array(expected.utf8), pipeline).string))
  }

  @Test(arguments: StageCase.load(.negative))
  func keeps(_ one: StageCase) throws {
    #expect(one.expected == nil, "a negative case has no other answer than its input")
    #expect(same(Cleaned(Array(one.input.utf8), try one.plan(alone: true)).string, one.input))
    #expect(same(Cleaned(Array(one.input.utf8), try one.plan(alone: false)).string, one.input))
    try holdsPromises(one)
  }

  @Test(arguments: StageCase.load(.knownFailures))
  func stillFails(_ one: StageCase) throws {
    let expected = try #require(one.expected)
    let clean = Cleaned(Array(one.input.utf8), try one.plan(alone: true)).string
    #expect(!same(clean, expected), "this failure is mended: it belongs among the positive or negative cases now")
    try holdsPromises(one)
  }

  @Test func everyStageHasCases() {
    for kind in [StageCase.Kind.positive, .negative] {
      let cases = StageCase.load(kind)
      for entry in StageCatalog.all where entry.info.id != Script.info.id || Dictionaries.data != nil {
        let count = cases.count { $0.stage == entry.info.id }
        #expect(count >= 10, "\(entry.info.id) has \(count) \(kind.rawValue) cases")
      }
    }
  }

  /// What holds whatever the stage does.
  private func holdsPromises(_ one: StageCase) throws {
    let input = Array(one.input.utf8)
    for alone in [true, false] {
      let plan = try one.plan(alone: alone)
      let clean = Cleaned(input, plan, journal: true)
      #expect(String(validating: clean.text, as: UTF8.self) != nil)
      #expect(clean.text == Cleaned(input, plan).text, "with a journal and without it the bytes are the same")
      #expect(clean.statistics.unsettledDocuments == 0)
      #expect(clean.statistics.resettledDocuments == 0, "one pass settles it")
      #expect(Cleaned(clean.text, plan).text == clean.text, "a second run changes nothing")
      try restores(clean, input)
      try orderly(clean, plan)
    }
    var off = Configuration()
    off.only = StageCatalog.all.map(\.info.id).filter { !((one.with ?? []) + [one.stage]).contains($0) }
    off.skip = StageCatalog.all.map(\.info.id)
    #expect(Cleaned(input, try off.plan()).text == input, "switched off it is a pass-through")
  }

  private func restores(_ clean: Cleaned, _ input: [UInt8]) throws {
    let record = try #require(clean.record)
    var raw = ByteBuffer()
    let isRestored = record.restore(clean.text.span, into: &raw)
    #expect(isRestored)
    #expect(raw.bytes == input, "the journal gives the raw bytes back")
    #expect(clean.changed == !record.runs.isEmpty)
  }

  /// Edits are sorted, disjoint, on scalar borders, and have an effect and a known rule.
  private func orderly(_ clean: Cleaned, _ plan: Plan) throws {
    let rules = Dictionary(uniqueKeysWithValues: plan.stages.map { ($0.info.id, $0.info.rules.count) })
    for run in clean.record?.runs ?? [] {
      for step in run.parts.flatMap(\.steps) {
        var end = 0
        for edit in (0..<step.count).map({ step[$0] }) {
          #expect(edit.input >= end)
          end = edit.input + edit.removed.count
          #expect(edit.removed != edit.inserted)
          #expect(String(validating: edit.removed, as: UTF8.self) != nil)
          #expect(String(validating: edit.inserted, as: UTF8.self) != nil)
          #expect(Int(edit.rule) < (rules[step.stage] ?? 0))
        }
      }
    }
  }
}

/// Equal to the byte: Swift's own comparison takes canonical equivalents for the same.
private func same(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

/// The catalogue's own promises.
@Suite struct CatalogTests {
  @Test func idsAndRulesAreInOrder() {
    let entries = StageCatalog.all
    #expect(Set(entries.map(\.info.id)).count == entries.count)
    for info in entries.map(\.info) {
      #expect(info.rules.map { Int($0.index) } == Array(info.rules.indices), "\(info.id)")
      #expect(Set(info.rules.map(\.id)).count == info.rules.count)
      #expect(!info.rules.isEmpty)
      #expect(info.rules.allSatisfy { $0.confidence <= 100 })
    }
    #expect(
      entries.map(\.info.recovers) == entries.map(\.info.recovers).sorted { $0 && !$1 }, "recovering stages come first")
  }

  @Test func wrongNamesAreAnsweredWithTheNearest() {
    #expect(message { _ = try StageCatalog.entry("glos") } == "no stage is called \"glos\"; did you mean \"gloss\"?")
    #expect(
      message { _ = try Profile(named: "standart") } == "no profile is called \"standart\"; did you mean \"standard\"?")
    #expect(
      message { _ = try StageCatalog.entry("stray-comma").make([("minimum-pair", "3")]) }
        == "stage stray-comma has no option \"minimum-pair\"; did you mean \"minimum-pairs\"?")
    #expect(
      message { _ = try StageCatalog.entry("stray-comma").make([("minimum-pairs", "many")]) }
        == "stray-comma.minimum-pairs takes a number from 1 to 1000, not \"many\"")
    #expect(
      message { _ = try StageCatalog.entry("line-endings").make([("x", "1")]) }
        == "stage line-endings has no option \"x\"; it has none at all")
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }
}
