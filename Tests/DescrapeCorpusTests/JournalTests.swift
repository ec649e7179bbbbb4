import DescrapeText
import Foundation
import XCTest

@testable import DescrapeCorpus

/// From the outputs of a corpus run and their journals come the inputs, byte for byte, whatever they hold.
final class JournalTests: XCTestCase {
  private var folder = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("descrape-journals-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: path("in"), withIntermediateDirectories: true)
  }

  override func tearDown() {
    try? FileManager.default.removeItem(at: folder)
    // A run watches signals; the tests are to end by them.
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
  }

  private func path(_ name: String) -> URL { folder.appendingPathComponent(name) }

  /// Cleans files with journals, and restores each.
  /// - Parameter expected: what comes back, where it is not the input.
  private func check(
    _ files: [String: Data], expected: [String: Data] = [:], _ change: (inout CorpusJob) -> Void = { _ in }
  ) throws {
    for (name, data) in files { try data.write(to: path("in/\(name)")) }
    var job = CorpusJob()
    job.inputs = [path("in").path]
    job.output = path("out").path
    job.wantsJournal = true
    job.workers = 2
    job.progress = .none
    job.column = "2"
    change(&job)
    let report = try CorpusRun(job, say: { _ in }).run()
    XCTAssertFalse(report.hasFailed)
    var changed = 0
    for (name, data) in files {
      let output = path("out/\(name)")
      if try Data(contentsOf: output) != data { changed += 1 }
      var restore = RestoreJob(journal: path("out/journal/\(name).journal").path)
      restore.inputs = [output.path]
      restore.output = path("again").path
      do { try Restorer(restore).run() } catch {
        XCTFail("\(name): \(error.description): \([UInt8](data.prefix(2000)))")
        continue
      }
      let again = try Data(contentsOf: path("again"))
      XCTAssertTrue(again == expected[name] ?? data, "\(name): \([UInt8](data.prefix(2000)))")
    }
    XCTAssertGreaterThan(changed, files.count / 3, "hardly anything was cleaned")
  }

  func testTables() throws {
    var files: [String: Data] = [:]
    for seed in 0..<200 {
      var random = Random(seed: UInt64(seed))
      files["\(seed).csv"] = random.table(isQuoting: true)
      files["\(seed).tsv"] = random.table(isQuoting: false)
    }
    // Of many pieces.
    var random = Random(seed: 1000)
    for name in ["large.csv", "large.tsv"] {
      var data = Data()
      while data.count < 1_300_000 { data += random.table(isQuoting: name == "large.csv", rows: 500) + Data([0x0A]) }
      files[name] = data
    }
    try check(files) {
      $0.clean.configuration.only = ["line-endings", "entities", "invisible", "gloss", "stray-comma"]
    }
  }

  func testArchives() throws {
    var files: [String: Data] = [:]
    for seed in 0..<200 {
      var random = Random(seed: UInt64(seed))
      files["\(seed).warc"] = random.archive(records: Int.random(in: 0...6, using: &random))
    }
    var random = Random(seed: 1000)
    files["large.warc"] = random.archive(records: 5_000)
    try check(files)
  }

  /// What is in quarantine does not come back, and shifts nothing that does.
  func testQuarantine() throws {
    var random = Random(seed: 7)
    let records = (0..<4000).map { _ in random.record() }
    let raw = records.reduce(Data()) { $0 + $1 + ($1.count % 3 == 0 ? Data("junk\n".utf8) : Data()) }
    let long = Data("1\t\(String(repeating: "山", count: 750_000))\n".utf8)
    let rows = (0..<2000).map { Data("\($0)\t山水之间,、有城\($0)\n".utf8) }
    let table = rows.enumerated().reduce(Data()) { $0 + $1.element + ($1.offset % 1500 == 700 ? long : Data()) }
    try check(
      ["a.warc": raw, "b.tsv": table],
      expected: ["a.warc": records.reduce(Data(), +), "b.tsv": rows.reduce(Data(), +)]
    ) { $0.recordLimit = 100_000 }
  }

  /// Several texts of a line, each with its own entry.
  func testSeveralKeys() throws {
    let line = { (number: Int) in
      #"{"b":"山水,、\#(number)","a":{"c":"\u5c71\/,、"},"n":1.0,"text":"天,、地"}"# + (number % 3 == 0 ? "\r\n" : "\n")
    }
    try check(["a.jsonl": Data((0..<2000).map(line).joined().utf8)]) { $0.clean.textKeys = ["a.c", "b"] }
  }

