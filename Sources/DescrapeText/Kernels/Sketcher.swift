/// Takes sketches of texts, by which near copies are found: two sketches tell how many of their texts' shingles are the same.
///
/// This is the whole definition, so that the same sketch can be made anywhere:
///
/// 1. **Folding.** A text is taken as its scalars without white space, marks and symbols (`Sketcher.folded`), ASCII letters
///    small, fullwidth letters and digits as ASCII.
/// 2. **Shingles.** A scalar from U+2E80 on (ideographs, kana, Hangul) weighs 2, any other 1. For each scalar the shortest run
///    that ends with it and weighs 10 or more is a shingle: five ideographs, or ten letters, which tell about as much.
///    Shorter runs of letters are no good, since long texts of one language have most of them; words are none either, since
///    Chinese has no blanks between them.
/// 3. **Hash.** Of a run that ends with c₀, with c₁ before it and so on, Σ cᵢ·bⁱ modulo 2⁶⁴ with b = 0x9E3779B97F4A7C15, then mixed as
///    SplitMix64 does (`Sketcher.mix`).
/// 4. **Sketch.** The upper eight bits of a hash choose one of 256 bins, and each bin keeps its least hash. The sketch has a byte
///    for each bin: the lowest eight bits of that hash, 1 for 0; 0 for a bin without a shingle.
///
/// Steps 1 to 3 are Broder's shingling with a rolling hash; step 4 is one-permutation hashing (Li, Owen, Zhang, NIPS 2012) with
/// eight bits kept of each bin (Li and König, WWW 2010). Time is O(n) with one hash for each scalar, whatever the number of bins.
@safe
public struct Sketcher: ~Copyable {
  /// How many bytes a sketch has.
  public static let size = 256
  /// What a shingle weighs at least.
  static let weight = 10
  /// From this scalar on each weighs 2.
  static let heavy: UInt32 = 0x2E80
  static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

  // Unsafe: 256 bins, then a ring of the last 16 scalars, then the first 16 powers of `base`; all of it is this struct's alone.
  private let memory: UnsafeMutablePointer<UInt64>
  private static let ring = 256
  private static let powers = 272
  private static let words = 288

  /// A sketcher that has seen no text. Its memory, 2.3 KB, serves for one text after another.
  public init() {
    unsafe memory = UnsafeMutablePointer<UInt64>.allocate(capacity: Self.words)
    unsafe memory.initialize(repeating: 0, count: Self.words)
    var power: UInt64 = 1
    for index in 0..<16 {
      unsafe memory[Self.powers + index] = power
      power = power &* Self.base
    }
  }

  deinit { unsafe memory.deallocate() }

