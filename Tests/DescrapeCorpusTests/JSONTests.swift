import DescrapeCommon
import DescrapeText
import Foundation
import XCTest

@testable import DescrapeCorpus

final class JSONTests: XCTestCase {
  private func scan(_ line: String, key: String = "text") -> String {
    scan(line, keys: [key])[0]
  }

  /// What stands under each key; for a line that is blank or no JSON the same for all.
  private func scan(_ line: String, keys: [String]) -> [String] {
    var scanner = JSONLineScanner(keys: keys)
    let bytes = Array(line.utf8)
    switch scanner.scan(bytes.span) {
    case .malformed: return keys.map { _ in "!" }
    case .blank: return keys.map { _ in "" }
    case .value: break
    }
    return scanner.values.map { value in
      switch value {
      case .text(let range, _): String(decoding: bytes[range], as: UTF8.self)
      case .none: "-"
      case .other: "?"
      }
    }
  }

  func testScannerIsStrict() {
    let good = [
      "0", "-0", "1.5e+10", "1E5", "[]", "{}", "[1,[2,{}],\"\"]", "true", "null", " \t{ \"a\" : [ ] } \r",
      "\"\\u00e9\\/\"",
    ]
    for line in good { XCTAssertEqual(scan(line), "-", line) }
    let bad = [
      "01", "+1", "1.", ".5", "1e", "--1", "[1,]", "[,1]", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
      "{'a':1}", "tru",
      "nulll", "\"a", "\"\\x\"", "\"\\u12g4\"", "\"\\", "\"\t\"", "[1}", "{\"a\":1]", "]", "1 2", "{}{}", "\u{FEFF}{}",
      "NaN",
      "{\"a\":1 \"b\":2}", "[1 2]", "\u{0}", "[", "{", "{\"text\":\"a\"", "{\"text\":\"a\"}}",
    ]
    for line in bad { XCTAssertEqual(scan(line), "!", line) }
    XCTAssertEqual(scan(" \r"), "")
    XCTAssertEqual(scan("{\"text\":null}"), "?")
    XCTAssertEqual(scan("{\"text\":\"a\",\"text\":[\"b\"]}"), "?")
    XCTAssertEqual(scan("{\"b\":{\"text\":\"a\"},\"text\":\"c\\\"\",\"d\":\"e\"}"), "c\\\"")
  }

  func testNestedKeys() {
    let cases = [
      ("a.b", "{\"a\":{\"b\":\"x\"}}", "x"),
      ("a.b", "{\"b\":\"y\",\"a\":{\"c\":{\"b\":\"n\"},\"b\":\"x\"},\"c\":\"z\"}", "x"),
      ("a.b", "{\"a\":[{\"b\":\"x\"}]}", "-"), ("a.b", "[{\"a\":{\"b\":\"x\"}}]", "-"), ("a.b", "{\"a\":\"b\"}", "-"),
      ("a.b", "{\"a\":{\"b\":1}}", "?"), ("a.b", "{\"a.b\":\"x\"}", "x"), ("a.b", "{\"c\":{\"a.b\":\"x\"}}", "-"),
      ("a.b", "{\"a\":{},\"c\":{\"b\":\"n\"}}", "-"), ("a.b", "{\"a\":{\"d\":1},\"c\":{\"b\":\"n\"}}", "-"),
      ("a.b", "{\"a\":{\"b\":\"1\"},\"a\":{\"b\":\"2\"}}", "2"), ("a.b", "{\"\\u0061\":{\"\\u0062\":\"x\"}}", "x"),
      ("a.b.c", "{\"a\":{\"b\":{\"c\":\"x\"},\"c\":\"n\"}}", "x"),
      ("a.b.c", "{\"a\":{\"b\":{\"d\":{\"c\":\"n\"}}}}", "-"),
      ("a.", "{\"a\":{\"\":\"x\"}}", "x"), (".", "{\"\":{\"\":\"x\"}}", "x"), ("a.b", "{\"a\":{\"b\":\"x\"}", "!"),
    ]
    for (key, line, expected) in cases { XCTAssertEqual(scan(line, key: key), expected, "\(key) in \(line)") }
  }

  func testSeveralKeys() {
    XCTAssertEqual(
      scan("{\"b\":\"2\",\"a\":{\"c\":\"1\",\"b\":\"3\"}}", keys: ["a.c", "b", "a.b", "d"]), ["1", "2", "3", "-"])
    XCTAssertEqual(scan("{\"a\":{\"b\":{\"c\":\"1\"}},\"a.b\":\"2\"}", keys: ["a", "a.b", "a.b.c"]), ["?", "2", "1"])
    XCTAssertEqual(scan("[{\"a\":\"1\"}]", keys: ["a", "b"]), ["-", "-"])
  }

