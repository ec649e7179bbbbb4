import DescrapeText
import Foundation
import XCTest

@testable import DescrapeCorpus

final class CharsetGuessTests: XCTestCase {
  private static let hans = "山水之间有一座小城，城里的人们过着平静的生活。春天来了，河边的花都开了，孩子们在桥上看船。"
  private static let hant = "山水之間有一座小城，城裡的人們過著平靜的生活。春天來了，河邊的花都開了，孩子們在橋上看船。"
  private static let japanese = "山のふもとに小さな町があります。春になると、町の人々は川のほとりで花を見ます。"
  private static let korean = "산 아래에 작은 마을이 있습니다. 봄이 되면 마을 사람들은 강가에서 꽃을 구경합니다."
  private static let french = "L’été dernier, nous étions à la plage près du château où ma mère est née."
  private static let german = "Die Größe der Häuser überrascht alle Gäste, die über die Brücke gehen."
  private static let polish = "Łódź płynęła wzdłuż brzegów rzeki, aż się ściemniło i zapalono światła."
  private static let russian = "Весной жители города выходят к реке и смотрят, как распускаются цветы."
  private static let wide = ["UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"]

  private static let samples: [(text: String, charsets: [String])] = [
    (hans, ["GB18030", "UTF-8", "HZ"] + wide), (hant, ["GB18030", "Big5", "EUC-TW", "UTF-8"] + wide),
    (japanese, ["EUC-JP", "Shift_JIS", "ISO-2022-JP", "UTF-8"] + wide),
    (korean, ["windows-949", "UTF-8"] + wide), (french, ["windows-1252", "UTF-8"] + wide),
    (german, ["windows-1252", "UTF-8"] + wide), (polish, ["windows-1250", "ISO-8859-2"] + wide),
    (russian, ["windows-1251", "KOI8-R", "ISO-8859-5", "IBM866", "UTF-8"] + wide),
  ]

  private func bytes(_ text: String, _ charset: String) throws -> [UInt8] {
    guard charset != "UTF-8" else { return Array(text.utf8) }
    var bytes = ByteBuffer()
    XCTAssertTrue(try CharsetEncoder(charset).encode(text.utf8Span.span, into: &bytes), charset)
    return bytes.span.indices.map { bytes.span[$0] }
  }

  private func guess(_ bytes: [UInt8]) -> String { Charset.guess(bytes.span, isWhole: true).charset.name }

  func testLengths() throws {
    for (text, charsets) in Self.samples {
      for charset in charsets {
        for length in [12, 25, text.count] {
          let bytes = try bytes(String(text.prefix(length)), charset)
          XCTAssertEqual(guess(bytes), charset, "\(length) characters of \(text)")
        }
        // A large one is looked at here and there only.
        let long = try bytes(String(repeating: "abc <p> \n" + text + "\n", count: 500), charset)
        XCTAssertEqual(guess(long), charset, text)
      }
    }
  }

  func testCuts() throws {
    for (text, charsets) in Self.samples {
      for charset in charsets {
        let bytes = try bytes(text, charset)
        for end in bytes.count - 5..<bytes.count {
          XCTAssertEqual(guess(Array(bytes[..<end])), charset, "\(end) bytes of \(text)")
        }
      }
    }
  }

  func testDamage() throws {
    for (text, charsets) in Self.samples {
      for charset in charsets where charset.hasPrefix("E") || charset.hasPrefix("G") || charset.hasPrefix("Big") {
        let bytes = try bytes(String(repeating: text, count: 3), charset)
        XCTAssertEqual(guess(bytes[..<40] + [0xFF] + bytes[40...]), charset, text)
      }
    }
  }

  func testHongKong() throws {
    XCTAssertEqual(guess(try bytes("佢哋喺度食緊嘢，我哋一齊嚟啦。", "Big5-HKSCS")), "Big5-HKSCS")
  }

  func testShortLatin() throws {
    for word in ["café", "été", "Müller", "naïve", "España", "não", "cœur", "sûr", "perché", "l’eau", "Größe", "5 €"] {
      for text in [word, "the \(word) of town"] {
        XCTAssertEqual(guess(try bytes(text, "windows-1252")), "windows-1252", text)
      }
    }
    for name in ["张三", "北京", "电话", "中国人民"] {
      XCTAssertEqual(guess(try bytes("Name: \(name), 12", "GB18030")), "GB18030", name)
    }
  }

  func testDeclared() throws {
    // Kana alone are the same bytes in two charsets.
    for head in [
      "<meta charset=\"euc-jp\">", "<?xml version=\"1.0\" encoding='EUC-JP'?>",
      "Content-Type: text/html; charset=euc-jp\n\n",
    ] {
      XCTAssertEqual(guess(try bytes(head + "ありがとうございます", "EUC-JP")), "EUC-JP", head)
    }
    let wrong = "<meta charset=iso-8859-1>" + Self.hans
    XCTAssertEqual(guess(try bytes(wrong, "GB18030")), "GB18030")
    XCTAssertEqual(guess(Array(("<meta charset=gbk>" + Self.hans).utf8)), "UTF-8")
  }

  func testDesignated() {
    let text: [UInt8] = Array("\u{1B}$)C\u{0E}1W\u{0F} 1".utf8)
    XCTAssertEqual(guess(text), "ISO-2022-KR")
  }

  func testPlain() {
    for text in [
      "", "a", "name ~{A1B2~}", "~{HOME~}", "\u{0}", "a\u{0}b", "0a0b0c0d", "Bush hid the facts", "x\u{1B}$y",
    ] {
      XCTAssertEqual(guess(Array(text.utf8)), "UTF-8", text)
    }
  }

  func testRandomBytes() {
    var state: UInt64 = 1
    for round in 0..<400 {
      var bytes: [UInt8] = []
      for _ in 0..<(round < 300 ? round : round * 40) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let byte = UInt8(truncatingIfNeeded: state >> 40)
        bytes.append(round % 3 == 0 ? byte | 0x80 : round % 3 == 1 ? byte & 0xBF : byte)
      }
      _ = Charset.guess(bytes.span, isWhole: round % 2 == 0)
    }
  }
}
