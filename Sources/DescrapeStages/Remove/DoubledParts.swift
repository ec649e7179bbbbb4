internal import DescrapeText

/// Long fragments that stand twice in a row inside a line, from the beginning of a clause to the end of one.
enum DoubledParts {
  /// A fragment is at most so long, in bytes.
  private static let longest = 4096

  /// O(n): a clause is compared with the last one that begins alike, and where that fails late, what was compared is not compared again.
  static func find(_ text: borrowing TextView, shortest: Int, into removals: inout [Repeats.Removal]) {
    var search = ClauseSearch(shortest: shortest, longest: longest)
    var start = 0
    /// Up to here a comparison has looked in vain.
    var looked = 0
    while let (place, earlier) = search.next(text, from: start) {
      start = place
      if place >= looked {
        let length = place - earlier
        let same = common(text, earlier, place, upTo: length)
        if let end = endOfCopy(text, earlier, place, same: same), isLong(text, earlier..<place, shortest) {
          // What stands there more than three times is meant.
          let run = endOfRun(text, earlier..<place, from: end)
          if run - end >= length * 2 {
            start = run
            continue
          }
          // The blank between the two goes with the last one of a line.
          let blanks = length - (end - place)
          removals.append(.init(range: place - blanks..<end, rule: Repeats.part, isPart: true))
          start = end
          continue
        }
        if same > 64 { looked = place + same / 2 }
      }
    }
  }

  /// How many bytes at `a` and `b` are the same.
  private static func common(_ text: borrowing TextView, _ a: Int, _ b: Int, upTo length: Int) -> Int {
    var count = 0
    let room = min(length, text.count - b)
    while count < room, text[a + count] == text[b + count], text[b + count] != 0x0A { count += 1 }
    return count
  }

  /// Where the copy at `start` of what begins at `earlier` ends; `nil` when it is none. The last one has no blank behind it.
  private static func endOfCopy(_ text: borrowing TextView, _ earlier: Int, _ start: Int, same: Int) -> Int? {
    let length = start - earlier
    if same == length { return start + length }
    let blanks = length - same
    guard blanks <= 2, same > 0 else { return nil }
    for offset in earlier + same..<start where text[offset] != 0x20 { return nil }
    let next = text[orZero: start + same]
    return next == 0x0A || start + same == text.count ? start + same : nil
  }

  /// Where the copies of `part` end that follow at `start`.
  private static func endOfRun(_ text: borrowing TextView, _ part: Range<Int>, from start: Int) -> Int {
    var end = start
    while end + part.count <= text.count, text.equal(part, end..<end + part.count) { end += part.count }
    return end
  }

  private static func isLong(_ text: borrowing TextView, _ range: Range<Int>, _ shortest: Int) -> Bool {
    for offset in range where text[offset] == 0x0A { return false }
    return countLetters(text, range).units >= shortest
  }
}
