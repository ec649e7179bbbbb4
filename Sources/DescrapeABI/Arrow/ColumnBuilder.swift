internal import CDescrape
internal import DescrapeText

/// An array of texts or numbers that is being made.
// Unsafe: the blocks belong to this object, have room for what `init` was told, and stay where they are.
@safe
final class ColumnBuilder {
  private let layout: TextLayout
  private let capacity: Int
  private var count = 0
  private(set) var nullCount = 0
  private let validity: UnsafeMutablePointer<UInt8>
  /// Where each text begins, and where the last one ends.
  private let starts: UnsafeMutablePointer<Int>
  private var data = ByteBuffer()
  /// What the layout makes of it.
  private var index: UnsafeMutableRawPointer?
  private var sizes: UnsafeMutablePointer<Int64>?

  /// Room for `capacity` texts, and for `bytes` bytes before it has to grow.
  init(_ layout: TextLayout, capacity: Int, bytes: Int = 0) {
    self.layout = layout
    self.capacity = capacity
    unsafe validity = .allocate(capacity: capacity / 8 + 1)
    unsafe validity.initialize(repeating: 0xFF, count: capacity / 8 + 1)
    unsafe starts = .allocate(capacity: capacity + 1)
    unsafe starts[0] = 0
    data.reserve(bytes)
  }

  deinit {
    unsafe validity.deallocate()
    unsafe starts.deallocate()
    unsafe index?.deallocate()
    unsafe sizes?.deallocate()
  }

  /// Adds a text.
  func append(_ text: borrowing Span<UInt8>) {
    data.append(text)
    advance()
  }

  /// Adds a text that `body` writes behind the others.
  func append(_ body: (inout ByteBuffer) -> Void) {
    body(&data)
    advance()
  }

  /// Adds what is no text.
  func appendNull() {
    nullCount += 1
    unsafe validity[count >> 3] &= ~(1 << UInt8(count & 7))
    advance()
  }

  private func advance() {
    precondition(count < capacity, "a column has as many texts as it was made for")
    count += 1
    unsafe starts[count] = data.count
  }

  /// The finished array. It may be asked for once.
  /// - Throws: when the texts are too long for offsets of 32 bits.
  func export() throws(Refusal) -> ArrowArray {
    switch layout {
    case .small:
      guard data.count <= Int(Int32.max) else {
        throw .arrow("the clean texts have more than 2 GiB; give large_utf8 or smaller arrays")
      }
      let offsets = UnsafeMutablePointer<Int32>.allocate(capacity: count + 1)
      for place in 0...count { unsafe offsets[place] = Int32(starts[place]) }
      unsafe index = UnsafeMutableRawPointer(offsets)
      return unsafe array([validityOrNil, UnsafeRawPointer(offsets), start])
    case .large:
      return unsafe array([validityOrNil, UnsafeRawPointer(starts), start])
    case .view: return try unsafe exportViews()
    }
  }

  private var start: UnsafeRawPointer? { unsafe UnsafeRawPointer(address(of: data)) }
  private var validityOrNil: UnsafeRawPointer? { unsafe nullCount > 0 ? UnsafeRawPointer(validity) : nil }

  private func array(_ buffers: [UnsafeRawPointer?]) -> ArrowArray {
    unsafe ArrowOwner.array(length: count, nullCount: nullCount, buffers: buffers, children: [], keeping: self)
  }

  /// Short texts go into their views. A buffer of long ones is a stretch of the data: its offsets have 32 bits.
  private func exportViews() throws(Refusal) -> ArrowArray {
    let views = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 16, alignment: 16)
    unsafe index = views
    var borders = [0]
    for place in 0..<count {
      let (from, to) = unsafe (starts[place], starts[place + 1])
      guard to - from <= Int(Int32.max) else { throw .arrow("a clean text has more than 2 GiB") }
      if to - borders[borders.count - 1] > Int(Int32.max) { borders.append(from) }
      unsafe write(
        view: views + place * 16, from: from, to: to, buffer: borders.count - 1, base: borders[borders.count - 1])
    }
    let sizes = UnsafeMutablePointer<Int64>.allocate(capacity: borders.count)
    unsafe self.sizes = sizes
    var buffers = unsafe [validityOrNil, UnsafeRawPointer(views)]
    for (number, border) in borders.enumerated() {
      let end = number + 1 < borders.count ? borders[number + 1] : data.count
      unsafe sizes[number] = Int64(end - border)
      unsafe buffers.append(start.map { unsafe $0 + border })
    }
    unsafe buffers.append(UnsafeRawPointer(sizes))
    return unsafe array(buffers)
  }

  private func write(view: UnsafeMutableRawPointer, from: Int, to: Int, buffer: Int, base: Int) {
    let length = to - from
    unsafe view.initializeMemory(as: UInt8.self, repeating: 0, count: 16)
    unsafe view.storeBytes(of: Int32(length), as: Int32.self)
    guard length > 0, let start = unsafe start else { return }
    unsafe (view + 4).copyMemory(from: start + from, byteCount: length <= 12 ? length : 4)
    guard length > 12 else { return }
    unsafe view.storeBytes(of: Int32(buffer), toByteOffset: 8, as: Int32.self)
    unsafe view.storeBytes(of: Int32(from - base), toByteOffset: 12, as: Int32.self)
  }
}
