internal import DescrapeText

/// That a line stands in a document: what counting keeps of it. Sorted, the entries of a line follow each other, and those of a
/// document in them.
struct SiteLineEntry: SortEntry, Equatable {
  /// The line's key; or, for the document as such, the number of its site.
  var key: UInt64
  /// The lower half of the site's number, and a half of what tells the document from others. Two sites with one number
  /// have their documents counted together, so that shares come out smaller: nothing is removed for it.
  var document: UInt64
  /// Where the document stands: the number of its file above 40 bits with that of its record.
  var place: UInt64

  var words: (UInt64, UInt64, UInt64) { (key, document, place) }

  init(words: (UInt64, UInt64, UInt64)) { (key, document, place) = words }

  init(key: UInt64, document: UInt64, place: UInt64) { self.init(words: (key, document, place)) }

  /// The number of a site under which its documents are counted: no key of a line, which have the highest bit.
  var site: UInt64 { document >> 32 }
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
      key: low, document: low << 32 | UInt64(page.document), place: place.packed)
    entry.write(to: &log)
    for key in page.keys {
      SiteLineEntry(key: key, document: entry.document, place: entry.place).write(to: &log)
    }
  }
}
