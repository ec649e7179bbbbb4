internal import CBlocks

/// Finds clauses that begin like one before. Clauses begin behind marks and line feeds.
public struct ClauseSearch {
  /// Where clauses began, by what they begin with; -1 where none did.
  private var places = InlineArray<256, Int64>(repeating: -1)
  private let shortest: Int64
  private let longest: Int64

  /// - Parameters: how many bytes may lie between the two beginnings.
  public init(shortest: Int, longest: Int) {
    self.shortest = Int64(shortest)
    self.longest = Int64(longest)
  }

  /// The next clause at or after `start`, which begins one, whose first 16 bytes are those of a clause before. O(n) over all calls with
  /// ascending starts.
  public mutating func next(_ text: borrowing TextView, from start: Int) -> (place: Int, earlier: Int)? {
    guard start >= 0, start < text.count else { return nil }
    let (shortest, longest) = (shortest, longest)
    var span = places.mutableSpan
    return unsafe span.withUnsafeMutableBufferPointer { places in
      unsafe text.withUnsafeBufferPointer { bytes in
        // Unsafe: the kernel reads `bytes` below their count only, and has 256 places.
        guard let base = bytes.baseAddress, let table = places.baseAddress else { return nil }
        var earlier: Int64 = -1
        let place = unsafe cblocks_clause_again(
          base, Int64(start), Int64(bytes.count), table, shortest, longest, &earlier)
        return place >= 0 ? (Int(place), Int(earlier)) : nil
      }
    }
  }
}
