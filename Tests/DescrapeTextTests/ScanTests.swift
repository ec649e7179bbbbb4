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

/// Clauses that stand again, against a walk over the characters.
@Suite struct ClauseSearchTests {
  @Test func findsWhatWasPlanted() {
    var random = SplitMix(seed: 0xC1A5)
    let clauses = ["今天下午全市学校放假，", "学生们陆续回家了。", "There was nobody at the station; ", "天气很好！", "a, b. "]
    for _ in 0..<2_000 {
      var text = ""
      for _ in 0..<Int(random.next() % 6) { text += clauses[Int(random.next() % 5)] }
      let planted = "第\(random.next() % 900)个人说他从来没有见过这样的事情，"
      text += planted
      let place = text.utf8.count
      text += planted
      for _ in 0..<Int(random.next() % 6) { text += clauses[Int(random.next() % 5)] }
      var search = ClauseSearch(shortest: 16, longest: 4096)
      var (start, isFound) = (0, false)
      let span = text.utf8Span.span
      while let (hit, earlier) = search.next(span, from: start) {
        #expect(hit > earlier && hit - earlier >= 16 && hit >= start)
        if hit == place, earlier == place - planted.utf8.count { isFound = true }
        start = hit
      }
      #expect(isFound, "\(text)")
    }
  }
}

struct WordTests {
  /// Every place of a short text, within it and beyond its ends, against byte by byte.
  @Test func aWordEndsWithTheText() {
    let bytes = Array("0123456789ab".utf8)
    for offset in 0...14 {
      var expected: UInt64 = 0
      for index in 0..<8 where offset + index < bytes.count {
        expected |= UInt64(bytes[offset + index]) << UInt64(index * 8)
      }
      #expect(bytes.span.word(at: offset) == expected)
    }
  }

  @Test func onlyCapitalsAreFolded() {
    for byte in UInt8.min...UInt8.max {
      let folded = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
      for place in 0..<8 {
        // Neighbours on both sides that a carry could reach.
        let around: UInt64 = 0xFF40_5B41_5A80_7F00
        let mask = UInt64(0xFF) << UInt64(place * 8)
        let word = around & ~mask | UInt64(byte) << UInt64(place * 8)
        let found = foldedASCII(word) >> UInt64(place * 8) & 0xFF
        #expect(found == UInt64(folded), "\(byte) at \(place)")
      }
    }
  }

  @Test func aByteIsFoundInItsRangeOnly() {
    let bytes = Array("a:b:c".utf8)
    #expect(bytes.span.find(0x3A, in: 0..<5) == 1)
    #expect(bytes.span.find(0x3A, in: 2..<5) == 3)
    #expect(bytes.span.find(0x3A, in: 2..<3) == nil)
    #expect(bytes.span.find(0x3A, in: 4..<4) == nil)
    #expect(bytes.span.find(0x3A, in: 4..<6) == nil)
  }
}
