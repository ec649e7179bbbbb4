/// Counts glosses over the windows of one document. It owns its tables, so that a document costs no allocation.
struct GlossSurvey: ~Copyable {
  /// For each character of the basic plane 0, or one more than its place in `counts`.
  private var place = [UInt16](repeating: 0, count: 0x10000)
  /// One bit for each character that has a place: small enough to stay in the nearest cache.
  private var marked = [UInt64](repeating: 0, count: 0x400)
  private(set) var counts: [GlossCount] = []

  /// Forgets the document.
  mutating func reset() {
    for count in counts {
      place[Int(count.scalar)] = 0
      marked[Int(count.scalar >> 6)] = 0
    }
    counts.removeAll(keepingCapacity: true)
  }

  /// Goes back to what a document's earlier windows had.
  mutating func restore(_ earlier: [GlossCount]) {
    reset()
    for count in earlier {
      counts.append(count)
      place[Int(count.scalar)] = UInt16(counts.count)
      marked[Int(count.scalar >> 6)] |= 1 << UInt64(count.scalar & 63)
    }
  }

  /// Adds the glosses of `text`. O(n).
  mutating func add(_ text: borrowing TextView, readings: any ReadingSource) {
    var offset = 0
    while let open = text.find(0x28, from: offset) {
      offset = open + 1
      let (scalar, length) = text.scalar(before: open)
      guard scalar < 0x10000, isHan(scalar), let bracket = text.glossBracket(at: open) else { continue }
      let matches = readings.isReading(text, bracket.reading, of: scalar)
      guard matches || readings.isSyllable(text, bracket.reading) else { continue }
      let index = slot(of: scalar)
      if matches { counts[index].matched += 1 } else { counts[index].other += 1 }
      let next = text.scalar(at: bracket.range.upperBound).value
      let previous = text.scalar(before: open - length).value
      if isHan(next) || isHan(previous) || previous == 0x29 { counts[index].embedded += 1 }
      offset = bracket.range.upperBound
    }
    guard !counts.isEmpty else { return }
    countBare(text)
  }

  /// Counts where the glossed characters stand without a gloss. Every Han character of the document passes through here, so it
  /// reads by pointer: `i` stays below `n`, a lead byte of E4-E9 has its two others in well-formed UTF-8, and `marked` has a bit
  /// for each number below 0x10000.
  private mutating func countBare(_ text: borrowing TextView) {
    unsafe text.withUnsafeBufferPointer { buffer in
      guard let p = buffer.baseAddress else { return }
      let n = buffer.count
      unsafe marked.withUnsafeBufferPointer { marked in
        var i = 0
        while i < n {
          let lead = unsafe p[i]
          guard lead & 0xF0 == 0xE0, i + 2 < n else {
            i += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
            continue
          }
          let scalar = unsafe Int(lead & 0x0F) << 12 | Int(p[i + 1] & 0x3F) << 6 | Int(p[i + 2] & 0x3F)
          i += 3
          guard unsafe marked[scalar >> 6] >> UInt64(scalar & 63) & 1 == 1 else { continue }
          let found = Int(place[scalar])
          if unsafe i >= n || p[i] != 0x28 || text.glossBracket(at: i) == nil { counts[found - 1].bare += 1 }
        }
      }
    }
  }

  private mutating func slot(of scalar: UInt32) -> Int {
    if place[Int(scalar)] == 0 {
      counts.append(GlossCount(scalar: scalar))
      place[Int(scalar)] = UInt16(counts.count)
      marked[Int(scalar >> 6)] |= 1 << UInt64(scalar & 63)
    }
    return Int(place[Int(scalar)]) - 1
  }
}
