import Descrape
import DescrapeText
import Testing

/// A text worked on in blocks takes other ways through some stages; they lead to the same bytes.
@Suite struct BlockTests {
  @Test func glossesGoInBlocksAsInOneGo() throws {
    let line = "村裡開(kāi)了會(huì)，說的是經(jīng)濟(jì)，講的是發(fā)展(plan)，也講長(cháng)遠(yuǎn)。\n"
    let text = Array(String(repeating: line, count: 40).utf8)
    var results: [[UInt8]] = []
    for size in [1 << 20, 64, 200, 1000] {
      var configuration = Configuration()
      configuration.only = ["gloss"]
      configuration.blockSize = size
      var output = ByteBuffer()
      let changed = Worker(try configuration.plan()).clean(text.span, into: &output)
      #expect(changed)
      results.append((0..<output.count).map { output.span[$0] })
    }
    let clean = "村裡開了會，說的是經濟，講的是發展(plan)，也講長遠。\n"
    #expect(results.allSatisfy { $0 == results[0] })
    #expect(String(decoding: results[0], as: UTF8.self) == String(repeating: clean, count: 40))
  }
}
