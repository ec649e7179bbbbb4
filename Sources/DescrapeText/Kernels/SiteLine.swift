/// What tells a line of a site from others: the kernel that counting, removal and pipelines share.
///
/// A line is compared without the blanks at its ends, with one space for each run of blanks inside, and with ASCII capitals as
/// small letters. Blanks are the space, tab, U+00A0 and U+3000. Digits stay: with them folded, the date below a title and a
/// chapter's number would be the same line on every page. The text is expected to be clean, so its normal form is not looked at.
///
/// Its key is a mix of two fingerprints (`TextView.fingerprint`): that of the line in this form, and that of the site's name. The
/// highest bit of a key is set; a number without it can stand for something else beside keys.
public enum SiteLine {
  /// A longer line, in bytes, has no key. Counting takes shorter ones only.
  public static let longest = 1 << 12
  /// So many lines at either end of a document are looked at. Blank ones do not count.
  public static let edge = 128

  /// The key of a line on a site; `nil` for one that is too long. O(n).
  /// - Parameters:
  ///   - text: the clean text that the line is in.
  ///   - line: its range without its line feed.
  ///   - site: as `SiteLine.site` numbers it.
  ///   - scratch: is overwritten.
  public static func key(
    _ text: borrowing TextView, _ line: Range<Int>, site: UInt64, _ scratch: inout ByteBuffer
  ) -> UInt64? {
    guard line.count <= longest else { return nil }
    normalize(text, line, into: &scratch)
    let print = scratch.span.fingerprint(0..<scratch.count)
    var key = (print ^ (site &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93
    key ^= key >> 32
    return (key &* 0xD6E8_FEB8_6659_FD93) | 1 << 63
  }

  /// The form in which lines are compared, in place of what `output` held. O(n).
  public static func normalize(_ text: borrowing TextView, _ line: Range<Int>, into output: inout ByteBuffer) {
    output.removeAll()
    let line = text.trimmed(line)
    // What stays as it is, is appended in one go; `start` is where that begins.
    var (start, offset) = (line.lowerBound, line.lowerBound)
    while offset < line.upperBound {
      let byte = text[offset]
      switch byte {
      case 0x41...0x5A:
        output.append(text.extracting(start..<offset))
        output.append(byte | 0x20)
        offset += 1
        start = offset
      case 0x09, 0x20, 0xC2, 0xE3:
        let end = text.skipBlanks(offset..<line.upperBound)
        if end == offset || byte == 0x20 && end == offset + 1 {
          offset += 1
          continue
        }
        output.append(text.extracting(start..<offset))
        output.append(0x20)
        offset = end
        start = end
      default: offset += 1
      }
    }
    output.append(text.extracting(start..<line.upperBound))
  }

  /// The number of a site in keys: a fingerprint of its name.
  public static func site(named name: borrowing Span<UInt8>) -> UInt64 { name.fingerprint(0..<name.count) }

  /// The number of a site in keys.
  public static func site(named name: String) -> UInt64 {
    var bytes = ByteBuffer(capacity: 64)
    bytes.append(name)
    return site(named: bytes.span)
  }

  /// The name of the site of a URL: its host in small letters, without user, port, final full stop and `www.`; all of the host,
  /// not the registered part of it, since neighbours below one domain are often different sites. O(n).
  /// - Returns: `nil` for what has no scheme and no host.
  public static func host(ofURL url: borrowing Span<UInt8>) -> String? {
    var start = 0
    while start < url.count, isASCIIWord(url[start]) || [0x2B, 0x2D, 0x2E].contains(url[start]) { start += 1 }
    guard start > 0 ? url.has("://", at: start) : url.has("//", at: 0) else { return nil }
    start += start > 0 ? 3 : 2
    var end = start
    var port: Int?
    while end < url.count, ![0x2F, 0x3F, 0x23, 0x5C].contains(url[end]), url[end] > 0x20 {
      switch url[end] {
      case 0x40: (start, port) = (end + 1, nil)
      case 0x3A: port = port ?? end
      // The colons of an address in brackets.
      case 0x5D: port = nil
      default: break
      }
      end += 1
    }
    end = port ?? end
    if end > start, url[end - 1] == 0x2E { end -= 1 }
    guard start < end, end - start <= 255 else { return nil }
    var bytes: [UInt8] = []
    for index in start..<end { bytes.append(url[index] >= 0x41 && url[index] <= 0x5A ? url[index] | 0x20 : url[index]) }
    var name = String(decoding: bytes, as: UTF8.self)
    if name.hasPrefix("www."), name.utf8.count > 4 { name.removeFirst(4) }
    return name
  }
}

/// The lines that are known to be a site's own.
public struct SiteLineTable: Sendable {
  /// The keys in an open hash table; 0 is a free slot, since every key has its highest bit set.
  private var slots: [UInt64]
  /// How many lines it knows.
  public private(set) var count = 0

  /// - Parameter capacity: how many keys will come; a key takes 11 to 22 bytes.
  public init(capacity: Int = 0) {
    var size = 64
    while size * 3 < capacity * 4 { size *= 2 }
    slots = [UInt64](repeating: 0, count: size)
  }

  /// Whether a line is known.
  public func contains(_ key: UInt64) -> Bool { slots[slot(of: key)] != 0 }

  /// Adds a line.
  public mutating func insert(_ key: UInt64) {
    let key = key | 1 << 63
    if (count + 1) * 4 > slots.count * 3 {
      let old = slots
      slots = [UInt64](repeating: 0, count: old.count * 2)
      for key in old where key != 0 { slots[slot(of: key)] = key }
    }
    let index = slot(of: key)
    if slots[index] == 0 { count += 1 }
    slots[index] = key
  }

  /// The lines of both.
  public func union(_ other: SiteLineTable) -> SiteLineTable {
    var union = self
    for key in other.slots where key != 0 { union.insert(key) }
    return union
  }

  /// The same number for the same lines, whatever the order in which they came. O(n).
  public var mark: UInt64 { slots.reduce(0) { $0 &+ $1 &* 0x9E37_79B9_7F4A_7C15 } }

  private func slot(of key: UInt64) -> Int {
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: key) & mask
    while slots[index] != 0, slots[index] != key { index = (index + 1) & mask }
    return index
  }
}
