/// Why a record is left out of a corpus.
struct Removal: Sendable, Equatable {
  enum Reason: String, Sendable, CaseIterable {
    /// It is the same as another one.
    case exact = "exact-duplicate"
    /// It is nearly the same as another one.
    case near = "near-duplicate"
  }

  var reason: Reason
  /// The record that is kept instead: the place of its file and its number in it, from 1.
  var place: String
  var record: Int
  /// How alike the two are, in percent.
  var similarity: Int
}

/// The records of a file that are left out, by number from 1.
struct Removals: Sendable, ExpressibleByDictionaryLiteral {
  private var byRecord: [Int: Removal] = [:]
  /// When only some records are looked at, these.
  private var selection: Set<Int>?

  init(dictionaryLiteral elements: (Int, Removal)...) {
    for (record, removal) in elements { byRecord[record] = removal }
  }

  /// Leaves all out but the records of a selection.
  init(allBut selection: Set<Int>) { self.selection = selection }

  var isEmpty: Bool { byRecord.isEmpty && selection == nil }

  subscript(record: Int) -> Removal? {
    get {
      if let selection, !selection.contains(record) {
        return Removal(reason: .exact, place: "", record: record, similarity: 0)
      }
      return byRecord[record]
    }
    set { byRecord[record] = newValue }
  }
}
