internal import DescrapeText

/// Up to where a large file is done: a run that was stopped goes on from there, with parts that are cut back to what they were.
///
/// All that a later piece depends on is in it. Pieces are cleaned each by itself, so it is where reading goes on, and what has been
/// written and counted.
struct FileCheckpoint: Equatable {
  enum Kind: String {
    case output
    case journal
    case quarantine
    case removed
    /// What a pass keeps.
    case observations

    /// Where it belongs in the tree.
    func place(of input: CorpusInput) -> String {
      switch self {
      case .output: input.place
      case .journal: "journal/\(input.place).journal"
      case .quarantine, .removed: "\(rawValue)/\(input.place).jsonl"
      case .observations: rawValue
      }
    }
  }

  /// A file below `.descrape/parts`, and how much of it counts.
  struct Part: Equatable {
    var kind: Kind
    var name: String
    var size: Int
  }

  var mark: PieceReader.Mark
  var columns: Columns
  var account: Account
  /// What a report keeps; empty for nothing.
  var sketch: String
  var extent: Int
  var journalRecords: Int
  var parts: [Part]

  /// About how many bytes of the file as it lies on disk are done.
  var offset: Int { mark.place.offset }

  /// What the ledger keeps.
  var text: String {
    var json = ByteBuffer()
    func append(_ name: String, _ number: Int) {
      json.append(json.isEmpty ? "{\"" : ",\"")
      json.append(name)
      json.append("\":")
      json.append(jsonNumber: number)
    }
    append("offset", mark.place.offset)
    append("last-byte", Int(mark.place.lastByte))
    append("whole-lines", mark.place.hasWholeLines ? 1 : 0)
    append("wasted", mark.place.wasted)
    append("passed", mark.passed)
    append("read", mark.read)
    append("pieces", mark.pieces)
    append("records", mark.records)
    append("text-column", columns.text)
    if let url = columns.url { append("url-column", url) }
    append("extent", extent)
    append("journal-records", journalRecords)
    json.append(",\"account\":")
    json.append(jsonString: account.text)
    json.append(",\"sketch\":")
    json.append(jsonString: sketch)
    json.append(",\"damages\":[")
    for (index, damage) in mark.damages.enumerated() {
      json.append(index > 0 ? ",[" : "[")
      json.append(jsonNumber: damage.offset)
      json.append(",\(damage.isCut ? 1 : 0),")
      json.append(jsonString: damage.reason)
      json.append("]")
    }
    json.append("],\"parts\":[")
    for (index, part) in parts.enumerated() {
      json.append(index > 0 ? ",[" : "[")
      json.append(jsonString: part.kind.rawValue)
      json.append(",")
      json.append(jsonString: part.name)
      json.append(",")
      json.append(jsonNumber: part.size)
      json.append("]")
    }
    json.append("]}")
    return String(copying: json.span)
  }
}

extension FileCheckpoint {
  /// What `text` gave; `nil` for anything else.
  init?(_ text: String) {
    self.init(
      mark: PieceReader.Mark(), columns: Columns(), account: Account(), sketch: "", extent: 0, journalRecords: 0,
      parts: [])
    do { try read(JSONReader(Array(text.utf8))) } catch { return nil }
  }

  private mutating func read(_ reader: JSONReader) throws(Damage) {
    try reader.object { key throws(Damage) in
      switch key {
      case "offset": mark.place.offset = try reader.number()
      case "last-byte": mark.place.lastByte = UInt8(truncatingIfNeeded: try reader.number())
      case "whole-lines": mark.place.hasWholeLines = try reader.number() > 0
      case "wasted": mark.place.wasted = try reader.number()
      case "passed": mark.passed = try reader.number()
      case "read": mark.read = try reader.number()
      case "pieces": mark.pieces = try reader.number()
      case "records": mark.records = try reader.number()
      case "text-column": columns.text = try reader.number()
      case "url-column": columns.url = try reader.number()
      case "extent": extent = try reader.number()
      case "journal-records": journalRecords = try reader.number()
      case "account":
        guard let found = Account(try Self.string(reader)) else { throw Damage() }
        account = found
      case "sketch": sketch = try Self.string(reader)
      case "damages": try reader.array { () throws(Damage) in mark.damages.append(try Self.damage(reader)) }
      case "parts": try reader.array { () throws(Damage) in parts.append(try Self.part(reader)) }
      default: try reader.skip()
      }
    }
  }

  private static func string(_ reader: JSONReader) throws(Damage) -> String {
    String(decoding: try reader.text(), as: UTF8.self)
  }

  private static func damage(_ reader: JSONReader) throws(Damage) -> ArchiveDamage {
    try reader.open()
    let offset = try reader.number()
    try reader.separator()
    let isCut = try reader.number() > 0
    try reader.separator()
    let reason = try string(reader)
    try reader.close()
    return ArchiveDamage(offset: offset, reason: reason, isCut: isCut)
  }

  private static func part(_ reader: JSONReader) throws(Damage) -> Part {
    try reader.open()
    guard let kind = Kind(rawValue: try string(reader)) else { throw Damage() }
    try reader.separator()
    let name = try string(reader)
    try reader.separator()
    let size = try reader.number()
    try reader.close()
    return Part(kind: kind, name: name, size: size)
  }
}
