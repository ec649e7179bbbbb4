/// What is counted of a document of a site: the keys of its lines, and what tells it from others.
///
/// A line is known on a site when enough documents with different numbers have its key. Whoever counts these pairs, in whatever
/// engine, comes to the same lines. Keeps its memory from one document to the next.
public struct SitePage: ~Copyable {
  /// The first and the last lines that are not blank, `SiteLine.edge` of either at most, without the blanks around them.
  public private(set) var lines: [Range<Int>] = []
  /// The keys of these lines in ascending order, each once.
  public private(set) var keys: [UInt64] = []
  /// A number that copies of the document share. Copies would make each line of an article recur; they may have another
  /// menu or title, so it is made of the three longest lines.
  public private(set) var document: UInt32 = 0
  private var last: [Range<Int>] = []
  private var longest: [Range<Int>] = []
  private var scratch = ByteBuffer()

  /// No document yet.
  public init() {}

  /// Reads a clean document. O(n).
  /// - Parameters:
  ///   - text: the document.
  ///   - site: as `SiteLine.site` numbers it.
  ///   - limit: the longest line that gets a key, in bytes; `SiteLine.longest` at most.
  public mutating func read(_ text: borrowing TextView, site: UInt64, longest limit: Int) {
    findLines(text)
    var mix: UInt64 = 0
    for line in longest { mix = (mix ^ text.fingerprint(line)) &* 0x9E37_79B9_7F4A_7C15 }
    document = UInt32(truncatingIfNeeded: mix >> 32)
    keys.removeAll(keepingCapacity: true)
    for line in lines where line.count <= limit {
      if let key = SiteLine.key(text, line, site: site, &scratch) { keys.append(key) }
    }
    keys.sort()
    var count = 0
    for key in keys where count == 0 || keys[count - 1] != key {
      keys[count] = key
      count += 1
    }
    keys.removeLast(keys.count - count)
  }

  /// Finds `lines` alone. O(n).
  public mutating func findLines(_ text: borrowing TextView) {
    lines.removeAll(keepingCapacity: true)
    last.removeAll(keepingCapacity: true)
    longest.removeAll(keepingCapacity: true)
    var (start, next) = (0, 0)
    while start < text.count {
      let end = text.endOfLine(from: start)
      let line = text.trimmed(start..<end)
      start = end + 1
      guard !line.isEmpty else { continue }
      // Of lines of one length the first ones.
      if longest.count < 3 || line.count > longest[2].count {
        let place = longest.firstIndex { $0.count < line.count } ?? longest.count
        longest.insert(line, at: place)
        if longest.count > 3 { longest.removeLast() }
      }
      if lines.count < SiteLine.edge {
        lines.append(line)
      } else if last.count < SiteLine.edge {
        last.append(line)
      } else {
        last[next] = line
        next = (next + 1) % SiteLine.edge
      }
    }
    lines += last[next...]
    lines += last[..<next]
  }
}
