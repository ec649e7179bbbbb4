/// A dictionary in OpenCC's text format: one entry a line, the key, a tab, and its values with spaces between them. The first value is
/// the default. Empty lines and lines that begin with `#` are passed over.
public struct TextDictionary: Sendable {
  /// A key with its values, all as UTF-8.
  public struct Entry: Sendable {
    /// What is looked for.
    public var key: [UInt8]
    /// At least one; the first is the default.
    public var values: [[UInt8]]
  }

  /// The name it goes by in messages and configurations, such as `STPhrases.txt`.
  public let name: String
  /// In the order of the file; of entries with the same key only the first is kept.
  public let entries: [Entry]

  /// Reads a dictionary. O(n).
  /// - Throws: for text that is not UTF-8, and for a line without a tab, a key or a value, with the line's number.
  public init(name: String, text: [UInt8]) throws(ScriptDataError) {
    self.name = name
    var entries: [Entry] = []
    var seen: Set<[UInt8]> = []
    var number = 0
    for var line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
      if line.last == 0x0D { line = line.dropLast() }
      if line.isEmpty || line.first == 0x23 { continue }
      guard String(validating: line, as: UTF8.self) != nil else {
        throw ScriptDataError("\(name):\(number): not UTF-8; a dictionary is UTF-8 text")
      }
      let fields = line.split(separator: 0x09, maxSplits: 1, omittingEmptySubsequences: false)
      let values = fields.count == 2 ? fields[1].split(separator: 0x20).map(Array.init) : []
      guard let key = fields.first, !key.isEmpty, !values.isEmpty else {
        throw ScriptDataError("\(name):\(number): an entry is a key, a tab, and values with spaces between them")
      }
      // A value's length has one byte in the compiled table.
      guard key.count <= 255, values.allSatisfy({ $0.count <= 255 }) else {
        throw ScriptDataError("\(name):\(number): a key or a value is longer than 255 bytes")
      }
      if seen.insert(Array(key)).inserted { entries.append(Entry(key: Array(key), values: values)) }
    }
    self.entries = entries
  }

  /// A dictionary of these entries; of those with the same key the first is kept.
  init(name: String, entries: [Entry]) {
    self.name = name
    var seen: Set<[UInt8]> = []
    self.entries = entries.filter { seen.insert($0.key).inserted }
  }
}
