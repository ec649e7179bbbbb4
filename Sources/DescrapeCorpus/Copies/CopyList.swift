internal import DescrapeText

/// A document that goes, and the one that stays instead.
struct CopyEntry: SortEntry {
  /// As `DocumentPlace` packs them.
  var place: UInt64
  var kept: UInt64
  var isExact: Bool
  /// In thousandths.
  var similarity: Int

  var words: (UInt64, UInt64, UInt64) { (place, kept, UInt64(similarity) << 1 | (isExact ? 1 : 0)) }

  init(place: UInt64, kept: UInt64, isExact: Bool, similarity: Int) {
    self.place = place
    self.kept = kept
    self.isExact = isExact
    self.similarity = similarity
  }

  init(words: (UInt64, UInt64, UInt64)) {
    self.init(place: words.0, kept: words.1, isExact: words.2 & 1 == 1, similarity: Int(words.2 >> 1))
  }
}

/// The same entry, sorted by the document that stays.
private struct GroupEntry: SortEntry {
  var entry: CopyEntry

  var words: (UInt64, UInt64, UInt64) { (entry.kept, entry.place, entry.words.2) }

  init(_ entry: CopyEntry) { self.entry = entry }

  init(words: (UInt64, UInt64, UInt64)) { entry = CopyEntry(words: (words.1, words.0, words.2)) }
}

/// The documents of a corpus that go, sorted by place, in a file in the run's own folder.
final class CopyList: Sendable {
  let count: Int
  /// How many of them are exact copies.
  let exact: Int
  private let map: FileMap

  /// The file of groups, for people and programs.
  static let groups = "duplicates.jsonl"
  private static let place = ".descrape/copies"

  init(reading run: CorpusContext) throws(Failure) {
    let path = run.path("copies")
    guard let facts = FileFacts(path: path), facts.size % CopyEntry.size == 8 else {
      throw Failure(.output, "\(printable(path)) is not whole; use --restart")
    }
    map = try FileMap(path: path, count: facts.size)
    count = facts.size / CopyEntry.size
    exact = Int(map.word(at: count * CopyEntry.size))
  }

  private func entry(_ index: Int) -> CopyEntry {
    map.bytes(index * CopyEntry.size..<(index + 1) * CopyEntry.size) { CopyEntry($0, at: 0) }
  }

  /// The entry of a document; `nil` for one that stays. O(log n).
  subscript(place: DocumentPlace) -> CopyEntry? {
    let index = firstIndex(from: place.packed)
    guard index < count, entry(index).place == place.packed else { return nil }
    return entry(index)
  }

  /// Whether a document of a file goes. O(log n).
  func hasEntries(inFile file: Int) -> Bool {
    let index = firstIndex(from: DocumentPlace(file: file, record: 0).packed)
    return index < count && DocumentPlace(packed: entry(index).place).file == file
  }

  private func firstIndex(from place: UInt64) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if entry(middle).place < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Writes the list and the groups.
  static func write(_ search: borrowing CopySearch, _ run: CorpusContext) throws(Failure) {
    let byPlace = EntrySort<CopyEntry>(run.tree)
    let byGroup = EntrySort<GroupEntry>(run.tree)
    var exact = 0
    try search.forEach { entry throws(Failure) in
      try byPlace.add(entry)
      try byGroup.add(GroupEntry(entry))
      if entry.isExact { exact += 1 }
    }
    let list = try run.tree.part(for: place)
    var buffer = ByteBuffer()
    try byPlace.forEach { entry throws(Failure) in
      entry.write(to: &buffer)
      try pass(&buffer, list, beyond: 1 << 20)
    }
    buffer.append(word: UInt64(exact))
    try pass(&buffer, list, beyond: 0)
    try run.tree.commit(list)
    try writeGroups(byGroup, run)
    try run.tree.settle()
  }

  private static func pass(_ buffer: inout ByteBuffer, _ part: PartFile, beyond limit: Int) throws(Failure) {
    guard buffer.count > limit else { return }
    part.append(buffer)
    buffer.removeAll()
    try part.check()
  }

  /// A line for each document of a group: first the one that stays, then its copies.
  private static func writeGroups(_ sort: EntrySort<GroupEntry>, _ run: CorpusContext) throws(Failure) {
    let part = try run.tree.part(for: groups)
    var buffer = ByteBuffer()
    var group = 0
    var kept: UInt64?
    try sort.forEach { member throws(Failure) in
      let entry = member.entry
      if entry.kept != kept {
        group += 1
        kept = entry.kept
        write(group, entry.kept, run, into: &buffer)
        buffer.append(",\"kept\":true}\n")
      }
      write(group, entry.place, run, into: &buffer)
      buffer.append(",\"kept\":false,\"reason\":")
      buffer.append(jsonString: (entry.isExact ? Removal.Reason.exact : .near).rawValue)
      let (whole, rest) = entry.similarity.quotientAndRemainder(dividingBy: 1000)
      buffer.append(",\"similarity\":\(whole).\(String(1000 + rest).dropFirst())}\n")
      try pass(&buffer, part, beyond: 1 << 20)
    }
    try pass(&buffer, part, beyond: 0)
    try run.tree.commit(part)
  }

  private static func write(_ group: Int, _ place: UInt64, _ run: CorpusContext, into buffer: inout ByteBuffer) {
    let place = DocumentPlace(packed: place)
    buffer.append("{\"group\":\(group),\"file\":")
    buffer.append(jsonString: run.inputs.indices.contains(place.file) ? run.inputs[place.file].place : "")
    buffer.append(",\"record\":\(place.record)")
  }
}
