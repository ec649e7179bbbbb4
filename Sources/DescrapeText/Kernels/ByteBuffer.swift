#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Growing bytes, owned by one worker and reused from document to document.
///
/// Unlike an `Array` it grows with `realloc`, which moves pages of a large text instead of copying it, and it never shrinks
/// its capacity when emptied.
@safe
public struct ByteBuffer: ~Copyable {
  // Unsafe: the storage is this struct's alone; every access below stays within `capacity`.
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// How many bytes it holds.
  public private(set) var count = 0

  /// An empty buffer with room for `capacity` bytes.
  public init(capacity: Int = 4096) {
    self.capacity = max(capacity, 64)
    unsafe base = Self.allocate(nil, self.capacity)
  }

  deinit { unsafe free(base) }

  /// `realloc` that never returns `nil`: out of memory is the one error that no caller can handle.
  private static func allocate(_ old: UnsafeMutablePointer<UInt8>?, _ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    guard let raw = unsafe realloc(old, capacity) else { preconditionFailure("out of memory") }
    return unsafe raw.assumingMemoryBound(to: UInt8.self)
  }

  /// The bytes.
  public var span: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      let view = unsafe Span(_unsafeStart: UnsafePointer(base), count: count)
      return unsafe _overrideLifetime(view, borrowing: self)
    }
  }

  /// Whether it holds no bytes.
  public var isEmpty: Bool { count == 0 }

  /// Forgets the bytes and keeps the room.
  public mutating func removeAll() { count = 0 }

  /// Forgets the bytes from `length` on.
  public mutating func truncate(to length: Int) { count = min(count, max(length, 0)) }

  /// Forgets the first `length` bytes and moves the rest to the front.
  public mutating func removeFirst(_ length: Int) {
    let length = min(max(length, 0), count)
    unsafe memmove(base, base + length, count - length)
    count -= length
  }

  /// Makes room for `more` further bytes.
  public mutating func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    capacity = max(count + more, capacity + capacity / 2)
    unsafe base = Self.allocate(base, capacity)
  }

  /// Appends one byte. O(1) on average.
  public mutating func append(_ byte: UInt8) {
    if count == capacity { reserve(1) }
    unsafe base[count] = byte
    count += 1
  }

  /// Appends a copy of `bytes`. O(n).
  public mutating func append(_ bytes: borrowing Span<UInt8>) {
    let more = bytes.count
    guard more > 0 else { return }
    reserve(more)
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      unsafe memcpy(base + count, start, more)
    }
    count += more
  }

  /// Appends `length` bytes at `start`, which must not lie in this buffer.
  @inline(__always)
  mutating func append(_ start: UnsafePointer<UInt8>, _ length: Int) {
    reserve(length)
    unsafe memcpy(base + count, start, length)
    count += length
  }

  /// Appends a literal as UTF-8.
  public mutating func append(_ text: StaticString) { unsafe append(text.utf8Start, text.utf8CodeUnitCount) }

  /// Appends a string as UTF-8. O(n).
  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return }
      unsafe append(start, bytes.count)
    }
  }

  /// Appends one scalar as UTF-8; a surrogate or a number beyond Unicode becomes U+FFFD.
  public mutating func append(scalar: UInt32) {
    switch scalar {
    case 0..<0x80: append(UInt8(truncatingIfNeeded: scalar))
    case 0x80..<0x800:
      append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    case 0x800..<0xD800, 0xE000..<0x10000:
      append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    case 0x10000..<0x110000:
      append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    default: append(scalar: 0xFFFD)
    }
  }

  /// Lets `body` write up to `room` bytes behind the last one; it returns how many it wrote.
  /// For C functions that fill a buffer.
  public mutating func appending<Failure: Error>(
    room: Int, _ body: (UnsafeMutablePointer<UInt8>) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    reserve(room)
    let written = try unsafe body(base + count)
    precondition(written <= room, "more was written than there was room for")
    count += max(written, 0)
    return written
  }
}

extension [UInt8] {
  /// O(n).
  package init(copying bytes: borrowing Span<UInt8>) {
    self = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
  }

  /// O(n) for n bytes to append.
  mutating func append(copying bytes: borrowing Span<UInt8>) {
    guard !bytes.isEmpty else { return }
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
