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

/// The records of a file that are left out, by number from 1. Looked up one by one, so that memory does not grow with them.
struct Removals: Sendable {
  private let find: @Sendable (Int) -> Removal?

  init(_ find: @escaping @Sendable (Int) -> Removal?) { self.find = find }

  /// Leaves all out but the records of a selection: for a pass that looks at these only.
  init(allBut selection: Set<Int>) {
    find = { record in
      selection.contains(record) ? nil : Removal(reason: .exact, place: "", record: record, similarity: 0)
    }
  }

  subscript(record: Int) -> Removal? { find(record) }
}
