/// Counts glosses over the windows of one document. It owns its tables, so that a document costs no allocation.
struct GlossSurvey: ~Copyable {
  /// For each character of the basic plane 0, or one more than its place in `counts`.
  private var place = [UInt16](repeating: 0, count: 0x10000)
  /// The characters that have a place.
  private var marked = ScalarSet()
  private(set) var counts: [GlossCount] = []
  /// The brackets of the text that was added last.
  private(set) var sites: [GlossSite] = []

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
    sites.removeAll(keepingCapacity: true)
    var offset = 0
    while let open = text.find(0x28, from: offset) {
      offset = open + 1
      let (scalar, length) = text.scalar(before: open)
      guard scalar < 0x10000, isHan(scalar), let bracket = text.glossBracket(at: open) else { continue }
      let matches = readings.isReading(text, bracket.reading, of: scalar)
      guard matches || readings.isSyllable(text, bracket.reading) else { continue }
      let next = text.scalar(at: bracket.range.upperBound).value
      let previous = text.scalar(before: open - length).value
      counts[slot(of: scalar)].add(isMatch: matches, isEmbedded: isHan(next) || isHan(previous) || previous == 0x29)
      offset = bracket.range.upperBound
      sites.append(GlossSite(start: open, end: offset, scalar: scalar, isReading: matches))
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
        if next >= 0x61 && next <= 0x7A || next >= 0xC3 && next <= 0xC9 || next == 0xE1 {
          // On to the closing bracket, if it is as near as a syllable's.
          for close in offset + 2..<offset + 12 where text[orZero: close] == 0x29 {
            offset = close
            break
          }
          continue
        }
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

extension Span where Element == UInt8 {
  /// The bracket that opens at `offset`, if it holds one run of Latin letters as short as a syllable, perhaps with a space on
  /// either side. O(1).
  public func glossBracket(at offset: Int) -> GlossBracket? {
    guard offset >= 0, offset < count else { return nil }
    return unsafe withUnsafeBufferPointer { buffer in
      guard let p = buffer.baseAddress else { return nil }
      // Unsafe: every read is below `n`.
      let n = buffer.count
      guard unsafe p[offset] == 0x28 else { return nil }
      var start = offset + 1
      while unsafe start < n && start - offset < 3 && p[start] == 0x20 { start += 1 }
      var end = start
      // Six letters at most (zhuāng), one of them with a tone mark: two or three bytes.
      while end < n && end - start < 9 {
        let byte = unsafe p[end]
        if byte >= 0x61 && byte <= 0x7A {
          end += 1
        } else if byte >= 0xC3 && byte <= 0xC9 {
          end += 2
        } else if byte == 0xE1 {
          end += 3
        } else {
          break
        }
      }
      var close = end
      while unsafe close < n && close - end < 2 && p[close] == 0x20 { close += 1 }
      guard unsafe end > start && close < n && p[close] == 0x29 else { return nil }
      return GlossBracket(range: offset..<close + 1, reading: start..<end)
    }
  }
}
