public import DescrapeText

/// Converts texts by one configuration. It keeps buffers from text to text: one for each thread.
///
/// Unsafe inside: texts are borrowed for the length of a call, every read is below their count or goes through a checked table, and
/// every write is into room that was asked for.
@safe
public final class Converter {
  /// The tables of a configuration: its chain folded into one, and the dictionaries of the chain where those may match between
  /// segments.
  struct Tables: Sendable {
    var main: ConversionTable
    var chain: [ConversionTable] = []
  }

  let main: ConversionTable
  private var chain: ChainWalk?
  /// A scalar's replacement while it is looked at.
  private let inline = UnsafeMutablePointer<UInt8>.allocate(capacity: 8)

  init(_ tables: Tables) {
    main = tables.main
    unsafe inline.initialize(repeating: 0, count: 8)
    chain = tables.chain.isEmpty ? nil : ChainWalk(tables)
  }

  deinit { unsafe inline.deallocate() }

  /// What `step` found: the text up to `end` becomes `count` bytes at `output`, which live until the next step.
  @safe
  struct Step {
    var end: Int
    var output: UnsafePointer<UInt8>
    var count: Int
  }

  /// How much of a text is converted before room is made for more.
  private static let chunk = 1 << 15

  /// Appends the converted text to `output`. O(n).
  /// - Returns: how many edits it stands for, as `edits` proposes them.
  public func convert(_ text: borrowing TextView, into output: inout ByteBuffer) -> Int {
    var changes = 0
    var (i, extra) = (0, 0)
    let count = text.count
    while i < count {
      let room = Swift.min(count - i, Self.chunk) * 2 + 1024 + extra
      let before = i
      _ = unsafe output.appending(room: room) { out in
        unsafe text.withUnsafeBufferPointer { bytes in
          guard let p = bytes.baseAddress else { return 0 }
          var o = 0
          unsafe run(p, count, &i, out, room, &o, &changes)
          return o
        }
      }
      // A step that does not fit into what is left gets more.
      extra = i == before ? extra * 2 + 65_536 : 0
    }
    return changes
  }

  /// Calls `body` with each place that changes, in order: a range of the text and what it becomes. O(n).
  public func edits(_ text: borrowing TextView, _ body: (Range<Int>, borrowing Span<UInt8>) -> Void) {
    let n = text.count
    var i = 0
    while i < n {
      unsafe text.withUnsafeBufferPointer { bytes in
        guard let p = bytes.baseAddress else { return }
        let step = unsafe step(p, i, n)
        if unsafe differs(p + i, step.end - i, step.output, step.count) {
          body(i..<step.end, unsafe Span(_unsafeStart: step.output, count: step.count))
        }
        i = step.end
      }
    }
  }

  // MARK: - The fast way

  /// Converts until the text ends or the room does.
  private func run(
    _ p: UnsafePointer<UInt8>, _ n: Int, _ at: inout Int, _ out: UnsafeMutablePointer<UInt8>, _ room: Int,
    _ written: inout Int, _ changes: inout Int
  ) {
    let entries = unsafe main.entries
    let filter = unsafe main.filter
    let raw = unsafe UnsafeRawPointer(p)
    let target = UnsafeMutableRawPointer(out)
    var (i, o, edits) = (at, 0, 0)
    // Behind this place eight bytes can be read, and behind that one sixty-four be written.
    let (readable, writable) = (n - 8, room - 64)
    scanning: while i < n, o <= writable {
      if i <= readable {
        var word = unsafe raw.loadUnaligned(fromByteOffset: i, as: UInt32.self)
        if word & 0xF0 == 0xE0 {
          var entry = unsafe entries[Self.index(word)]
          var nextEntry: UInt64 = 0
          let last = Swift.min(readable &- 3, i &+ (writable &- o))
          var isOpen = false
          while i <= last {
            let next = unsafe raw.loadUnaligned(fromByteOffset: i &+ 3, as: UInt32.self)
            nextEntry = unsafe entries[Self.index(next)]
            if next & 0xF0 != 0xE0 { break }
            if unsafe main.mayMatch(filter, entry, nextEntry) || entry & TableLayout.complex != 0 {
              isOpen = true
              break
            }
            unsafe target.storeBytes(of: UInt32(truncatingIfNeeded: entry), toByteOffset: o, as: UInt32.self)
            edits &+= (UInt32(truncatingIfNeeded: entry) ^ word) & 0xFF_FFFF == 0 ? 0 : 1
            i &+= 3
            o &+= 3
            word = next
            entry = nextEntry
          }
          if isOpen, entry & (TableLayout.complex | TableLayout.barrier) == 0 {
            let (end, value) = unsafe main.longest(p, i &+ 3, n, entry)
            if value != 0 {
              let size = unsafe Int(main.pool[Int(value)])
              if o &+ size > writable { break scanning }
              let source = unsafe main.pool + Int(value) + 1
              unsafe copy(source, target + o, size)
              if unsafe differs(p + i, end &- i, source, size) { edits &+= 1 }
              i = end
              o &+= size
              continue scanning
            }
            if unsafe chain == nil || !main.mayMatch(main.chainFilter!, entry, nextEntry) {
              unsafe target.storeBytes(of: UInt32(truncatingIfNeeded: entry), toByteOffset: o, as: UInt32.self)
              edits &+= (UInt32(truncatingIfNeeded: entry) ^ word) & 0xFF_FFFF == 0 ? 0 : 1
              i &+= 3
              o &+= 3
              continue scanning
            }
          }
        } else if word & 0x80 == 0 {
          let stop = unsafe endOfASCII(p, i, Swift.min(n, i &+ (writable &- o)))
          if stop > i {
            unsafe (target + o).copyMemory(from: raw + i, byteCount: stop &- i)
            o &+= stop &- i
            i = stop
            continue scanning
          }
        }
      }
      let step = unsafe step(p, i, n)
      if o &+ step.count > writable { break scanning }
      unsafe (target + o).copyMemory(from: step.output, byteCount: step.count)
      if unsafe differs(p + i, step.end &- i, step.output, step.count) { edits &+= 1 }
      o &+= step.count
      i = step.end
    }
    at = i
    written = o
    changes &+= edits
  }

