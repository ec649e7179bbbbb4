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
  private let hasChain: Bool
  /// Whether what is found is only decided by the whole trie.
  private let isDecided: Bool
  /// A place in the text where a segment may begin, as far as is known: none that begins before reaches over it.
  private var border = 0
  /// A scalar's replacement while it is looked at.
  private let inline = UnsafeMutablePointer<UInt8>.allocate(capacity: 8)

  init(_ tables: Tables) {
    main = tables.main
    hasChain = !tables.chain.isEmpty
    isDecided = tables.main.whole != nil
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
    border = 0
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
    border = 0
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

  /// Calls `body` with each segment of several scalars: the phrases of the text as the configuration cuts it. O(n).
  func segments(_ text: borrowing TextView, _ body: (Range<Int>) -> Void) {
    let n = text.count
    var i = 0
    while i < n {
      let range = unsafe text.withUnsafeBufferPointer { bytes -> Range<Int> in
        guard let p = bytes.baseAddress else { return i..<n }
        let (value, length) = unsafe scalar(p, i, n)
        if IdeographicDescription.arity(value) > 0 {
          return i..<i + Swift.max(IdeographicDescription.length(from: i, to: n) { unsafe scalar(p, $0, n) }, length)
        }
        return i..<(unsafe main.segment(p, i, n)?.end ?? i + Swift.max(length, 1))
      }
      if text.scalar(at: i).length < range.count, IdeographicDescription.arity(text.scalar(at: i).value) == 0 {
        body(range)
      }
      i = range.upperBound
    }
  }

  // MARK: - The fast way

  /// Converts until the text ends or the room does.
  private func run(
    _ p: UnsafePointer<UInt8>, _ n: Int, _ at: inout Int, _ out: UnsafeMutablePointer<UInt8>, _ room: Int,
    _ written: inout Int, _ changes: inout Int
  ) {
    let entries = unsafe main.entries
    let (filter, shift) = unsafe (main.filter.words, main.filter.shift)
    let raw = unsafe UnsafeRawPointer(p)
    let target = UnsafeMutableRawPointer(out)
    var (i, o, edits) = (at, 0, 0)
    // Up to these places sixteen bytes can be read, and sixty-four written.
    let (readable, writable) = (n - 16, room - 64)
    scanning: while i < n, o <= writable {
      if i <= readable {
        var word = unsafe raw.loadUnaligned(fromByteOffset: i, as: UInt32.self)
        if word & 0xF0 == 0xE0 {
          var scalar = Self.wide(word)
          var entry = unsafe entries[Int(scalar)]
          var next: UInt32 = 0
          let last = Swift.min(readable, i &+ (writable &- o))
          var isOpen = false
          if entry & TableLayout.special == 0 {
            // Characters that begin no key and stand before none that is special. Both texts move in step, so that one offset serves.
            let (ahead, moved) = unsafe (o &- i, target + (o &- i))
            while i <= last {
              word = unsafe raw.loadUnaligned(fromByteOffset: i &+ 3, as: UInt32.self)
              if word & 0xF0 != 0xE0 { break }
              next = Self.wide(word)
              let nextEntry = unsafe entries[Int(next)]
              let bit = TableLayout.pairHash(first: scalar, next: next) &>> shift
              let mark = unsafe filter[Int(bit >> 6)] &>> UInt64(bit & 63) | UInt64(nextEntry >> 24)
              if mark & 1 != 0 {
                isOpen = true
                break
              }
              unsafe moved.storeBytes(of: entry, toByteOffset: i, as: UInt32.self)
              edits &+= Int(entry >> 25 & 1)
              i &+= 3
              scalar = next
              entry = nextEntry
            }
            o = i &+ ahead
            if !isOpen, i <= last, word & 0x80 == 0 {
              next = word & 0x7F
              isOpen = unsafe main.filter.contains(scalar, next) || entries[Int(next)] & TableLayout.special != 0
              if !isOpen {
                unsafe target.storeBytes(of: entry, toByteOffset: o, as: UInt32.self)
                edits &+= Int(entry >> 25 & 1)
                i &+= 3
                o &+= 3
                continue scanning
              }
            }
          }
          if isOpen {
            let borderBefore = border
            var (end, value) = unsafe main.longest(main.trie, p, i &+ 3, n, main.link(scalar))
            if value != 0, isDecided || value & TableLayout.uncertain != 0 {
              (end, value) = unsafe decide(p, i, n, end, value)
            }
            if value == 0 {
              unsafe target.storeBytes(of: entry, toByteOffset: o, as: UInt32.self)
              edits &+= Int(entry >> 25 & 1)
              i &+= 3
              o &+= 3
              continue scanning
            }
            if value != Self.walk {
              value &= TableLayout.placeMask
              let size = unsafe Int(main.pool[Int(value)])
              if o &+ size > writable {
                // It is done again when there is room.
                border = borderBefore
                break scanning
              }
              let source = unsafe main.pool + Int(value) + 1
              unsafe copy(source, target + o, size)
              if unsafe end &- i != size || differs(p + i, source, size, isWide: i <= readable) { edits &+= 1 }
              i = end
              o &+= size
              continue scanning
            }
          }
        } else if word & 0x80 == 0, !main.isASCIIAnywhere {
          let start = i
          while i <= readable, o <= writable {
            let (a, b) = unsafe (
              raw.loadUnaligned(fromByteOffset: i, as: UInt64.self),
              raw.loadUnaligned(fromByteOffset: i &+ 8, as: UInt64.self)
            )
            unsafe target.storeBytes(of: a, toByteOffset: o, as: UInt64.self)
            unsafe target.storeBytes(of: b, toByteOffset: o &+ 8, as: UInt64.self)
            let (high, higher) = (a & Self.highBits, b & Self.highBits)
            let size =
              high != 0
              ? high.trailingZeroBitCount >> 3 : higher != 0 ? 8 &+ higher.trailingZeroBitCount >> 3 : 16
            i &+= size
            o &+= size
            if size < 16 { break }
          }
          // A key may begin in the last characters, also where the run was left before its end; the output goes back to where it does.
          guard main.asciiPrefix > 0, unsafe main.endsPrefix(ascii: p[i &- 1]) || i < n && p[i] < 0x80 else {
            continue scanning
          }
          var place = Swift.max(start, i &- main.asciiPrefix)
          while place < i, unsafe !main.startsKey(ascii: p[place]) { place &+= 1 }
          if place == i { continue scanning }
          o &-= i &- place
          i = place
        }
      }
      let borderBefore = border
      let step = unsafe step(p, i, n)
      if o &+ step.count > writable {
        border = borderBefore
        break scanning
      }
      if step.count <= 4 {
        for index in 0..<step.count { unsafe out[o &+ index] = step.output[index] }
      } else {
        unsafe (target + o).copyMemory(from: step.output, byteCount: step.count)
      }
      if unsafe differs(p + i, step.end &- i, step.output, step.count) { edits &+= 1 }
      o &+= step.count
      i = step.end
    }
    at = i
    written = o
    changes &+= edits
  }

  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// The scalar of three bytes as they lie in memory.
  @inline(__always)
  static func wide(_ word: UInt32) -> UInt32 {
    (word & 0x0F) &<< 12 | (word &>> 2) & 0xFC0 | (word &>> 16) & 0x3F
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

  /// Whether two texts of the same length differ; `b` is in the pool, and `isWide` says that sixteen bytes of `a` can be read.
  @inline(__always)
  private func differs(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int, isWide: Bool) -> Bool {
    guard isWide, count <= 16 else { return unsafe differs(a, count, b, count) }
    let (first, second) = unsafe (UnsafeRawPointer(a), UnsafeRawPointer(b))
    let low = unsafe first.loadUnaligned(as: UInt64.self) ^ second.loadUnaligned(as: UInt64.self)
    let high =
      unsafe first.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      ^ second.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    // Shifts that are too wide give 0, which is what they should.
    let (lowBits, highBits) = (low << UInt64(64 - min(count, 8) * 8), high << UInt64(128 - max(count, 8) * 8))
    return lowBits | highBits != 0
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

  // MARK: - What a key means where it stands

  /// A value that says: walk the chain from here.
  private static let walk = UInt32.max

  /// What happens at `i`, where the longest key that is sought ends at `end` and has a value.
  /// - Returns: the key's end and the place of its value, `walk`, or 0 for a scalar that stands for itself.
  @inline(never)
  private func decide(
    _ p: UnsafePointer<UInt8>, _ i: Int, _ n: Int, _ end: Int, _ value: UInt32
  ) -> (end: Int, value: UInt32) {
    if isDecided {
      // A plain segment may have begun before and reach over this place; then nothing begins here.
      if i >= border { unsafe findBorder(p, i, n) }
      if i < border { return (i, 0) }
      if let segment = unsafe main.segment(p, i, n) {
        border = segment.end
        return segment
      }
    } else if value & TableLayout.uncertain == 0 {
      return (end, value & TableLayout.placeMask)
    }
    if !hasChain { return (i, 0) }
    if value & TableLayout.placeMask == TableLayout.walk { return (i, Self.walk) }
    // The first scalar is past; each other one must begin nothing.
    var inside = i + (unsafe scalar(p, i, n).length)
    var (here, length) = unsafe scalar(p, inside, n)
    while inside < end {
      let entry = main.entry(here)
      if entry & (TableLayout.barrier | TableLayout.complex) != 0 { return (i, Self.walk) }
      let (next, nextLength) = unsafe scalar(p, inside + length, n)
      let link = main.link(here)
      if link >> 16 != 0 {
        let pair = (main.canonical(here), main.canonical(next))
        if main.filter.contains(pair.0, pair.1),
          unsafe main.longest(main.trie, p, inside + length, n, link).value != 0
        {
          return (i, Self.walk)
        }
        if isDecided, unsafe main.segment(p, inside, n) != nil { return (i, Self.walk) }
      }
      inside += length
      (here, length) = (next, nextLength)
    }
    border = end
    return (end, value & TableLayout.placeMask)
  }

  /// Moves `border` to the first border of segments at or after `i`.
  private func findBorder(_ p: UnsafePointer<UInt8>, _ i: Int, _ n: Int) {
    // Back to where no two scalars stand in any segment side by side: nothing reaches over that place.
    var start = i
    var behind = unsafe main.canonical(scalar(p, i, n).value)
    while start > border {
      var before = start - 1
      while before > border, unsafe p[before] & 0xC0 == 0x80 { before -= 1 }
      let scalar = unsafe main.canonical(scalar(p, before, n).value)
      if let inside = main.insideFilter, !inside.contains(scalar, behind) { break }
      (start, behind) = (before, scalar)
    }
    while start < i {
      if let segment = unsafe main.segment(p, start, n) {
        start = segment.end
      } else {
        start += unsafe scalar(p, start, n).length
      }
    }
    border = start
  }

  // MARK: - One step at a time

  /// Converts what begins at `i`, whatever it is.
  @inline(never)
  private func step(_ p: UnsafePointer<UInt8>, _ i: Int, _ n: Int) -> Step {
    let (value, length) = unsafe scalar(p, i, n)
    guard length > 0 else { return unsafe Step(end: n, output: p + i, count: n - i) }
    let entry = main.entry(value)
    if entry & TableLayout.special != 0, IdeographicDescription.arity(value) > 0 {
      let described = IdeographicDescription.length(from: i, to: n) { unsafe scalar(p, $0, n) }
      let size = Swift.max(described, length)
      border = i + size
      return unsafe Step(end: i + size, output: p + i, count: size)
    }
    let link = main.link(value)
    if entry & TableLayout.barrier == 0, link >> 16 != 0 {
      let next = unsafe main.canonical(scalar(p, i + length, n).value)
      let first = main.canonical(value)
      if main.filter.contains(first, next) {
        let (found, candidate) = unsafe main.longest(main.trie, p, i + length, n, link)
        if candidate != 0 {
          let (end, place) = unsafe decide(p, i, n, found, candidate)
          if place == Self.walk { return unsafe walkChain(p, i, n) }
          if place != 0 { return pooled(main, place, end) }
        }
      }
    }
    if entry & TableLayout.complex != 0 {
      guard hasChain, entry & TableLayout.barrier == 0 else {
        return pooled(main, main.complexValue(value), i + length)
      }
      // It may be inside of a plain segment, or begin one.
      if isDecided {
        if i >= border { unsafe findBorder(p, i, n) }
        if i < border { return pooled(main, main.complexValue(value), i + length) }
        if let segment = unsafe main.segment(p, i, n) {
          border = segment.end
          return pooled(main, segment.value, segment.end)
        }
      }
      return unsafe walkChain(p, i, n)
    }
    guard length == 3 else { return unsafe Step(end: i + length, output: p + i, count: length) }
    unsafe inline[0] = UInt8(truncatingIfNeeded: entry)
    unsafe inline[1] = UInt8(truncatingIfNeeded: entry >> 8)
    unsafe inline[2] = UInt8(truncatingIfNeeded: entry >> 16)
    return unsafe Step(end: i + 3, output: UnsafePointer(inline), count: 3)
  }

  private func walkChain(_ p: UnsafePointer<UInt8>, _ i: Int, _ n: Int) -> Step {
    // swift-format-ignore: NeverForceUnwrap
    let step = unsafe chain!.step(p, i, n)
    border = step.end
    return step
  }

  private func pooled(_ table: ConversionTable, _ place: UInt32, _ end: Int) -> Step {
    let value = unsafe table.pool + Int(place)
    return unsafe Step(end: end, output: value + 1, count: Int(value[0]))
  }
}
