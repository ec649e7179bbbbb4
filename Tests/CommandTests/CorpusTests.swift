import Foundation
import XCTest

/// The command `corpus` as its users see it.
final class CorpusTests: XCTestCase {
  func testAllFormats() throws {
    let program = try Program()
    try program.writeCorpus()
    let outcome = try program.run(["corpus", "in", "-o", "out", "-j", "2"])
    XCTAssertEqual(outcome.status, 1, outcome.error)
    XCTAssertTrue(outcome.error.contains("left out: 1 files whose name does not say what they are"))
    let tree = try program.tree("out")
    XCTAssertEqual(
      tree.keys.sorted(),
      [
        "a.jsonl", "d.tsv", "e.csv", "f.wet", "f2.wet.gz", "quarantine/a.jsonl.jsonl", "stats.json", "sub/b.jsonl.gz",
        "sub/deep/c.txt", "sub/deep/c2.txt.gz",
      ])
    let lines = (0..<40).map(Program.line).joined().replacingOccurrences(of: Program.damaged, with: Program.clean)
    XCTAssertEqual(try program.text("out/a.jsonl"), lines + "\n{\"id\":3}\n")
    let quarantine = try program.text("out/quarantine/a.jsonl.jsonl")
    XCTAssertEqual(
      quarantine,
      "{\"record\":41,\"kind\":\"not-json\",\"reason\":\"not JSON at byte 1\",\"length\":9,\"bytes\":\"not JSON\\n\"}\n"
    )
    XCTAssertEqual(try program.text("out/sub/deep/c.txt"), "\(Program.clean)\n\n\(Program.clean)\n")
    XCTAssertTrue(try program.text("out/d.tsv").hasPrefix("id\ttext\tz\n0\t\(Program.clean)\tx\n"))
    XCTAssertTrue(try program.text("out/e.csv").hasPrefix("id,text,z\r\n0,\"\(Program.clean)\n\"\"\",x\r\n"))
    let record = String(decoding: Program.record("\(Program.clean)0"), as: UTF8.self)
    XCTAssertTrue(try program.text("out/f.wet").contains(record))
    let packed = try Self.unpack(tree["f2.wet.gz"] ?? Data())
    XCTAssertEqual(packed, tree["f.wet"])
    let counts = try program.counts("out")
    let number = { (name: String) in counts[name] as? Int ?? -1 }
    XCTAssertEqual(number("records-in"), 42 + 8 + 1 + 1 + 41 + 41 + 41 + 41)
    XCTAssertEqual(number("records-in"), number("records-out") + number("dropped") + number("quarantined"))
    XCTAssertEqual(number("quarantined"), 1)
    XCTAssertEqual(number("files"), 8)
  }

