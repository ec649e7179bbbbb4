/// What two sketches say of their texts, and how those that may be alike are found among many. See `Sketcher` for what is in one.
public enum TextSketch {
  /// A text with fewer filled bins, some 64 different shingles, is too short to be judged by its sketch.
  public static let leastFilled = 56

  /// How much of the shingles of two texts is the same (Jaccard's index: those of both, divided by those of either), in thousandths,
  /// rounded down.
  ///
  /// Of the bins that hold a shingle of either text, those that hold the same one are counted, less what equals by chance: two
  /// different bytes of a sketch are the same once in 254 times. For an index of 0.8 the estimate has a standard deviation of 0.025.
  /// O(256).
  public static func similarity(_ one: borrowing Span<UInt8>, _ other: borrowing Span<UInt8>) -> Int {
    guard one.count == Sketcher.size, other.count == Sketcher.size else { return 0 }
    let (different, both, either) = unsafe one.withUnsafeBufferPointer { one in
      unsafe other.withUnsafeBufferPointer { other in
        guard let a = one.baseAddress, let b = other.baseAddress else { return (0, 0, 0) }
        return unsafe count(UnsafeRawPointer(a), UnsafeRawPointer(b))
      }
    }
    guard either > 0 else { return 0 }
    // Bins that are the same are filled in both or in none.
    return max(1000 * (254 * (either - different) - both) / (253 * either), 0)
  }

  /// How many bins differ, hold a shingle of both texts, and hold one of either.
  // Unsafe: both point at 256 bytes.
  private static func count(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer) -> (different: Int, both: Int, either: Int) {
    var (different, both, either) = (0, 0, 0)
    for offset in stride(from: 0, to: Sketcher.size, by: 8) {
      let x = unsafe a.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let y = unsafe b.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let (inX, inY) = (filled(x), filled(y))
      different &+= filled(x ^ y).nonzeroBitCount
      both &+= (inX & inY).nonzeroBitCount
      either &+= (inX | inY).nonzeroBitCount
    }
    return (different, both, either)
  }

  /// The highest bit of each byte that is not 0.
  @inline(__always)
  private static func filled(_ word: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ((word & low) &+ low | word) & ~low
  }
}

/// How sketches are cut into bands for locality-sensitive hashing: texts that share a band may be alike.
public struct SketchBands: Sendable, Equatable {
  /// How many bytes of a sketch a band has.
  public let rows: Int
  /// How many bands there are.
  public let count: Int

  /// The bands with the most rows that miss at most 5 of 1,000 pairs that are just as alike as `similarity` says, in thousandths, from
  /// 500 to 1,000. Rows are 4 to 16: fewer would be shared by chance, more save nothing.
  public init(similarity: Int) {
    let similarity = Double(min(max(similarity, 500), 1000)) / 1000
    var rows = 16
    while rows > 4 {
      var shared = 1.0
      for _ in 0..<rows { shared *= similarity }
      var missed = 1.0
      for _ in 0..<Sketcher.size / rows { missed *= 1 - shared }
      if missed <= 0.005 { break }
      rows -= 1
    }
    self.rows = rows
    count = Sketcher.size / rows
  }

  /// Calls `body` with the hash of each band, which depends on the band's number as well.
  ///
  /// A bin without a shingle takes the byte of another one, the same one for all sketches: optimal densification (Shrivastava, ICML
  /// 2017). The n-th try for bin b is the bin numbered by the upper eight bits of mix(n · 256 + b). O(256) for a sketch that is filled
  /// as `TextSketch.leastFilled` asks; one of another size, or filled less, has no bands.
  public func forEach(of sketch: borrowing Span<UInt8>, _ body: (Int, UInt64) -> Void) {
    guard sketch.count == Sketcher.size else { return }
    var filled = 0
    for bin in sketch.indices where sketch[bin] != 0 { filled += 1 }
    guard filled >= TextSketch.leastFilled else { return }
    for band in 0..<count {
      var hash = UInt64(band + 1) &* Sketcher.base
      for bin in band * rows..<(band + 1) * rows {
        var byte = sketch[bin]
        var attempt = UInt64(1)
        while byte == 0 {
          byte = sketch[Int(Sketcher.mix(attempt &* 256 &+ UInt64(bin)) &>> 56)]
          attempt += 1
        }
        hash = Sketcher.mix(hash ^ UInt64(byte))
      }
      body(band, hash)
    }
  }
}
