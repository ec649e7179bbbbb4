internal import CDescrape

/// What the arrays that are taken have in common, after all that can be wrong with it was looked for: a length, nulls, and an index in
/// the second buffer.
// Unsafe: the pointers are the array's buffers, which live through the call. Reads stay below what `init` checked.
@safe
struct ArrowShape {
  let count: Int
  let first: Int
  /// The numbers, offsets or views.
  let index: UnsafeRawPointer?
  private let validity: UnsafePointer<UInt8>?

  /// - Parameters:
  ///   - buffers: how many there are.
  ///   - hasMore: whether there may be more of them.
  ///   - children: how many there are; the first one is there, then.
  /// - Throws: for an array that is not of this kind.
  init(_ array: UnsafePointer<ArrowArray>, buffers: Int, hasMore: Bool = false, children: Int) throws(Refusal) {
    let array = unsafe array.pointee
    guard unsafe array.release != nil else { throw .arrow("the array was released") }
    (count, first) = unsafe (Int(array.length), Int(array.offset))
    guard count >= 0, first >= 0 else { throw .arrow("the length or the offset is negative") }
    // The end of the last 16 bytes of the index still has to be a number.
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
    let number = unsafe Int(array.n_buffers)
    guard hasMore ? number >= buffers && number < 1 << 32 : number == buffers else {
      throw .arrow("there are \(number) buffers; this type has \(buffers)\(hasMore ? " or more" : "")")
    }
    guard let all = unsafe array.buffers else { throw .arrow("the buffers are a null pointer") }
    unsafe validity = all[0]?.assumingMemoryBound(to: UInt8.self)
    guard unsafe validity != nil || array.null_count <= 0 else {
      throw .arrow("there are nulls without a validity buffer")
    }
    unsafe index = all[1]
    guard unsafe index != nil || count == 0 else { throw .arrow("the second buffer is a null pointer") }
  }

  /// Whether nothing is at `place`.
  func isNull(_ place: Int) -> Bool {
    guard let validity = unsafe validity else { return false }
    let bit = first + place
    return unsafe validity[bit >> 3] >> UInt8(bit & 7) & 1 == 0
  }

  /// The `place`-th number of the index, counted from the array's offset.
  func number<Number: FixedWidthInteger & BitwiseCopyable>(_ place: Int, as type: Number.Type) -> Number {
    unsafe index?.loadUnaligned(fromByteOffset: (first + place) * MemoryLayout<Number>.size, as: type) ?? 0
  }

  /// The two letters of a schema's format, the second one 0 where there is one alone; two zeros for a longer one.
  static func format(_ schema: UnsafePointer<ArrowSchema>) throws(Refusal) -> (UInt8, UInt8) {
    guard unsafe schema.pointee.release != nil else { throw .arrow("the schema was released") }
    guard let format = unsafe schema.pointee.format else { throw .arrow("the schema has no format") }
    guard unsafe schema.pointee.dictionary == nil else {
      throw .arrow("a dictionary is not taken; decode it, or clean its values")
    }
    // Unsafe: a format ends in a zero byte, so each byte is looked at only after the one before it was none.
    let letters = unsafe (UInt8(bitPattern: format[0]), format[0] == 0 ? 0 : UInt8(bitPattern: format[1]))
    return unsafe letters.1 == 0 || format[2] == 0 ? letters : (0, 0)
  }
}
