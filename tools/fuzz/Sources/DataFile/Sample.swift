import Support

@testable import DescrapeScript

/// A data file that is in order, with the section that will be damaged at its end, where the address sanitizer sees reads behind it.
struct Sample {
  var bytes: [UInt8]
  var section: Range<Int>
  /// Where the section's place, size and checksum stand in the directory.
  var entry: Int
  var directory: Range<Int>
  var isTable: Bool

  /// What the text becomes by files that are in order.
  nonisolated(unsafe) private(set) static var outputs: Set<[UInt8]> = []

  static let all: [Sample] = {
    var samples: [Sample] = []
    do {
      for id in Words.json.keys.sorted() {
        for many in [0, 4096] {
          var builder = ScriptDataBuilder(json: Words.json, dictionaries: Words.dictionaries)
          builder.configurations = [id]
          builder.manySegments = many
          let file = StableBytes(copying: try builder.build())
          outputs.insert(try ScriptData(file).conversion(id).converter().converted(Words.text).text)
          let sections = try file.sections().sorted { $0.key < $1.key }.map { name, section in
            (name: name, bytes: section.range.map { file.span[$0] })
          }
          for one in sections { samples.append(sample(sections.filter { $0.name != one.name } + [one])) }
        }
      }
    } catch {
      fail("\(error)")
    }
    // Tables are most of what there is to see.
    return samples.filter(\.isTable) + samples.filter(\.isTable) + samples
  }()

  private static func sample(_ sections: [(name: String, bytes: [UInt8])]) -> Sample {
    let bytes = DataFile.write(sections)
    let size = sections[sections.count - 1].bytes.count
    let end = DataFile.headerSize + sections.count * DataFile.entrySize
    return Sample(
      bytes: bytes, section: bytes.count - size..<bytes.count,
      entry: end - DataFile.entrySize + DataFile.nameSize, directory: DataFile.headerSize..<end,
      isTable: sections[sections.count - 1].name.hasPrefix("table/"))
  }
}
