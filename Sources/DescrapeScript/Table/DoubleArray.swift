/// A trie in a double array: the child of a node under a label stands at the node's base plus the label, and names its parent.
struct DoubleArray {
  /// A unit's upper half names its parent; its lower half is a base, or the value of a leaf.
  static let leaf: UInt32 = 1 << 31
  /// A node with children that has a value too keeps it in a unit of its own, under the label 0.
  static let hasValue: UInt32 = 1 << 30
  static let baseMask: UInt32 = hasValue - 1

  /// What stands in the table: `parent << 32 | (base or value)`, 0 for none.
  private(set) var units: [UInt64] = [0]
  /// The base of each root; 0 for a root without children.
  private(set) var roots: [UInt32]

  private struct Node {
    var children: [(label: UInt32, node: Int)] = []
    var value: UInt32?
  }

  /// - Parameters:
  ///   - rootCount: how many roots there are; labels and roots count from 1 on.
  ///   - labelCount: one more than the highest label that a reader may ask for, be it in a key or not.
  ///   - keys: a root, the labels after it (one at least), and a value below 2^30.
  init(rootCount: Int, labelCount: Int, keys: [(root: UInt32, labels: [UInt32], value: UInt32)]) {
    roots = [UInt32](repeating: 0, count: rootCount)
    var nodes = [Node](repeating: Node(), count: rootCount)
    var index: [UInt64: Int] = [:]
    for key in keys {
      var node = Int(key.root)
      for label in key.labels {
        let edge = UInt64(node) << 32 | UInt64(label)
        if let next = index[edge] {
          node = next
        } else {
          nodes.append(Node())
          nodes[node].children.append((label, nodes.count - 1))
          node = nodes.count - 1
          index[edge] = node
        }
      }
      nodes[node].value = key.value
    }
    place(nodes, rootCount, labelCount)
  }

  /// Gives every node with children a base, the widest first, since they are the hardest to place.
  private mutating func place(_ nodes: [Node], _ rootCount: Int, _ labelCount: Int) {
    var free = FreeSlots()
    var order = nodes.indices.filter { !nodes[$0].children.isEmpty }
    order.sort { (nodes[$0].children.count, $1) > (nodes[$1].children.count, $0) }
    var bases = [UInt32](repeating: 0, count: nodes.count)
    var slots = [Int](repeating: 0, count: nodes.count)
    for node in order {
      var labels = nodes[node].children.map { Int($0.label) }
      // The own value of a node that is no root stands under the label 0.
      if nodes[node].value != nil { labels.append(0) }
      let base = free.take(labels)
      bases[node] = UInt32(base)
      for child in nodes[node].children { slots[child.node] = base + Int(child.label) }
    }
    // A base plus any label lies in the array, so that no look-up has to ask.
    units = [UInt64](repeating: 0, count: free.count + labelCount)
    for node in order {
      // A root is its own number to its children; another node is its slot, behind the roots.
      let parent = UInt64(node < rootCount ? node : rootCount + slots[node]) << 32
      for child in nodes[node].children {
        let (base, value) = (bases[child.node], nodes[child.node].value)
        let low = base == 0 ? Self.leaf | (value ?? 0) : base | (value == nil ? 0 : Self.hasValue)
        units[slots[child.node]] = parent | UInt64(low)
      }
      if let value = nodes[node].value { units[Int(bases[node])] = parent | UInt64(Self.leaf | value) }
    }
    for root in 0..<rootCount { roots[root] = bases[root] }
  }

  /// Slots that are taken, as bits, with the place before which all are.
  private struct FreeSlots {
    // Slot 0 is never free: 0 means no base, and no unit.
    private var taken: [UInt64] = [1]
    private var first = 1
    /// One behind the last slot that is taken.
    private(set) var count = 1

    private func isTaken(_ slot: Int) -> Bool {
      slot >> 6 < taken.count && taken[slot >> 6] >> UInt64(slot & 63) & 1 == 1
    }

    /// The lowest base at which all labels are free; they are taken then.
    mutating func take(_ labels: [Int]) -> Int {
      let lowest = labels.min() ?? 0
      var slot = max(first, lowest + 1)
      // The search starts at the first free slot, so that single children fill the holes.
      while true {
        slot = nextFree(slot)
        let base = slot - lowest
        if base > 0, labels.allSatisfy({ !isTaken(base + $0) }) {
          for label in labels { set(base + label) }
          first = nextFree(first)
          return base
        }
        slot += 1
      }
    }

    /// The first free slot from `slot` on, found a word at a time.
    private func nextFree(_ slot: Int) -> Int {
      var word = slot >> 6
      guard word < taken.count else { return slot }
      var free = ~taken[word] & (~0 << UInt64(slot & 63))
      while free == 0 {
        word += 1
        guard word < taken.count else { return word << 6 }
        free = ~taken[word]
      }
      return (word << 6) + free.trailingZeroBitCount
    }

    private mutating func set(_ slot: Int) {
      while slot >> 6 >= taken.count { taken.append(0) }
      taken[slot >> 6] |= 1 << UInt64(slot & 63)
      count = max(count, slot + 1)
    }
  }
}
