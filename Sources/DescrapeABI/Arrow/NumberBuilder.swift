internal import CDescrape
internal import DescrapeText

/// An array of numbers of 64 bits that is being made.
// Unsafe: the blocks belong to this object and have room for `capacity` numbers.
@safe
final class NumberBuilder {
  private let values: UnsafeMutablePointer<Int64>
  private let validity: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  private var count = 0
  private var nullCount = 0

  init(capacity: Int) {
    self.capacity = capacity
    unsafe values = .allocate(capacity: max(capacity, 1))
    unsafe validity = .allocate(capacity: capacity / 8 + 1)
    unsafe validity.initialize(repeating: 0xFF, count: capacity / 8 + 1)
  }

  deinit {
    unsafe values.deallocate()
    unsafe validity.deallocate()
  }

  func append(_ value: Int) {
    precondition(count < capacity, "a column has as many numbers as it was made for")
    unsafe values[count] = Int64(value)
    count += 1
  }

  /// Adds a number whose bits are those of `bits`.
  func append(bits: UInt64) { append(Int(truncatingIfNeeded: bits)) }

  func appendNull() {
    unsafe validity[count >> 3] &= ~(1 << UInt8(count & 7))
    nullCount += 1
    append(0)
  }

  /// The finished array. It may be asked for once.
  func export() -> ArrowArray {
    unsafe ArrowOwner.array(
      length: count, nullCount: nullCount,
      buffers: [nullCount > 0 ? UnsafeRawPointer(validity) : nil, UnsafeRawPointer(values)], children: [],
      keeping: self)
  }
}

/// An array of lists of such numbers. No list is null.
// Unsafe: the offsets belong to this object and have room for `capacity` lists; the values are not touched once they are exported.
@safe
final class NumberListBuilder {
  private let offsets: UnsafeMutablePointer<Int32>
  private let capacity: Int
  private var count = 0
  private var values: [UInt64] = []

  init(capacity: Int) {
    self.capacity = capacity
    unsafe offsets = .allocate(capacity: capacity + 1)
    unsafe offsets[0] = 0
  }

  deinit { unsafe offsets.deallocate() }

  /// Adds a number to the list that is open.
  func append(_ value: UInt64) { values.append(value) }

  /// Ends the list that is open, and opens the next one.
  func close() throws(Refusal) {
    precondition(count < capacity, "a column has as many lists as it was made for")
    guard let end = Int32(exactly: values.count) else {
      throw .arrow("the lists have more than 2,147,483,647 numbers; give smaller arrays")
    }
    count += 1
    unsafe offsets[count] = end
  }

  /// The finished array. It may be asked for once.
  func export() -> ArrowArray {
    let numbers = NumberBuilder(capacity: values.count)
    for value in values { numbers.append(bits: value) }
    return unsafe ArrowOwner.array(
      length: count, nullCount: 0, buffers: [nil, UnsafeRawPointer(offsets)], children: [numbers.export()],
      keeping: self)
  }

  /// The schema of such an array.
  static func schema(_ name: StaticString = "") -> ArrowSchema {
    unsafe SchemaOwner.schema(
      "+l", name, isNullable: false, children: [SchemaOwner.schema("l", "item", isNullable: false)])
  }
}
