import Foundation
import XCTest

/// A small corpus in all formats, and looks at what became of it.
extension Program {
  static let damaged = "山水之间,、有城。"
  static let clean = "山水之间、有城。"

  /// Packs with the programs of the system.
  static func pack(_ data: Data, _ tool: String) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [tool, "-c"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    DispatchQueue.global().async {
      try? input.fileHandleForWriting.write(contentsOf: data)
      try? input.fileHandleForWriting.close()
    }
    let packed = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return packed
  }

  func write(_ name: String, data: Data) throws {
    let url = path(name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  /// A record of WET.
  static func record(_ text: String, type: String = "conversion") -> Data {
    Data(
      ("WARC/1.0\r\nWARC-Type: \(type)\r\nContent-Type: text/plain\r\nContent-Length: \(text.utf8.count)\r\n\r\n"
        + text + "\r\n\r\n").utf8)
  }

  static func line(_ number: Int) -> String {
    "{\"id\":\(number),\"text\":\"\(damaged)\(number)\",\"n\":12345678901234567890,\"x\":1.0}\n"
  }

  /// Writes files of every format under `in`.
  func writeCorpus(_ count: Int = 40) throws {
    let lines = (0..<count).map(Self.line).joined()
    try write("in/a.jsonl", data: Data((lines + "not JSON\n\n{\"id\":3}\n").utf8))
    var members = Data()
    for number in 0..<count { members += try number < 8 ? Self.pack(Data(Self.line(number).utf8), "gzip") : Data() }
    try write("in/sub/b.jsonl.gz", data: members)
    try write("in/sub/deep/c.txt", data: Data("\(Self.damaged)\n\n\(Self.damaged)\n".utf8))
    try write("in/sub/deep/c2.txt.gz", data: try Self.pack(Data("\(Self.damaged)\n".utf8), "gzip"))
    let rows = (0..<count).map { "\($0)\t\(Self.damaged)\tx\n" }.joined()
    try write("in/d.tsv", data: Data(("id\ttext\tz\n" + rows).utf8))
    let records = (0..<count).map { "\($0),\"\(Self.damaged)\n\"\"\",x\r\n" }.joined()
    try write("in/e.csv", data: Data(("id,text,z\r\n" + records).utf8))
    var archive = Self.record("software: x", type: "warcinfo")
    for number in 0..<count { archive += Self.record("\(Self.damaged)\(number)") }
    try write("in/f.wet", data: archive)
    try write("in/f2.wet.gz", data: try Self.pack(archive, "gzip"))
    try write("in/left.bin", data: Data("no format".utf8))
  }

  /// All files below a folder, but for the run's own; of the statistics all but the time.
  func tree(_ name: String) throws -> [String: Data] {
    let root = path(name)
    var files: [String: Data] = [:]
    for case let place as String in FileManager.default.enumerator(atPath: root.path) ?? .init() {
      guard !place.hasPrefix(".descrape") else { continue }
      let url = root.appendingPathComponent(place)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue else {
        continue
      }
      var data = try Data(contentsOf: url)
      if place == "stats.json" {
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        data = Data(lines.filter { !$0.contains("milliseconds") }.joined(separator: "\n").utf8)
      }
      files[place] = data
    }
    return files
  }

  /// The counts of a run.
  func counts(_ name: String) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: read("\(name)/stats.json")) as? [String: Any]
    return object?["counts"] as? [String: Any] ?? [:]
  }

  func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }
}
