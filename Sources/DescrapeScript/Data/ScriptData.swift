internal import DescrapeText
internal import Synchronization

/// The compiled dictionaries, from memory that stays in place. Sections are checked when they are first asked for.
public final class ScriptData: Sendable {
  private let bytes: StableBytes
  private let sections: [String: DataSection]
  /// The tables that were checked, by the place where they lie.
  private let checked = Mutex<[Int: ConversionTable]>([:])
  private let look = Mutex<LookTable?>(nil)
  /// What the file says of itself: `version`, `source`, `licence`, and counts, in order.
  public let about: [(key: String, value: String)]

  /// Opens a data file. O(sections).
  /// - Throws: for what is no data file, is of another version, or is not whole.
  public init(_ bytes: StableBytes) throws(ScriptDataError) {
    self.bytes = bytes
    sections = try bytes.sections()
    let text = try Self.read(bytes, sections, "about")
    about = String(decoding: text, as: UTF8.self).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t", maxSplits: 1)
      return fields.count == 2 ? (String(fields[0]), String(fields[1])) : nil
    }
  }

  /// The version of the dictionaries.
  public var version: String { about.first { $0.key == "version" }?.value ?? "" }

  /// The configurations that the file has tables for, in OpenCC's order.
  public var configurations: [String] {
    let known = ConversionConfiguration.names.filter { sections["table/\($0)"] != nil }
    let others = sections.keys.filter { $0.hasPrefix("table/") }.map { String($0.dropFirst(6)) }.filter {
      !$0.contains("/") && !$0.contains("+") && !known.contains($0)
    }
    return known + others.sorted()
  }

  /// Checks every section.
  /// - Throws: for the first one that is damaged.
  public func check() throws(ScriptDataError) {
    for name in sections.keys.sorted() { _ = try range(name) }
    for name in sections.keys.sorted() where name.hasPrefix("table/") {
      _ = try ConversionTable(bytes, try range(name))
    }
  }

  /// The tables of a configuration. O(size of its tables), once: they are checked whole.
  /// - Parameters:
  ///   - id: the configuration, such as `s2t`.
  ///   - hasTofu: takes the dictionaries that may give characters which few fonts have.
  /// - Throws: for a configuration that the file has not, and for a damaged file.
  public func conversion(_ id: String, hasTofu: Bool = false) throws(ScriptDataError) -> Conversion {
    // Only where it makes a difference are there two.
    let name = hasTofu && sections["table/\(id)+tofu"] != nil ? "\(id)+tofu" : id
    guard sections["table/\(name)"] != nil else {
      throw ScriptDataError("it has no configuration \"\(id)\"; it has \(configurations.joined(separator: " "))")
    }
    var tables = Converter.Tables(main: try table("table/\(name)"))
    for depth in 1... {
      guard sections["table/\(name)/\(depth)"] != nil else { break }
      let table = try table("table/\(name)/\(depth)")
      guard table.trie.isUnconditional else { throw ScriptDataError("its section table/\(name)/\(depth) is damaged") }
      tables.chain.append(table)
    }
    return Conversion(id: id, tables: tables)
  }

  /// The configuration itself, read from the sources that the file keeps. O(size of its dictionaries).
  /// - Throws: for a configuration that the file has not, and for a damaged file.
  public func configuration(_ id: String, hasTofu: Bool = false) throws(ScriptDataError) -> ConversionConfiguration {
    var overrides: TextDictionary?
    if sections["user/\(id)"] != nil {
      overrides = try TextDictionary(name: "user/\(id)", text: try Self.read(bytes, sections, "user/\(id)"))
    }
    return try ConversionConfiguration(
      id: id, json: try Self.read(bytes, sections, "config/\(id)"), hasTofu: hasTofu, overrides: overrides
    ) { file throws(ScriptDataError) in
      try TextDictionary(name: file, text: try Self.read(self.bytes, self.sections, "dict/\(file)"))
    }
  }

  /// A dictionary by its file's name.
  /// - Throws: for one that the file has not, and for a damaged file.
  public func dictionary(_ name: String) throws(ScriptDataError) -> TextDictionary {
    try TextDictionary(name: name, text: try Self.read(bytes, sections, "dict/\(name)"))
  }

  /// A table, checked the first time that it is asked for.
  private func table(_ name: String) throws(ScriptDataError) -> ConversionTable {
    let place = sections[name]?.range.lowerBound ?? -1
    if let table = checked.withLock({ $0[place] }) { return table }
    let table = try ConversionTable(bytes, try range(name))
    checked.withLock { $0[place] = table }
    return table
  }

  /// What single characters tell of the script.
  func lookTable() throws(ScriptDataError) -> LookTable {
    if let table = look.withLock({ $0 }) { return table }
    let table = try LookTable(try Self.read(bytes, sections, "look"))
    look.withLock { $0 = table }
    return table
  }

  private func range(_ name: String) throws(ScriptDataError) -> Range<Int> {
    try Self.range(bytes, sections, name)
  }

  private static func range(
    _ bytes: StableBytes, _ sections: [String: DataSection], _ name: String
  ) throws(ScriptDataError) -> Range<Int> {
    guard let section = sections[name] else { throw ScriptDataError("it has no section \(name)") }
    guard DataFile.checksum(bytes.span, section.range) == section.checksum else {
      throw ScriptDataError("its section \(name) is damaged: the checksum is another one")
    }
    return section.range
  }

  private static func read(
    _ bytes: StableBytes, _ sections: [String: DataSection], _ name: String
  ) throws(ScriptDataError) -> [UInt8] {
    let range = try range(bytes, sections, name)
    var copy: [UInt8] = []
    copy.reserveCapacity(range.count)
    for offset in range { copy.append(bytes.span[offset]) }
    return copy
  }
}

/// A configuration that is ready to convert; each thread makes its own converter from it.
public struct Conversion: Sendable {
  /// The configuration's name, such as `s2twp`.
  public let id: String
  let tables: Converter.Tables

  /// A converter with buffers of its own.
  public func converter() -> Converter { Converter(tables) }
}
