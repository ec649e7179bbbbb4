/// How copies of documents are found.
public struct CopyOptions: Sendable, Equatable {
  /// Which documents are copies of each other.
  public enum Kind: String, Sendable, CaseIterable {
    /// The same after cleaning, byte for byte.
    case exact
    /// The same, or nearly so.
    case near
  }

  /// Which one of several copies stays.
  public enum Keep: String, Sendable, CaseIterable {
    /// The first one, in the order of files and of records in them.
    case first
    /// The longest one, and the first of several of that length.
    case longest
  }

  public var kind = Kind.exact
  public var keep = Keep.first
  /// From which likeness on documents are near copies, in thousandths: the share of their shingles that both have.
  public var similarity = 800

  /// Exact copies; the first one stays.
  public init() {}

  /// What the ledger keeps of it.
  var name: String {
    kind == .exact ? "exact, \(keep.rawValue)" : "near from \(similarity), \(keep.rawValue)"
  }
}
