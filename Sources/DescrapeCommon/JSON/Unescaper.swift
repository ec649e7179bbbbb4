internal import DescrapeText

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// Four hexadecimal digits, read at once.
package struct HexadecimalUnit {
  package let value: UInt32
  /// Whether a letter among them is a capital, or is none.
  package let hasCapital: Bool
  package let hasSmall: Bool

  /// `nil` when one of the four is no hexadecimal digit.
  // Unsafe: the caller vouches for four bytes at `p`.
  @inline(__always)
  package init?(_ p: UnsafePointer<UInt8>) {
    let word = unsafe UInt32(littleEndian: UnsafeRawPointer(p).loadUnaligned(as: UInt32.self))
    // 1 in each byte that may be a letter; digits are 30-39, letters 41-46 and 61-66.
    let letters = word >> 6 & 0x0101_0101
    guard word & (0xF0F0_F0F0 &- letters &* 0x20) == 0x3030_3030 &+ letters &* 0x10 else { return nil }
    let nibbles = word & 0x0F0F_0F0F &+ letters &* 9
    // Digits stay below 10, letters are 10 to 15.
    guard nibbles & 0x1010_1010 == 0, (nibbles &+ 0x0606_0606) & 0x1010_1010 == letters &* 0x10 else { return nil }
    value = (nibbles & 0xF) << 12 | nibbles & 0xF00 | nibbles >> 12 & 0xF0 | nibbles >> 24
    let small = word >> 5 & letters
    hasSmall = small != 0
    hasCapital = small != letters
  }
}

/// Reads a string's escapes.
// Unsafe: `p` points at `n` bytes, and every read is at an offset that was compared with `n` first; `target` has room for `n`
// bytes, and what is written is never longer than what was read.
@safe
struct Unescaper {
  private let p: UnsafePointer<UInt8>
  private let n: Int
  private let target: UnsafeMutablePointer<UInt8>
  private(set) var written = 0
  private(set) var facts = JSONStringFacts()
  private var hasSmall = false
  private var hasRaw = false

  init(p: UnsafePointer<UInt8>, n: Int, target: UnsafeMutablePointer<UInt8>) {
    unsafe self.p = p
    self.n = n
    unsafe self.target = target
  }

  mutating func run() {
    var i = 0
    while i < n {
      if unsafe p[i] == 0x5C, i + 1 < n {
        i = escape(at: i)
        continue
      }
      let end = max(unsafe JSONString.plainRun(p, i, n), i + 1)
      unsafe memcpy(target + written, p + i, end - i)
      if !hasRaw { look(i..<end) }
      written += end - i
      i = end
    }
    if hasSmall { facts.style.remove(.capital) }
    if hasRaw { facts.style.remove(.ascii) }
    if facts.style.contains(.slash) || facts.style.contains(.markup) { lookForBare() }
  }

  /// Notes whether a run has anything beyond ASCII.
  private mutating func look(_ range: Range<Int>) {
    for i in range where unsafe p[i] >= 0x80 {
      hasRaw = true
      return
    }
  }

  /// What is also written without an escape is not the writer's habit to escape.
  private mutating func lookForBare() {
    for i in 0..<n {
      switch unsafe p[i] {
      case 0x2F: if unsafe i == 0 || p[i - 1] != 0x5C { facts.style.remove(.slash) }
      case 0x3C, 0x3E, 0x26: facts.style.remove(.markup)
      default: break
      }
    }
  }

  @inline(__always)
  private mutating func put(_ byte: UInt8) {
    unsafe target[written] = byte
    written += 1
  }

  /// - Returns: where the text goes on.
  @inline(__always)
  private mutating func escape(at i: Int) -> Int {
    let letter = unsafe p[i + 1]
    switch letter {
    case 0x75: return unit(at: i)
    case 0x62: put(0x08)
    case 0x66: put(0x0C)
    case 0x6E: put(0x0A)
    case 0x72: put(0x0D)
    case 0x74: put(0x09)
    case 0x2F:
      facts.style.insert(.slash)
      put(0x2F)
    default: put(letter)
    }
    return i + 2
  }

  /// `\uXXXX`, and a second one where the first is the first half of a pair.
  @inline(__always)
  private mutating func unit(at i: Int) -> Int {
    guard i + 6 <= n, let unit = unsafe HexadecimalUnit(p + i + 2) else {
      put(0x75)
      return i + 2
    }
    if unit.hasSmall { hasSmall = true }
    if unit.hasCapital { facts.style.insert(.capital) }
    let value = unit.value
    guard value >= 0x80 else {
      if value == 0x3C || value == 0x3E || value == 0x26 { facts.style.insert(.markup) }
      put(UInt8(truncatingIfNeeded: value))
      return i + 6
    }
    facts.style.insert(.ascii)
    guard value >= 0x800 else {
      put(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
      put(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
      return i + 6
    }
    if value & 0xF800 == 0xD800 { return surrogate(value, at: i) }
    putThree(value)
    return i + 6
  }

  @inline(__always)
  private mutating func putThree(_ value: UInt32) {
    put(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
    put(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
    put(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
  }

  private mutating func surrogate(_ high: UInt32, at i: Int) -> Int {
    guard high < 0xDC00, i + 12 <= n, unsafe p[i + 6] == 0x5C && p[i + 7] == 0x75,
      let low = unsafe HexadecimalUnit(p + i + 8)?.value, low >= 0xDC00, low <= 0xDFFF
    else {
      facts.loneSurrogates += 1
      putThree(0xFFFD)
      return i + 6
    }
    let scalar = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    put(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
    put(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
    put(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
    put(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    return i + 12
  }
}
