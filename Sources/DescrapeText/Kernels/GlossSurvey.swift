internal import CBlocks

/// Counts glosses over the windows of one document. It owns its tables, so that a document costs no allocation.
struct GlossSurvey: ~Copyable {
  /// For each character of the basic plane 0, or one more than its place in `counts`.
  private var place = [UInt16](repeating: 0, count: 0x10000)
  /// The characters that have a place.
  private var marked = ScalarSet()
  /// The second and third bytes of those characters, in the order of `counts`.
  private var seconds: [UInt8] = []
  private var thirds: [UInt8] = []
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
    seconds.removeAll(keepingCapacity: true)
    thirds.removeAll(keepingCapacity: true)
  }

  /// Goes back to what a document's earlier windows had.
  mutating func restore(_ earlier: [GlossCount]) {
    reset()
    for count in earlier {
      counts.append(count)
      mark(count.scalar)
    }
  }

  /// Remembers the character that was added last.
  private mutating func mark(_ scalar: UInt32) {
    place[Int(scalar)] = UInt16(counts.count)
    marked.insert(scalar)
    seconds.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
    thirds.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
  }

  /// So many characters are looked for all at once.
  private static let most = 48

  /// The next place of a character with a count.
  private func next(_ text: borrowing TextView, from start: Int) -> Int? {
    guard counts.count <= Self.most else { return text.find(anyOf: marked, from: start) }
    var offset = start
    while offset < text.count {
      let hit = unsafe text.withUnsafeBufferPointer { bytes in
        unsafe seconds.withUnsafeBufferPointer { seconds in
          unsafe thirds.withUnsafeBufferPointer { thirds in
            // Unsafe: the kernel reads below the counts that it is given.
            guard let base = bytes.baseAddress, let second = seconds.baseAddress, let third = thirds.baseAddress else {
              return bytes.count
            }
            return unsafe Int(
              cblocks_any_pair(base, Int64(offset), Int64(bytes.count), second, third, Int64(seconds.count)))
          }
        }
      }
      guard hit < text.count else { return nil }
      if text[hit] >= 0xE0, text[hit] < 0xF0, marked.contains(text.scalar(at: hit).value) { return hit }
      offset = hit + 1
    }
    return nil
  }

  /// Adds the glosses of `text`; `wide` says that it may have fullwidth brackets around them. O(n).
  mutating func add(_ text: borrowing TextView, readings: some ReadingSource, wide: Bool) {
    sites.removeAll(keepingCapacity: true)
    var offset = 0
    while let open = wide ? text.find(anyOf: Self.brackets, from: offset) : text.find(0x28, from: offset) {
      offset = open + 1
      guard let site = text.glossSite(at: open, closely: counts.count < 3, readings: readings) else { continue }
      counts[slot(of: site.scalar)].add(site)
      offset = site.end
      sites.append(site)
    }
    guard !counts.isEmpty else { return }
    countBare(text)
  }

  /// First bytes of what may open a gloss.
  private static let brackets = ByteSet([0x28, 0xEF])

  /// Counts where the glossed characters stand without a bracket that opens in Latin or Bopomofo.
  private mutating func countBare(_ text: borrowing TextView) {
    var offset = 0
    while let hit = next(text, from: offset) {
      offset = hit + 3
      let bracket = text[orZero: offset] == 0x28 ? 1 : text[orZero: offset] == 0xEF && text.has("（", at: offset) ? 3 : 0
      if bracket > 0 {
        let first = offset + bracket
        let next = text[orZero: first] == 0x20 ? text[orZero: first + 1] : text[orZero: first]
        if next >= 0x61 && next <= 0x7A || next >= 0xC3 && next <= 0xC9 || next == 0xE1 || next == 0xCB
          || next == 0xE3 && text[orZero: first + 1] == 0x84
        {
          // On to the closing bracket, if it is as near as a syllable's.
          for close in first + 1..<first + 13 where text[orZero: close] == 0x29 {
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
      mark(scalar)
    }
    return Int(place[Int(scalar)]) - 1
  }
}

extension Span where Element == UInt8 {
  /// The bracket that opens at `offset`, if it holds one run of Latin letters as short as a syllable, perhaps with a space on
  /// either side. O(1).
  @inline(__always)
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
