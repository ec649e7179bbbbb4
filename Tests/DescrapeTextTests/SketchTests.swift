import Testing

@testable import DescrapeText

/// The kernel against the plain reading of its definition, and what its figures mean.
@Suite struct SketchTests {
  @Test func sketchesLikeThePlainVersion() {
    var random = SplitMix(seed: 0x5CE7)
    var sketcher = Sketcher()
    var sketch = ByteBuffer()
    for round in 0..<3000 {
      let text = Self.text(&random, length: round < 200 ? round % 20 : Int(random.next() % 600))
      sketch.removeAll()
      let bytes = Array(text.utf8)
      let filled = sketcher.sketch(bytes.span, into: &sketch)
      let plain = PlainSketch.sketch(text)
      #expect(Self.array(sketch) == plain, "\(text)")
      #expect(filled == plain.count { $0 != 0 })
      let hasContent = Sketcher.hasContent(bytes.span)
      #expect(hasContent == !PlainSketch.fold(text).isEmpty)
    }
  }

  @Test func comparesLikeThePlainVersion() {
    var random = SplitMix(seed: 77)
    for _ in 0..<2000 {
      let one = (0..<256).map { _ in UInt8(random.next() % 5) }
      let other = one.map { random.next() % 3 > 0 ? $0 : UInt8(random.next() % 5) }
      let similarity = TextSketch.similarity(one.span, other.span)
      #expect(similarity == PlainSketch.similarity(one, other))
    }
    let empty = [UInt8](repeating: 0, count: 256)
    let none: [UInt8] = []
    let (ofEmpty, ofNone) = (
      TextSketch.similarity(empty.span, empty.span), TextSketch.similarity(empty.span, none.span)
    )
    #expect(ofEmpty == 0 && ofNone == 0)
  }

  @Test func cutsBandsLikeThePlainVersion() {
    var random = SplitMix(seed: 78)
    for similarity in [500, 700, 800, 900, 1000] {
      let bands = SketchBands(similarity: similarity)
      for _ in 0..<100 {
        let sparse = random.next() % 4
        let sketch = (0..<256).map { _ in random.next() % 4 < sparse ? 0 : UInt8(1 + random.next() % 255) }
        var hashes: [UInt64] = []
        bands.forEach(of: sketch.span) { _, hash in hashes.append(hash) }
        #expect(hashes == PlainSketch.bands(sketch, bands.rows, bands.count))
      }
    }
    #expect(SketchBands(similarity: 800).rows == 8)
    #expect(SketchBands(similarity: 500).rows == 4)
    #expect(SketchBands(similarity: 1000).rows == 16)
  }

  /// The estimate against the index of the plain sets of shingles, over edits of every strength.
  @Test func estimatesJaccard() {
    var random = SplitMix(seed: 79)
    var (errors, worst, count) = (0.0, 0.0, 0)
    for round in 0..<300 {
      let isHan = round % 2 == 0
      let base = Self.prose(&random, length: 300 + Int(random.next() % 3000), isHan: isHan)
      var changed = base
      for _ in 0..<round % 60 {
        changed[Int(random.next() % UInt64(changed.count))] = Self.prose(&random, length: 1, isHan: isHan)[0]
      }
      let texts = [base, changed].map { scalars in
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
      }
      let sets = texts.map { Set(PlainSketch.shingles($0)) }
      let exact = Double(sets[0].intersection(sets[1]).count) / Double(sets[0].union(sets[1]).count)
      let (one, other) = (PlainSketch.sketch(texts[0]), PlainSketch.sketch(texts[1]))
      let estimate = TextSketch.similarity(one.span, other.span)
      let error = Double(estimate) / 1000 - exact
      errors += error * error
      worst = max(worst, abs(error))
      count += 1
    }
    // Sampling 256 bins gives 0.025 at 0.8 and 0.031 at the most.
    #expect((errors / Double(count)).squareRoot() < 0.03)
    #expect(worst < 0.12)
  }

  @Test func foldsWhatDoesNotCount() {
    let same = [
      "He said: it was the 42nd day, and nobody had come.", "he said it was the ４２ｎｄ DAY\u{3000}(and nobody had come)",
      "  He-said\u{200B}it*was\u{A0}the 42nd\tday — and\n\nnobody had “come”…",
    ]
    #expect(Set(same.map(PlainSketch.sketch)).count == 1)
    #expect(PlainSketch.fold("。、「」・★ \u{FEFF}–−×") == [])
    #expect(PlainSketch.fold("Éa漢カｶ한ªµ") != PlainSketch.fold("a"))
  }

  /// Every byte counts, and where it stands, and how many there are.
  @Test func tellsTextsApart() {
    var random = SplitMix(seed: 80)
    var seen: Set<[UInt64]> = []
    var texts: Set<[UInt8]> = []
    for length in 0..<200 {
      let bytes = (0..<length).map { _ in UInt8(random.next() % 3) }
      for index in 0..<max(length, 1) {
        var changed = bytes
        if index < length { changed[index] ^= 4 }
        guard texts.insert(changed).inserted else { continue }
        let print = TextFingerprint(changed.span)
        seen.insert([print.high])
        seen.insert([print.low, 0])
        #expect(PlainSketch.fingerprint(changed) == [print.high, print.low])
      }
    }
    #expect(seen.count == 2 * texts.count)
  }

