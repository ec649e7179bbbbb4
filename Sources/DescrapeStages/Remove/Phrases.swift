internal import DescrapeText

/// What a furniture line is for. The order is the one of the generator.
enum FurnitureClass: UInt8 {
  case image, share, link, back, more, tool, counter, path, comment, record, account, follow, app, pager
}

/// How a phrase may stand in a line.
enum PhraseMatch: UInt8 {
  /// The whole line, or a link in a row of links.
  case word
  /// A link in a row only.
  case item
  /// As `word`, and in front of a row: `分享到：`.
  case label
  /// In front of a neighbour's title: `上一篇：`.
  case title
  /// What stands there when there is no neighbour: `没有了`.
  case none
  /// In front of words that end in a target: `返回…首页`.
  case back
  case target
  /// Beside a number: `浏览：33`.
  case count
  /// Behind a number: `次`.
  case unit
  /// In front of a breadcrumb: `当前位置：`.
  case path
  /// The first step of a breadcrumb.
  case root
  /// The last step of a breadcrumb.
  case pathEnd
  /// In front of free text without a sentence: `版权所有 ©`.
  case record
  /// In front of a short request: `扫描二维码`.
  case lead
  /// In front of where a picture is from: `图片来源：网络`.
  case credit
}

/// Where a phrase has to stand to be sure of it.
enum PhrasePlace: UInt8 {
  case any
  /// Near the head or the foot.
  case edge
  case foot
  case head
  /// Behind the last line of text, beside a line that is sure of itself.
  case tail
  /// Beside a line that is sure of itself.
  case weak
  case image
  case item
  /// Only for a bold run.
  case bold
}

/// A phrase of the table that was found in a text.
struct Phrase {
  let length: Int
  let kind: FurnitureClass
  let match: PhraseMatch
  let place: PhrasePlace
}

/// The compiled word lists. A look-up costs one load when no phrase starts with the three bytes at hand.
final class Phrases: Sendable {
  static let shared = Phrases(
    BoilerplateTable.text, BoilerplateTable.entries, BoilerplateTable.kinds, BoilerplateTable.buckets)
  static let parts = Phrases(
    BoilerplateParts.text, BoilerplateParts.entries, BoilerplateParts.kinds, BoilerplateParts.buckets)

  private let bytes: [UInt8]
  private let entries: [UInt32]
  private let kinds: [UInt16]
  private let buckets: [UInt16]
  /// The first eight bytes of each entry, and which of them it has: most comparisons end here.
  private let heads: [(bytes: UInt64, mask: UInt64)]
  /// The roles of all parts in a bucket: most questions end here.
  private let bucketRoles: [UInt16]

  private init(_ text: String, _ entries: [UInt32], _ kinds: [UInt16], _ buckets: [UInt16]) {
    let bytes = Array(text.utf8)
    (self.bytes, self.entries, self.kinds, self.buckets) = (bytes, entries, kinds, buckets)
    heads = entries.map { entry in
      let (offset, length) = (Int(entry >> 8), Int(entry & 0xFF))
      let mask = length < 8 ? (UInt64(1) << UInt64(length * 8)) - 1 : .max
      return (bytes.span.extracting(offset..<bytes.count).word(at: 0) & mask, mask)
    }
    bucketRoles = (0..<buckets.count - 1).map { bucket in
      kinds[Int(buckets[bucket])..<Int(buckets[bucket + 1])].reduce(0, |)
    }
  }

  /// The first three bytes of a word, letters folded, as a number under 4096; the generator computes the same.
  @inline(__always)
  private func bucket(_ word: UInt64) -> Int {
    Int((UInt32(truncatingIfNeeded: word | 0x202020) & 0xFF_FFFF &* 0x9E37_79B1) >> 20)
  }

  /// Whether a phrase may start at `offset`.
  @inline(__always)
  func mayStart(_ text: borrowing TextView, at offset: Int) -> Bool {
    guard offset + 3 <= text.count else { return false }
    let bucket = bucket(text.word(at: offset))
    return buckets[bucket] != buckets[bucket + 1]
  }