  private static func unpack(_ data: Data) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: data)
    try input.fileHandleForWriting.close()
    defer { process.waitUntilExit() }
    return try output.fileHandleForReading.readToEnd() ?? Data()
  }

  /// A large file is cleaned by all workers, and looks as if one had done it; and as the filter does it.
  func testWorkersAgree() throws {
    let program = try Program()
    try program.writeCorpus()
    let lines = (0..<60_000).map(Program.line).joined()
    try program.write("in/large.jsonl", data: Data(lines.utf8))
    var expected: [String: Data]?
    for workers in ["1", "2", "4"] {
      let outcome = try program.run(
        ["corpus", "in", "-o", "out\(workers)", "-j", workers, "--only", "stray-comma", "--quiet"])
      XCTAssertEqual(outcome.status, 1, outcome.error)
      let tree = try program.tree("out\(workers)")
      XCTAssertEqual(tree.count, 11)
      XCTAssertTrue(tree == expected ?? tree, "\(workers) workers")
      expected = tree
    }
    let filter = try program.run(["--format", "jsonl", "--only", "stray-comma", "in/large.jsonl"])
    XCTAssertTrue(filter.output == expected?["large.jsonl"])
  }

  /// All input bytes come back, but for those in quarantine.
  func testJournalRestores() throws {
    let program = try Program()
    var (raw, good) = ("", "")
    for number in 0..<20_000 {
      var line = "{\"id\":\(number),\"text\":\"\(Program.damaged)\(number)\"}\n"
      if number % 11 == 0 { line += "\n{\"a\":1}\n" }
      good += line
      raw += number % 7 == 0 ? line + "junk\n" : line
    }
    try program.write("in/a.jsonl", data: Data(raw.utf8))
    try program.write("in/b.txt", data: Data("\(Program.damaged)\n".utf8) + Data([0xE5, 0xB1, 0x0A]))
    let rows = (0..<3000).map { "\($0),\"\(Program.damaged)\n\"\"\(Program.damaged)\"\"\",x\r\n" }.joined()
    try program.write("in/c.csv", data: Data("id,text,z\r\n\(rows)".utf8))
    try program.write("in/d.tsv", data: Data("id\ttext\n1\t\(Program.damaged)\n2\t\(Program.clean)".utf8))
    try program.write("in/e.wet", data: Program.record("x", type: "warcinfo") + Program.record(Program.damaged))
    try program.write("in/f.lines", data: Data("\(Program.damaged)\r\n\n\(Program.damaged)".utf8))
    let outcome = try program.run(["corpus", "in", "-o", "out", "--journal", "--only", "stray-comma", "-j", "2"])
    XCTAssertEqual(outcome.status, 1, outcome.error)
    for name in ["a.jsonl", "b.txt", "c.csv", "d.tsv", "e.wet", "f.lines"] {
      let expected = name == "a.jsonl" ? Data(good.utf8) : try program.read("in/\(name)")
      let restored = try program.run(["restore", "--journal", "out/journal/\(name).journal", "out/\(name)"])
      XCTAssertEqual(restored.status, 0, restored.error)
      XCTAssertTrue(restored.output == expected, name)
      XCTAssertNotEqual(try program.read("out/\(name)"), expected, name)
    }
  }

  func testDamageCostsOneRecord() throws {
    let program = try Program()
    var raw = Data()
    var starts: [Int] = []
    for number in 0..<10 {
      starts.append(raw.count)
      raw += try Program.pack(Program.record("\(Program.damaged)\(number)"), "gzip")
    }
    raw[starts[4] + 40] ^= 0x55
    try program.write("in/w.wet.gz", data: raw)
    try program.write("in/cut.wet.gz", data: raw.prefix(starts[9] + 50))
    let outcome = try program.run(["corpus", "in", "-o", "out"])
    XCTAssertEqual(outcome.status, 3)
    XCTAssertTrue(outcome.error.contains("in/w.wet.gz: damaged at byte \(starts[4]): "), outcome.error)
    XCTAssertTrue(
      outcome.error.contains("in/cut.wet.gz: damaged at byte \(starts[9] + 50): the file ends"), outcome.error)
    let plain = String(decoding: try Self.unpack(program.read("out/w.wet.gz")), as: UTF8.self)
    for number in 0..<10 { XCTAssertEqual(plain.contains("\(Program.clean)\(number)\r\n"), number != 4, "\(number)") }
    let counts = try program.counts("out")
    XCTAssertEqual(counts["quarantined"] as? Int, 3)
    XCTAssertEqual(counts["records-in"] as? Int, 20)
    let strict = try program.run(["corpus", "in", "-o", "strict", "--strict"])
    XCTAssertEqual(strict.status, 3)
    XCTAssertTrue(strict.error.contains("byte \(starts[4])"), strict.error)
  }

  func testUsage() throws {
    let program = try Program()
    try program.writeCorpus(3)
    try program.write("odd/a.bin", data: Data())
    try program.write("twin/a.jsonl", data: Data())
    try program.write("odd/journal/x.txt", data: Data())
    try program.write("list", data: Data("in/../in/a.jsonl\n".utf8))
    let cases: [([String], Int32, String)] = [
      (["corpus", "in"], 2, "-o"),
      (["corpus", "none", "-o", "out"], 3, "cannot open none"),
      (["corpus", "odd/a.bin", "-o", "out"], 2, "give --format"),
      (["corpus", "in/a.jsonl", "twin/a.jsonl", "-o", "out"], 2, "would both become a.jsonl"),
      (["corpus", "odd", "-o", "out"], 2, "is the run's own"),
      (["corpus", "in", "-o", "in"], 2, "lies in the output folder"),
      (["corpus", "in/a.jsonl", "-o", "in"], 2, "lies in the output folder"),
      (["corpus", "@list", "-o", "out"], 2, "leads upwards"),
      (["corpus", "in", "-o", "out", "-j", "0"], 2, "-j takes"),
      (["corpus", "in", "-o", "out", "--format", "jsnl"], 2, "did you mean \"jsonl\""),
      (["corpus", "in/d.tsv", "-o", "out", "--column", "none"], 3, "has no column called \"none\""),
      (["corpus", "/dev/zero", "-o", "out", "--format", "text"], 3, "is no regular file"),
    ]
    for (arguments, status, message) in cases {
      let outcome = try program.run(arguments)
      XCTAssertEqual(outcome.status, status, "\(arguments): \(outcome.error)")
      XCTAssertTrue(outcome.error.contains(message), "\(arguments): \(outcome.error)")
    }
  }

  func testPathsAreNotTrusted() throws {
    let program = try Program()
    try program.writeCorpus(3)
    let files = FileManager.default
    try files.createSymbolicLink(at: program.path("in/loop"), withDestinationURL: program.path("in"))
    try files.createSymbolicLink(at: program.path("in/link.txt"), withDestinationURL: program.path("in/d.tsv"))
    XCTAssertEqual(mkfifo(program.path("in/pipe.txt").path, 0o600), 0)
    try program.write("in/\u{1B}[31m.txt", data: Data("\(Program.damaged)\n".utf8))
    // Somebody has put a link where a folder of the output would be.
    try files.createDirectory(at: program.path("out"), withIntermediateDirectories: true)
    try files.createDirectory(at: program.path("elsewhere"), withIntermediateDirectories: true)
    try files.createSymbolicLink(at: program.path("out/sub"), withDestinationURL: program.path("elsewhere"))
    let outcome = try program.run(["corpus", "in", "-o", "out"])
    XCTAssertEqual(outcome.status, 3)
    XCTAssertEqual(try files.contentsOfDirectory(atPath: program.path("elsewhere").path), [])
    XCTAssertFalse(outcome.error.contains("\u{1B}"))
    try files.removeItem(at: program.path("out"))
    let again = try program.run(["corpus", "in", "-o", "out"])
    XCTAssertEqual(again.status, 1, again.error)
    XCTAssertTrue(again.error.contains("left out: 2 links"), again.error)
    XCTAssertTrue(again.error.contains("left out: 1 devices"), again.error)
    XCTAssertEqual(try program.text("out/\u{1B}[31m.txt"), "\(Program.clean)\n")
    // The output may lie in the input, and is not cleaned again.
    XCTAssertEqual(try program.run(["corpus", "in", "-o", "in/out"]).status, 1)
    let second = try program.run(["corpus", "in", "-o", "in/out"])
    XCTAssertTrue(second.error.contains("9 files are done already"), second.error)
    XCTAssertFalse(try program.tree("in/out").keys.contains { $0.hasPrefix("out/") })
  }

  /// A file of which a part is lost, shared by workers, holds nobody up; an empty one comes out empty; links on the way
  /// to the output are the user's own.
  func testOddFiles() throws {
    let program = try Program()
    let rows = (0..<100_000).map { "\($0)\t\(Program.damaged)\n" }.joined()
    try program.write("in/a.tsv", data: Data(rows.utf8))
    try program.write("in/b.jsonl", data: Data((0..<60_000).map(Program.line).joined().utf8))
    try program.write("in/empty.jsonl.gz", data: try Program.pack(Data(), "gzip"))
    try program.write("in/none.txt", data: Data())
    try FileManager.default.createDirectory(at: program.path("there"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(at: program.path("link"), withDestinationURL: program.path("there"))
    let outcome = try program.run(["corpus", "in", "-o", "link/out", "-j", "4", "--quiet", "--only", "stray-comma"])
    XCTAssertEqual(outcome.status, 3)
    XCTAssertTrue(outcome.error.contains("in/a.tsv has no column called \"text\""), outcome.error)
    XCTAssertEqual(outcome.error.filter { $0 == "\n" }.count, 1, outcome.error)
    let tree = try program.tree("there/out")
    XCTAssertEqual(tree.keys.sorted(), ["b.jsonl", "empty.jsonl.gz", "none.txt", "stats.json"])
    XCTAssertEqual(try Self.unpack(tree["empty.jsonl.gz"] ?? Data()), Data())
    XCTAssertGreaterThan(tree["empty.jsonl.gz"]?.count ?? 0, 0)
    XCTAssertEqual(tree["none.txt"], Data())
  }

  func testMessagesAsJSON() throws {
    let program = try Program()
    try program.writeCorpus(3)
    let outcome = try program.run(["corpus", "in", "-o", "out", "--log-format", "json"])
    let lines = outcome.error.split(separator: "\n")
    XCTAssertEqual(lines.count, 2)
    for line in lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
      XCTAssertNotNil(object?["message"])
    }
    XCTAssertEqual(try program.run(["corpus", "in", "-o", "out", "--log-format", "xml"]).status, 2)
  }

  func testListsAndPatterns() throws {
    let program = try Program()
    try program.writeCorpus(3)
    try program.write("list", data: Data("in/a.jsonl\n./in/sub/deep/c.txt\n".utf8))
    XCTAssertEqual(try program.run(["corpus", "@list", "-o", "out", "--compress", "gzip"]).status, 1)
    XCTAssertEqual(
      try program.tree("out").keys.sorted(),
      ["in/a.jsonl.gz", "in/sub/deep/c.txt.gz", "quarantine/in/a.jsonl.gz.jsonl", "stats.json"])
    XCTAssertEqual(try program.run(["corpus", "in/*/*.gz", "-o", "glob", "--compress", "none"]).status, 0)
    XCTAssertEqual(try program.tree("glob").keys.sorted(), ["stats.json", "sub/b.jsonl"])
  }

  func testStatisticsAddUp() throws {
    let program = try Program()
    try program.writeCorpus(5)
    XCTAssertEqual(try program.run(["corpus", "in", "-o", "one"]).status, 1)
    XCTAssertEqual(try program.run(["corpus", "in/a.jsonl", "-o", "two"]).status, 1)
    let merged = try program.run(["stats", "merge", "one/stats.json", "two/stats.json", "-o", "sum.json"])
    XCTAssertEqual(merged.status, 0, merged.error)
    try program.write("sum/stats.json", data: try program.read("sum.json"))
    let (one, two, sum) = (try program.counts("one"), try program.counts("two"), try program.counts("sum"))
    for name in ["files", "records-in", "records-out", "quarantined", "changed", "bytes-in"] {
      XCTAssertEqual(sum[name] as? Int, (one[name] as? Int ?? 0) + (two[name] as? Int ?? 0), name)
    }
    let rule = { (counts: [String: Any]) in
      ((counts["edits"] as? [String: Any])?["stray-comma"] as? [String: Int])?["before-mark"] ?? 0
    }
    XCTAssertEqual(rule(sum), rule(one) + rule(two))
    XCTAssertEqual(try program.run(["stats", "merge", "in/a.jsonl"]).status, 3)
  }
}
