import Foundation
import XCTest

/// Copies of documents are left out, and nothing else is.
final class CopiesTests: XCTestCase {
  /// Prose of its own for each number: no two share more than a few shingles.
  private static func text(_ number: Int, length: Int = 400) -> String {
    var random = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 | 1
    var view = String.UnicodeScalarView()
    for place in 0..<length {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      view.append(Unicode.Scalar(UInt32(0x4E00 + random >> 33 % 3000)) ?? "山")
      if place % 29 == 28 { view.append("，") }
    }
    return String(view) + "。"
  }

  /// Some other characters in it.
  private static func edited(_ text: String, every step: Int) -> String {
    String(text.enumerated().map { $0.offset % step == step - 1 ? "改" : $0.element })
  }

  private static func line(_ id: Int, _ text: String) -> String { "{\"id\":\(id),\"text\":\"\(text)\"}\n" }

  /// Files of all formats, with copies within them and between them.
  private func corpus() throws -> Program {
    let program = try Program()
    let (one, two, three, four) = (Self.text(1), Self.text(2), Self.text(3), Self.text(4))
    try program.write(
      "in/a.jsonl",
      data: Data(
        (Self.line(1, one) + Self.line(2, two) + Self.line(3, "短") + Self.line(4, Self.edited(one, every: 200))
          + Self.line(5, "。，") + "\n" + "no JSON\n" + Self.line(6, "短") + Self.line(7, one)).utf8))
    try program.write("in/b.txt", data: Data("\(two)\n".utf8))
    try program.write("in/b2.txt", data: Data("\(Self.edited(three, every: 300))\n".utf8))
    try program.write("in/c.tsv", data: Data("id\ttext\n1\t\(three)\n2\t\(Self.text(5))\n3\t\(three)\n".utf8))
    try program.write("in/d.csv", data: Data("id,text\r\n1,\"\(four)\"\r\n2,\(Self.text(6))\r\n".utf8))
    try program.write(
      "in/e.wet.gz",
      data: try Program.pack(
        Program.record("x", type: "warcinfo") + Program.record(four) + Program.record(Self.text(7)), "gzip"))
    // Alike in a quarter of their shingles only.
    try program.write(
      "in/f.jsonl", data: Data((Self.line(1, Self.edited(Self.text(7), every: 8)) + Self.line(2, "。，")).utf8))
    return program
  }

  private func removed(_ program: Program, _ output: String) throws -> [String] {
    var found: [String] = []
    for (name, data) in try program.tree(output) where name.hasPrefix("removed/") {
      for line in data.split(separator: 0x0A) {
        let object = try XCTUnwrap(try JSONSerialization.jsonObject(with: line) as? [String: Any])
        let kept = try XCTUnwrap(object["kept"] as? [String: Any])
        found.append(
          "\(name.dropFirst(8).dropLast(6)):\(object["record"] ?? 0) \(object["reason"] ?? "") "
            + "\(kept["file"] ?? ""):\(kept["record"] ?? 0)")
      }
    }
    return found.sorted()
  }

  private func checkCounts(_ program: Program, _ output: String, dropped: Int) throws {
    let counts = try program.counts(output)
    let number = { (name: String) in counts[name] as? Int ?? -1 }
    XCTAssertEqual(number("dropped"), dropped)
    XCTAssertEqual(number("records-in"), number("records-out") + number("dropped") + number("quarantined"))
  }

  func testExact() throws {
    let program = try corpus()
    let outcome = try program.run(["corpus", "in", "-o", "out", "--dedup", "exact"])
    XCTAssertEqual(outcome.status, 1, outcome.error)
    XCTAssertEqual(
      try removed(program, "out"),
      [
        "a.jsonl:8 exact-duplicate a.jsonl:3", "a.jsonl:9 exact-duplicate a.jsonl:1",
        "c.tsv:4 exact-duplicate c.tsv:2", "e.wet.gz:2 exact-duplicate d.csv:2",
      ])
    try checkCounts(program, "out", dropped: 4)
    XCTAssertEqual(try program.text("out/c.tsv").split(separator: "\n").count, 3)
  }

