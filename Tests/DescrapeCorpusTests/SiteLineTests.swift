import DescrapeText
import Foundation
import XCTest

@testable import DescrapeCorpus

/// What counting lines stands on.
final class SiteLineTests: XCTestCase {
  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("descrape-lines-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    addTeardownBlock { try? FileManager.default.removeItem(at: folder) }
    return folder
  }

  /// Sorted in memory and in any number of runs, the order is the same.
  func testSort() throws {
    let tree = try OutputTree(folder().path)
    var random = SystemRandomNumberGenerator()
    for (count, limit) in [(0, 10), (1, 10), (10, 10), (11, 10), (5000, 7), (5000, 5000), (40_000, 9000)] {
      let entries = (0..<count).map { _ in
        SiteLineEntry(
          key: .random(in: 0...99, using: &random), document: .random(in: 0...3, using: &random),
          place: .random(in: 0 ... .max, using: &random))
      }
      let sort = EntrySort<SiteLineEntry>(tree, runLimit: limit)
      for entry in entries { try sort.add(entry) }
      var sorted: [SiteLineEntry] = []
      try sort.forEach { sorted.append($0) }
      XCTAssertEqual(sorted, entries.sorted(by: <), "\(count) entries in runs of \(limit)")
    }
  }

  private func observe(_ text: String, _ site: String, record: Int = 1) -> [SiteLineEntry] {
    let observer = SiteLineObserver(longest: 1000)
    var log = ByteBuffer()
    var place = DocumentPlace(record: record)
    place.site = site
    let bytes = Array(text.utf8)
    observer.observe(bytes.span, place, into: &log)
    return stride(from: 0, to: log.count, by: SiteLineEntry.size).map {
      SiteLineEntry(
        key: log.span.word(at: $0), document: log.span.word(at: $0 + 8), place: log.span.word(at: $0 + 16))
    }
  }

  /// A copy with another menu is the same document, and a line counts once in a document.
  func testDocuments() {
    let article =
      "A long first paragraph of the page.\nA second paragraph, longer than that.\nAnother third paragraph here."
    let one = observe("Home\nNews\nHome\n\(article)\n", "example.org")
    let copy = observe("Start\n\(article)\nMore\n", "example.org", record: 2)
    XCTAssertEqual(one.count, 6)
    XCTAssertEqual(Set(one.map(\.document)), Set(copy.map(\.document)))
    XCTAssertEqual(Set(one.map(\.key)).intersection(copy.map(\.key)).count, 4)
    XCTAssertEqual(one[0].key, one[0].site)
    XCTAssertEqual(DocumentPlace(packed: copy[0].place).record, 2)
    let other = observe("Home\nNews\nYet another page with another text.\n", "example.org")
    XCTAssertTrue(Set(one.map(\.document)).isDisjoint(with: other.map(\.document)))
    let elsewhere = observe("Home\nNews\n", "example.com")
    XCTAssertTrue(Set(one.map(\.key)).isDisjoint(with: elsewhere.map(\.key)))
    XCTAssertEqual(observe(article, ""), [])
    XCTAssertEqual(observe(" \n\n", "example.org"), [])
    XCTAssertEqual(observe(String(repeating: "x", count: 1001), "example.org").count, 1)
  }
}