  /// Appends the sketch of a well-formed text.
  /// - Returns: how many bins hold a shingle; 0 for a text too short to have one. O(n).
  public mutating func sketch(_ text: borrowing TextView, into target: inout ByteBuffer) -> Int {
    unsafe memory.update(repeating: .max, count: Self.size)
    unsafe text.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      unsafe Self.hash(start, bytes.count, memory)
    }
    target.reserve(Self.size)
    var filled = 0
    for bin in 0..<Self.size {
      let least = unsafe memory[bin]
      // A hash of all ones passes for none: one in 2⁶⁴.
      let isFilled = least != .max
      filled += isFilled ? 1 : 0
      target.append(isFilled ? max(UInt8(truncatingIfNeeded: least), 1) : 0)
    }
    return filled
  }

  /// Whether anything of a well-formed text is left when it is folded. O(n) up to the first such scalar.
  public static func hasContent(_ text: borrowing TextView) -> Bool {
    var offset = 0
    while offset < text.count {
      let (scalar, length) = text.scalar(at: offset)
      if folded(scalar) != 0 { return true }
      offset += length
    }
    return false
  }

  /// What a scalar counts as; 0 for white space, marks and symbols, which do not count. By ranges, so that it is the same for
  /// every version of Unicode.
  static func folded(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x30...0x39, 0x61...0x7A: scalar
    case 0x41...0x5A: scalar + 0x20
    case 0..<0xC0, 0xD7, 0xF7: 0
    case 0x2000...0x206F, 0x2190...0x2BFF, 0x2E00...0x2E7F: 0
    case 0x3000...0x3004, 0x3008...0x3020, 0x3030, 0x30FB: 0
    case 0xFE10...0xFE1F, 0xFE30...0xFE6F, 0xFEFF: 0
    case 0xFF10...0xFF19, 0xFF41...0xFF5A: scalar - 0xFEE0
    case 0xFF21...0xFF3A: scalar - 0xFEC0
    case 0xFF00...0xFF65, 0xFFE0...0xFFFF: 0
    default: scalar
    }
  }

  /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014, with Stafford's constants): every bit of what comes out depends on every bit
  /// of what goes in.
  @inline(__always)
  static func mix(_ value: UInt64) -> UInt64 {
    var value = (value ^ value &>> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value &>> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value &>> 31
  }

  /// What `folded` gives for ASCII.
  private static let ascii: [UInt8] = (0..<128).map { UInt8(truncatingIfNeeded: folded($0)) }

  /// Puts the hashes of all shingles into their bins.
  // Unsafe: every read of `p` is below `n`, since the text is well-formed; places in the ring are taken modulo 16, a run has 11
  // scalars at most, and a bin is eight bits.
  private static func hash(_ p: UnsafePointer<UInt8>, _ n: Int, _ memory: UnsafeMutablePointer<UInt64>) {
    let (ring, powers) = unsafe (memory + Self.ring, memory + Self.powers)
    unsafe ascii.withUnsafeBufferPointer { ascii in
      var (sum, weight, first, next, i) = (UInt64(0), 0, 0, 0, 0)

      @inline(__always) func weigh(_ scalar: UInt64) -> Int { scalar >= UInt64(heavy) ? 2 : 1 }

      @inline(__always) func add(_ scalar: UInt32) {
        let scalar = UInt64(scalar)
        sum = sum &* base &+ scalar
        unsafe ring[next & 15] = scalar
        next &+= 1
        weight &+= weigh(scalar)
        while true {
          let oldest = unsafe ring[first & 15]
          let rest = weight &- weigh(oldest)
          guard rest >= Self.weight else { break }
          sum = unsafe sum &- oldest &* powers[(next &- 1 &- first) & 15]
          weight = rest
          first &+= 1
        }
        guard weight >= Self.weight else { return }
        let hash = mix(sum)
        let bin = Int(truncatingIfNeeded: hash &>> 56)
        unsafe memory[bin] = min(memory[bin], hash)
      }

      while i < n {
        let lead = unsafe p[i]
        if lead < 0x80 {
          let scalar = unsafe ascii[Int(lead)]
          i &+= 1
          if scalar != 0 { add(UInt32(scalar)) }
        } else if lead >= 0xE4 && lead <= 0xEE && i &+ 2 < n {
          // U+4000 to U+EFFF, where nothing is folded.
          add(unsafe UInt32(lead & 0x0F) << 12 | UInt32(p[i &+ 1] & 0x3F) << 6 | UInt32(p[i &+ 2] & 0x3F))
          i &+= 3
        } else {
          var scalar: UInt32
          if lead < 0xE0 {
            scalar = unsafe UInt32(lead & 0x1F) << 6 | UInt32(p[min(i &+ 1, n &- 1)] & 0x3F)
            i &+= 2
          } else if lead < 0xF0 {
            scalar = unsafe UInt32(lead & 0x0F) << 12 | UInt32(p[min(i &+ 1, n &- 1)] & 0x3F) << 6
            scalar |= unsafe UInt32(p[min(i &+ 2, n &- 1)] & 0x3F)
            i &+= 3
          } else {
            scalar = unsafe UInt32(lead & 0x07) << 18 | UInt32(p[min(i &+ 1, n &- 1)] & 0x3F) << 12
            scalar |= unsafe UInt32(p[min(i &+ 2, n &- 1)] & 0x3F) << 6 | UInt32(p[min(i &+ 3, n &- 1)] & 0x3F)
            i &+= 4
          }
          scalar = folded(scalar)
          if scalar != 0 { add(scalar) }
        }
      }
    }
  }
}
