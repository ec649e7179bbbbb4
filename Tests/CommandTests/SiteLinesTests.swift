import Foundation
import XCTest

/// Lines that recur on a site are counted over a corpus and removed, and the counts serve a filter.
final class SiteLinesTests: XCTestCase {
  private static let head = ["Harbour Gazette Weekly Letters", "Tides   Boats   Weather"]
  private static let foot = ["Paper and ink since the old pier", "Write to the editor of these pages"]

  private static func words(_ number: Int) -> String {
    let things = ["oak", "rope", "tide", "lamp", "stone", "herring", "kettle", "anchor", "ladder", "barrel", "lantern"]
    return (0..<9).map { things[(number / (1 + $0 * 3) + $0 * number) % things.count] }.joined(separator: " ")
  }

  /// An article of its own.
  private static func article(_ number: Int) -> [String] {
    [
      "Letter \(number) about \(words(number))",
      "On day \(number) the keeper wrote about \(words(number + 7)) and went to sleep in the tower.",
      "The next morning, the boat of \(words(number + 31)) came in with number \(number * 7) of the season.",
    ]
  }

  private static func page(_ number: Int) -> String { (head + article(number) + foot).joined(separator: "\n") + "\n" }

  private static func bare(_ number: Int) -> String { article(number).joined(separator: "\n") + "\n" }

  private static func json(_ number: Int, _ url: String, _ text: String) throws -> String {
    let data = try JSONSerialization.data(withJSONObject: [text], options: [.withoutEscapingSlashes])
    let string = String(decoding: data, as: UTF8.self).dropFirst().dropLast()
    return "{\"id\":\(number),\"url\":\"\(url.replacingOccurrences(of: "/", with: "\\/"))\",\"text\":\(string)}\n"
  }

  private static func record(_ number: Int, _ text: String) -> Data {
    Data(
      ("WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: <http://wet.example.org/\(number)>\r\n"
        + "Content-Type: text/plain\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)\r\n\r\n").utf8)
  }

  /// Sites in all formats. What is clean stays out of `in` when `clean` is set.
  private func write(_ program: Program, _ folder: String, _ page: (Int) -> String) throws {
    try program.write(
      "\(folder)/a.jsonl",
      data: Data(try (0..<30).map { try Self.json($0, "https://WWW.example.org:443/\($0)", page($0)) }.joined().utf8))
    try program.write(
      "\(folder)/sub/b.jsonl.gz",
      data: try Program.pack(
        Data(try (30..<60).map { try Self.json($0, "https://example.org/\($0)", page($0)) }.joined().utf8), "gzip"))
    let rows = (60..<80).map { "\"\(page($0))\",https://csv.example.org/\($0)\r\n" }.joined()
    try program.write("\(folder)/c.csv", data: Data(("text,url\r\n" + rows).utf8))
    try program.write("\(folder)/d.wet", data: (80..<100).reduce(Data()) { $0 + Self.record($1, page($1)) })
    for number in 100..<120 { try program.write("\(folder)/pages/\(number).txt", data: Data(page(number).utf8)) }
  }

  /// A site with too few documents, copies of one document, and two sites of which neither has enough.
  private func writeOthers(_ program: Program, _ folder: String) throws {
    let few = try (0..<4).map { try Self.json($0, "https://few.example.org/\($0)", Self.page(200 + $0)) }
    let copies = try (0..<30).map { try Self.json($0, "https://copies.example.org/\($0)", Self.page(300)) }
    let none = try (0..<30).map { try Self.json($0, "", Self.page(400 + $0)) }
    try program.write("\(folder)/few/x.jsonl", data: Data((few + copies).joined().utf8))
    for number in 0..<30 {
      try program.write("\(folder)/none/\(number % 10)/\(number).jsonl", data: Data(none[number].utf8))
    }
  }

  private static let arguments = ["corpus", "in", "--site-lines", "--only", "stray-comma", "--quiet", "-o"]

  func testRemovesWhatRecurs() throws {
    let program = try Program()
    try write(program, "in", Self.page)
    try write(program, "bare", Self.bare)
    try writeOthers(program, "in")
    try writeOthers(program, "bare")
    let first = try program.run(Self.arguments + ["out"])
    XCTAssertEqual(first.status, 0, first.error)
    XCTAssertEqual(
      try program.run(["corpus", "bare", "--only", "stray-comma", "--quiet", "-o", "expected"]).status, 0)
    var expected = try program.tree("expected")
    var tree = try program.tree("out")
    (expected["stats.json"], tree["stats.json"]) = (nil, nil)
    XCTAssertEqual(tree.keys.sorted(), expected.keys.sorted())
    for (name, data) in expected {
      if name.hasSuffix(".gz") { continue }
      let found = tree[name].map { String(decoding: $0, as: UTF8.self) }
      XCTAssertEqual(found, String(decoding: data, as: UTF8.self), name)
    }
    let edits = try JSONSerialization.jsonObject(with: program.read("out/stats.json")) as? [String: Any]
    XCTAssertTrue("\(edits ?? [:])".contains("site-lines"))
    for workers in ["1", "2", "4"] {
      XCTAssertEqual(try program.run(Self.arguments + ["out\(workers)", "-j", workers]).status, 0)
      XCTAssertTrue(try program.tree("out\(workers)") == program.tree("out"), "\(workers) workers")
    }
  }

