#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Bytes to look for, as a table: one look-up for each byte of the text.
public struct ByteSet: Sendable {
  fileprivate let table: [Bool]
  /// Whether all of them are between 0x20 and 0x3F, where ASCII has its marks and digits: Han text is then skipped eight bytes at a
  /// time.
  fileprivate let areMarks: Bool

  /// The set of these bytes.
  public init(_ bytes: [UInt8]) {
    var table = [Bool](repeating: false, count: 256)
    for byte in bytes { table[Int(byte)] = true }
    self.table = table
    areMarks = bytes.allSatisfy { $0 & 0xE0 == 0x20 }
  }
}

/// Characters of the basic plane to look for, one bit each: eight kilobytes, which stay in the nearest cache.
public struct ScalarSet: Sendable {
  private var bits = [UInt64](repeating: 0, count: 0x400)

  /// The empty set.
  public init() {}

  init(_ characters: String) {
    for scalar in characters.unicodeScalars { insert(scalar.value) }
  }

  /// Adds a scalar; one beyond the basic plane is not taken.
  public mutating func insert(_ scalar: UInt32) {
    if scalar < 0x10000 { bits[Int(scalar >> 6)] |= 1 << UInt64(scalar & 63) }
  }

  /// Takes a scalar out, if it is there.
  public mutating func remove(_ scalar: UInt32) {
    if scalar < 0x10000 { bits[Int(scalar >> 6)] &= ~(1 << UInt64(scalar & 63)) }
  }

  /// Whether it holds a scalar. O(1).
  public func contains(_ scalar: UInt32) -> Bool {
    scalar < 0x10000 && bits[Int(scalar >> 6)] >> UInt64(scalar & 63) & 1 == 1
  }

  func withBits<Result>(_ body: (UnsafeBufferPointer<UInt64>) -> Result) -> Result {
    unsafe bits.withUnsafeBufferPointer(body)
  }

  /// The bit of a sequence of three bytes; any bytes will do.
  @inline(__always)
  static func bit(_ bits: UnsafeBufferPointer<UInt64>, _ first: UInt8, _ second: UInt8, _ third: UInt8) -> UInt64 {
    unsafe bits[Int(first & 0x0F) << 6 | Int(second & 0x3F)] &>> UInt64(third) & 1
  }

  // Of two sequences in the lower six bytes: the bits that tell a lead of three bytes, what they must be, and the one that tells a
  // lead of four.
  private static var leadBits: UInt64 { 0xE000_00E0 }
  private static var threeByteLeads: UInt64 { 0xE000_00E0 }
  private static var fourByteBits: UInt64 { 0x1000_0010 }

  /// The number of the word for the sequence in the lowest three bytes: its first two bytes as they stand.
  @inline(__always)
  private static func word(_ bytes: UInt64) -> Int {
    Int(truncatingIfNeeded: (bytes & 0x0F) &<< 6 | bytes &>> 8 & 0x3F)
  }

  /// The offset of the first scalar of the set at or after `offset` in well-formed UTF-8. O(n), about a nanosecond a Han character.
  func find(_ p: UnsafePointer<UInt8>, from offset: Int, _ n: Int) -> Int? {
    unsafe bits.withUnsafeBufferPointer { bits in
      // Unsafe: every read of `p` is below `n`, and `bits` has a word for each number below 0x400. Of a three-byte sequence the first
      // two bytes are the word's number as they stand, and the last six bits of the third are the bit's, which is all that the shift
      // looks at.
      let raw = unsafe UnsafeRawPointer(p)
      var i = offset
      while i < n {
        // Runs of three-byte sequences, which is nearly everything: four at a time, and one branch for all of them.
        while i &+ 14 <= n {
          let (left, right) = unsafe (
            UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)),
            UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: i &+ 6, as: UInt64.self))
          )
          guard left & right & Self.leadBits == Self.threeByteLeads, (left | right) & Self.fourByteBits == 0 else {
            break
          }
          let first = unsafe bits[Self.word(left)] &>> (left &>> 16)
          let second = unsafe bits[Self.word(left &>> 24)] &>> (left &>> 40)
          let third = unsafe bits[Self.word(right)] &>> (right &>> 16)
          let fourth = unsafe bits[Self.word(right &>> 24)] &>> (right &>> 40)
          if (first | second | third | fourth) & 1 == 1 {
            if (first | second) & 1 == 1 { return first & 1 == 1 ? i : i &+ 3 }
            return third & 1 == 1 ? i &+ 6 : i &+ 9
          }
          i &+= 12
        }
        guard i < n else { break }
        var lead = unsafe p[i]
        if lead < 0x80 {
          repeat {
            if unsafe bits[Int(lead >> 6)] &>> UInt64(lead) & 1 == 1 { return i }
            i &+= 1
            guard i < n else { return nil }
            lead = unsafe p[i]
          } while lead < 0x80
        } else if lead >= 0xE0 && lead < 0xF0 && i &+ 2 < n {
          let word = unsafe bits[Int(lead & 0x0F) << 6 | Int(p[i &+ 1] & 0x3F)]
          if unsafe word &>> UInt64(p[i &+ 2]) & 1 == 1 { return i }
          i &+= 3
        } else if lead < 0xE0 && i + 1 < n {
          if unsafe bits[Int(lead & 0x1F)] &>> UInt64(p[i &+ 1]) & 1 == 1 { return i }
          i &+= 2
        } else {
          i &+= lead < 0xF0 ? 1 : 4
        }
      }
      return nil
    }
  }
}