  /// The number of a three-byte character from its bytes as they lie in memory.
  @inline(__always)
  private static func index(_ word: UInt32) -> Int {
    Int((word & 0x0F) << 12 | (word >> 2) & 0xFC0 | (word >> 16) & 0x3F)
  }

  /// Up to where ASCII text from `i` on is nothing but itself: no key begins before. It may be `i`.
  @inline(__always)
  private func endOfASCII(_ p: UnsafePointer<UInt8>, _ i: Int, _ limit: Int) -> Int {
    let raw = unsafe UnsafeRawPointer(p)
    var end = i
    while end &+ 8 <= limit,
      unsafe raw.loadUnaligned(fromByteOffset: end, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    {
      end &+= 8
    }
    while end < limit, unsafe p[end] < 0x80 { end &+= 1 }
    if main.asciiPrefix == 0 && !main.isASCIIAnywhere { return end }
    // Keys that begin in ASCII go on behind it, so that only its last characters can begin one.
    var start = main.isASCIIAnywhere ? i : Swift.max(i, end &- main.asciiPrefix)
    while start < end, unsafe !main.startsKey(ascii: p[start]) { start &+= 1 }
    return start
  }

  @inline(__always)
  private func copy(_ source: UnsafePointer<UInt8>, _ target: UnsafeMutableRawPointer, _ size: Int) {
    let raw = unsafe UnsafeRawPointer(source)
    if size <= 16 {
      let (a, b) = unsafe (
        raw.loadUnaligned(as: UInt64.self), raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      )
      unsafe target.storeBytes(of: a, as: UInt64.self)
      unsafe target.storeBytes(of: b, toByteOffset: 8, as: UInt64.self)
    } else {
      unsafe target.copyMemory(from: raw, byteCount: size)
    }
  }

  /// Whether two texts differ.
  @inline(__always)
  private func differs(
    _ a: UnsafePointer<UInt8>, _ aCount: Int, _ b: UnsafePointer<UInt8>, _ bCount: Int
  ) -> Bool {
    guard aCount == bCount else { return true }
    for index in 0..<aCount where unsafe a[index] != b[index] { return true }
    return false
  }

  // MARK: - One step at a time

  /// Converts what begins at `i`, whatever it is.
  @inline(never)
  private func step(_ p: UnsafePointer<UInt8>, _ i: Int, _ n: Int) -> Step {
    let (value, length) = unsafe scalar(p, i, n)
    guard length > 0 else { return unsafe Step(end: n, output: p + i, count: n - i) }
    let entry = main.entry(value)
    if entry & TableLayout.complex != 0, IdeographicDescription.arity(value) > 0 {
      let described = IdeographicDescription.length(from: i, to: n) { unsafe scalar(p, $0, n) }
      let size = Swift.max(described, length)
      return unsafe Step(end: i + size, output: p + i, count: size)
    }
    if entry & TableLayout.barrier == 0, entry >> TableLayout.firstShift & 0xFFFF != 0 {
      let next = unsafe main.entry(scalar(p, i + length, n).value)
      if unsafe main.mayMatch(main.filter, entry, next) {
        let (end, place) = unsafe main.longest(p, i + length, n, entry)
        if place != 0 { return pooled(main, place, end) }
        if chain != nil, unsafe main.mayMatch(main.chainFilter!, entry, next) {
          return unsafe chain!.step(p, i, n)
        }
      }
    }
    if entry & TableLayout.complex != 0, entry & TableLayout.barrier == 0, chain != nil {
      return unsafe chain!.step(p, i, n)
    }
    if entry & TableLayout.complex != 0 { return pooled(main, main.complexValue(value), i + length) }
    guard length == 3 else { return unsafe Step(end: i + length, output: p + i, count: length) }
    unsafe inline[0] = UInt8(truncatingIfNeeded: entry)
    unsafe inline[1] = UInt8(truncatingIfNeeded: entry >> 8)
    unsafe inline[2] = UInt8(truncatingIfNeeded: entry >> 16)
    return unsafe Step(end: i + 3, output: UnsafePointer(inline), count: 3)
  }

  private func pooled(_ table: ConversionTable, _ place: UInt32, _ end: Int) -> Step {
    let value = unsafe table.pool + Int(place)
    return unsafe Step(end: end, output: value + 1, count: Int(value[0]))
  }
}
