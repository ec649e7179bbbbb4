/// Looks a dictionary tree up, as its rules say: the plain form of what the compiled tables do.
struct PlainMatcher: Sendable {
  /// A key that matches, with its values.
  struct Match: Sendable {
    /// How many bytes of the text it takes.
    var length: Int
    /// The first is the default.
    var values: [[UInt8]]
  }

  private indirect enum Node: Sendable {
    case leaf(Lexicon)
    case shortCircuit([Node])
    case union([Node])
  }

  /// A dictionary by key, with the lengths that keys have.
  private struct Lexicon: Sendable {
    var values: [[UInt8]: [[UInt8]]] = [:]
    /// In bytes, descending.
    var lengths: [Int] = []

    init(_ dictionary: TextDictionary) {
      for entry in dictionary.entries { values[entry.key] = entry.values }
      lengths = Set(dictionary.entries.map(\.key.count)).sorted(by: >)
    }
  }

  private let root: Node

  init(_ tree: DictionaryTree) { root = Self.node(tree) }

  private static func node(_ tree: DictionaryTree) -> Node {
    switch tree {
    case .dictionary(let dictionary): .leaf(Lexicon(dictionary))
    case .shortCircuit(let children): .shortCircuit(children.map(node))
    case .union(let children): .union(children.map(node))
    }
  }

  /// The match at `start`, within `text[start..<end]`.
  func match(_ text: [UInt8], at start: Int, end: Int) -> Match? { Self.match(root, text, start, end) }

  private static func match(_ node: Node, _ text: [UInt8], _ start: Int, _ end: Int) -> Match? {
    switch node {
    case .leaf(let lexicon):
      for length in lexicon.lengths where start + length <= end {
        if let values = lexicon.values[Array(text[start..<start + length])] {
          return Match(length: length, values: values)
        }
      }
      return nil
    case .shortCircuit(let children):
      for child in children {
        if let match = match(child, text, start, end) { return match }
      }
      return nil
    case .union(let children):
      var best: Match?
      for child in children {
        if let match = match(child, text, start, end), match.length > best?.length ?? 0 { best = match }
      }
      return best
    }
  }
}
