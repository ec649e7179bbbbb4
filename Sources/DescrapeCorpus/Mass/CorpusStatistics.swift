internal import Descrape
internal import DescrapeText

/// The statistics of a run, or of several: `stats.json`.
///
///     {"descrape-stats":1,"version":"…",…,"counts":{"records-in":12,…,"edits":{"gloss":{"bracket":3}}}}
///
/// `records-in` is `records-out` and `dropped` and `quarantined`, always.
public struct CorpusStatistics {
  private var facts: [(name: String, values: [String])] = []
  private var account: Account

  /// Names that always stand there.
  private static let always = [
    "files", "records-in", "records-out", "dropped", "quarantined", "changed", "documents", "bytes-in", "bytes-out",
    "raw-bytes-in", "raw-bytes-out", "bad-sequences", "damages", "milliseconds",
  ]

  init(_ account: Account, _ job: CorpusJob) {
    self.account = account
    facts = [
      ("version", [Version.current]), ("icu", [Version.icu]), ("unicode", [Version.unicode]),
      ("script-data", [job.clean.configuration.scriptSource ?? "none"]),
      ("profile", [job.clean.configuration.profile.rawValue]),
    ]
  }

  /// Adds the statistics in `paths` up.
  /// - Throws: for a file that cannot be read, or is something else.
  public init(merging paths: [String]) throws(Failure) {
    account = Account()
    for path in paths {
      let reader = JSONReader(Array(try ByteSource(path: path).readText().utf8))
      var version = 0
      do {
        try reader.object { key throws(Damage) in
          switch key {
          case "descrape-stats": version = try reader.number()
          case "counts": try Self.read(reader, "", into: &account)
          default:
            for value in String(decoding: try reader.text(), as: UTF8.self).split(separator: ", ") {
              add(key, String(value))
            }
          }
        }
      } catch { version = 0 }
      guard version == 1 else { throw Failure(.input, "\(printable(path)) holds no statistics of a corpus run") }
    }
  }

  /// Facts that differ between runs stand side by side.
  private mutating func add(_ name: String, _ value: String) {
    guard let index = facts.firstIndex(where: { $0.name == name }) else { return facts.append((name, [value])) }
    if !facts[index].values.contains(value) { facts[index].values.append(value) }
  }

  private static func read(_ reader: JSONReader, _ group: String, into account: inout Account) throws(Damage) {
    try reader.object { key throws(Damage) in
      if reader.isAtObject {
        try read(reader, "\(group)\(key)/", into: &account)
      } else {
        account["\(group)\(key)"] += try reader.number()
      }
    }
  }

  /// Appends the statistics as JSON, a count a line.
  func write(into text: inout ByteBuffer) {
    text.append("{\n  \"descrape-stats\": 1")
    for (name, values) in facts {
      text.append(",\n  ")
      text.append(jsonString: name)
      text.append(": ")
      text.append(jsonString: values.joined(separator: ", "))
    }
    text.append(",\n  \"counts\": {")
    var names = Self.always
    names += account.counts.keys.filter { !$0.contains("/") && !Self.always.contains($0) }.sorted()
    for (index, name) in names.enumerated() {
      text.append(index > 0 ? ",\n    " : "\n    ")
      text.append(jsonString: name)
      text.append(": \(account[name])")
    }
    Self.write(
      group: account.counts.filter { $0.key.contains("/") }.map { ($0.key.split(separator: "/")[...], $0.value) }, 2,
      into: &text)
    text.append("\n  }\n}\n")
  }

  private static func write(
    group: [(path: ArraySlice<Substring>, count: Int)], _ depth: Int, into text: inout ByteBuffer
  ) {
    var groups: [Substring: [(path: ArraySlice<Substring>, count: Int)]] = [:]
    for entry in group { groups[entry.path.first ?? "", default: []].append((entry.path.dropFirst(), entry.count)) }
    for (index, name) in groups.keys.sorted().enumerated() {
      let entries = groups[name] ?? []
      text.append(index > 0 || depth == 2 ? ",\n" : "\n")
      text.append(String(repeating: "  ", count: depth))
      text.append(jsonString: String(name))
      if let leaf = entries.first, entries.count == 1, leaf.path.isEmpty {
        text.append(": \(leaf.count)")
      } else {
        text.append(": {")
        write(group: entries, depth + 1, into: &text)
        text.append("\n\(String(repeating: "  ", count: depth))}")
      }
    }
  }

  /// Writes the statistics to a file, or to standard output.
  public func write(to path: String?) throws(Failure) {
    var text = ByteBuffer()
    write(into: &text)
    guard let path else {
      let sink = ByteSink.standardOutput()
      sink.append(text.span)
      sink.flush()
      return try sink.check()
    }
    let file = try OutputFile(path: path)
    file.sink.append(text.span)
    try file.commit()
  }
}
