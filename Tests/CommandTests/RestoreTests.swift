import Foundation
import XCTest

/// Journal and clean text give the raw bytes back.
final class RestoreTests: XCTestCase {
  private static let text = "合,、分\r\n天,,地,。\n\n发(fā)展\u{85}平静,好吗?他说:好;是的!\n"

  func testText() throws {
    let program = try Program()
    var raw = Data([0xEF, 0xBB, 0xBF]) + Data(Self.text.utf8) + Data([0xFF, 0xC2, 0xE4, 0xBD])
    for _ in 0..<6 { raw += Data(Self.text.utf8) }
    try raw.write(to: program.path("raw"))
    for window in ["64", "100", "1K", "64M"] {
      let outcome = try program.run(["--window", window, "--journal", "j", "raw", "raw"])
      XCTAssertEqual(outcome.status, 0, outcome.error)
      let restored = try program.run(["restore", "--journal", "j"], outcome.output)
      XCTAssertEqual(restored.output, raw + raw, "window \(window): \(restored.error)")
    }
  }

  func testJSONLines() throws {
    let program = try Program()
    let lines = [
      #"{"text":"合,、分","n":1.50}"#, #"{"text":"平静"}"#, "no JSON", #"{"text":"\u5408,\u3001\u5206"}"#,
      #"{"text":"\u5408,、\u5206"}"#, #"{"text":"\u5408,\u3001\u5F00\u5f00"}"#, #"{"text":"a\/b/c合,、\u0041"}"#,
      #"{"text":"lone \uDFff and \ud800x,、合,、"}"#, #"{"text":"合\/,、","text":"分\b\u0008,、\u000a"}"#,
      #"{"text":"\u003cb\u003e合,、"}"#, "", #"{"text":"a\n合,、\"\\"}"# + "\r",
    ]
    var raw =
      Data(lines.joined(separator: "\n").utf8) + Data("\n{\"text\":\"合,、".utf8) + Data([0xFF, 0xE5]) + Data("\"}".utf8)
    for end in ["", "\n"] {
      raw += Data(end.utf8)
      let outcome = try program.run(["--format", "jsonl", "--journal", "j"], raw)
      XCTAssertEqual(
        outcome.text.filter { $0.isNewline }.count, String(decoding: raw, as: UTF8.self).filter { $0.isNewline }.count)
      let restored = try program.run(["restore", "--journal", "j", "-o", "raw"], outcome.output)
      XCTAssertEqual(restored.status, 0, restored.error)
      XCTAssertEqual(try program.read("raw"), raw)
      let again = try program.run(["--format", "jsonl"], outcome.output)
      XCTAssertEqual(again.output, outcome.output)
    }
  }

  func testSeveralKeys() throws {
    let program = try Program()
    let raw = [
      #"{"a":{"c":"合,、\u0041"},"text":"分\/,、","b":"山\ud800,、水"}"#, #"{"b":"山,、水","a":{"c":"\u0001平静"}}"#, "{}", "x",
      #"{"b":"平静","a":{"c":"合,、分"},"b":"山,、水"}"#,
    ].joined(separator: "\n")
    let arguments = ["--format", "jsonl", "--text-key", "b", "--text-key", "a.c", "--journal", "j"]
    let outcome = try program.run(arguments, raw)
    XCTAssertEqual(outcome.text.split(separator: ",、").count, 3, outcome.text)
    XCTAssertEqual(try program.run(["restore", "--journal", "j"], outcome.output).text, raw)
  }

  func testLines() throws {
    let program = try Program()
    let raw = Data("合,、分\r\n\n平静\n".utf8) + Data([0xFE]) + Data("天,、地\n末,、尾".utf8)
    let outcome = try program.run(["--format", "lines", "--journal", "j"], raw)
    XCTAssertEqual(try program.run(["restore", "--journal", "j"], outcome.output).output, raw)
  }

  func testLastLineCanVanish() throws {
    let program = try Program()
    for raw in ["平静\n\u{FEFF}", "\u{FEFF}", "平静\n\u{FEFF}\n"] {
      let outcome = try program.run(["--format", "lines", "--journal", "j"], raw)
      XCTAssertEqual(try program.run(["restore", "--journal", "j"], outcome.output).text, raw)
    }
  }

  func testWrongPairs() throws {
    let program = try Program()
    _ = try program.run(["--journal", "text"], "合,、分\n")
    _ = try program.run(["--format", "lines", "--journal", "lines"], "合,、分\n天\n")
    var journal = String(decoding: try program.read("lines"), as: UTF8.self)
    journal.removeLast()
    try program.write("cut", String(journal[..<(journal.lastIndex(of: "\n") ?? journal.startIndex)]) + "\n")
    try program.write("damaged", journal.replacingOccurrences(of: "\"edits\":[[", with: "\"edits\":[[["))
    try check(
      [
        Case(label: "the right text", arguments: ["restore", "--journal", "text"], input: "合、分\n", output: "合,、分\n"),
        Case(
          label: "other text", arguments: ["restore", "--journal", "text"], input: "合、芬\n", status: 3,
          error: "do not belong together"),
        Case(
          label: "shorter text", arguments: ["restore", "--journal", "text"], input: "合", status: 3,
          error: "do not belong together"),
        Case(
          label: "longer text", arguments: ["restore", "--journal", "text"], input: "合、分\n\n", status: 3,
          error: "longer"),
        Case(
          label: "other line", arguments: ["restore", "--journal", "lines"], input: "天\n合、分\n", status: 3,
          error: "line 1"),
        Case(
          label: "more lines", arguments: ["restore", "--journal", "lines"], input: "合、分\n天\n天\n", status: 3,
          error: "3 lines"),
        Case(
          label: "no end", arguments: ["restore", "--journal", "cut"], input: "合、分\n天\n", status: 3,
          error: "not complete"),
        Case(
          label: "damage", arguments: ["restore", "--journal", "damaged"], input: "合、分\n天\n", status: 3,
          error: "damaged:2"),
      ], in: program)
  }

  func testStatistics() throws {
    let program = try Program()
    _ = try program.run(["--format", "jsonl", "--stats", "s"], "{\"text\":\"合,、分\"}\n{\"text\":\"\"}\nx\n{}\n")
    let object = try XCTUnwrap(try JSONSerialization.jsonObject(with: try program.read("s")) as? [String: Any])
    for (name, number) in [
      "documents": 2, "changed": 1, "lines": 4, "lines-not-json": 1, "lines-without-text": 1, "bytes-in": 39,
      "bytes-out": 38,
    ] { XCTAssertEqual(object[name] as? Int, number, name) }
    let edits = try XCTUnwrap(object["edits"] as? [String: [String: Int]])
    XCTAssertEqual(edits["stray-comma"]?["before-mark"], 1)
  }
}
