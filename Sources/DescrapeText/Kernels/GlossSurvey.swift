/// Counts glosses over the windows of one document. It owns its tables, so that a document costs no allocation.
struct GlossSurvey: ~Copyable {
  /// For each character of the basic plane 0, or one more than its place in `counts`.
  private var place = [UInt16](repeating: 0, count: 0x10000)
  /// The characters that have a place.
  private var marked = ScalarSet()
  private(set) var counts: [GlossCount] = []

  /// Forgets the document.
  mutating func reset() {
    for count in counts {
      place[Int(count.scalar)] = 0
      marked.remove(count.scalar)
    }
    counts.removeAll(keepingCapacity: true)
  }

  /// Goes back to what a document's earlier windows had.
  mutating func restore(_ earlier: [GlossCount]) {
    reset()
    for count in earlier {
      counts.append(count)
      place[Int(count.scalar)] = UInt16(counts.count)
      marked.insert(count.scalar)
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

  /// Counts where the glossed characters stand without a bracket that opens in Latin.
  private mutating func countBare(_ text: borrowing TextView) {
    var offset = 0
    while let hit = text.find(anyOf: marked, from: offset) {
      offset = hit + 3
      if text[orZero: offset] == 0x28 {
        let next = text[orZero: offset + 1] == 0x20 ? text[orZero: offset + 2] : text[orZero: offset + 1]
        if next >= 0x61 && next <= 0x7A || next >= 0xC3 && next <= 0xC9 || next == 0xE1 { continue }
      }
      counts[Int(place[Int(text.scalar(at: hit).value)]) - 1].bare += 1
    }
  }

  private mutating func slot(of scalar: UInt32) -> Int {
    if place[Int(scalar)] == 0 {
      counts.append(GlossCount(scalar: scalar))
      place[Int(scalar)] = UInt16(counts.count)
      marked.insert(scalar)
    }
    return Int(place[Int(scalar)]) - 1
  }
}
