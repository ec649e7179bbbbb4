internal import DescrapeText

/// What a line of JSON Lines is.
enum JSONLineKind: Equatable {
  case value
  /// Not JSON after RFC 8259; where the first wrong byte stands.
  case malformed(Int)
  /// Nothing but white space.
  case blank
}

/// What a line of JSON Lines holds under a key.
enum JSONLineValue: Equatable {
  case none
  /// The string's bytes between its quotes.
  case text(Range<Int>, hasEscapes: Bool)
  /// No string.
  case other
}

/// A strict reader of single lines of JSON that builds nothing: it finds the strings it looks for. Without
/// recursion and without a limit to depth; one for each thread. When a key stands there twice the last one counts, as
/// in most readers. A key such as `a.b` is that of the object, or `b` of the object under `a`.
///
/// It takes the bytes inside strings as they are: whether they are UTF-8 is the caller's question.
@safe
struct JSONLineScanner: ~Copyable {
  /// What the last line holds under each of the keys.
  private(set) var values: [JSONLineValue]
  private let keys: [[UInt8]]
  /// The parts of each key, between its full stops.
  private let paths: [[[UInt8]]]
  /// For each open container 1 for an object, 0 for an array.
  private var open = ByteBuffer()
  /// For each open container the keys that it lies on the way to, as bits.
  private var ways: [UInt64] = []
  /// For keys with escapes.
  private var scratch = ByteBuffer()
  /// The keys of the line at hand, when they are asked for.
  private(set) var names: [String] = []
  private var wantsNames = false

  /// So many keys can be looked for.
  static let keyLimit = 64

  /// - Parameter keys: `keyLimit` at most; more are not looked for.
  init(keys: [String]) {
    let keys = keys.prefix(Self.keyLimit)
    self.keys = keys.map { Array($0.utf8) }
    paths = keys.map { $0.split(separator: ".", omittingEmptySubsequences: false).map { Array($0.utf8) } }
    values = keys.map { _ in .none }
  }

