import DescrapeICU
import DescrapeText
import Testing

@Suite struct HanReadingsTests {
  private let readings = HanReadings()

  /// The compiled table gives ICU's own answers: every character of it is asked.
  @Test func agreeWithTheTransforms() throws {
    let han = try Transform("Han-Latin")
    let simplified = try Transform("Traditional-Simplified")
    let traditional = try Transform("Simplified-Traditional")
    var wrong: [String] = []
    for value in UInt32(0x4E00)..<0xA000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = String(scalar)
      let latin = string(han, text).trimmingPrefix { $0 == " " }.description
      let reading = latin == text ? "" : latin
      let trimmed = reading.last == " " ? String(reading.dropLast()) : reading
      if readings.reading(of: value) != trimmed
        || readings.hasOtherSimplifiedForm(value) != (string(simplified, text) != text)
        || readings.hasOtherTraditionalForm(value) != (string(traditional, text) != text)
      {
        wrong.append(text)
      }
    }
    #expect(wrong.isEmpty)
  }

  @Test func knowReadingsWithTheirTone() {
    func isReading(_ text: String, of scalar: UInt32) -> Bool {
      let text = Array(text.utf8)
      return readings.isReading(text.span, 0..<text.count, of: scalar)
    }
    func isSyllable(_ text: String) -> Bool {
      let text = Array(text.utf8)
      return readings.isSyllable(text.span, 0..<text.count)
    }
    #expect(isReading("fā", of: 0x767C))
    #expect(!isReading("fá", of: 0x767C))
    #expect(!isReading("fā", of: 0x5B78))
    #expect(!isReading("fā", of: 0x41))
    #expect(isSyllable("fā"))
    #expect(isSyllable("zhuāng"))
    #expect(!isSyllable("x"))
    #expect(readings.hasOtherSimplifiedForm(0x767C))
    #expect(!readings.hasOtherSimplifiedForm(0x4E2D))
  }

  private func string(_ transform: Transform, _ text: String) -> String {
    transform.apply(Array(text.utf8).span) { result in
      var bytes: [UInt8] = []
      for index in result.indices { bytes.append(result[index]) }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