extension Span where Element == UInt8 {
  /// The offset of the first scalar of `set` at or after `offset`, which must be on a scalar border. O(n).
  public func find(anyOf set: borrowing ScalarSet, from offset: Int) -> Int? {
    guard offset >= 0, offset < count else { return nil }
    return unsafe withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return nil }
      return unsafe set.find(base, from: offset, bytes.count)
    }
  }

  /// The eight bytes at `offset`, the first one lowest; what stands behind the end counts as 0.
  @inlinable @inline(__always)
  public func word(at offset: Int) -> UInt64 {
    if offset >= 0, offset + 8 <= count {
      return unsafe withUnsafeBytes {
        unsafe UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      }
    }
    var word: UInt64 = 0
    for index in 0..<8 { word |= UInt64(self[orZero: offset + index]) << UInt64(index * 8) }
    return word
  }

  /// Whether two spans hold the same bytes. O(n).
  public func holdsSame(as other: borrowing Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    return unsafe withUnsafeBufferPointer { own in
      unsafe other.withUnsafeBufferPointer { others in
        guard let own = own.baseAddress, let others = others.baseAddress else { return true }
        return unsafe memcmp(own, others, count) == 0
      }
    }
  }

  private static var upperBits: UInt64 { 0xE0E0_E0E0_E0E0_E0E0 }
  private static var markBits: UInt64 { 0x2020_2020_2020_2020 }
  private static var feeds: UInt64 { 0x0A0A_0A0A_0A0A_0A0A }
  private static var lowestBits: UInt64 { 0x0101_0101_0101_0101 }
  private static var highestBits: UInt64 { 0x8080_8080_8080_8080 }

  /// The offset of the first byte of `set` at or after `offset`. O(n).
  public func find(anyOf set: ByteSet, from offset: Int) -> Int? {
    guard offset >= 0, offset < count else { return nil }
    return unsafe withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return nil }
      let end = bytes.count
      return unsafe set.table.withUnsafeBufferPointer { table in
        // Unsafe: `i` is below the count, and the table has an entry for each byte.
        var i = offset
        let raw = unsafe UnsafeRawPointer(base)
        while i < end {
          if unsafe table[Int(base[i])] { break }
          i &+= 1
          // Where no byte of eight has the upper bits 001, none is in the set; else the first one that has is next.
          while set.areMarks, i &+ 8 <= end {
            let bits =
              unsafe (raw.loadUnaligned(fromByteOffset: i, as: UInt64.self).littleEndian & Self.upperBits)
              ^ Self.markBits
            let hits = (bits &- Self.lowestBits) & ~bits & Self.highestBits
            if hits != 0 {
              i &+= hits.trailingZeroBitCount >> 3
              break
            }
            i &+= 8
          }
        }
        return i < end ? i : nil
      }
    }
  }

  /// The offset of the first `byte` at or after `offset`. The C library's `memchr`: it looks at 32 bytes at a time.
  public func find(_ byte: UInt8, from offset: Int) -> Int? {
    guard offset >= 0, offset < count else { return nil }
    return find(byte, in: offset..<count)
  }

  /// The offset of the first `byte` in `range`, which lies in the text.
  public func find(_ byte: UInt8, in range: Range<Int>) -> Int? {
    guard range.lowerBound >= 0, !range.isEmpty, range.upperBound <= count else { return nil }
    return unsafe withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return nil }
      guard let hit = unsafe memchr(base + range.lowerBound, Int32(byte), range.count) else { return nil }
      return unsafe UnsafeRawPointer(hit) - UnsafeRawPointer(base)
    }
  }

  /// Where the line that contains `offset` starts. Looks at 32 bytes at a time.
  public func startOfLine(at offset: Int) -> Int {
    var start = Swift.min(offset, count)
    return unsafe withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return 0 }
      let raw = unsafe UnsafeRawPointer(base)
      // In `word` a zero byte is a line feed; the classic test for one may name a wrong byte, but never misses.
      func hasFeed(_ word: UInt64) -> UInt64 { (word &- Self.lowestBits) & ~word & Self.highestBits }
      while start >= 32 {
        let at = start - 32
        let (a, b) = unsafe (
          raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) ^ Self.feeds,
          raw.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self) ^ Self.feeds
        )
        let (c, d) = unsafe (
          raw.loadUnaligned(fromByteOffset: at + 16, as: UInt64.self) ^ Self.feeds,
          raw.loadUnaligned(fromByteOffset: at + 24, as: UInt64.self) ^ Self.feeds
        )
        if hasFeed(a) | hasFeed(b) | hasFeed(c) | hasFeed(d) != 0 { break }
        start -= 32
      }
      while start > 0, unsafe base[start - 1] != 0x0A { start -= 1 }
      return start
    }
  }

  /// A 64-bit fingerprint of a range: FNV-1a over eight bytes at a time, finished with a mix of all bits.
  /// Only equal bytes are meant to have equal fingerprints; nothing relies on it against an adversary but a line's removal,
  /// which compares the bytes as well wherever they are still at hand.
  public func fingerprint(_ range: Range<Int>) -> UInt64 {
    unsafe withUnsafeBufferPointer { bytes in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: range.count)
      guard let base = bytes.baseAddress, range.lowerBound >= 0, range.upperBound <= bytes.count else { return hash }
      let raw = unsafe UnsafeRawPointer(base)
      var offset = range.lowerBound
      while offset + 8 <= range.upperBound {
        hash = unsafe (hash ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
        offset += 8
      }
      while offset < range.upperBound {
        hash = unsafe (hash ^ UInt64(base[offset])) &* 0x100_0000_01B3
        offset += 1
      }
      hash ^= hash >> 32
      hash = hash &* 0xD6E8_FEB8_6659_FD93
      return hash ^ hash >> 32
    }
  }

  /// A number for the bytes of `range`, to tell most different ones apart; not for keeping, unlike `fingerprint`. Four lanes,
  /// since one waits for its own multiplication. O(n).
  public func quickHash(_ range: Range<Int>) -> UInt64 {
    guard range.count >= 32 else { return fingerprint(range) }
    return unsafe withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress, range.lowerBound >= 0, range.upperBound <= bytes.count else { return 0 }
      let raw = unsafe UnsafeRawPointer(base)
      let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
      var (a, b, c, d) = (UInt64(range.count), multiplier, multiplier << 1, multiplier << 2)
      // The last step overlaps the one before, so that no byte is left over.
      var offset = range.lowerBound
      while true {
        a = unsafe (a ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* multiplier
        b = unsafe (b ^ raw.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)) &* multiplier
        c = unsafe (c ^ raw.loadUnaligned(fromByteOffset: offset + 16, as: UInt64.self)) &* multiplier
        d = unsafe (d ^ raw.loadUnaligned(fromByteOffset: offset + 24, as: UInt64.self)) &* multiplier
        a ^= a >> 29
        b ^= b >> 31
        c ^= c >> 33
        d ^= d >> 37
        guard offset + 32 < range.upperBound else { break }
        offset = min(offset + 32, range.upperBound - 32)
      }
      var hash = (a ^ b &* 3) &* multiplier ^ (c ^ d &* 5) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
      return hash &* 0xD6E8_FEB8_6659_FD93
    }
  }
}

/// Eight bytes with the capitals among them made small.
@inlinable @inline(__always)
public func foldedASCII(_ word: UInt64) -> UInt64 {
  let low = word & 0x7F7F_7F7F_7F7F_7F7F
  // The highest bit of each byte: from `A` on, and beyond `Z`.
  let isFromA = low &+ 0x3F3F_3F3F_3F3F_3F3F
  let isBeyondZ = low &+ 0x2525_2525_2525_2525
  let isCapital = (isFromA ^ isBeyondZ) & ~word & 0x8080_8080_8080_8080
  return word | isCapital >> 2
}
