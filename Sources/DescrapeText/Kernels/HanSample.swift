/// A look at 16 stretches of a text for Han that UTF-8 read as GBK, Big5 or Shift_JIS is full of: the survey's loop has no time for it.
enum HanSample {
  /// Whether the text may have been read so. Two different characters of that kind close together count, one alone is a rare word. Han
  /// without any of the most common characters, or between Hangul, is what other charsets are read as. O(n) at most, an eighth of a
  /// short text.
  // Unsafe: `p` points at `n` bytes of well-formed UTF-8; a look beyond them is answered with 0.
  static func isMisread(_ p: UnsafePointer<UInt8>, _ n: Int, _ facts: Facts) -> Bool {
    // Hanja are rare in Korean, and Japanese has kana for what is common.
    if facts.hangul &* 8 > facts.han, facts.han &* 4 > facts.hangul { return true }
    let size = min(max(n / 128, 48), 256)
    let step = max(n / 16, size)
    var (start, all, common) = (0, 0, 0)
    let isSeen = unsafe MojibakeSign.telling.withBits { telling in
      unsafe MojibakeSign.keys.withBits { keys in
        while start < n {
          let end = min(start + size, n)
          var (j, last, place) = (start, UInt32(0), -256)
          while j < end {
            let base = j
            var hits = unsafe stretch(p, n, from: &j, to: min(base &+ 62, end), telling, &all)
            while hits != 0 {
              let hit = base &+ hits.trailingZeroBitCount
              hits &= hits &- 1
              let (first, second, third) = unsafe (p[hit], p[min(hit &+ 1, n &- 1)], p[min(hit &+ 2, n &- 1)])
              guard unsafe ScalarSet.bit(keys, first, second, third) == 1 else {
                common &+= 1
                continue
              }
              let key = UInt32(first) << 16 | UInt32(second) << 8 | UInt32(third)
              if n < 256 || key != last && hit - place < 96 { return true }
              (last, place) = (key, hit)
            }
          }
          start += step
        }
        return false
      }
    }
    return isSeen || all >= 12 && common &* 40 < all && facts.kana &* 4 < facts.han
  }

  /// A bit for each byte between `j` and `end` that a telling character begins at; adds Han characters to `all`. Without a branch on
  /// what the characters are, since nothing could guess it.
  @inline(__always)
  private static func stretch(
    _ p: UnsafePointer<UInt8>, _ n: Int, from j: inout Int, to end: Int, _ telling: UnsafeBufferPointer<UInt64>,
    _ all: inout Int
  ) -> UInt64 {
    let base = j
    var hits: UInt64 = 0
    while j < min(end, n &- 2) {
      let lead = unsafe p[j]
      let isThree: UInt64 = lead & 0xF0 == 0xE0 ? 1 : 0
      let bit = unsafe ScalarSet.bit(telling, lead, p[j &+ 1], p[j &+ 2])
      all &+= lead &- 0xE4 < 6 ? 1 : 0
      hits |= (bit & isThree) &<< UInt64(j &- base)
      j &+= 1 &+ Int(isThree &* 2)
    }
    j = max(j, end)
    return hits
  }
}
