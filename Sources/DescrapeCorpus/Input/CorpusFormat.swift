/// How the files of a corpus are cut into records.
public enum CorpusFormat: String, Sendable, CaseIterable {
  /// Each file is a document.
  case text
  /// Each line is an object, and the string under a key of it is a document.
  case jsonl
  /// Each line is a document.
  case lines
  /// Lines of fields with tabs between them; one column is the text.
  case tsv
  /// Records after RFC 4180; one column is the text.
  case csv
  /// WARC and WET: the blocks of `conversion` records, and of `resource` records of plain text, are documents.
  case warc

  /// What the end of a name says; the name comes without `.gz` or `.zst`.
  static func of(_ name: String) -> CorpusFormat? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    return switch name[name.index(after: dot)...].lowercased() {
    case "txt", "text", "md": .text
    case "jsonl", "ndjson": .jsonl
    case "lines": .lines
    case "tsv": .tsv
    case "csv": .csv
    case "warc", "wet": .warc
    default: nil
    }
  }

  /// What the places in its journals are counted in.
  var journalUnit: JournalUnit {
    switch self {
    case .text, .jsonl, .lines: .line
    case .tsv, .csv, .warc: .byte
    }
  }
}
