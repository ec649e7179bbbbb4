import Descrape
import DescrapeText
import Testing

/// Recovering stages over texts put together at random from what they look for: cleaning settles them, nearly always in
/// one pass, and the journal restores. What decides on a reference may now and then only come out of another one.
@Suite struct RecoverTests {
  private static let all = ["line-endings", "mojibake", "entities", "invisible", "normal-form"]

  @Test(arguments: [all] + all.map { [$0] })
  func settles(_ stages: [String]) throws {
    var configuration = Configuration()
    configuration.only = stages
    let plan = try configuration.plan()
    var random = Mix(state: 42)
    var resettled = 0
    for _ in 0..<2000 {
      let text = sample(&random)
      let shown = text.unicodeScalars.map { $0.escaped(asASCII: true) }.joined()
      let clean = Cleaned(Array(text.utf8), plan, journal: true)
      resettled += clean.statistics.resettledDocuments
      #expect(clean.statistics.unsettledDocuments == 0, "\(shown)")
      var raw = ByteBuffer()
      let isRestored = try #require(clean.record).restore(clean.text.span, into: &raw)
      #expect(isRestored && raw.bytes == Array(text.utf8), "\(shown)")
    }
    #expect(resettled <= 16)
  }

  private func sample(_ random: inout Mix) -> String {
    let pieces = [
      "#", ";", "x", "&amp;", "&nbsp", "&nbsp;", "&lt;", "&gt;", "&quot;", "&#39;", "&#8203;", "&#xff1a;",
      "#x4e2d;", "&#12354", "&#13;", "&#10;", "&#769;", "&#35;", "&#12102;", "&shy;", "&zwj;", "&rlm;", "br",
      "<b>", "</b>", "`", "```\n", "\"", "'", "=", "(", "{", "“", "”", "漢", "字", "か", "a", "é", "1", " ", "\n", "\r",
      "。", "，",
      "\u{200B}", "\u{FEFF}", "\u{2060}", "\u{AD}", "\u{200C}", "\u{200D}", "\u{200E}", "\u{61C}", "\u{202A}",
      "\u{202B}",
      "\u{202C}", "\u{202E}", "\u{2067}", "\u{2068}", "\u{2069}", "\u{92}", "\u{81}", "\u{7}", "\u{1B}",
      "\u{1F469}", "\u{FE0F}", "\u{1F3F4}", "\u{E0067}", "ไ", "ש", "\u{180E}", "\u{2F42}", "\u{2F08}", "\u{2ECB}",
      "\u{301}",
      "\u{F90A}", "\u{212B}", "¼", "Ä", "\u{1100}", "\u{1161}", "\u{11A8}", "部首", "转义",
    ]
    var text = ""
    for _ in 0..<Int(random.next() % 20) { text += pieces[Int(random.next() % UInt64(pieces.count))] }
    return text
  }
}

/// SplitMix64: the same texts on every run.
private struct Mix {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
