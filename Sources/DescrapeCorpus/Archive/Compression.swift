/// How a file is packed.
public enum Compression: String, Sendable, CaseIterable {
  case none
  case gzip
  case zstd

  /// What a file's name says, and the name without it: `a.jsonl.gz` is a packed `a.jsonl`.
  static func split(_ name: String) -> (name: String, compression: Compression) {
    for (ending, compression) in [(".gz", Compression.gzip), (".zst", .zstd)] where name.hasSuffix(ending) {
      return (String(name.dropLast(ending.count)), compression)
    }
    return (name, .none)
  }

  /// What a name ends with.
  var ending: String {
    switch self {
    case .none: ""
    case .gzip: ".gz"
    case .zstd: ".zst"
    }
  }
}
