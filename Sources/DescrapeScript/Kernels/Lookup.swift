/// Reads well-formed UTF-8 by pointer. What is cut off at the end of a text has the length 0.
@inline(__always)
func scalar(_ p: UnsafePointer<UInt8>, _ i: Int, _ n: Int) -> (value: UInt32, length: Int) {
  guard i < n else { return (0, 0) }
  let first = unsafe p[i]
  if first < 0x80 { return (UInt32(first), 1) }
  let left = n &- i
  if first < 0xE0 {
    guard first >= 0xC0 else { return (0xFFFD, 1) }
    guard left >= 2 else { return (0, 0) }
    return unsafe (UInt32(first & 0x1F) << 6 | UInt32(p[i &+ 1] & 0x3F), 2)
  }
  if first < 0xF0 {
    guard left >= 3 else { return (0, 0) }
    return unsafe (UInt32(first & 0x0F) << 12 | UInt32(p[i &+ 1] & 0x3F) << 6 | UInt32(p[i &+ 2] & 0x3F), 3)
  }
  guard left >= 4 else { return (0, 0) }
  let head = unsafe UInt32(first & 0x07) << 18 | UInt32(p[i &+ 1] & 0x3F) << 12
  return unsafe (head | UInt32(p[i &+ 2] & 0x3F) << 6 | UInt32(p[i &+ 3] & 0x3F), 4)
}

/// The same for where nearly every scalar has three bytes and is not the text's last.
@inline(__always)
private func nextScalar(_ p: UnsafePointer<UInt8>, _ i: Int, _ n: Int) -> (value: UInt32, length: Int) {
  guard i &+ 4 <= n else { return unsafe scalar(p, i, n) }
  let word = unsafe UnsafeRawPointer(p).loadUnaligned(fromByteOffset: i, as: UInt32.self)
  return word & 0xF0 == 0xE0 ? (Converter.wide(word), 3) : unsafe scalar(p, i, n)
}

extension ConversionTable {
  /// The longest key of several scalars that begins with the scalar of `link`, of which the others begin at `i`.
  /// - Returns: where it ends, and its value: a place in the pool, with `TableLayout.conditional` or not; 0 when there is none.
  ///
  /// Unsafe: `p` has `n` bytes. A base plus a label lies in the array: see `Trie.isSound`.
  @inline(__always)
  func longest(
    _ trie: Trie, _ p: UnsafePointer<UInt8>, _ i: Int, _ n: Int, _ link: UInt32
  ) -> (end: Int, value: UInt32) {
    var node = link >> 16
    var base = unsafe trie.roots[Int(node)]
    var (end, value) = (i, UInt32(0))
    guard base != 0 else { return (end, value) }
    var i = i
    while true {
      let (next, length) = unsafe nextScalar(p, i, n)
      guard length > 0 else { break }
      let label = self.link(next) & 0xFFFF
      guard label != 0 else { break }
      let slot = base &+ label
      let unit = unsafe trie.units[Int(slot)]
      guard UInt32(truncatingIfNeeded: unit >> 32) == node, unit != 0 else { break }
      i &+= length
      let low = UInt32(truncatingIfNeeded: unit)
      if low & DoubleArray.leaf != 0 { return (i, low & DoubleArray.baseMask) }
      node = trie.rootCount &+ slot
      base = low & DoubleArray.baseMask
      if low & DoubleArray.hasValue != 0 {
        value = unsafe UInt32(truncatingIfNeeded: trie.units[Int(base)]) & DoubleArray.baseMask
        end = i
      }
    }
    return (end, value)
  }

  /// The segment of several scalars that begins at `i`: where it ends and the place of its value.
  @inline(__always)
  func segment(_ p: UnsafePointer<UInt8>, _ i: Int, _ n: Int) -> (end: Int, value: UInt32)? {
    let (value, length) = unsafe scalar(p, i, n)
    let link = self.link(value)
    guard length > 0, link >> 16 != 0, entry(value) & TableLayout.barrier == 0 else { return nil }
    let next = unsafe canonical(scalar(p, i &+ length, n).value)
    if let whole, let wholeFilter {
      guard wholeFilter.contains(canonical(value), next) else { return nil }
      let found = unsafe longest(whole, p, i &+ length, n, link)
      return found.value != 0 ? found : nil
    }
    guard filter.contains(canonical(value), next) else { return nil }
    let found = unsafe longest(trie, p, i &+ length, n, link)
    return found.value != 0 && found.value & TableLayout.conditional == 0 ? found : nil
  }
}
