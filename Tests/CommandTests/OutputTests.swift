import Foundation
import XCTest

/// Files, pipes, and what happens when they fail.
final class OutputTests: XCTestCase {
  func testFullDevice() throws {
    let program = try Program()
    let text = "合,、分\n"
    let outcome = try program.run([], Data(text.utf8), output: "/dev/full")
    XCTAssertEqual(outcome.status, 3)
    XCTAssertEqual(outcome.error, "descrape: cannot write to standard output: No space left on device\n")
    for option in ["-o", "--journal", "--stats"] {
      let outcome = try program.run([option, "/dev/full"], text)
      XCTAssertEqual(outcome.status, 3, option)
      XCTAssertEqual(outcome.error, "descrape: cannot write to /dev/full: No space left on device\n", option)
    }
    XCTAssertEqual(try program.run(["--version"], Data(), output: "/dev/full").status, 3)
    XCTAssertEqual(try program.run(["-o", "/dev/null"], text).status, 0)
  }

  func testOutputFileIsReplacedWhole() throws {
    let program = try Program()
    try program.write("in.jsonl", "{\"text\":\"合,、分\"}\nno\n")
    try program.write("out", "earlier")
    chmod(program.path("out").path, 0o640)
    let strict = try program.run([
      "--format", "jsonl", "--strict", "-o", "out", "--journal", "j", "--stats", "s", "in.jsonl",
    ])
    XCTAssertEqual(strict.status, 3)
    XCTAssertEqual(String(decoding: try program.read("out"), as: UTF8.self), "earlier")
    XCTAssertEqual(try program.files(), ["in.jsonl", "out"])
    XCTAssertEqual(try program.run(["-o", "out", "--journal", "j", "away"]).status, 3)
    XCTAssertEqual(String(decoding: try program.read("out"), as: UTF8.self), "earlier")
    XCTAssertEqual(try program.files(), ["in.jsonl", "out"])

    let lenient = try program.run(["--format", "jsonl", "-o", "out", "--journal", "j", "--stats", "s", "in.jsonl"])
    XCTAssertEqual(lenient.status, 0)
    XCTAssertEqual(String(decoding: try program.read("out"), as: UTF8.self), "{\"text\":\"合、分\"}\nno\n")
    XCTAssertEqual(try program.files(), ["in.jsonl", "j", "out", "s"])
    var info = stat()
    stat(program.path("out").path, &info)
    XCTAssertEqual(info.st_mode & 0o777, 0o640)
  }

  func testLinkStaysALink() throws {
    let program = try Program()
    try program.write("real", "earlier")
    try FileManager.default.createSymbolicLink(atPath: program.path("link").path, withDestinationPath: "real")
    XCTAssertEqual(try program.run(["-o", "link"], "合,、分\n").status, 0)
    XCTAssertEqual(String(decoding: try program.read("real"), as: UTF8.self), "合、分\n")
    XCTAssertNotNil(try? FileManager.default.destinationOfSymbolicLink(atPath: program.path("link").path))
  }

  func testInputIsNeverTheOutput() throws {
    let program = try Program()
    try program.write("in", "合,、分\n")
    try FileManager.default.linkItem(at: program.path("in"), to: program.path("other"))
    for arguments in [
      ["-o", "in", "in"], ["-o", "other", "in"], ["--journal", "in", "in"], ["-o", "x", "--stats", "x", "in"],
    ] {
      let outcome = try program.run(arguments)
      XCTAssertEqual(outcome.status, 2, "\(arguments)")
      XCTAssertTrue(outcome.error.contains("another file") || outcome.error.contains("two files"), outcome.error)
    }
    XCTAssertEqual(try program.run(["in"], Data(), output: program.path("in").path).status, 2)
    XCTAssertEqual(String(decoding: try program.read("in"), as: UTF8.self), "合,、分\n")
    XCTAssertEqual(try program.run(["--check", "-o", "x", "in"]).status, 1)
    XCTAssertEqual(try program.files(), ["in", "other"])
  }

  func testClosedPipeIsNoError() throws {
    let program = try Program()
    try Data(String(repeating: "山水之间,、城\n", count: 400_000).utf8).write(to: program.path("in"))
    let process = program.process(["in"])
    let (output, error) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    try process.run()
    try output.fileHandleForWriting.close()
    _ = try output.fileHandleForReading.read(upToCount: 10)
    try output.fileHandleForReading.close()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 0)
    XCTAssertEqual(process.terminationReason, .exit)
    XCTAssertEqual(try error.fileHandleForReading.readToEnd() ?? Data(), Data())
  }

  /// Another program writes a line, waits for the answer, and writes the next one.
  func testLinesComeBackWhileTheInputPauses() throws {
    let program = try Program()
    for format in ["jsonl", "lines"] {
      let process = program.process(["--format", format])
      let (input, output) = (Pipe(), Pipe())
      process.standardInput = input
      process.standardOutput = output
      try process.run()
      for number in 0..<3 {
        let line = format == "jsonl" ? "{\"id\":\(number),\"text\":\"合,、分\"}\n" : "合,、分\(number)\n"
        try input.fileHandleForWriting.write(contentsOf: Data(line.utf8))
        let expected = Data(line.replacingOccurrences(of: ",、", with: "、").utf8)
        var answer = Data()
        while answer.count < expected.count, let more = try output.fileHandleForReading.read(upToCount: 1) {
          answer += more
        }
        XCTAssertEqual(answer, expected)
      }
      try input.fileHandleForWriting.close()
      process.waitUntilExit()
      XCTAssertEqual(process.terminationStatus, 0)
    }
  }

  func testUnfinishedFileGoesWithTheProgram() throws {
    let program = try Program()
    let process = program.process(["--format", "lines", "-o", "out", "--journal", "journal"])
    let input = Pipe()
    process.standardInput = input
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data("合\n".utf8))
    for _ in 0..<200 where try program.files().count < 2 { usleep(10_000) }
    process.terminate()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationReason, .uncaughtSignal)
    XCTAssertEqual(try program.files(), [])
  }
}
