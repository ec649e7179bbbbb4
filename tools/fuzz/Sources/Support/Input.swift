/// The fuzzer's bytes, read one after the other; behind the last one there are zeros.
public struct Input {
  private let bytes: [UInt8]
  public private(set) var offset = 0

  public init(_ start: UnsafePointer<UInt8>, _ count: Int) {
    bytes = Array(UnsafeBufferPointer(start: start, count: count))
  }

  public var isAtEnd: Bool { offset >= bytes.count }

  public mutating func byte() -> UInt8 {
    defer { offset += 1 }
    return offset < bytes.count ? bytes[offset] : 0
  }

  public mutating func word() -> UInt32 {
    var word: UInt32 = 0
    for _ in 0..<4 { word = word << 8 | UInt32(byte()) }
    return word
  }

  /// A number below `limit`, of one byte or two.
  public mutating func number(below limit: Int) -> Int {
    if limit < 2 { return 0 }
    let first = Int(byte())
    return limit <= 256 ? first % limit : (first << 8 | Int(byte())) % limit
  }

  public mutating func pick<Element>(_ list: [Element]) -> Element { list[number(below: list.count)] }

  /// Up to `count` bytes.
  public mutating func take(_ count: Int) -> ArraySlice<UInt8> {
    let start = min(offset, bytes.count)
    offset = min(start + count, bytes.count)
    return bytes[start..<offset]
  }
}
