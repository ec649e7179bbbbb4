internal import DescrapeText

/// Converts between segments where a later dictionary of the chain may match: there the folded table does not know enough.
///
/// It runs the chain from one place on, conversion by conversion, only until all of them have a border in common; from there the
/// folded table goes on. Unsafe for the same reasons as `Converter`.
@safe
struct ChainWalk: ~Copyable {
  private let main: ConversionTable
  private let first: ConversionTable
  private let second: ConversionTable?
  /// What the first conversion made, and where its borders are: in it, and in the text.
  private var middle: [UInt8] = []
  private var borders: [(middle: Int, source: Int)] = []
  private var result = ByteBuffer()
  private var source = 0

  init(_ tables: Converter.Tables) {
    main = tables.main
    first = tables.chain[0]
    second = tables.chain.count > 1 ? tables.chain[1] : nil
  }

  /// Converts from `i`, where no segment begins, to the next common border.
  mutating func step(_ p: UnsafePointer<UInt8>, _ i: Int, _ n: Int) -> Converter.Step {
    middle.removeAll(keepingCapacity: true)
    borders.removeAll(keepingCapacity: true)
    result.removeAll()
    source = i
    _ = unsafe extend(p, i, n)
    guard let second else {
      for byte in middle { result.append(byte) }
      return finished(source)
    }
    var (position, border) = (0, 0)
    while true {
      position = unsafe convertNext(second, position, p, i, n)
      while border < borders.count, borders[border].middle < position { border += 1 }
      if border < borders.count, borders[border].middle == position { return finished(borders[border].source) }
    }
  }

  /// The result lives in this walk until its next step.
  private func finished(_ end: Int) -> Converter.Step {
    // The buffer's memory is its own and moves only when it grows.
    unsafe result.span.withUnsafeBufferPointer { bytes in
      // swift-format-ignore: NeverForceUnwrap
      unsafe Converter.Step(end: end, output: bytes.baseAddress!, count: bytes.count)
    }
  }

  /// One step of the second conversion.
  private mutating func convertNext(
    _ table: ConversionTable, _ start: Int, _ p: UnsafePointer<UInt8>, _ i: Int, _ n: Int
  ) -> Int {
    let (value, length) = scalar(middle, start)
    let entry = table.entry(value)
    var node = table.link(value) >> 16
    var base = unsafe table.trie.roots[Int(node)]
    var (end, place) = (start + length, UInt32(0))
    var at = end
    while base != 0 {
      if at == middle.count, unsafe !extend(p, i, n) { break }
      let (next, size) = scalar(middle, at)
      let label = table.link(next) & 0xFFFF
      let slot = base &+ label
      let unit = unsafe table.trie.units[Int(slot)]
      guard size > 0, label != 0, unit != 0, UInt32(truncatingIfNeeded: unit >> 32) == node else { break }
      at += size
      let low = UInt32(truncatingIfNeeded: unit)
      node = table.trie.rootCount &+ slot
      base = low & DoubleArray.leaf != 0 ? 0 : low & DoubleArray.baseMask
      if low & DoubleArray.leaf != 0 {
        (end, place) = (at, low & DoubleArray.baseMask)
      } else if low & DoubleArray.hasValue != 0 {
        (end, place) = unsafe (at, UInt32(truncatingIfNeeded: table.trie.units[Int(base)]) & DoubleArray.baseMask)
      }
    }
    if place == 0, entry & TableLayout.complex != 0 { place = table.complexValue(value) }
    if place != 0 {
      let value = unsafe table.pool + Int(place)
      for offset in unsafe 1...Int(value[0]) { result.append(unsafe value[offset]) }
    } else if length == 3 {
      for shift in [UInt32(0), 8, 16] { result.append(UInt8(truncatingIfNeeded: entry >> shift)) }
    } else {
      for offset in start..<start + length { result.append(middle[offset]) }
    }
    return end
  }

  /// One step of the first conversion; false where the run of unsegmented text ends.
  private mutating func extend(_ p: UnsafePointer<UInt8>, _ i: Int, _ n: Int) -> Bool {
    let (value, length) = unsafe scalar(p, source, n)
    guard length > 0, IdeographicDescription.arity(value) == 0 else { return false }
    if source > i, unsafe segmentBegins(p, source, n) { return false }
    let entry = first.entry(value)
    var (end, place) = unsafe first.longest(first.trie, p, source + length, n, first.link(value))
    if place != 0 {
      // The match must not reach into a segment.
      var limit = source + length
      while limit < end, unsafe !segmentBegins(p, limit, n) { limit += unsafe max(scalar(p, limit, n).length, 1) }
      if limit < end { (end, place) = unsafe first.longest(first.trie, p, source + length, limit, first.link(value)) }
    }
    if place == 0 {
      end = source + length
      if entry & TableLayout.complex != 0 { place = first.complexValue(value) }
    }
    if place != 0 {
      let value = unsafe first.pool + Int(place)
      for offset in unsafe 1...Int(value[0]) { middle.append(unsafe value[offset]) }
    } else if length == 3 {
      for shift in [UInt32(0), 8, 16] { middle.append(UInt8(truncatingIfNeeded: entry >> shift)) }
    } else {
      for offset in source..<end { middle.append(unsafe p[offset]) }
    }
    source = end
    borders.append((middle.count, source))
    return true
  }

  /// Whether a segment, or a key of its own, begins at `i`.
  private func segmentBegins(_ p: UnsafePointer<UInt8>, _ i: Int, _ n: Int) -> Bool {
    unsafe main.segment(p, i, n) != nil || main.entry(scalar(p, i, n).value) & TableLayout.barrier != 0
  }
}
