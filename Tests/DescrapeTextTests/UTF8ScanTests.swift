import DescrapeText
import Testing

@Suite struct UTF8ScanTests {
  /// Swift's own decoder is the oracle: one U+FFFD for each maximal subpart.
  @Test func agreesWithTheStandardLibrary() {
    var random = SplitMix(seed: 0xDE5C)
    for _ in 0..<20_000 {
      let bytes = hostile(&random)
      #expect(repaired(bytes) == String(decoding: bytes, as: UTF8.self), "\(bytes)")
    }
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        let bytes = [first, second, 0x41]
        #expect(repaired(bytes) == String(decoding: bytes, as: UTF8.self), "\(bytes)")
      }
    }
  }

  /// An unfinished sequence is exactly what more bytes can complete.
  @Test func knowsWhatMayStillBeCompleted() {
    let text = Array("aé漢𠀀".utf8)
    for end in 0...text.count {
      let start = Array(text[..<end])
      let unfinished = UTF8Scan.unfinishedSuffix(of: start.span)
      let wellFormed = UTF8Scan.wellFormedPrefix(of: start.span)
      #expect(wellFormed == end - unfinished)
    }
    for hopeless: [UInt8] in [[0xC0], [0xED, 0xA0], [0xF4, 0x90], [0xE0, 0x80], [0x80, 0x80]] {
      let unfinished = UTF8Scan.unfinishedSuffix(of: hopeless.span)
      #expect(unfinished == 0)
    }
  }

  private func repaired(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    var rest = bytes
    while !rest.isEmpty {
      let good = UTF8Scan.wellFormedPrefix(of: rest.span)
      result += rest[..<good]
      rest.removeFirst(good)
      let bad = UTF8Scan.illFormedLength(in: rest.span, at: 0)
      if bad > 0 { result += [0xEF, 0xBF, 0xBD] }
      rest.removeFirst(bad)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Mostly text, with bytes hit at random.
  private func hostile(_ random: inout SplitMix) -> [UInt8] {
    let pieces = ["a", "plain text ", "é", "漢字漢字漢字", "𠀀", "\u{FFFD}", "\u{D7FF}", "\u{E000}"]
    var bytes: [UInt8] = []
    // Up to a few blocks long.
    for _ in 0..<Int(random.next() % 32) { bytes += Array(pieces[Int(random.next() % 8)].utf8) }
    for _ in 0..<Int(random.next() % 4) where !bytes.isEmpty {
      bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
    }
    if !bytes.isEmpty, random.next() % 3 == 0 { bytes.removeLast(Int(random.next() % UInt64(min(bytes.count, 4)))) }
    return bytes
  }
}

/// SplitMix64: the same numbers on every machine.
struct SplitMix {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
