internal import DescrapeText

/// That a line stands in a document: what counting keeps of it. Sorted, the entries of a line follow each other, and those of a
/// document in them.
struct SiteLineEntry: Comparable {
  /// The line's key; or, for the document as such, the number of its site.
  var key: UInt64
  /// The lower half of the site's number, and a half of what tells the document from others. Two sites with one number
  /// have their documents counted together, so that shares come out smaller: nothing is removed for it.
  var document: UInt64
  /// Where the document stands: the number of its file above 40 bits with that of its record.
  var place: UInt64

  static let size = 24
  static let recordBits: UInt64 = 40

  /// The number of a site under which its documents are counted: no key of a line, which have the highest bit.
  var site: UInt64 { document >> 32 }

  static func < (a: SiteLineEntry, b: SiteLineEntry) -> Bool {
    if a.key != b.key { return a.key < b.key }
    if a.document != b.document { return a.document < b.document }
    return a.place < b.place
  }

  static func place(_ place: DocumentPlace) -> UInt64 {
    UInt64(truncatingIfNeeded: place.file) << recordBits
      | UInt64(truncatingIfNeeded: place.record) & ((1 << recordBits) - 1)
  }

  /// The number of the file among the inputs.
  static func file(_ place: UInt64) -> Int { Int(place >> recordBits) }

  static func record(_ place: UInt64) -> Int { Int(place & ((1 << recordBits) - 1)) }
}

extension ByteBuffer {
  mutating func append(word: UInt64) {
    // Unsafe: the buffer has room for eight bytes.
    _ = unsafe appending(room: 8) { target in
      unsafe UnsafeMutableRawPointer(target).storeBytes(of: word.littleEndian, as: UInt64.self)
      return 8
    }
  }
}

extension Span where Element == UInt8 {
  /// The word that `append(word:)` wrote.
  func word(at offset: Int) -> UInt64 {
    guard offset >= 0, offset + 8 <= count else { return 0 }
    // Unsafe: the eight bytes are there.
    return unsafe withUnsafeBytes {
      unsafe UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
  }
}

/// Writes down which lines stand in which documents.
final class SiteLineObserver: DocumentObserver {
  private let longest: Int
  private var page = SitePage()

  /// - Parameter longest: the longest line that is counted, in bytes.
  init(longest: Int) { self.longest = longest }

  /// A long text of several windows is no page of a site and is passed over.
  func observe(_ text: borrowing TextView, _ place: DocumentPlace, into log: inout ByteBuffer) {
    guard place.isWhole, !place.site.isEmpty else { return }
    let site = SiteLine.site(named: place.site)
    page.read(text, site: site, longest: longest)
    guard !page.lines.isEmpty else { return }
    let low = site & 0xFFFF_FFFF
    let entry = SiteLineEntry(
      key: low, document: low << 32 | UInt64(page.document), place: SiteLineEntry.place(place))
    add(entry, to: &log)
    for key in page.keys { add(SiteLineEntry(key: key, document: entry.document, place: entry.place), to: &log) }
  }

  private func add(_ entry: SiteLineEntry, to log: inout ByteBuffer) {
    log.append(word: entry.key)
    log.append(word: entry.document)
    log.append(word: entry.place)
  }
}