  /// A journal and a text that do not belong together, and a journal that lies.
  func testWrongPairs() throws {
    try check(["a.csv": Data("1,\"山水之间,、有城\"\n2,\"山水之间,、有城\"\n".utf8)])
    let journal = try String(contentsOf: path("out/journal/a.csv.journal"), encoding: .utf8)
    let text = try String(contentsOf: path("out/a.csv"), encoding: .utf8)
    let wrong: [(String, String, String)] = [
      (journal, text.replacingOccurrences(of: "城", with: "成"), "record 1"), (journal, "", "record 1"),
      (journal, text + "x", "bytes"), (journal, String(text.dropLast()), "bytes"),
      (journal.replacingOccurrences(of: "\"offset\":2,", with: "\"offset\":200,"), text, "record 1"),
      (journal.replacingOccurrences(of: "\"offset\":2,", with: "\"offset\":99999999999999,"), text, "record 1"),
      (journal.replacingOccurrences(of: "\"size\":", with: "\"size\":9999999999"), text, "record 1"),
      (journal.replacingOccurrences(of: "\"format\":\"csv\"", with: "\"format\":\"warc\""), text, "record 1"),
      (journal.replacingOccurrences(of: "\"quoted\":1", with: "\"spelling\":[9,99,\"x\"]"), text, "record 1"),
    ]
    for (journal, text, message) in wrong {
      try journal.write(to: path("journal"), atomically: false, encoding: .utf8)
      try text.write(to: path("text"), atomically: false, encoding: .utf8)
      var job = RestoreJob(journal: path("journal").path)
      job.inputs = [path("text").path]
      job.output = path("again2").path
      XCTAssertThrowsError(try Restorer(job).run(), message) { error in
        XCTAssertTrue((error as? Failure)?.description.contains(message) ?? false, "\(message): \(error)")
      }
      XCTAssertFalse(FileManager.default.fileExists(atPath: path("again2").path))
    }
  }
}

/// Tables and archives of all shapes, the same for the same seed.
private struct Random: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  private mutating func one(of count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

  private static let pieces: [[UInt8]] =
    [
      "山水之间,、有城", "caf&eacute; ", "x", "\u{FEFF}", "发(fā)展", "平静的生活。", "\u{200B}\u{200B}", "a\rb", "\"", "\"\"", ",",
      "\r",
      "&quot;", "&#10;", "&Tab;", "\u{85}", "\u{0}", "'", ";",
    ].map { Array($0.utf8) } + [[0xFF], [0xE5, 0xB1], [0xED, 0xA0, 0x80], [0xF0, 0x9F], [0xC0, 0x22]]

  private mutating func text(_ most: Int) -> [UInt8] {
    (0..<Int.random(in: 0...most, using: &self)).flatMap { _ in Self.pieces.randomElement(using: &self) ?? [] }
  }

  mutating func table(isQuoting: Bool, rows: Int? = nil) -> Data {
    var data = Data()
    for _ in 0..<(rows ?? Int.random(in: 0...12, using: &self)) {
      if one(of: 12) {
        data += one(of: 2) ? [0x0A] : [0x0D, 0x0A]
        continue
      }
      for column in 0..<(one(of: 8) ? Int.random(in: 1...5, using: &self) : 3) {
        if column > 0 { data.append(isQuoting ? 0x2C : 0x09) }
        data += field(isQuoting: isQuoting)
      }
      data += one(of: 3) ? [0x0D, 0x0A] : [0x0A]
    }
    while one(of: 3), !data.isEmpty { data.removeLast() }
    return data
  }

  private mutating func field(isQuoting: Bool) -> [UInt8] {
    var text = text(6)
    guard isQuoting else { return text.filter { $0 != 0x09 && $0 != 0x0A } }
    // Now and then a field as nobody should write it.
    if one(of: 40) { return text }
    if one(of: 3) { return text.filter { $0 != 0x22 && $0 != 0x2C && $0 != 0x0A } }
    if one(of: 2) { text += one(of: 2) ? [0x0A] + self.text(3) : [0x0D, 0x0A] }
    return [0x22] + text.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
  }

  mutating func record() -> Data {
    let block = text(10) + (one(of: 3) ? Array("\r\n\r\nWARC/1.0\r\n".utf8) : [])
    let end = one(of: 8) ? "\n" : "\r\n"
    let kind = ["conversion", "conversion", "resource", "response", "warcinfo"].randomElement(using: &self) ?? ""
    var lines = ["WARC-Type: \(kind)", "\(one(of: 4) ? "content-length" : "Content-Length"):  \(block.count)"]
    if !one(of: 3) { lines.append("Content-Type: text/plain") }
    if one(of: 2) { lines.append("WARC-Block-Digest: sha1:ABC") }
    if one(of: 3) { lines.append("WARC-Payload-Digest:sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ") }
    lines.shuffle(using: &self)
    let header = "WARC/1.\(one(of: 2) ? 0 : 1)\(end)\(lines.joined(separator: end))\(end)\(end)"
    return Data(header.utf8) + block + Data("\r\n\r\n".utf8)
  }

  mutating func archive(records: Int) -> Data {
    var data = (0..<records).reduce(into: Data()) { data, _ in data += record() }
    // The last line ends may be missing.
    if one(of: 4), records > 0 { data.removeLast(Int.random(in: 1...4, using: &self)) }
    return data
  }
}
