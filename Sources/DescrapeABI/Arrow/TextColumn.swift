internal import CDescrape
internal import DescrapeText

/// How an Arrow array of texts, or of bytes, is laid out.
enum TextLayout: Sendable {
  /// `u` or `z`: offsets of 32 bits.
  case small
  /// `U` or `Z`: offsets of 64 bits.
  case large
  /// `vu` or `vz`: 16 bytes for each text, which hold a short one, or say where a long one is.
  case view

  /// Reads a schema.
  /// - Parameter isBinary: whether bytes are expected instead of texts.
  /// - Throws: for all that is not such an array.
  init(_ schema: UnsafePointer<ArrowSchema>, isBinary: Bool = false) throws(Refusal) {
    guard unsafe schema.pointee.release != nil else { throw .arrow("the schema was released") }
    guard let format = unsafe schema.pointee.format else { throw .arrow("the schema has no format") }
    guard unsafe schema.pointee.dictionary == nil else {
      throw .arrow("a dictionary is not taken; decode it, or clean its values")
    }
    // Unsafe: a format ends in a zero byte, so each byte is looked at only after the one before it was none.
    let letters = unsafe (UInt8(bitPattern: format[0]), format[0] == 0 ? 0 : UInt8(bitPattern: format[1]))
    let ends = unsafe letters.1 == 0 || format[2] == 0
    switch (isBinary, letters.0, letters.1, ends) {
    case (false, 0x75, 0, _), (true, 0x7A, 0, _): self = .small
    case (false, 0x55, 0, _), (true, 0x5A, 0, _): self = .large
    case (false, 0x76, 0x75, true), (true, 0x76, 0x7A, true): self = .view
    default:
      throw .arrow(
        isBinary
          ? "only binary, large_binary and binary_view are taken" : "only utf8, large_utf8 and utf8_view are taken")
    }
    guard unsafe schema.pointee.n_children == 0 else { throw .arrow("an array of texts has no children") }
  }

  /// The format, as a schema has it.
  var format: StaticString {
    switch self {
    case .small: "u"
    case .large: "U"
    case .view: "vu"
    }
  }
}

/// An array of texts that somebody else owns, after all that can be wrong with it was looked for.
///
/// What the buffers hold is checked against each other before a text is read: lengths, offsets and indexes lead nowhere outside. How
/// large the buffers are is not in the interface; for `view` it is, and is held to.
// Unsafe: the pointers are the array's buffers, which live through the call. Reads stay below what `init` checked.
@safe
struct TextColumn {
  let layout: TextLayout
  let count: Int
  private let first: Int
  private let validity: UnsafePointer<UInt8>?
  /// The offsets, or the views.
  private let index: UnsafeRawPointer?
  private let data: UnsafeRawPointer?
  /// The buffers of long texts, how many there are, and their sizes.
  private let buffers: UnsafeMutablePointer<UnsafeRawPointer?>?
  private let bufferCount: Int
  private let sizes: UnsafeRawPointer?

  /// O(n).
  /// - Throws: for an array that is not what its layout asks for.
  init(_ array: UnsafePointer<ArrowArray>, _ layout: TextLayout) throws(Refusal) {
    self.layout = layout
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
    guard unsafe array.n_children == 0 && array.dictionary == nil else {
      throw .arrow("there are children or a dictionary")
    }
    let number = unsafe Int(array.n_buffers)
    guard layout == .view ? number >= 3 && number < 1 << 32 : number == 3 else {
      throw .arrow("there are \(number) buffers; this type has \(layout == .view ? "3 or more" : "3")")
    }
    guard let all = unsafe array.buffers else { throw .arrow("the buffers are a null pointer") }
    unsafe validity = all[0]?.assumingMemoryBound(to: UInt8.self)
    guard unsafe validity != nil || array.null_count <= 0 else {
      throw .arrow("there are nulls without a validity buffer")
    }
    unsafe index = all[1]
    guard unsafe index != nil || count == 0 else { throw .arrow("the second buffer is a null pointer") }
    if layout == .view {
      unsafe data = nil
      bufferCount = number - 3
      unsafe buffers = all + 2
      unsafe sizes = all[number - 1]
      guard unsafe sizes != nil || bufferCount == 0 || count == 0 else { throw .arrow("the sizes are a null pointer") }
      if count > 0 { try checkBuffers() }
    } else {
      unsafe data = all[2]
      (bufferCount, unsafe buffers, unsafe sizes) = (0, nil, nil)
    }
    try checkTexts()
  }