  func testNear() throws {
    let program = try corpus()
    XCTAssertEqual(try program.run(["corpus", "in", "-o", "out", "--dedup", "near"]).status, 1)
    XCTAssertEqual(
      try removed(program, "out"),
      [
        "a.jsonl:4 near-duplicate a.jsonl:1", "a.jsonl:8 exact-duplicate a.jsonl:3",
        "a.jsonl:9 exact-duplicate a.jsonl:1", "b.txt:1 near-duplicate a.jsonl:2", "c.tsv:2 near-duplicate b2.txt:1",
        "c.tsv:4 near-duplicate b2.txt:1", "e.wet.gz:2 exact-duplicate d.csv:2",
      ])
    try checkCounts(program, "out", dropped: 7)
    XCTAssertFalse(FileManager.default.fileExists(atPath: program.path("out/b.txt").path))
    let groups = try program.text("out/duplicates.jsonl").split(separator: "\n")
    XCTAssertEqual(groups.count, 12)
    XCTAssertEqual(groups.first, "{\"group\":1,\"file\":\"a.jsonl\",\"record\":1,\"kept\":true}")
    // All that was left out comes back: each removed record is what came in.
    let bytes = try XCTUnwrap(
      try JSONSerialization.jsonObject(with: try program.read("out/removed/b.txt.jsonl")) as? [String: Any])
    XCTAssertEqual(bytes["bytes"] as? String, "\(Self.text(2))\n")
    // Nothing is left to be left out.
    XCTAssertEqual(try program.run(["corpus", "out", "-o", "again", "--dedup", "near", "--quiet"]).status, 2)
    try FileManager.default.createDirectory(at: program.path("clean"), withIntermediateDirectories: true)
    for name in ["a.jsonl", "c.tsv", "d.csv", "e.wet.gz", "b2.txt", "f.jsonl"] {
      try FileManager.default.copyItem(at: program.path("out/\(name)"), to: program.path("clean/\(name)"))
    }
    XCTAssertEqual(try program.run(["corpus", "clean", "-o", "again", "--dedup", "near", "--quiet"]).status, 0)
    try checkCounts(program, "again", dropped: 0)
  }

  /// The longest stays, wherever it stands; and the threshold is the user's.
  func testKeepAndSimilarity() throws {
    let program = try Program()
    let long = Self.text(1) + Self.text(9, length: 40)
    try program.write(
      "in/a.jsonl", data: Data((Self.line(1, Self.text(1)) + Self.line(2, long) + Self.line(3, Self.text(1))).utf8))
    let run = { (output: String, more: [String]) in
      try program.run(["corpus", "in", "-o", output, "--dedup", "near"] + more)
    }
    XCTAssertEqual(try run("first", []).status, 0)
    XCTAssertEqual(
      try removed(program, "first"), ["a.jsonl:2 near-duplicate a.jsonl:1", "a.jsonl:3 exact-duplicate a.jsonl:1"])
    XCTAssertEqual(try run("longest", ["--keep", "longest"]).status, 0)
    XCTAssertEqual(
      try removed(program, "longest"), ["a.jsonl:1 near-duplicate a.jsonl:2", "a.jsonl:3 near-duplicate a.jsonl:2"])
    XCTAssertEqual(try run("strict", ["--similarity", "0.99"]).status, 0)
    XCTAssertEqual(try removed(program, "strict"), ["a.jsonl:3 exact-duplicate a.jsonl:1"])
    // Another threshold is another plan.
    XCTAssertEqual(try run("strict", ["--similarity", "0.9"]).status, 2)
  }

  /// A is like B, and B is like C, but A is not like C: then C stays.
  func testNoChains() throws {
    let program = try Program()
    let parts = (0..<13).map { Self.text(20 + $0, length: 60) }
    let texts = (0..<4).map { parts[$0..<$0 + 10].joined() }
    try program.write(
      "in/a.jsonl", data: Data(texts.enumerated().map { Self.line($0.offset, $0.element) }.joined().utf8))
    XCTAssertEqual(
      try program.run(["corpus", "in", "-o", "out", "--dedup", "near", "--similarity", "0.7"]).status, 0)
    XCTAssertEqual(
      try removed(program, "out"), ["a.jsonl:2 near-duplicate a.jsonl:1", "a.jsonl:4 near-duplicate a.jsonl:3"])
  }

