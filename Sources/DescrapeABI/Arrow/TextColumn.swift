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
    switch (isBinary, try unsafe ArrowShape.format(schema)) {
    case (false, (0x75, 0)), (true, (0x7A, 0)): self = .small
    case (false, (0x55, 0)), (true, (0x5A, 0)): self = .large
    case (false, (0x76, 0x75)), (true, (0x76, 0x7A)): self = .view
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
  /// Its index are the offsets, or the views.
  private let shape: ArrowShape
  private let data: UnsafeRawPointer?
  /// The buffers of long texts, how many there are, and their sizes.
  private let buffers: UnsafeMutablePointer<UnsafeRawPointer?>?
  private let bufferCount: Int
  private let sizes: UnsafeRawPointer?

  var count: Int { shape.count }

  /// O(n).
  /// - Throws: for an array that is not what its layout asks for.
  init(_ array: UnsafePointer<ArrowArray>, _ layout: TextLayout) throws(Refusal) {
    self.layout = layout
    shape = try unsafe ArrowShape(array, buffers: 3, hasMore: layout == .view, children: 0)
    // That they are there was looked for.
    let (number, all) = unsafe (Int(array.pointee.n_buffers), array.pointee.buffers)
    if layout == .view {
      unsafe data = nil
      bufferCount = number - 3
      unsafe buffers = all.map { unsafe $0 + 2 }
      unsafe sizes = all?[number - 1]
      guard unsafe sizes != nil || bufferCount == 0 || shape.count == 0 else {
        throw .arrow("the sizes are a null pointer")
      }
      if shape.count > 0 { try checkBuffers() }
    } else {
      unsafe data = all?[2]
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
    case .small: try checkOffsets { Int(shape.number($0, as: Int32.self)) }
    case .large: try checkOffsets { Int(shape.number($0, as: Int64.self)) }
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
  func isNull(_ place: Int) -> Bool { shape.isNull(place) }

  /// How many bytes all texts have; those behind nulls may be among them.
  var byteCount: Int {
    switch layout {
    case .small: count == 0 ? 0 : Int(shape.number(count, as: Int32.self) - shape.number(0, as: Int32.self))
    case .large: count == 0 ? 0 : Int(shape.number(count, as: Int64.self) - shape.number(0, as: Int64.self))
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
      let start = Int(shape.number(place, as: Int32.self))
      return unsafe (data.map { unsafe $0 + start }, Int(shape.number(place + 1, as: Int32.self)) - start)
    case .large:
      let start = Int(shape.number(place, as: Int64.self))
      return unsafe (data.map { unsafe $0 + start }, Int(shape.number(place + 1, as: Int64.self)) - start)
    case .view:
      let view = view(place)
      if view.length <= 12 {
        return unsafe (shape.index.map { unsafe $0 + (shape.first + place) * 16 + 4 }, view.length)
      }
      return unsafe (buffers?[view.buffer].map { unsafe $0 + view.offset }, view.length)
    }
  }

  private func view(_ place: Int) -> (length: Int, buffer: Int, offset: Int) {
    let start = (shape.first + place) * 16
    guard let index = unsafe shape.index else { return (0, 0, 0) }
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
