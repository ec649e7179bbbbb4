/// The entries of a dictionary tree that can ever win, so that the longest match is the right one.
///
/// A tree's rules give each dictionary a rank; of the keys that begin at a place the one of the lowest rank wins, and of those the
/// longest. A key with a shorter key of a lower rank as its beginning can never win and is left out. What is left is decided by
/// length alone, in the whole text as in a part of it.
struct EntryList {
  struct Entry {
    var key: [UInt32]
    var value: [UInt8]
    /// Whether nothing that follows in a chain touches the value.
    var isFinal = false
  }

  /// By key; keys of one scalar too.
  private(set) var entries: [Entry] = []

  /// - Throws: for a group of kind union that has a group of another kind in it: no rank says what that means.
  init(_ tree: DictionaryTree, overrides: TextDictionary? = nil) throws(ScriptDataError) {
    var ranked: [[UInt32]: (rank: Int, entry: Entry)] = [:]
    var rank = 0
    func add(_ dictionary: TextDictionary, isFinal: Bool) {
      for one in dictionary.entries {
        let key = scalars(one.key)
        if ranked[key] == nil { ranked[key] = (rank, Entry(key: key, value: one.values[0], isFinal: isFinal)) }
      }
    }
    func walk(_ tree: DictionaryTree) throws(ScriptDataError) {
      switch tree {
      case .dictionary(let dictionary):
        add(dictionary, isFinal: false)
        rank += 1
      case .shortCircuit(let children):
        for child in children { try walk(child) }
      case .union(let children):
        for child in children {
          guard case .dictionary(let dictionary) = child else {
            throw ScriptDataError("a group of the policy union holds another group; only dictionaries are known there")
          }
          add(dictionary, isFinal: false)
        }
        rank += 1
      }
    }
    if let overrides {
      add(overrides, isFinal: true)
      rank += 1
    }
    try walk(tree)
    entries = ranked.values.filter { one in
      !(1..<max(one.entry.key.count, 1)).contains { length in
        ranked[Array(one.entry.key[..<length])].map { $0.rank < one.rank } ?? false
      }
    }.map(\.entry).sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }
}

/// The scalars of well-formed UTF-8.
func scalars(_ text: [UInt8]) -> [UInt32] {
  var result: [UInt32] = []
  var offset = 0
  while offset < text.count {
    let (value, length) = scalar(text, offset)
    result.append(value)
    offset += max(length, 1)
  }
  return result
}

/// A scalar as UTF-8.
func utf8(_ scalar: UInt32) -> [UInt8] {
  Unicode.Scalar(scalar).map { Array(String(Character($0)).utf8) } ?? []
}
