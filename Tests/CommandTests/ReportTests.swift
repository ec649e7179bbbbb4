import Foundation
import XCTest

/// The page of a run.
final class ReportTests: XCTestCase {
  private static let arguments = ["corpus", "in", "--quiet", "--report", "-o"]
  private static let hostile =
    "</script><script>document.title='broken'</script><!-- & \u{2028}\u{2029} \u{202E}abc\u{202C} \u{0} <img src=x onerror=alert(1)>"

  /// The data of a page, after a look at how it stands there.
  private func data(_ program: Program, _ name: String) throws -> [String: Any] {
    let page = try program.text("\(name)/report.html")
    let start = try XCTUnwrap(page.range(of: "<script type=\"application/json\" id=\"data\">"))
    let end = try XCTUnwrap(page.range(of: "</script>", range: start.upperBound..<page.endIndex))
    let json = page[start.upperBound..<end.lowerBound]
    for character in ["<", ">", "&", "\u{2028}", "\u{2029}", "\u{0}"] { XCTAssertFalse(json.contains(character)) }
    XCTAssertFalse(page.contains("@DATA@"))
    return try XCTUnwrap(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  }

  private func page(_ program: Program, _ name: String) throws -> [Substring] {
    try program.text("\(name)/report.html").split(separator: "\n").filter { !$0.contains("milliseconds") }
  }

  private func samples(_ data: [String: Any], _ stage: String) throws -> [[String]] {
    let stages = try XCTUnwrap(data["stages"] as? [[String: Any]])
    return try XCTUnwrap(stages.first { $0["id"] as? String == stage }?["samples"] as? [[String]])
  }

  func testHostileText() throws {
    let program = try Program()
    let encoded = String(
      decoding: try JSONEncoder().encode("\(Self.hostile)\(Program.damaged)\(Self.hostile)"), as: UTF8.self)
    let line = "{\"text\":\(encoded)}\n{\"text\":\"\\ud800\(Program.damaged)\\udc00\"}\n"
    try program.write("in/</script><b>.jsonl", data: Data())
    try program.write("in/a&<b>.jsonl", data: Data(line.utf8))
    let outcome = try program.run(Self.arguments + ["out", "--only", "stray-comma"])
    XCTAssertEqual(outcome.status, 0, outcome.error)
    let data = try data(program, "out")
    let samples = try samples(data, "stray-comma")
    XCTAssertEqual(samples.count, 2)
    let hostile = try XCTUnwrap(samples.first { $0[5].contains("</script>") })
    XCTAssertEqual(hostile[1], "a&<b>.jsonl")
    XCTAssertTrue(hostile[2].contains("onerror=alert(1)>"), hostile[2])
    XCTAssertTrue(samples.contains { $0[2].contains("\u{FFFD}") })
  }

  func testSameForAllWorkersAndAfterKills() throws {
    let program = try Program()
    try program.writeCorpus()
    for name in ["large", "large2"] {
      let lines = (0..<25_000).map { Program.line($0) + (($0 % 50 == 0) ? Program.line($0 + 7) : "") }
      try program.write("in/\(name).jsonl", data: Data(lines.joined().utf8))
    }
    var expected: [Substring]?
    for workers in ["1", "2", "4"] {
      let outcome = try program.run(Self.arguments + ["out\(workers)", "-j", workers])
      XCTAssertEqual(outcome.status, 1, outcome.error)
      let page = try page(program, "out\(workers)")
      XCTAssertTrue(page == expected ?? page, workers)
      expected = page
    }
    for delay in [50, 250, 600] {
      let process = program.process(Self.arguments + ["out", "-j", "2"])
      process.standardError = FileHandle.nullDevice
      try process.run()
      usleep(UInt32(delay * 1000))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    XCTAssertEqual(try program.run(Self.arguments + ["out", "-j", "2"]).status, 1)
    XCTAssertTrue(try page(program, "out") == expected)
    let data = try data(program, "out")
    XCTAssertEqual(try samples(data, "stray-comma").count, 20)
    XCTAssertGreaterThan(try XCTUnwrap(data["sampled"] as? Int), 100)
    let counts = try XCTUnwrap(data["counts"] as? [String: Int])
    XCTAssertEqual(counts["quarantine/not-json"], 1)
    XCTAssertGreaterThan(counts["scripts/simplified", default: 0] + counts["scripts/han", default: 0], 50_000)
  }

  func testRemovedLinesAndCharsets() throws {
    let program = try Program()
    for number in 0..<5 {
      try program.write("in/\(number).txt", data: Data("山水之间有城\(number)。\n城外有河。\n分享到:\n".utf8))
    }
    XCTAssertEqual(try program.run(Self.arguments + ["out", "--only", "boilerplate"]).status, 0)
    let data = try data(program, "out")
    let lines = try XCTUnwrap(data["lines"] as? [[Any]])
    XCTAssertEqual(lines.first?.first as? String, "分享到:")
    XCTAssertEqual(lines.first?.last as? Int, 5)
    XCTAssertEqual((data["counts"] as? [String: Int])?["charsets/UTF-8"], 5)
    XCTAssertEqual((data["counts"] as? [String: Int])?["scripts/simplified"], 5)
    XCTAssertEqual((data["histogram"] as? [Int])?.reduce(0, +), 5)
  }

  /// A run that kept nothing for a report cannot go on with one.
  func testIsPartOfThePlan() throws {
    let program = try Program()
    try program.write("in/a.txt", data: Data(Program.damaged.utf8))
    XCTAssertEqual(try program.run(["corpus", "in", "--quiet", "-o", "out"]).status, 0)
    let outcome = try program.run(Self.arguments + ["out"])
    XCTAssertEqual(outcome.status, 2)
    XCTAssertTrue(outcome.error.contains("another report"), outcome.error)
    XCTAssertEqual(try program.run(Self.arguments + ["out", "--restart"]).status, 0)
    XCTAssertNoThrow(try data(program, "out"))
  }

  /// What the page is like once its script has run, with hostile text in it.
  func testInABrowser() throws {
    let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
    guard let browser else { throw XCTSkip("there is no Chromium here") }
    let program = try Program()
    try program.write("in/a.txt", data: Data("\(Self.hostile)\n\(Program.damaged)\(Self.hostile)\n".utf8))
    XCTAssertEqual(try program.run(Self.arguments + ["out", "--only", "stray-comma"]).status, 0)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: browser)
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(program.path("profile").path)", "--dump-dom",
      program.path("out/report.html").absoluteString,
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let dom = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    XCTAssertTrue(dom.contains("<h2 id=\"samples\">"), "the script has not run")
    XCTAssertTrue(dom.contains("<del>,</del>"))
    XCTAssertTrue(dom.contains("<span class=\"mark\">U+202E</span>"))
    XCTAssertTrue(dom.contains("<title>Descrape: report of a corpus</title>"))
    XCTAssertFalse(dom.contains("<img"))
  }
}