  func testDryRunWritesNothing() throws {
    let program = try corpus()
    let outcome = try program.run(["corpus", "in", "-o", "out", "--dedup", "near", "--dry-run"])
    XCTAssertEqual(outcome.status, 0, outcome.error)
    XCTAssertTrue(outcome.error.contains("7 documents are copies, 3 of them exact"), outcome.error)
    XCTAssertEqual(try program.tree("out").keys.sorted(), ["duplicates.jsonl"])
    for wrong in [["--dedup", "nearly"], ["--keep", "first"], ["--dedup", "near", "--similarity", "2"]] {
      XCTAssertEqual(try program.run(["corpus", "in", "-o", "x"] + wrong).status, 2, "\(wrong)")
    }
  }

  /// However many workers, and however often it is killed, in either pass.
  func testTheSameAlways() throws {
    let program = try corpus()
    for number in 0..<40 {
      let lines = (0..<120).map {
        Self.line($0, Self.edited(Self.text($0 % 7 * 40 + number % 11), every: 90 + $0 % 5 * 40))
      }
      try program.write("in/many/\(number).jsonl", data: Data(lines.joined().utf8))
    }
    let arguments = ["corpus", "in", "--dedup", "near", "--quiet", "--only", "stray-comma", "-o"]
    XCTAssertEqual(try program.run(arguments + ["expected", "-j", "1"]).status, 1)
    let expected = try program.tree("expected")
    XCTAssertGreaterThan(try program.counts("expected")["dropped"] as? Int ?? 0, 4000)
    for jobs in ["2", "4"] {
      XCTAssertEqual(try program.run(arguments + ["out\(jobs)", "-j", jobs]).status, 1)
      XCTAssertTrue(try program.tree("out\(jobs)") == expected, "\(jobs) workers")
    }
    for delay in [20, 60, 100, 150, 200, 300, 400, 600] {
      try? FileManager.default.removeItem(at: program.path("out"))
      for part in 1...2 {
        let process = program.process(arguments + ["out"])
        process.standardError = FileHandle.nullDevice
        try process.run()
        usleep(UInt32(delay * 1000 / part))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }
      XCTAssertEqual(try program.run(arguments + ["out"]).status, 1)
      XCTAssertTrue(try program.tree("out") == expected, "killed after \(delay) ms")
    }
  }

  func testJournalsRestoreWhatIsLeft() throws {
    let program = try Program()
    let texts = [Self.text(1), Self.text(1) + ",、山", Self.text(2) + ",、水", Self.text(1)]
    let records: [String: [String]] = [
      "a.jsonl": texts.enumerated().map { Self.line($0.offset, $0.element) },
      "a.csv": ["id,text\r\n"] + texts.map { "1,\"\($0)\"\r\n" }, "a.tsv": ["id\ttext\n"] + texts.map { "1\t\($0)\n" },
      "a.wet": texts.map { String(decoding: Program.record($0), as: UTF8.self) },
      "a.lines": texts.map { "\($0)\n" },
    ]
    for (name, records) in records {
      try program.write("\(name).in/\(name)", data: Data(records.joined().utf8))
      let outcome = try program.run(["corpus", "\(name).in", "-o", "\(name).out", "--dedup", "near", "--journal"])
      XCTAssertEqual(outcome.status, 0, outcome.error)
      XCTAssertEqual(try program.counts("\(name).out")["dropped"] as? Int, 2, name)
      let restored = try program.run(
        ["restore", "--journal", "\(name).out/journal/\(name).journal"], try program.read("\(name).out/\(name)"))
      var left = records
      left.removeLast()
      left.remove(at: left.count - 2)
      XCTAssertEqual(restored.text, left.joined(), "\(name): \(restored.error)")
    }
  }
}
