import DescrapeText
import Foundation
import XCTest

@testable import DescrapeCorpus

/// However the system delivers a document, the same bytes come out.
final class RunTests: XCTestCase {
  private static let text =
    "山水之间,、有城\r\n第二,,行,。\n\u{FEFF}平静\n\n".data(using: .utf8)! + Data([0xE5, 0xB1, 0x0A, 0xF0, 0x9F, 0x98])

  private func clean(_ raw: Data, _ change: (inout CleanJob) -> Void) throws -> (Data, Data) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("descrape-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (input, output, journal) = ("\(folder.path)/in", "\(folder.path)/out", "\(folder.path)/journal")
    try raw.write(to: URL(fileURLWithPath: input))
    var job = CleanJob()
    job.inputs = [input]
    job.output = output
    job.journal = journal
    change(&job)
    _ = try Cleaner(job, say: { _ in }).run()
    return (try Data(contentsOf: URL(fileURLWithPath: output)), try Data(contentsOf: URL(fileURLWithPath: journal)))
  }

  func testChunks() throws {
    var object = Data("{\"a\":\"山\",\"text\":\"合,、分\\n\\u5408\"}\r\n\nno\n{\"text\":\"".utf8)
    object += Data([0xE5]) + Data("天,、地\"}".utf8)
    let inputs: [(Format, Data)] = [
      (.text, Self.text + Self.text + Self.text), (.lines, Self.text + Self.text),
      (.jsonl, object + Data([0x0A]) + object),
    ]
    for (format, raw) in inputs {
      for window in [64, 1 << 20] {
        let (output, journal) = try clean(raw) {
          $0.format = format
          $0.window = window
        }
        for size in [1, 2, 3, 7, 4095] {
          let again = try clean(raw) {
            $0.format = format
            $0.window = window
            $0.readSize = size
          }
          XCTAssertEqual(again.0, output, "\(format), window \(window), chunks of \(size)")
          XCTAssertEqual(again.1, journal, "\(format), window \(window), chunks of \(size)")
        }
      }
    }
  }

  func testReplacementFollowsUnicode() {
    // The table of the standard, section 3.9.
    let cases: [([UInt8], String)] = [
      (
        [0xC0, 0xAF, 0xE0, 0x80, 0xBF, 0xF0, 0x81, 0x82, 0x41],
        "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}A"
      ),
      (
        [0xED, 0xA0, 0x80, 0xED, 0xBF, 0xBF, 0xED, 0xAF, 0x41],
        "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}A"
      ),
      (
        [0xF4, 0x91, 0x92, 0x93, 0xFF, 0x41, 0x80, 0xBF, 0x42],
        "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}A\u{FFFD}\u{FFFD}B"
      ),
      ([0xE1, 0x80, 0xE2, 0xF0, 0x91, 0x92, 0xF1, 0xBF, 0x41], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}A"),
    ]
    for (bytes, expected) in cases {
      var text = ByteBuffer()
      var step: JournalStep? = JournalStep()
      let done = UTF8Decoder.decode(bytes.span, isLast: true, into: &text, step: &step)
      XCTAssertEqual(String(copying: text.span), expected)
      XCTAssertEqual(done.bad, expected.unicodeScalars.filter { $0 == "\u{FFFD}" }.count)
    }
  }

  func testSizes() {
    for (text, size) in [("64", 64), ("512K", 512 << 10), ("64M", 64 << 20), ("1G", 1 << 30), ("2g", 2 << 30)] {
      XCTAssertEqual(CleanJob.size(text), size)
    }
    for text in ["", "K", "-1", "1.5M", "1T", "99999999999999999999", "9999999999G", "0"] {
      XCTAssertNil(CleanJob.size(text), text)
    }
  }

  func testNamesAreSafeToPrint() {
    XCTAssertEqual(printable("山\u{1B}[31m\n\u{202E}"), "山\\u{1B}[31m\\u{A}\\u{202E}")
  }
}
