import XCTest

@testable import DescrapeCorpus

final class EscapedCharsetTests: XCTestCase {
  private func find(_ text: String) -> String? { EscapedCharset.find(Array(text.utf8).span) }

  func testFound() {
    XCTAssertEqual(find("a ~{VPND~} b"), "HZ")
    XCTAssertEqual(find("~~ ~{VPND~}"), "HZ")
    XCTAssertEqual(find("a \u{1B}$BF|K\\\u{1B}(B b"), "ISO-2022-JP")
  }

  func testPlain() {
    for text in [
      "", "~", "~{", "~{VP", "~{name}", "~{hello}~}", "~{HELLO~} ~{A1B2~}", "~~{VPND~}", "\u{1B}[31mred\u{1B}[0m",
      "\u{1B}$B", "é ~{VPND~}",
    ] {
      XCTAssertNil(find(text), text)
    }
  }

  func testCuts() {
    let bytes = Array("a ~{VPND~} \u{1B}$BF|K\\\u{1B}(B".utf8)
    for end in 0...bytes.count { _ = EscapedCharset.find(bytes.span.extracting(first: end)) }
  }
}