  private func checkBuffers() throws(Refusal) {
    for number in 0..<bufferCount {
      let size = size(of: number)
      guard size >= 0 else { throw .arrow("a buffer has a negative size") }
      guard unsafe size == 0 || buffers?[number] != nil else { throw .arrow("a buffer is a null pointer") }
    }
  }

  private func checkTexts() throws(Refusal) {
    switch layout {
    case .small: try checkOffsets { Int(self.number($0, as: Int32.self)) }
    case .large: try checkOffsets { Int(self.number($0, as: Int64.self)) }
    case .view:
      for place in 0..<count where !isNull(place) {
        let view = view(place)
        guard view.length >= 0 else { throw .arrow("text \(place) has a negative length") }
        guard view.length > 12 else { continue }
        guard view.buffer >= 0, view.buffer < bufferCount else {
          throw .arrow("text \(place) is in a buffer that is not there")
        }
        guard view.offset >= 0, view.offset + view.length <= size(of: view.buffer) else {
          throw .arrow("text \(place) is outside of its buffer")
        }
      }
    }
  }

  private func checkOffsets(_ offset: (Int) -> Int) throws(Refusal) {
    guard count > 0 else { return }
    var last = offset(0)
    guard last >= 0 else { throw .arrow("the first offset is negative") }
    let start = last
    for place in 1...count {
      let next = offset(place)
      guard next >= last else { throw .arrow("offsets go down at text \(place - 1)") }
      last = next
    }
    guard unsafe data != nil || last == start else { throw .arrow("the texts are a null pointer") }
  }

  /// Whether there is no text at `place`.
  func isNull(_ place: Int) -> Bool {
    guard let validity = unsafe validity else { return false }
    let bit = first + place
    return unsafe validity[bit >> 3] >> UInt8(bit & 7) & 1 == 0
  }

  /// How many bytes all texts have; those behind nulls may be among them.
  var byteCount: Int {
    switch layout {
    case .small: count == 0 ? 0 : Int(number(count, as: Int32.self) - number(0, as: Int32.self))
    case .large: count == 0 ? 0 : Int(number(count, as: Int64.self) - number(0, as: Int64.self))
    case .view: (0..<count).reduce(0) { isNull($1) ? $0 : $0 &+ view($1).length }
    }
  }

  /// Calls `body` with the text at `place`, which is none of the nulls.
  func text<Result>(_ place: Int, _ body: (borrowing Span<UInt8>) -> Result) -> Result {
    let (start, length) = unsafe location(place)
    let bytes = unsafe start?.assumingMemoryBound(to: UInt8.self)
    return unsafe body(Span(_unsafeStart: bytes ?? emptyBytes, count: bytes == nil ? 0 : length))
  }

  private func location(_ place: Int) -> (UnsafeRawPointer?, Int) {
    switch layout {
    case .small:
      let start = Int(number(place, as: Int32.self))
      return unsafe (data.map { unsafe $0 + start }, Int(number(place + 1, as: Int32.self)) - start)
    case .large:
      let start = Int(number(place, as: Int64.self))
      return unsafe (data.map { unsafe $0 + start }, Int(number(place + 1, as: Int64.self)) - start)
    case .view:
      let view = view(place)
      if view.length <= 12 { return unsafe (index.map { unsafe $0 + (first + place) * 16 + 4 }, view.length) }
      return unsafe (buffers?[view.buffer].map { unsafe $0 + view.offset }, view.length)
    }
  }

  /// The `place`-th number of the index, counted from the array's offset.
  private func number<Number: FixedWidthInteger & BitwiseCopyable>(_ place: Int, as type: Number.Type) -> Number {
    unsafe index?.loadUnaligned(fromByteOffset: (first + place) * MemoryLayout<Number>.size, as: type) ?? 0
  }

  private func view(_ place: Int) -> (length: Int, buffer: Int, offset: Int) {
    let start = (first + place) * 16
    guard let index = unsafe index else { return (0, 0, 0) }
    return unsafe (
      Int(index.loadUnaligned(fromByteOffset: start, as: Int32.self)),
      Int(index.loadUnaligned(fromByteOffset: start + 8, as: Int32.self)),
      Int(index.loadUnaligned(fromByteOffset: start + 12, as: Int32.self))
    )
  }

  private func size(of buffer: Int) -> Int {
    unsafe Int(sizes?.loadUnaligned(fromByteOffset: buffer * 8, as: Int64.self) ?? 0)
  }
}
