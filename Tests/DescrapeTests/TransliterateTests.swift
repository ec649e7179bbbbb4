import Descrape
import DescrapeText
import Testing

/// What the stage `transliterate` promises beyond its cases: when it runs, how often, and on lines of any length.
@Suite struct TransliterateTests {
  @Test func runsOnlyWhenItsTransformIsSet() throws {
    #expect(try plan(nil).stages.allSatisfy { $0.info.id != "transliterate" })
    #expect(try plan("Any-Latin").stages.contains { $0.info.id == "transliterate" })
    var narrow = Configuration()
    narrow.only = ["gloss"]
    narrow.settings = [("transliterate.id", "Any-Latin")]
    #expect(try narrow.plan().stages.map(\.info.id) == ["gloss", "transliterate"])
    narrow.skip = ["transliterate"]
    #expect(try narrow.plan().stages.map(\.info.id) == ["gloss"])
    for profile in Profile.allCases {
      var bold = Configuration()
      bold.profile = profile
      bold.settings = [("transliterate.id", "Katakana-Hiragana")]
      #expect(clean("カ", try bold.plan()).text == "か")
    }
  }

  /// A transform that would change its own result again is applied once, and the text counts as settled.
  @Test func isAppliedExactlyOnce() throws {
    let (text, worker) = clean("漢\n", try plan("Any-Hex"))
    #expect(text == "\\u6F22\n")
    #expect(worker.statistics.unsettledDocuments == 0)
    #expect(worker.statistics.resettledDocuments == 0)
    #expect(restored(text, worker) == "漢\n")
  }

  /// A long line is transformed piece by piece, and no piece is lost or done twice, wherever the cuts fall.
  @Test(arguments: ["カ", "カタ。", "カタカナ ", "a\u{301}カ", "\u{20000}カ、", "カ\u{3000}\u{3000}"])
  func goesThroughLongLines(_ piece: String) throws {
    for count in [1_000, 5_000] {
      let line = String(repeating: piece, count: count)
      let expected = String(
        repeating: piece.map { $0 == "カ" ? "か" : $0 == "タ" ? "た" : $0 == "ナ" ? "な" : String($0) }
          .joined(), count: count)
      let (text, worker) = clean("x" + line + "\n" + line, try plan("Katakana-Hiragana"))
      #expect(text == "x" + expected + "\n" + expected)
      #expect(restored(text, worker) == "x" + line + "\n" + line)
    }
  }

  /// Spaces and ends of sentences are where a transform that looks at neighbours sees none.
  @Test func cutsWhereNeighboursDoNotMatter() throws {
    let sentence = "今天我们去山里看雪。"
    let once = clean(sentence, try plan("Any-Latin")).text
    let many = clean(String(repeating: sentence, count: 1_000), try plan("Any-Latin")).text
    #expect(many == String(repeating: once, count: 1_000))
  }

  @Test func wrongTransformsAreErrorsOfThePlan() {
    let expected = [
      "Katakana-Hirgana": "no ICU transform is called \"Katakana-Hirgana\"; did you mean \"Katakana-Hiragana\"?",
      "[:Han Any-Latin": "the filter at the start of \"[:Han Any-Latin\" is not a set such as [:Han:]",
    ]
    for (id, message) in expected {
      do {
        _ = try plan(id)
        Issue.record("\(id) was taken")
      } catch {
        #expect("\(error)" == message)
      }
    }
    #expect(throws: Never.self) { _ = try plan("") }
  }

  private func plan(_ id: String?) throws -> Plan {
    var configuration = Configuration()
    if let id { configuration.settings = [("transliterate.id", id)] }
    return try configuration.plan()
  }

  private func clean(_ text: String, _ plan: Plan) -> (text: String, worker: Worker) {
    let worker = Worker(plan, journal: true)
    var output = ByteBuffer()
    let bytes = Array(text.utf8)
    if !worker.clean(bytes.span, into: &output) { output.append(bytes.span) }
    return (string(output.span), worker)
  }

  private func restored(_ clean: String, _ worker: Worker) -> String? {
    var raw = ByteBuffer()
    let bytes = Array(clean.utf8)
    guard let record = worker.record, record.restore(bytes.span, into: &raw) else { return nil }
    return string(raw.span)
  }

  private func string(_ span: borrowing Span<UInt8>) -> String {
    var bytes: [UInt8] = []
    for index in span.indices { bytes.append(span[index]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