  /// Foundation's reader is the oracle for small lines made of JSON's own pieces.
  func testScannerAgainstAnotherReader() {
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"a\"", "\"\\n\"", "1", "-", "0", ".5", "true", "null", " ", "e1", "\"", "\\",
    ]
    var state: UInt64 = 42
    for _ in 0..<20_000 {
      var line = ""
      for _ in 0..<1 + Int(state >> 60) % 9 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        line += pieces[Int(state >> 33) % pieces.count]
      }
      let isJSON = (try? JSONSerialization.jsonObject(with: Data(line.utf8), options: .fragmentsAllowed)) != nil
      let found = scan(line)
      if found != "" { XCTAssertEqual(found != "!", isJSON, line) }
    }
  }

  func testEscapesComeBack() {
    let raws = [
      "", "plain", "汉字 and \\n \\t \\\" \\\\ \\b\\f\\r", "\\u6c49\\u5b57\\ud83d\\ude00", "\\u6C49\\/", "a\\/b",
      "\\u003cb\\u003e",
      "\\u0001\\u001f",
    ]
    for raw in raws { XCTAssertEqual(roundTrip(raw), raw) }
    XCTAssertEqual(roundTrip("\\u4e00\\ud800"), "\\u4e00\\ufffd")
    XCTAssertEqual(roundTrip("汉\\u5b57"), "汉字")
    XCTAssertEqual(roundTrip("\\u000a"), "\\n")
  }

  /// A string read and written again.
  private func roundTrip(_ raw: String) -> String {
    var text = ByteBuffer()
    var again = ByteBuffer()
    let facts = JSONString.unescape(Array(raw.utf8).span, into: &text)
    JSONString.escape(text.span, facts.style, into: &again)
    return String(copying: again.span)
  }

  func testEveryByteIsFoundAtEveryPlace() {
    for byte in UInt8.min...UInt8.max {
      for place in 0..<20 {
        var bytes = [UInt8](repeating: place % 2 == 0 ? 0xE4 : 0x61, count: 21)
        bytes[place] = byte
        let isSpecial = byte < 0x20 || byte == 0x22 || byte == 0x5C
        let found = bytes.withUnsafeBufferPointer { JSONString.plainRun($0.baseAddress!, 0, $0.count) }
        XCTAssertEqual(found, isSpecial ? place : 21, "\(byte) at \(place)")
      }
    }
  }
}

extension JSONTests {
  func testHexadecimalDigits() {
    for byte in UInt8.min...UInt8.max {
      for place in 0..<4 {
        var digits = Array("0aF9".utf8)
        digits[place] = byte
        let expected =
          Character(UnicodeScalar(byte)).isASCII ? UInt32(String(decoding: digits, as: UTF8.self), radix: 16) : nil
        let isSign = byte == 0x2B || byte == 0x2D
        let unit = digits.withUnsafeBufferPointer { $0.baseAddress.flatMap { HexadecimalUnit($0) } }
        XCTAssertEqual(unit?.value, isSign ? nil : expected, "\(byte) at \(place)")
      }
    }
  }
}

extension JSONTests {
  private func written(_ write: (inout ByteBuffer) -> Void) -> String {
    var json = ByteBuffer()
    write(&json)
    return String(copying: json.span)
  }

  func testNumbersAreWrittenAsSwiftDoes() {
    for number in [0, 7, -7, 10, 99, 100, 65_535, Int.max, Int.min] {
      XCTAssertEqual(written { $0.append(jsonNumber: number) }, String(number))
    }
    XCTAssertEqual(written { $0.append(jsonNumbers: .max, 0, 255) }, "\(Int.max),0,255,")
  }

  /// Short strings go a way of their own, so each is compared with the same bytes behind a long beginning.
  func testShortStringsAreWrittenLikeLongOnes() {
    let long = String(repeating: "a", count: 17)
    var ends: [[UInt8]] = [
      [], Array("(fā)".utf8), Array("城".utf8), Array("😀".utf8), [0xC3], [0xC1, 0xA1], [0xC3, 0x41], [0x80],
      [0xE4, 0xB8],
    ]
    for byte in UInt8.min...UInt8.max { ends += [[byte], [0x61, byte], [0xC3, byte], [byte, 0xA9]] }
    for end in ends {
      let short = written { $0.append(jsonBytes: end.span) }
      let whole = Array(long.utf8) + end
      let expected = written { $0.append(jsonBytes: whole.span) }
      let beginning = expected.hasPrefix("{") ? String(repeating: "61", count: 17) : long
      XCTAssertEqual(short, expected.replacingOccurrences(of: beginning, with: "", options: .literal), "\(end)")
    }
  }
}
