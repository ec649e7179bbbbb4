public import CDescrape
internal import Descrape
internal import DescrapeText

// What counting the lines of sites needs of each document, and what removes those that are known.

/// A document of several windows of the command is nobody's copy and no page of a site there, and so it is here.
let longestCompared = 64 << 20

/// Hands over texts as UTF-8: what is not becomes U+FFFD.
struct TextRepair: ~Copyable {
  private var decoded = ByteBuffer()

  mutating func with(_ raw: borrowing Span<UInt8>, _ body: (borrowing Span<UInt8>) -> Void) {
    guard UTF8Scan.wellFormedPrefix(of: raw) < raw.count else { return body(raw) }
    decoded.removeAll()
    decoded.append(repaired: raw)
    body(decoded.span)
  }
}

/// The number of the site of each text: a name, or a URL whose host is the name.
private func siteNumbers(_ column: TextColumn, areURLs: Bool) -> NumberBuilder {
  let numbers = NumberBuilder(capacity: column.count)
  var repair = TextRepair()
  for place in 0..<column.count {
    var number: UInt64 = 0
    if !column.isNull(place) {
      column.text(place) { raw in
        repair.with(raw) { text in
          if !areURLs {
            if !text.isEmpty { number = SiteLine.site(named: text) }
          } else if let host = SiteLine.host(ofURL: text) {
            number = SiteLine.site(named: host)
          }
        }
      }
    }
    // A site whose number is 0 is none to the engine either.
    if number == 0 { numbers.appendNull() } else { numbers.append(bits: number) }
  }
  return numbers
}

/// What is counted of each text.
private func pages(
  _ column: TextColumn, _ sites: NumberColumn, longest: Int
) throws(Refusal) -> (documents: NumberBuilder, keys: NumberListBuilder) {
  let documents = NumberBuilder(capacity: column.count)
  let keys = NumberListBuilder(capacity: column.count)
  var page = SitePage()
  var repair = TextRepair()
  for place in 0..<column.count {
    var document: UInt64?
    if let site = sites[place], site != 0, !column.isNull(place) {
      column.text(place) { raw in
        guard raw.count <= longestCompared else { return }
        repair.with(raw) { text in
          page.read(text, site: site, longest: longest)
          guard !page.lines.isEmpty else { return }
          document = (site & 0xFFFF_FFFF) << 32 | UInt64(page.document)
          for key in page.keys { keys.append(key) }
        }
      }
    }
    if let document { documents.append(bits: document) } else { documents.appendNull() }
    try keys.close()
  }
  return (documents, keys)
}

extension ArrowWish {
  /// Cleans an array of texts, each with the lines of its site that are known. Their keys hold the site's number, so that all lists
  /// together make one table.
  func clean(
    _ array: UnsafePointer<ArrowArray>, _ sites: NumberColumn, _ known: NumberListColumn, _ handle: Handle
  ) throws(Refusal) -> ArrowArray {
    let column = try unsafe TextColumn(array, layout)
    guard sites.count == column.count, known.count == column.count else {
      throw .arrow("there are \(column.count) texts, \(sites.count) sites and \(known.count) lists of lines")
    }
    var table = SiteLineTable()
    for place in 0..<known.count where place == 0 || !known.isSame(place - 1, place) {
      known.forEach(place) { table.insert($0) }
    }
    let bench = try Bench(handle.plan(removing: table), journal: hasJournal)
    return try unsafe clean(column, bench) { bench.worker.site = sites[$0] ?? 0 }
  }
}

@c @implementation
public func descrape_site_numbers_arrow(
  _ array: UnsafePointer<ArrowArray>?, _ schema: UnsafePointer<ArrowSchema>?, _ flags: UInt32,
  _ result: UnsafeMutablePointer<ArrowArray>?, _ resultSchema: UnsafeMutablePointer<ArrowSchema>?,
  _ message: MessagePointer?
) -> Int32 {
  unsafe guarded(message) { () throws(Refusal) in
    let place = try unsafe ArrowPlace(result, resultSchema)
    try check(flags, allowed: DESCRAPE_URLS)
    let given = try unsafe GivenArray(array, schema)
    let column = try unsafe TextColumn(given.array, TextLayout(given.schema))
    let numbers = siteNumbers(column, areURLs: flags != 0)
    unsafe place.put(numbers.export(), SchemaOwner.schema("l"))
  }
}

@c @implementation
public func descrape_site_lines_arrow(
  _ texts: UnsafePointer<ArrowArray>?, _ textSchema: UnsafePointer<ArrowSchema>?,
  _ sites: UnsafePointer<ArrowArray>?, _ siteSchema: UnsafePointer<ArrowSchema>?, _ longest: UInt32,
  _ result: UnsafeMutablePointer<ArrowArray>?, _ resultSchema: UnsafeMutablePointer<ArrowSchema>?,
  _ message: MessagePointer?
) -> Int32 {
  unsafe guarded(message) { () throws(Refusal) in
    let place = try unsafe ArrowPlace(result, resultSchema)
    let texts = try unsafe GivenArray(texts, textSchema)
    let given = try unsafe GivenArray(sites, siteSchema)
    let column = try unsafe TextColumn(texts.array, TextLayout(texts.schema))
    let sites = try unsafe NumberColumn(given.array, given.schema)
    guard sites.count == column.count else {
      throw .arrow("there are \(column.count) texts and \(sites.count) sites")
    }
    guard longest >= 1, longest <= SiteLine.longest else {
      throw .argument("lines up to \(SiteLine.longest) bytes have keys, not up to \(longest)")
    }
    let found = try pages(column, sites, longest: Int(longest))
    unsafe place.put(
      ArrowOwner.array(
        length: column.count, nullCount: 0, buffers: [nil],
        children: [found.documents.export(), found.keys.export()], keeping: nil),
      SchemaOwner.schema(
        "+s", isNullable: false,
        children: [SchemaOwner.schema("l", "document"), NumberListBuilder.schema("keys")]))
  }
}

@c @implementation
public func descrape_clean_sites_arrow(
  _ cleaner: OpaquePointer?, _ texts: UnsafePointer<ArrowArray>?, _ textSchema: UnsafePointer<ArrowSchema>?,
  _ sites: UnsafePointer<ArrowArray>?, _ siteSchema: UnsafePointer<ArrowSchema>?,
  _ known: UnsafePointer<ArrowArray>?, _ knownSchema: UnsafePointer<ArrowSchema>?, _ flags: UInt32,
  _ result: UnsafeMutablePointer<ArrowArray>?, _ resultSchema: UnsafeMutablePointer<ArrowSchema>?,
  _ message: MessagePointer?
) -> Int32 {
  unsafe guarded(message) { () throws(Refusal) in
    let handle = try unsafe handle(cleaner)
    let place = try unsafe ArrowPlace(result, resultSchema)
    let texts = try unsafe GivenArray(texts, textSchema)
    let sites = try unsafe GivenArray(sites, siteSchema)
    let known = try unsafe GivenArray(known, knownSchema)
    let wish = try unsafe ArrowWish(TextLayout(texts.schema), flags)
    let numbers = try unsafe NumberColumn(sites.array, sites.schema)
    let lists = try unsafe NumberListColumn(known.array, known.schema)
    unsafe place.put(try wish.clean(texts.array, numbers, lists, handle), wish.schema())
  }
}
