/// Well-formed UTF-8, read by byte offset. All offsets and ranges of the library are offsets into one.
public typealias TextView = Span<UInt8>

extension Span where Element == UInt8 {
  /// The byte at `offset`, or 0 outside the text: a scan can look ahead and back without asking where it stands.
  @inlinable @inline(__always)
  public subscript(orZero offset: Int) -> UInt8 {
    offset >= 0 && offset < count ? self[offset] : 0
  }

  /// The scalar that starts at `offset` and its length in bytes; (0, 0) at the end.
  @inlinable @inline(__always)
  public func scalar(at offset: Int) -> (value: UInt32, length: Int) {
    guard offset >= 0, offset < count else { return (0, 0) }
    let first = self[offset]
    if first < 0x80 { return (UInt32(first), 1) }
    let second = UInt32(self[orZero: offset + 1] & 0x3F)
    if first < 0xE0 { return (UInt32(first & 0x1F) << 6 | second, 2) }
    let third = UInt32(self[orZero: offset + 2] & 0x3F)
    if first < 0xF0 { return (UInt32(first & 0x0F) << 12 | second << 6 | third, 3) }
    let fourth = UInt32(self[orZero: offset + 3] & 0x3F)
    return (UInt32(first & 0x07) << 18 | second << 12 | third << 6 | fourth, 4)
  }

  /// The scalar that ends right before `offset` and its length in bytes; (0, 0) at the start.
  @inlinable @inline(__always)
  public func scalar(before offset: Int) -> (value: UInt32, length: Int) {
    guard offset > 0, offset <= count else { return (0, 0) }
    var start = offset - 1
    while start > 0, offset - start < 4, self[start] & 0xC0 == 0x80 { start -= 1 }
    return scalar(at: start)
  }

  /// The offset of the line feed at or after `offset`, or the end of the text.
  public func endOfLine(from offset: Int) -> Int { find(0x0A, from: offset) ?? count }

  /// The best place to cut a long text in two, at most at `limit`: behind the last line feed after `floor`, or failing that
  /// behind a space or `。`, or at least between two scalars.
  public func cut(before limit: Int, notBefore floor: Int) -> Int {
    guard limit < count else { return count }
    var inLine = 0
    var end = limit
    while end > floor {
      let byte = self[end - 1]
      if byte == 0x0A { return end }
      if inLine == 0, byte == 0x20 || byte == 0x82 && has("。", at: end - 3) { inLine = end }
      end -= 1
    }
    if inLine > 0 { return inLine }
    end = limit
    // Neither inside a scalar nor between a carriage return and its line feed.
    while end > 0, self[end] & 0xC0 == 0x80 || self[end - 1] == 0x0D { end -= 1 }
    return end > 0 ? end : limit
  }

  /// Where the blanks at the start of `range` end.
  public func skipBlanks(_ range: Range<Int>) -> Int {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let (value, length) = scalar(at: offset)
      guard isBlank(value) else { break }
      offset += length
    }
    return Swift.min(offset, range.upperBound)
  }

  /// `range` without the spaces, tabs and ideographic spaces at its ends.
  public func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (low, high) = (range.lowerBound, range.upperBound)
    // Most lines begin and end in a Han character or an ASCII letter.
    if low < high, self[low] > 0xE3 || self[low] > 0x20 && self[low] < 0x80, self[high - 1] > 0x20,
      self[high - 1] != 0x80 && self[high - 1] != 0xA0
    {
      return range
    }
    low = skipBlanks(range)
    while high > low {
      let (value, length) = scalar(before: high)
      guard isBlank(value) else { break }
      high -= length
    }
    return low..<Swift.max(low, high)
  }

  /// Whether the bytes at `offset` are those of `text`.
  @inlinable
  public func has(_ text: StaticString, at offset: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard offset >= 0, offset <= count - length else { return false }
    return text.withUTF8Buffer { wanted in
      for index in 0..<length where unsafe self[offset + index] != wanted[index] { return false }
      return true
    }
  }

  /// Whether two ranges of this text hold the same bytes.
  public func equal(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
    guard a.count == b.count else { return false }
    for index in 0..<a.count where self[a.lowerBound + index] != self[b.lowerBound + index] { return false }
    return true
  }

  /// Whether the bytes of `range`, which is not empty, stand in this text once more. What begins in `part` does not count.
  /// - Complexity: O(n), and the length of `range` more for each place that begins like it.
  public func occurs(_ range: Range<Int>, outside part: Range<Int>) -> Bool {
    var offset = 0
    while let hit = find(self[range.lowerBound], from: offset), hit + range.count <= count {
      if part.contains(hit) {
        offset = part.upperBound
        continue
      }
      if equal(range, hit..<hit + range.count) { return true }
      offset = hit + 1
    }
    return false
  }
}

/// Space, tab, no-break space and the ideographic space: what may stand around a line's text without being part of it.
@inlinable
public func isBlank(_ scalar: UInt32) -> Bool {
  scalar == 0x20 || scalar == 0x09 || scalar == 0xA0 || scalar == 0x3000
}

/// The ideographs that running Chinese text is written with: the URO, Extension A and the supplementary extensions.
/// Radicals and compatibility forms are not among them.
@inlinable
public func isHan(_ scalar: UInt32) -> Bool {
  scalar >= 0x4E00 && scalar <= 0x9FFF || scalar >= 0x3400 && scalar <= 0x4DBF
    || scalar >= 0x20000 && scalar <= 0x323AF || scalar == 0x3007 || scalar == 0x3005
}

/// Whether `scalar` is a Hiragana or Katakana letter.
@inlinable
public func isKana(_ scalar: UInt32) -> Bool { scalar >= 0x3041 && scalar <= 0x30FF }

/// ASCII digits.
@inlinable
public func isASCIIDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

/// ASCII letters and digits.
@inlinable
public func isASCIIWord(_ byte: UInt8) -> Bool {
  byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
}
