internal import CDescrape

/// An array of numbers of 64 bits that somebody else owns, after all that can be wrong with it was looked for.
// Unsafe: the pointers are the array's buffers, which live through the call. Reads stay below what `init` checked.
@safe
struct NumberColumn {
  let count: Int
  private let first: Int
  private let validity: UnsafePointer<UInt8>?
  private let values: UnsafeRawPointer?

  /// - Throws: for an array that is not of numbers, or damaged.
  init(_ array: UnsafePointer<ArrowArray>, _ schema: UnsafePointer<ArrowSchema>) throws(Refusal) {
    let format = try unsafe ArrowShape.format(schema, children: 0)
    guard format == (0x6C, 0) || format == (0x4C, 0) else { throw .arrow("only int64 and uint64 are taken here") }
    let shape = try unsafe ArrowShape(array, buffers: 2, children: 0)
    (count, first) = (shape.count, shape.first)
    unsafe validity = shape.validity
    unsafe values = shape.second
  }

  /// The number at `place`; `nil` for a null.
  subscript(place: Int) -> UInt64? {
    if let validity = unsafe validity {
      let bit = first + place
      guard unsafe validity[bit >> 3] >> UInt8(bit & 7) & 1 == 1 else { return nil }
    }
    return unsafe values?.loadUnaligned(fromByteOffset: (first + place) * 8, as: UInt64.self)
  }
}

/// An array of lists of such numbers that somebody else owns.
// Unsafe: as above.
@safe
struct NumberListColumn {
  let count: Int
  private let first: Int
  private let validity: UnsafePointer<UInt8>?
  private let offsets: UnsafeRawPointer?
  private let isLarge: Bool
  private let values: NumberColumn

  /// O(n).
  /// - Throws: for an array that is not of lists of numbers, or damaged.
  init(_ array: UnsafePointer<ArrowArray>, _ schema: UnsafePointer<ArrowSchema>) throws(Refusal) {
    let format = try unsafe ArrowShape.format(schema, children: 1)
    guard format == (0x2B, 0x6C) || format == (0x2B, 0x4C) else {
      throw .arrow("only lists of int64 or uint64 are taken here")
    }
    isLarge = format.1 == 0x4C
    let shape = try unsafe ArrowShape(array, buffers: 2, children: 1)
    (count, first) = (shape.count, shape.first)
    unsafe validity = shape.validity
    unsafe offsets = shape.second
    // Both were looked for already.
    guard let numbers = unsafe array.pointee.children?[0], let kind = unsafe schema.pointee.children?[0] else {
      throw .arrow("the lists have no numbers")
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
    if let validity = unsafe validity {
      let bit = first + place
      guard unsafe validity[bit >> 3] >> UInt8(bit & 7) & 1 == 1 else { return 0..<0 }
    }
    return offset(place)..<offset(place + 1)
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
    let index = first + place
    return unsafe isLarge
      ? Int(offsets?.loadUnaligned(fromByteOffset: index * 8, as: Int64.self) ?? 0)
      : Int(offsets?.loadUnaligned(fromByteOffset: index * 4, as: Int32.self) ?? 0)
  }
}

/// What all arrays with two buffers have, checked.
// Unsafe: as above.
@safe
private struct ArrowShape {
  let count: Int
  let first: Int
  let validity: UnsafePointer<UInt8>?
  let second: UnsafeRawPointer?

  init(_ array: UnsafePointer<ArrowArray>, buffers: Int, children: Int) throws(Refusal) {
    let array = unsafe array.pointee
    guard unsafe array.release != nil else { throw .arrow("the array was released") }
    (count, first) = unsafe (Int(array.length), Int(array.offset))
    guard count >= 0, first >= 0 else { throw .arrow("the length or the offset is negative") }
    guard !count.addingReportingOverflow(first).overflow, count + first < Int.max / 32 else {
      throw .arrow("the length and the offset are beyond any memory")
    }
    guard unsafe array.null_count >= -1 && array.null_count <= array.length else {
      throw .arrow("there cannot be that many nulls")
    }
    guard unsafe array.dictionary == nil && array.n_children == Int64(children) else {
      throw .arrow("the children are not those of this type, or there is a dictionary")
    }
    guard unsafe children == 0 || array.children?[0] != nil else { throw .arrow("a child is a null pointer") }
    guard unsafe array.n_buffers == Int64(buffers) else {
      throw unsafe .arrow("there are \(array.n_buffers) buffers; this type has \(buffers)")
    }
    guard let all = unsafe array.buffers else { throw .arrow("the buffers are a null pointer") }
    unsafe validity = all[0]?.assumingMemoryBound(to: UInt8.self)
    guard unsafe validity != nil || array.null_count <= 0 else {
      throw .arrow("there are nulls without a validity buffer")
    }
    unsafe second = all[1]
    guard unsafe second != nil || count == 0 else { throw .arrow("the second buffer is a null pointer") }
  }

  /// The two letters of a format, the second one 0 where there is one alone.
  static func format(
    _ schema: UnsafePointer<ArrowSchema>, children: Int
  ) throws(Refusal) -> (UInt8, UInt8) {
    guard unsafe schema.pointee.release != nil else { throw .arrow("the schema was released") }
    guard let format = unsafe schema.pointee.format else { throw .arrow("the schema has no format") }
    guard unsafe schema.pointee.dictionary == nil else { throw .arrow("a dictionary is not taken; decode it") }
    // Unsafe: a format ends in a zero byte, so each byte is looked at only after the one before it was none.
    let letters = unsafe (UInt8(bitPattern: format[0]), format[0] == 0 ? 0 : UInt8(bitPattern: format[1]))
    guard unsafe letters.1 == 0 || format[2] == 0 else { return (0, 0) }
    guard unsafe schema.pointee.n_children == Int64(children) else { return (0, 0) }
    guard unsafe children == 0 || schema.pointee.children?[0] != nil else { throw .arrow("a child is a null pointer") }
    return letters
  }
}
