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

extension ConversionTable {
  /// The longest key of several scalars that begins with the scalar of `entry`, of which the others begin at `i`.
  /// - Returns: where it ends, and the place of its value in the pool; 0 for the place when there is none.
  ///
  /// Unsafe: `p` has `n` bytes. A base plus a label lies in the array: see `isSound`.
  @inline(__always)
  func longest(
    _ p: UnsafePointer<UInt8>, _ i: Int, _ n: Int, _ entry: UInt64
  ) -> (end: Int, value: UInt32) {
    var node = UInt32(truncatingIfNeeded: entry >> TableLayout.firstShift & 0xFFFF)
    var base = unsafe roots[Int(node)]
    var (end, value) = (i, UInt32(0))
    guard base != 0 else { return (end, value) }
    var i = i
    while true {
      let (next, length) = unsafe scalar(p, i, n)
      guard length > 0 else { break }
      let label = UInt32(truncatingIfNeeded: self.entry(next) >> TableLayout.nextShift & 0xFFFF)
      guard label != 0 else { break }
      let slot = base &+ label
      let unit = unsafe units[Int(slot)]
      guard UInt32(truncatingIfNeeded: unit >> 32) == node, unit != 0 else { break }
      i &+= length
      let low = UInt32(truncatingIfNeeded: unit)
      if low & DoubleArray.leaf != 0 { return (i, low & DoubleArray.baseMask) }
      node = rootCount &+ slot
      base = low & DoubleArray.baseMask
      if low & DoubleArray.hasValue != 0 {
        value = unsafe UInt32(truncatingIfNeeded: units[Int(base)]) & DoubleArray.baseMask
        end = i
      }
    }
    return (end, value)
  }
}
