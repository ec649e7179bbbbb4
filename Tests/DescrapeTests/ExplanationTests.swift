import Descrape
import DescrapeText
import Testing

@Suite struct ExplanationTests {
  private func explain(_ text: String) throws -> (Explanation, clean: String) {
    let raw = Array(text.utf8)
    let plan = try Configuration().plan()
    let worker = Worker(plan, journal: true)
    var output = ByteBuffer()
    if !worker.clean(raw.span, into: &output) { output.append(raw.span) }
    let record = try #require(worker.record)
    var clean: [UInt8] = []
    for index in 0..<output.count { clean.append(output.span[index]) }
    return (
      Explanation(of: raw.span, record, stages: plan.stages.map(\.info)), String(decoding: clean, as: UTF8.self)
    )
  }

  /// Applied to the raw text, the changes give the clean text: nothing is missing, nothing stands twice.
  @Test(arguments: [
    "村裡發(fā)電,、發(fā)光,、發(fā)熱,都好。修路,,種樹,,養(yǎng)魚,,收工,。\r\n又來,,又去。\r\n",
    "第一行,、第二,。\n\n三,、四\n",
    "沒有損傷。",
    "",
  ])
  func leadsFromRawToClean(_ text: String) throws {
    let (explanation, clean) = try explain(text)
    var bytes = Array(text.utf8)
    for change in explanation.changes.reversed() {
      let range = change.offset..<change.offset + change.removed.count
      #expect(Array(bytes[range]) == change.removed)
      bytes.replaceSubrange(range, with: change.inserted)
    }
    #expect(String(decoding: bytes, as: UTF8.self) == clean)
  }

  @Test func namesPlaceRuleAndReason() throws {
    let (explanation, _) = try explain("一行\n二行,、三\n")
    let change = try #require(explanation.changes.first)
    #expect(explanation.changes.count == 1)
    #expect((change.stage, change.rule.id, change.rule.confidence) == ("stray-comma", "before-mark", 98))
    #expect((change.line, change.column, change.offset) == (2, 3, 13))
    #expect(change.removed == [0x2C] && change.inserted.isEmpty)
  }

  @Test func rendersAWordDiff() throws {
    let text = Array("一行\n二行,、三\n".utf8)
    let (explanation, _) = try explain("一行\n二行,、三\n")
    var output = ByteBuffer()
    explanation.text(of: text.span, colour: false, into: &output)
    var bytes: [UInt8] = []
    for index in 0..<output.count { bytes.append(output.span[index]) }
    #expect(
      String(decoding: bytes, as: UTF8.self) == """
        2  二行[-,-]、三
            stray-comma/before-mark 98%

        1 × stray-comma/before-mark, 98% sure: a comma stands directly before the real mark

        """)
  }
}
