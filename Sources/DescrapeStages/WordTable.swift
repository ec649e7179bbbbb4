internal import DescrapeText

/// A fixed list of words, looked up by how they begin: asking whether one stands at an offset costs a look at one slot, not at
/// every word. Each word has two bytes at least.
struct WordTable: Sendable {
  private static let size = 1024
  private let words: [StaticString]
  /// Where the members of each slot start in `members`; one more than there are slots.
  private let starts: [UInt16]
  /// Places in `words`, slot by slot, in the order of the list.
  private let members: [UInt16]

  init(_ words: [StaticString]) {
    self.words = words
    var slots = [[UInt16]](repeating: [], count: Self.size)
    for (place, word) in words.enumerated() {
      let bytes = Array(word.description.utf8)
      guard bytes.count >= 2 else { continue }
      slots[Self.slot(bytes[0], bytes[1], bytes.count > 2 ? bytes[2] : 0)].append(UInt16(place))
    }
    var starts: [UInt16] = [0]
    for slot in slots { starts.append(starts[starts.count - 1] + UInt16(slot.count)) }
    self.starts = starts
    members = slots.flatMap { $0 }
  }

  /// ASCII words may end after two bytes; others go by their first three, a whole Han character.
  @inline(__always)
  private static func slot(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Int {
    var hash = UInt32(a) &* 0x9E37 &+ UInt32(b) &* 0x85EB
    if a >= 0x80 { hash = hash &+ UInt32(c) &* 0x27D5 }
    return Int(hash >> 5) & (size - 1)
  }

  @inline(__always)
  private func slot(_ text: borrowing TextView, at offset: Int) -> Range<Int> {
    let slot = Self.slot(text[orZero: offset], text[orZero: offset + 1], text[orZero: offset + 2])
    return Int(starts[slot])..<Int(starts[slot + 1])
  }

  /// Calls `body` with the place in the list of each word that stands at `offset`, until it returns true.
  /// - Returns: whether it did.
  @discardableResult @inline(__always)
  func find(_ text: borrowing TextView, at offset: Int, _ body: (Int) -> Bool) -> Bool {
    for member in slot(text, at: offset) {
      let place = Int(members[member])
      if text.has(words[place], at: offset), body(place) { return true }
    }
    return false
  }

  /// Whether a word stands at `offset`.
  func contains(_ text: borrowing TextView, at offset: Int) -> Bool { find(text, at: offset) { _ in true } }

  /// Whether `range` is one of the words.
  func holds(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    for member in slot(text, at: range.lowerBound) {
      let word = words[Int(members[member])]
      if word.utf8CodeUnitCount == range.count, text.has(word, at: range.lowerBound) { return true }
    }
    return false
  }
}
