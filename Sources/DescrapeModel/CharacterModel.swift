internal import CModel
public import DescrapeText

/// How common characters and pairs of characters are in Chinese, Japanese and Korean text.
///
/// A text that was decoded wrongly consists of characters that hardly ever stand together; this tells it from the text that
/// was meant. Costs are in eighths of a bit: what a character adds to the length of a perfectly coded text. Traditional
/// characters count as their Simplified ones, fullwidth ASCII as ASCII, and characters that are rare everywhere as their kind.
///
/// The figures are compiled in; `tools/make-model` says what they were counted on. Looking up a pair takes two reads of
/// memory and up to eight comparisons.
@safe
public struct CharacterModel: @unchecked Sendable {
  /// What a character without a figure in the table stands for.
  public enum Kind {
    /// A line's start or end; also what stands before the first character and behind the last.
    public static let boundary: UInt16 = 0
    /// Private use, controls and U+FFFD.
    public static let unwritten: UInt16 = 9
    static let astral: UInt16 = 15
  }

  // Unsafe: the three parts lie in the table that is compiled in; `init` checks that they fit, and units are below their number.
  private let units: UnsafePointer<UInt16>
  private let costs: UnsafePointer<UInt8>
  private let pairs: UnsafePointer<UInt16>
  private let bits: UInt64

  /// The table that is compiled in.
  public static let standard = CharacterModel()

  private static let headerSize = 80

  private init() {
    let bytes = unsafe UnsafeRawPointer(cmodel_bytes())
    func number(_ index: Int) -> Int {
      Int(unsafe bytes.load(fromByteOffset: Self.headerSize + index * 4, as: UInt32.self))
    }
    let start = Self.headerSize + 16
    let (unitCount, bits, costSize) = (number(0), number(1), number(2))
    let size = start + 0x20000 + costSize + 16 << bits
    precondition(unitCount <= costSize && size == Int(cmodel_size()), "the table that is compiled in is damaged")
    unsafe units = (bytes + start).assumingMemoryBound(to: UInt16.self)
    unsafe costs = (bytes + start + 0x20000).assumingMemoryBound(to: UInt8.self)
    unsafe pairs = (bytes + start + 0x20000 + costSize).assumingMemoryBound(to: UInt16.self)
    self.bits = UInt64(bits)
  }

  /// What `scalar` counts as. O(1).
  public func unit(of scalar: UInt32) -> UInt16 {
    scalar < 0x10000 ? unsafe units[Int(scalar)] : Kind.astral
  }

  /// The cost of a unit wherever it stands, in eighths of a bit. O(1).
  public func cost(of unit: UInt16) -> Int { Int(unsafe costs[Int(unit)]) }

  /// The cost of a unit behind another, in eighths of a bit. O(1).
  public func cost(of unit: UInt16, after previous: UInt16) -> Int {
    let alone = Int(unsafe costs[Int(unit)])
    let mixed = (UInt64(previous) << 16 | UInt64(unit)) &* 0x9E37_79B9_7F4A_7C15
    let bucket = Int(mixed >> (64 - bits)) * 8
    let fingerprint = UInt16(truncatingIfNeeded: mixed >> (52 - bits)) & 0xFFF
    for place in bucket..<bucket + 8 {
      let entry = unsafe pairs[place]
      if entry >> 4 == fingerprint, entry != 0 { return max(alone - (Int(entry & 15) - 2) * 8, 1) }
    }
    return alone + Self.unseen
  }

  /// What an unseen pair costs beyond its second character.
  private static let unseen = 20

  /// The cost of a whole text, its ends included, in eighths of a bit. O(n).
  public func cost(of text: borrowing TextView) -> Int {
    var (sum, offset, previous) = (0, 0, Kind.boundary)
    while offset < text.count {
      let (scalar, length) = text.scalar(at: offset)
      let unit = unit(of: scalar)
      sum += cost(of: unit, after: previous)
      previous = unit
      offset += max(length, 1)
    }
    return sum + cost(of: Kind.boundary, after: previous)
  }
}