  func testKilledAnywhere() throws {
    let program = try Program()
    try write(program, "in", Self.page)
    for name in 0..<40 {
      let lines = try (0..<150).map { try Self.json($0, "https://s\($0 % 7).org/", Self.page(1000 + name * 150 + $0)) }
      try program.write("in/many/\(name).jsonl", data: Data(lines.joined().utf8))
    }
    let arguments = Self.arguments.map { $0 == "--quiet" ? "--journal" : $0 }.filter { $0 != "in" } + ["expected"]
    let inputs = ["in/a.jsonl", "in/sub", "in/pages", "in/many"]
    let whole = try program.run(arguments + inputs)
    XCTAssertEqual(whole.status, 0, whole.error)
    let expected = try program.tree("expected")
    var random = SystemRandomNumberGenerator()
    for round in 0..<6 {
      try? FileManager.default.removeItem(at: program.path("out"))
      for _ in 0..<2 {
        let process = program.process(arguments.dropLast() + ["out"] + inputs)
        process.standardError = FileHandle.nullDevice
        try process.run()
        usleep(UInt32(Int.random(in: 5...1500, using: &random) * 1000))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }
      let outcome = try program.run(arguments.dropLast() + ["out"] + inputs)
      XCTAssertEqual(outcome.status, 0, outcome.error)
      XCTAssertTrue(try program.tree("out") == expected, "round \(round)")
    }
    let restored = try program.run([
      "restore", "--journal", "expected/journal/a.jsonl.journal", "expected/a.jsonl",
    ])
    XCTAssertEqual(restored.output, try program.read("in/a.jsonl"), restored.error)
  }

  func testDryRunAndFilter() throws {
    let program = try Program()
    try write(program, "in", Self.page)
    let look = try program.run(Self.arguments + ["out", "--dry-run", "--save-site-lines", "counts.db"])
    XCTAssertEqual(look.status, 0, look.error)
    XCTAssertTrue(look.error.contains("16 lines stand in 5 documents of a site or more"), look.error)
    XCTAssertTrue(
      look.error.contains(
        """
        60 of 60 on example.org: Paper and ink since the old pier
            The next morning, the boat of
        """), look.error)
    XCTAssertTrue(look.error.contains("20 of 20 on /pages: Harbour Gazette Weekly Letters"), look.error)
    XCTAssertTrue(look.error.contains("20 of 20 on wet.example.org:"), look.error)
    XCTAssertEqual(try program.tree("out"), [:])
    let own = try FileManager.default.contentsOfDirectory(atPath: program.path("out/.descrape").path)
    XCTAssertEqual(own.filter { $0.hasSuffix(".log") }, [])
    // The run that follows has the counts already, and does the same as one without a look.
    XCTAssertEqual(try program.run(Self.arguments + ["out"]).status, 0)
    XCTAssertEqual(try program.run(Self.arguments + ["out2"]).status, 0)
    XCTAssertTrue(try program.tree("out") == program.tree("out2"))
    // What was counted serves a stream, line by line.
    let filter = ["clean", "--only", "stray-comma", "--site-lines", "counts.db"]
    let stream = try program.run(filter + ["--format", "jsonl", "in/a.jsonl"])
    XCTAssertEqual(stream.output, try program.read("out/a.jsonl"), stream.error)
    let page = Self.page(5000)
    XCTAssertEqual(try program.run(filter + ["--site", "/pages"], page).text, Self.bare(5000))
    XCTAssertEqual(try program.run(filter + ["--site", "elsewhere.org"], page).text, page)
    XCTAssertEqual(try program.run(filter, page).text, page)
    XCTAssertEqual(try program.run(filter + ["--site", "/pages", "--site-count", "21"], page).text, page)
    XCTAssertEqual(try program.run(filter + ["--site", "/pages", "--skip", "site-lines"], page).text, page)
    try program.write("settings.toml", "site-lines = \"counts.db\"\nsite = \"/pages\"\nonly = [\"stray-comma\"]\n")
    XCTAssertEqual(try program.run(["--config", "settings.toml"], page).text, Self.bare(5000))
    let explained = try program.run(
      ["explain", "--only", "stray-comma", "--site-lines", "counts.db", "--site", "/pages"], page)
    XCTAssertTrue(explained.text.contains("lines above the text recur on the site"), explained.text + explained.error)
    // A corpus as well, which has too few documents for counts of its own.
    try program.write("small/pages/a.txt", data: Data(page.utf8))
    let small = try program.run([
      "corpus", "small", "--only", "stray-comma", "--site-lines-from", "counts.db", "-o", "small-out",
    ])
    XCTAssertEqual(small.status, 0, small.error)
    XCTAssertEqual(try program.text("small-out/pages/a.txt"), Self.bare(5000))
    // With what it counts itself: a page of another site beside it.
    for number in 0..<6 {
      let lines = ["Museum of ropes and knots", "Open on all days"] + Self.article(number) + Self.foot
      try program.write("small/museum/\(number).txt", data: Data((lines.joined(separator: "\n") + "\n").utf8))
    }
    let both = try program.run([
      "corpus", "small", "--only", "stray-comma", "--site-lines", "--site-lines-from", "counts.db", "-o", "both",
    ])
    XCTAssertEqual(both.status, 0, both.error)
    XCTAssertEqual(try program.text("both/pages/a.txt"), Self.bare(5000))
    XCTAssertEqual(try program.text("both/museum/5.txt"), Self.bare(5))
  }

