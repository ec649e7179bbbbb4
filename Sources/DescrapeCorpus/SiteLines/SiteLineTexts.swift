internal import Descrape
internal import DescrapeText

/// Fetches the texts of lines that recur, with the lines around them in two documents: only these documents are cleaned.
final class SiteLineTexts: CorpusPass, @unchecked Sendable {
  /// To show some of them less is fetched than to save them all.
  var name: String { counts.options.saved == nil ? "site-lines-shown" : "site-lines-saved" }
  private let counts: SiteLineCount
  /// For each place, the lines that are looked for there.
  private var wanted: [UInt64: [UInt64]] = [:]
  /// For each file, its records.
  private var records: [Int: Set<Int>] = [:]

  /// So many lines are shown, and the texts of so many are saved: those in the most documents.
  static let shown = 50, kept = 100_000

  init(_ counts: SiteLineCount) { self.counts = counts }

  func prepare(_ run: CorpusContext) throws(Failure) {
    let store = try SiteLineStore(reading: SiteLineCount.path(run), isOwn: true)
    let limit = counts.options.saved == nil ? Self.shown : Self.kept
    for line in try store.lines(counts.options, limit: limit) {
      for place in Set(line.places) {
        wanted[place, default: []].append(line.key)
        let place = DocumentPlace(packed: place)
        records[place.file, default: []].insert(place.record)
      }
    }
  }

  func selection(of input: CorpusInput) -> Set<Int>? { records[input.number] ?? [] }

  func observer() -> any DocumentObserver { SiteTextObserver(wanted) }

  func conclude(_ log: ObservationLog, _ run: CorpusContext) throws(Failure) {
    let store = try SiteLineStore(reading: SiteLineCount.path(run), isOwn: true)
    try store.database.run("BEGIN")
    try log.forEachBlock { bytes throws(Failure) in try Self.note(bytes, in: store) }
    try store.database.run("COMMIT")
  }

  /// Puts what observers wrote down into the store.
  /// - Returns: how many bytes of it are whole.
  private static func note(_ bytes: borrowing Span<UInt8>, in store: SiteLineStore) throws(Failure) -> Int {
    var start = 0
    while start + 48 <= bytes.count {
      let (key, place) = (bytes.word(at: start), bytes.word(at: start + 8))
      var offset = start + 48
      var texts: [String] = []
      for index in 0..<4 {
        let length = Int(bytes.word(at: start + 16 + index * 8))
        guard offset + length <= bytes.count else { return start }
        texts.append(String(copying: bytes.extracting(offset..<offset + length)))
        offset += length
      }
      try store.database.run(
        "UPDATE sites SET name = ? WHERE site = (SELECT site FROM lines WHERE key = ?)",
        [.text(texts[0]), .bits(key)])
      try store.database.run(
        "UPDATE lines SET text = ?, before1 = ?, after1 = ? WHERE key = ? AND first = ?",
        [.text(texts[1]), .text(texts[2]), .text(texts[3]), .bits(key), .bits(place)])
      try store.database.run(
        "UPDATE lines SET before2 = ?, after2 = ? WHERE key = ? AND second = ?",
        [.text(texts[2]), .text(texts[3]), .bits(key), .bits(place)])
      start = offset
    }
    return start
  }

  func open(_ run: CorpusContext) throws(Failure) {
    systemUnlink(run.path("\(name).log"))
    try counts.read(run)
    guard let path = counts.options.saved else { return }
    try SiteLineStore.copy(SiteLineCount.path(run), to: path)
  }

  func configure(_ configuration: inout Configuration) { counts.configure(&configuration) }

  func describe(_ run: CorpusContext) throws(Failure) -> [String] { [] }
}

/// Looks for lines in the documents that they are in.
private final class SiteTextObserver: DocumentObserver {
  private let wanted: [UInt64: [UInt64]]
  private var page = SitePage()
  private var scratch = ByteBuffer()
  private static let contextLimit = 160

  init(_ wanted: [UInt64: [UInt64]]) { self.wanted = wanted }

  func observe(_ text: borrowing TextView, _ place: DocumentPlace, into log: inout ByteBuffer) {
    let number = place.packed
    guard place.isWhole, var keys = wanted[number] else { return }
    page.findLines(text)
    let site = SiteLine.site(named: place.site)
    let lines = page.lines
    for (index, line) in lines.enumerated() {
      guard let key = SiteLine.key(text, line, site: site, &scratch), let found = keys.firstIndex(of: key) else {
        continue
      }
      keys.remove(at: found)
      let before = index > 0 ? Self.part(text, lines[index - 1]) : 0..<0
      let after = index + 1 < lines.count ? Self.part(text, lines[index + 1]) : 0..<0
      log.append(word: key)
      log.append(word: number)
      log.append(word: UInt64(place.site.utf8.count))
      for part in [line, before, after] { log.append(word: UInt64(part.count)) }
      log.append(place.site)
      for part in [line, before, after] { log.append(text.extracting(part)) }
    }
  }

  /// The beginning of a line.
  private static func part(_ text: borrowing TextView, _ line: Range<Int>) -> Range<Int> {
    guard line.count > contextLimit else { return line }
    var end = line.lowerBound + contextLimit
    while end > line.lowerBound, text[end] & 0xC0 == 0x80 { end -= 1 }
    return line.lowerBound..<end
  }
}