  private static func array(_ buffer: borrowing ByteBuffer) -> [UInt8] {
    let span = buffer.span
    return span.indices.map { span[$0] }
  }

  /// Scalars of all lengths and kinds, in runs.
  private static func text(_ random: inout SplitMix, length: Int) -> String {
    let ranges: [ClosedRange<UInt32>] = [
      0x20...0x7E, 0x61...0x7A, 0x4E00...0x9FFF, 0x3000...0x30FF, 0xFF00...0xFFEF, 0xAC00...0xD7A3, 0x400...0x4FF,
      0x80...0x7FF, 0x2000...0x2FFF, 0xF900...0xFEFF, 0x10000...0x10FFFF, 0x61...0x62,
    ]
    var view = String.UnicodeScalarView()
    while view.count < length {
      let range = ranges[Int(random.next() % UInt64(ranges.count))]
      for _ in 0...random.next() % 30 {
        let value = range.lowerBound + UInt32(random.next() % UInt64(range.upperBound - range.lowerBound + 1))
        if let scalar = Unicode.Scalar(value) { view.append(scalar) }
      }
    }
    return String(view)
  }

  /// Letters or ideographs, the first ones more often.
  private static func prose(_ random: inout SplitMix, length: Int, isHan: Bool) -> [Unicode.Scalar] {
    (0..<length).compactMap { _ in
      let (start, count): (UInt64, UInt64) = isHan ? (0x4E00, 2000) : (0x61, 26)
      return Unicode.Scalar(UInt32(start + min(random.next() % count, random.next() % count)))
    }
  }
}

/// The definition of `Sketcher` and its fellows, step by step, without a thought for speed.
enum PlainSketch {
  static func fold(_ text: String) -> [UInt32] {
    text.unicodeScalars.map { Sketcher.folded($0.value) }.filter { $0 != 0 }
  }

  static func shingles(_ text: String) -> [[UInt32]] {
    let scalars = fold(text)
    var shingles: [[UInt32]] = []
    for end in scalars.indices {
      var (start, weight) = (end + 1, 0)
      while start > 0, weight < 10 {
        start -= 1
        weight += scalars[start] >= 0x2E80 ? 2 : 1
      }
      if weight >= 10 { shingles.append(Array(scalars[start...end])) }
    }
    return shingles
  }

  static func mix(_ value: UInt64) -> UInt64 {
    var value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  static func sketch(_ text: String) -> [UInt8] {
    var bins: [UInt64?] = Array(repeating: nil, count: 256)
    for shingle in shingles(text) {
      var (sum, power): (UInt64, UInt64) = (0, 1)
      for scalar in shingle.reversed() {
        sum &+= UInt64(scalar) &* power
        power &*= 0x9E37_79B9_7F4A_7C15
      }
      let hash = mix(sum)
      bins[Int(hash >> 56)] = min(bins[Int(hash >> 56)] ?? .max, hash)
    }
    return bins.map { hash in hash.map { max(UInt8($0 & 0xFF), 1) } ?? 0 }
  }

  static func similarity(_ one: [UInt8], _ other: [UInt8]) -> Int {
    let pairs = Array(zip(one, other))
    let same = pairs.count { $0 == $1 && $0 != 0 }
    let both = pairs.count { $0 != 0 && $1 != 0 }
    let either = pairs.count { $0 != 0 || $1 != 0 }
    return either == 0 ? 0 : max(1000 * (254 * same - both) / (253 * either), 0)
  }

  static func bands(_ sketch: [UInt8], _ rows: Int, _ count: Int) -> [UInt64] {
    guard sketch.count(where: { $0 != 0 }) >= 56 else { return [] }
    let dense = sketch.indices.map { bin in
      var (byte, attempt) = (sketch[bin], UInt64(1))
      while byte == 0 {
        byte = sketch[Int(mix(attempt * 256 + UInt64(bin)) >> 56)]
        attempt += 1
      }
      return byte
    }
    return (0..<count).map { band in
      dense[band * rows..<(band + 1) * rows].reduce(UInt64(band + 1) &* 0x9E37_79B9_7F4A_7C15) { mix($0 ^ UInt64($1)) }
    }
  }

  static func fingerprint(_ text: [UInt8]) -> [UInt64] {
    var (a, b) = (mix(UInt64(text.count)), mix(~UInt64(text.count)))
    for start in stride(from: 0, to: text.count, by: 8) {
      let bytes = text[start..<min(start + 8, text.count)]
      let word = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      a = (a ^ word) &* 0x9E37_79B9_7F4A_7C15
      a ^= a >> 32
      b = (b ^ word) &* 0xC2B2_AE3D_27D4_EB4F
      b ^= b >> 29
    }
    return [mix(a), mix(b)]
  }
}