  /// The longest phrase that `range` starts with and `accepts` takes.
  func longest(
    _ text: borrowing TextView, in range: Range<Int>, where accepts: (Phrase) -> Bool = { _ in true }
  ) -> Phrase? {
    guard range.count >= 3 else { return nil }
    let word = text.word(at: range.lowerBound)
    let bucket = bucket(word)
    let folded = foldedASCII(word)
    for index in Int(buckets[bucket])..<Int(buckets[bucket + 1]) {
      guard begins(folded, with: index) else { continue }
      let (offset, length) = (Int(entries[index] >> 8), Int(entries[index] & 0xFF))
      guard length <= range.count, matches(text, range.lowerBound, offset, length) else { continue }
      // `share` is not the start of `shareholder`.
      let end = range.lowerBound + length
      if end < range.upperBound, isASCIIWord(text[end]), isASCIIWord(text[end - 1]), text[end - 1] | 0x20 >= 0x61 {
        continue
      }
      let kind = kinds[index]
      guard let place = PhrasePlace(rawValue: UInt8(kind >> 8)),
        let match = PhraseMatch(rawValue: UInt8(kind >> 4 & 15)),
        let kind = FurnitureClass(rawValue: UInt8(kind & 15))
      else { continue }
      let phrase = Phrase(length: length, kind: kind, match: match, place: place)
      if accepts(phrase) { return phrase }
    }
    return nil
  }

  /// The longest part that `range` starts with, of those that play one of `roles`.
  func part(_ text: borrowing TextView, in range: Range<Int>, _ roles: PartRoles) -> (length: Int, roles: PartRoles)? {
    guard range.count >= 3 else { return nil }
    let word = text.word(at: range.lowerBound)
    let bucket = bucket(word)
    guard bucketRoles[bucket] & roles.rawValue != 0 else { return nil }
    let folded = foldedASCII(word)
    for index in Int(buckets[bucket])..<Int(buckets[bucket + 1]) {
      let found = PartRoles(rawValue: kinds[index])
      guard begins(folded, with: index), !found.isDisjoint(with: roles) else { continue }
      let (offset, length) = (Int(entries[index] >> 8), Int(entries[index] & 0xFF))
      guard length <= range.count, matches(text, range.lowerBound, offset, length) else { continue }
      let end = range.lowerBound + length
      if end < range.upperBound, isASCIIWord(text[end]), isASCIIWord(text[end - 1]), text[end - 1] | 0x20 >= 0x61 {
        continue
      }
      return (length, found)
    }
    return nil
  }

  /// The first part in `line` that plays one of `roles` and begins at `start` or behind it, but before `end`.
  /// - Parameter inWords: whether one may begin inside a word of ASCII letters and digits.
  func next(
    _ text: borrowing TextView, in line: Range<Int>, from start: Int, before end: Int? = nil, _ roles: PartRoles,
    inWords: Bool
  ) -> (range: Range<Int>, roles: PartRoles)? {
    var offset = start
    while offset < end ?? line.upperBound {
      let isInWord =
        !inWords && offset > line.lowerBound && isASCIIWord(text[offset - 1]) && isASCIIWord(text[offset])
      if !isInWord, bucketRoles[bucket(text.word(at: offset))] & roles.rawValue != 0,
        let part = part(text, in: offset..<line.upperBound, roles)
      {
        return (offset..<offset + part.length, part.roles)
      }
      offset += max(text.scalar(at: offset).length, 1)
    }
    return nil
  }

  /// Whether `range` ends in a phrase that `accepts` takes. Phrases of this kind have no more than 24 bytes.
  func ends(_ text: borrowing TextView, _ range: Range<Int>, where accepts: (Phrase) -> Bool) -> Bool {
    var start = range.upperBound - 3
    while start >= range.lowerBound, range.upperBound - start <= 24 {
      let rest = start..<range.upperBound
      if mayStart(text, at: start), longest(text, in: rest, where: { $0.length == rest.count && accepts($0) }) != nil {
        return true
      }
      start -= 1
    }
    return false
  }

  /// Whether the first eight bytes of a text, folded, are those of an entry.
  @inline(__always)
  private func begins(_ word: UInt64, with entry: Int) -> Bool {
    let head = heads[entry]
    return (word ^ head.bytes) & head.mask == 0
  }

  /// Whether what follows the first eight bytes is that of an entry as well.
  @inline(__always)
  private func matches(_ text: borrowing TextView, _ start: Int, _ offset: Int, _ length: Int) -> Bool {
    var index = 8
    while index < length {
      let byte = text[start + index]
      let folded = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
      if folded != bytes[offset + index] { return false }
      index += 1
    }
    return true
  }
}