  /// Two halves, of which neither has enough documents, know together what the whole knows.
  func testMerge() throws {
    let program = try Program()
    for number in 0..<8 {
      try program.write("\(number % 2)/pages/\(number).txt", data: Data(Self.page(number).utf8))
    }
    for half in ["0", "1"] {
      let run = try program.run(
        [
          "corpus", half, "--site-lines", "--only", "stray-comma", "--save-site-lines", "\(half).db", "-o",
          "out\(half)",
        ])
      XCTAssertEqual(run.status, 0, run.error)
    }
    let page = Self.page(5000)
    let filter = ["clean", "--only", "stray-comma", "--site", "/pages", "--site-lines"]
    XCTAssertEqual(try program.run(filter + ["0.db"], page).text, page)
    // The target may be one of the files.
    let merge = try program.run(["site-lines", "merge", "0.db", "1.db", "-o", "1.db"])
    XCTAssertEqual(merge.status, 0, merge.error)
    XCTAssertEqual(try program.run(filter + ["1.db"], page).text, Self.bare(5000))
    XCTAssertEqual(try program.run(filter + ["1.db", "--site-count", "8"], page).text, Self.bare(5000))
    XCTAssertEqual(try program.run(filter + ["1.db", "--site-count", "9"], page).text, page)
    let wrong = try program.run(["site-lines", "merge", "0.db", "0/pages/0.txt", "-o", "x.db"])
    XCTAssertEqual(wrong.status, 2)
    XCTAssertTrue(wrong.error.contains("no file of counted lines"), wrong.error)
    XCTAssertEqual(try program.files().filter { $0.contains("x.db") }, [])
  }

  func testThresholdsAndWrongUse() throws {
    let program = try Program()
    try write(program, "in", Self.page)
    XCTAssertEqual(try program.run(Self.arguments + ["out", "--site-count", "21"]).status, 0)
    XCTAssertEqual(try program.text("out/pages/100.txt"), Self.page(100))
    XCTAssertTrue(try program.text("out/a.jsonl").contains("keeper"))
    XCTAssertFalse(try program.text("out/a.jsonl").contains("old pier"))
    let other = try program.run(Self.arguments + ["out"])
    XCTAssertEqual(other.status, 2)
    XCTAssertTrue(other.error.contains("another counting of lines (21 documents"), other.error)
    XCTAssertEqual(try program.run(Self.arguments + ["out4", "--site-line-length", "10"]).status, 0)
    XCTAssertEqual(try program.text("out4/pages/100.txt"), Self.page(100))
    for (arguments, message) in [
      (["corpus", "in", "-o", "x", "--dry-run"], "give --site-lines"),
      (["corpus", "in", "-o", "x", "--save-site-lines", "y"], "give --site-lines"),
      (["corpus", "in", "-o", "x", "--site-lines", "--site-count", "1"], "--site-count takes a number from 2"),
      (["corpus", "in", "-o", "x", "--site-lines", "--site-share", "101"], "--site-share takes"),
      (["clean", "--site-lines", "missing.db", "in/pages/100.txt"], "missing.db"),
      (["clean", "--site-lines", "in/a.jsonl", "in/pages/100.txt"], "no file of counted lines"),
    ] {
      let outcome = try program.run(arguments)
      XCTAssertEqual(outcome.status, 2, outcome.error)
      XCTAssertTrue(outcome.error.contains(message), outcome.error)
    }
  }
}
