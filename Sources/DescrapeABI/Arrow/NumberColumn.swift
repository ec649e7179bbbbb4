internal import CDescrape

/// An array of numbers of 64 bits that somebody else owns, after all that can be wrong with it was looked for.
struct NumberColumn {
  private let shape: ArrowShape

  var count: Int { shape.count }

  /// - Throws: for an array that is not of numbers, or damaged.
  init(_ array: UnsafePointer<ArrowArray>, _ schema: UnsafePointer<ArrowSchema>) throws(Refusal) {
    let format = try unsafe ArrowShape.format(schema)
    guard format == (0x6C, 0) || format == (0x4C, 0), unsafe schema.pointee.n_children == 0 else {
      throw .arrow("only int64 and uint64 are taken here")
    }
    shape = try unsafe ArrowShape(array, buffers: 2, children: 0)
  }

  /// The number at `place`; `nil` for a null.
  subscript(place: Int) -> UInt64? {
    shape.isNull(place) ? nil : shape.number(place, as: UInt64.self)
  }
}

/// An array of lists of such numbers that somebody else owns.
struct NumberListColumn {
  private let shape: ArrowShape
  private let isLarge: Bool
  private let values: NumberColumn

  var count: Int { shape.count }

  /// O(n).
  /// - Throws: for an array that is not of lists of numbers, or damaged.
  init(_ array: UnsafePointer<ArrowArray>, _ schema: UnsafePointer<ArrowSchema>) throws(Refusal) {
    let format = try unsafe ArrowShape.format(schema)
    guard format == (0x2B, 0x6C) || format == (0x2B, 0x4C), unsafe schema.pointee.n_children == 1 else {
      throw .arrow("only lists of int64 or uint64 are taken here")
    }
    isLarge = format.1 == 0x4C
    shape = try unsafe ArrowShape(array, buffers: 2, children: 1)
    guard let numbers = unsafe array.pointee.children?[0], let kind = unsafe schema.pointee.children?[0] else {
      throw .arrow("a child is a null pointer")
    }
    values = try unsafe NumberColumn(numbers, kind)
    guard count > 0 else { return }
    var last = offset(0)
    guard last >= 0 else { throw .arrow("the first offset is negative") }
    for place in 1...count {
      let next = offset(place)
      guard next >= last else { throw .arrow("offsets go down at list \(place - 1)") }
      last = next
    }
    guard last <= values.count else { throw .arrow("the lists have more numbers than there are") }
  }

  /// Where the numbers of the list at `place` are; a null has none.
  private func range(_ place: Int) -> Range<Int> {
    shape.isNull(place) ? 0..<0 : offset(place)..<offset(place + 1)
  }

  /// Calls `body` with the numbers of the list at `place`; nulls are passed over.
  func forEach(_ place: Int, _ body: (UInt64) -> Void) {
    for index in range(place) { if let value = values[index] { body(value) } }
  }

  /// Whether two lists have the same numbers. O(n).
  func isSame(_ one: Int, _ other: Int) -> Bool {
    let (one, other) = (range(one), range(other))
    return one.count == other.count && zip(one, other).allSatisfy { values[$0] == values[$1] }
  }

  private func offset(_ place: Int) -> Int {
    isLarge ? Int(shape.number(place, as: Int64.self)) : Int(shape.number(place, as: Int32.self))
  }
}