  /// O(n).
  mutating func scan(_ line: borrowing Span<UInt8>) -> JSONLineKind {
    open.removeAll()
    ways.removeAll(keepingCapacity: true)
    for index in values.indices { values[index] = .none }
    return unsafe line.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return .blank }
      return unsafe scan(base, bytes.count)
    }
  }

  /// The keys of an object: what may have been meant when the one that was asked for is not there.
  mutating func names(of line: borrowing Span<UInt8>) -> [String] {
    names = []
    wantsNames = true
    _ = scan(line)
    wantsNames = false
    return names
  }

  private enum Expected { case value, key, separator }

  // Unsafe: `p` points at `n` bytes; every read below is at an offset that was compared with `n` first.
  private mutating func scan(_ p: UnsafePointer<UInt8>, _ n: Int) -> JSONLineKind {
    var i = unsafe skipSpace(p, 0, n)
    guard i < n else { return .blank }
    var expected = Expected.value
    // The keys that the value that comes next belongs to, and those that it lies on the way to.
    var wanted: UInt64 = 0
    var way: UInt64 = .max
    while true {
      i = unsafe skipSpace(p, i, n)
      switch expected {
      case .key:
        guard i < n, unsafe p[i] == 0x22 else { return .malformed(i) }
        let start = i + 1
        guard let (end, hasEscapes) = unsafe endOfString(p, start, n, &i) else { return .malformed(i) }
        (wanted, way) = unsafe match(ways.last ?? 0, p, start..<end, hasEscapes)
        if ways.count == 1, wantsNames {
          unsafe names.append(String(copying: Span(_unsafeStart: p + start, count: end - start)))
        }
        i = unsafe skipSpace(p, end + 1, n)
        guard i < n, unsafe p[i] == 0x3A else { return .malformed(i) }
        i += 1
        expected = .value
        continue
      case .separator:
        guard let isObject = open.span.last else { return i < n ? .malformed(i) : .value }
        guard i < n else { return .malformed(i) }
        let byte = unsafe p[i]
        if byte == 0x2C {
          expected = isObject == 1 ? .key : .value
        } else if byte == (isObject == 1 ? 0x7D : 0x5D) {
          open.truncate(to: open.count - 1)
          ways.removeLast()
        } else {
          return .malformed(i)
        }
        i += 1
        continue
      case .value: break
      }
      guard i < n else { return .malformed(i) }
      let byte = unsafe p[i]
      if byte == 0x22 {
        let start = i + 1
        guard let (end, hasEscapes) = unsafe endOfString(p, start, n, &i) else { return .malformed(i) }
        if wanted != 0 { set(.text(start..<end, hasEscapes: hasEscapes), wanted) }
        i = end + 1
      } else {
        if wanted != 0 { set(.other, wanted) }
        switch byte {
        case 0x7B, 0x5B:
          let after = unsafe skipSpace(p, i + 1, n)
          guard after < n else { return .malformed(after) }
          if unsafe p[after] == byte + 2 {
            i = after + 1
          } else {
            open.append(byte == 0x7B ? 1 : 0)
            ways.append(byte == 0x7B ? way : 0)
            i = after
            (wanted, way) = (0, 0)
            expected = byte == 0x7B ? .key : .value
            continue
          }
        case 0x74: guard unsafe skip("true", p, &i, n) else { return .malformed(i) }
        case 0x66: guard unsafe skip("false", p, &i, n) else { return .malformed(i) }
        case 0x6E: guard unsafe skip("null", p, &i, n) else { return .malformed(i) }
        default: guard unsafe skipNumber(p, &i, n) else { return .malformed(i) }
        }
      }
      (wanted, way) = (0, 0)
      expected = .separator
    }
  }

  private mutating func set(_ value: JSONLineValue, _ wanted: UInt64) {
    for index in values.indices where wanted >> index & 1 == 1 { values[index] = value }
  }

  /// The keys whose value follows this name, and those that it leads to; `ways` are those that the object leads to.
  private mutating func match(
    _ ways: UInt64, _ p: UnsafePointer<UInt8>, _ name: Range<Int>, _ hasEscapes: Bool
  ) -> (wanted: UInt64, way: UInt64) {
    guard ways != 0 else { return (0, 0) }
    var (wanted, way): (UInt64, UInt64) = (0, 0)
    let depth = open.count - 1
    for index in keys.indices where ways >> index & 1 == 1 {
      let path = paths[index]
      if depth == 0, path.count > 1, unsafe isKey(keys[index], p, name, hasEscapes) {
        wanted |= 1 << index
      } else if depth < path.count, unsafe isKey(path[depth], p, name, hasEscapes) {
        if depth == path.count - 1 { wanted |= 1 << index } else { way |= 1 << index }
      }
    }
    return (wanted, way)
  }

  private func skipSpace(_ p: UnsafePointer<UInt8>, _ start: Int, _ n: Int) -> Int {
    var i = start
    while i < n, unsafe p[i] == 0x20 || p[i] == 0x09 || p[i] == 0x0D || p[i] == 0x0A { i += 1 }
    return i
  }

  private func skip(_ word: StaticString, _ p: UnsafePointer<UInt8>, _ i: inout Int, _ n: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard n - i >= length else { return false }
    for offset in 0..<length where unsafe p[i + offset] != word.utf8Start[offset] { return false }
    i += length
    return true
  }

  private func skipNumber(_ p: UnsafePointer<UInt8>, _ i: inout Int, _ n: Int) -> Bool {
    func skipDigits() -> Bool {
      let start = i
      while i < n, unsafe p[i] >= 0x30, unsafe p[i] <= 0x39 { i += 1 }
      return i > start
    }
    if unsafe p[i] == 0x2D { i += 1 }
    if i < n, unsafe p[i] == 0x30 {
      i += 1
    } else if !skipDigits() {
      return false
    }
    if i < n, unsafe p[i] == 0x2E {
      i += 1
      guard skipDigits() else { return false }
    }
    if i < n, unsafe p[i] | 0x20 == 0x65 {
      i += 1
      if i < n, unsafe p[i] == 0x2B || p[i] == 0x2D { i += 1 }
      guard skipDigits() else { return false }
    }
    return true
  }

  /// Where the string that starts at `start` has its closing quote; `nil` when it has none or is wrong at `failure`.
  private func endOfString(
    _ p: UnsafePointer<UInt8>, _ start: Int, _ n: Int, _ failure: inout Int
  ) -> (end: Int, hasEscapes: Bool)? {
    var i = start
    var hasEscapes = false
    while true {
      // Where a writer escapes all that is not ASCII, one escape follows the other.
      while i + 6 <= n, unsafe p[i] == 0x5C && p[i + 1] == 0x75, unsafe HexadecimalUnit(p + i + 2) != nil {
        hasEscapes = true
        i += 6
      }
      i = unsafe JSONString.plainRun(p, i, n)
      guard i < n else { break }
      let byte = unsafe p[i]
      if byte == 0x22 { return (i, hasEscapes) }
      guard byte == 0x5C, i + 1 < n else { break }
      hasEscapes = true
      switch unsafe p[i + 1] {
      case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: i += 2
      case 0x75:
        guard i + 6 <= n, unsafe HexadecimalUnit(p + i + 2) != nil else {
          failure = i
          return nil
        }
        i += 6
      default:
        failure = i
        return nil
      }
    }
    failure = i
    return nil
  }

  private mutating func isKey(
    _ key: [UInt8], _ p: UnsafePointer<UInt8>, _ range: Range<Int>, _ hasEscapes: Bool
  ) -> Bool {
    if hasEscapes {
      scratch.removeAll()
      let raw = unsafe Span(_unsafeStart: p + range.lowerBound, count: range.count)
      _ = JSONString.unescape(raw, into: &scratch)
      guard scratch.count == key.count else { return false }
      for index in key.indices where scratch.span[index] != key[index] { return false }
      return true
    }
    guard range.count == key.count else { return false }
    for index in key.indices where unsafe p[range.lowerBound + index] != key[index] { return false }
    return true
  }
}

extension Span where Element == UInt8 {
  /// The last byte.
  var last: UInt8? { count > 0 ? self[count - 1] : nil }
}
