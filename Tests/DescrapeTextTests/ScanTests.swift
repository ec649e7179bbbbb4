import DescrapeText
import Testing

/// The scanning kernels against loops.
@Suite struct ScanTests {
  @Test func agreeWithLoops() {
    var random = SplitMix(seed: 0x5CA2)
    let marks = ByteSet(Array(",:;?!()".utf8))
    let others = ByteSet([0x2C, 0xEF])
    var scalars = ScalarSet()
    for scalar in "漢,é。".unicodeScalars { scalars.insert(scalar.value) }
    let pieces = ["a", "漢", "字", "，", ",", "\n", "é", "𠀀", "。", "b c", "!", "0", " "]
    for _ in 0..<3_000 {
      var text = ""
      for _ in 0..<Int(random.next() % 60) {
        let piece = pieces[Int(random.next() % UInt64(pieces.count))]
        for _ in 0...Int(random.next() % 12) { text += piece }
      }
      let bytes = Array(text.utf8)
      let borders =
        text.unicodeScalars.indices.map { text.utf8.distance(from: text.startIndex, to: $0) } + [bytes.count]
      let start = borders[Int(random.next() % UInt64(borders.count))]
      let tail = bytes.indices.dropFirst(start)
      let found = bytes.span.find(anyOf: marks, from: start)
      #expect(found == tail.first { ",:;?!()".utf8.contains(bytes[$0]) })
      let other = bytes.span.find(anyOf: others, from: start)
      #expect(other == tail.first { [0x2C, 0xEF].contains(bytes[$0]) })
      let scalar = bytes.span.find(anyOf: scalars, from: start)
      let wanted = text.unicodeScalars.indices.first {
        text.utf8.distance(from: text.startIndex, to: $0) >= start && scalars.contains(text.unicodeScalars[$0].value)
      }
      #expect(scalar == wanted.map { text.utf8.distance(from: text.startIndex, to: $0) })
      let line = bytes.span.startOfLine(at: start)
      #expect(line == (bytes[..<start].lastIndex(of: 0x0A) ?? -1) + 1)
    }
  }
}
