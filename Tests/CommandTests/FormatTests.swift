import XCTest

/// What goes in and what comes out, format by format.
final class FormatTests: XCTestCase {
  func testJSONLines() throws {
    let program = try Program()
    let jsonl = ["--format", "jsonl"]
    let nested = String(repeating: "[", count: 50_000) + String(repeating: "]", count: 50_000)
    try check(
      [
        Case(
          label: "other fields", arguments: jsonl,
          input: #"{"id": 12345678901234567890, "x":1.0,  "text":"合,、分" ,"y":[1e2,{"a":null}]}"# + "\n",
          output: #"{"id": 12345678901234567890, "x":1.0,  "text":"合、分" ,"y":[1e2,{"a":null}]}"# + "\n"),
        Case(
          label: "the last of two keys", arguments: jsonl,
          input: #"{"text":"甲,、乙","text":"合,、分"}"#, output: #"{"text":"甲,、乙","text":"合、分"}"#),
        Case(
          label: "an inner key", arguments: jsonl,
          input: #"{"a":{"text":"合,、分"},"text":"山,、水"}"#, output: #"{"a":{"text":"合,、分"},"text":"山、水"}"#),
        Case(
          label: "an escaped key", arguments: jsonl, input: #"{"te\u0078t":"合,、分"}"#, output: #"{"te\u0078t":"合、分"}"#),
        Case(
          label: "another key", arguments: jsonl + ["--text-key", "内容"],
          input: #"{"text":"合,、分","内容":"山,、水"}"#, output: #"{"text":"合,、分","内容":"山、水"}"#),
        Case(
          label: "several keys", arguments: jsonl + ["--text-key", "b", "--text-key", "a.c"],
          input: #"{"a":{"c":"合,、分"},"text":"水,、山","b":"山,、水","n":1}"# + "\n",
          output: #"{"a":{"c":"合、分"},"text":"水,、山","b":"山、水","n":1}"# + "\n"),
        Case(
          label: "escapes stay escapes", arguments: jsonl,
          input: #"{"text":"\u5408,\u3001\u5206\ud83d\ude00\n\"\\"}"#,
          output: #"{"text":"\u5408\u3001\u5206\ud83d\ude00\n\"\\"}"#),
        Case(
          label: "digits in capitals", arguments: jsonl,
          input: #"{"text":"\u5408,\u3001\u5F00"}"#, output: #"{"text":"\u5408\u3001\u5F00"}"#),
        Case(
          label: "escaped slashes", arguments: jsonl, input: #"{"text":"合,、分<\/b>"}"#, output: #"{"text":"合、分<\/b>"}"#),
        Case(
          label: "raw text with an escape", arguments: jsonl,
          input: #"{"text":"合,、分\t\u0001\u5206"}"#, output: nil),
        Case(
          label: "unchanged as it was", arguments: jsonl,
          input: #"{"text" : "\u5408和\/ \u0041"}"# + "\r\n", output: #"{"text" : "\u5408和\/ \u0041"}"# + "\r\n"),
        Case(
          label: "CR LF", arguments: jsonl,
          input: "{\"text\":\"合,、分\"}\r\n{\"text\":\"\"}\r\n", output: "{\"text\":\"合、分\"}\r\n{\"text\":\"\"}\r\n"),
        Case(
          label: "a lone surrogate", arguments: jsonl, input: #"{"text":"a\ud800b"}"#, output: #"{"text":"a\ufffdb"}"#),
        Case(
          label: "blank lines", arguments: jsonl, input: "\n  \n{\"text\":\"\"}\n", output: "\n  \n{\"text\":\"\"}\n"),
        Case(
          label: "a byte order mark", arguments: jsonl,
          input: "\u{FEFF}{\"text\":\"合,、分\"}\n", output: "\u{FEFF}{\"text\":\"合、分\"}\n"),
        Case(
          label: "not JSON", arguments: jsonl, input: "{\"text\":\"合,、分\"}\n{\n", output: "{\"text\":\"合、分\"}\n{\n",
          error: "standard input:2: not JSON at byte"),
        Case(
          label: "not JSON, strictly", arguments: jsonl + ["--strict"], input: "{}x\n", status: 3,
          error: "standard input:1: not JSON"),
        Case(
          label: "no key", arguments: jsonl, input: "{\"a\":1}\n{\"text\":1}\n[]\n",
          output: "{\"a\":1}\n{\"text\":1}\n[]\n",
          error: "3 of 3 lines have no string under \"text\""),
        Case(
          label: "nearly the key", arguments: jsonl, input: "{\"id\":1,\"texts\":\"合,、分\"}\n",
          output: "{\"id\":1,\"texts\":\"合,、分\"}\n", error: "did you mean --text-key \"texts\"?"),
        Case(
          label: "no key, strictly", arguments: jsonl + ["--strict"], input: "{\"a\":1}\n", status: 3,
          error: ":1: no string"),
        Case(label: "check finds", arguments: jsonl + ["--check"], input: #"{"text":"合,、分"}"#, output: "", status: 1),
        Case(
          label: "deep nesting", arguments: jsonl,
          input:
            "{\"a\":\(nested),\"text\":\"合,、分\"}",
          output:
            "{\"a\":\(nested),\"text\":\"合、分\"}"),
      ], in: program)
  }

  func testBadBytes() throws {
    let program = try Program()
    let bad: [UInt8] = Array("{\"text\":\"天".utf8) + [0xE5, 0xA4] + Array("地,、人\"}\n".utf8)
    let outcome = try program.run(["--format", "jsonl"], Data(bad))
    XCTAssertEqual(outcome.text, "{\"text\":\"天\u{FFFD}地、人\"}\n")
    XCTAssertEqual(try program.run(["--format", "jsonl", "--strict"], Data(bad)).status, 3)

    let outside: [UInt8] = Array("{\"a\":\"".utf8) + [0xFF] + Array("\",\"text\":\"地,、人\"}\n".utf8)
    let passed = try program.run(["--format", "jsonl"], Data(outside))
    XCTAssertEqual(passed.output, Data(outside))
    XCTAssertTrue(passed.error.contains("not JSON at byte 7"), passed.error)

    let text: [UInt8] =
      Array("山水".utf8) + [0xE6, 0xB1] + Array("好".utf8) + [0xC0, 0x80] + Array("山水天地人和你我他大小多少上下\n".utf8)
    XCTAssertEqual(try program.run([], Data(text)).text, "山水\u{FFFD}好\u{FFFD}\u{FFFD}山水天地人和你我他大小多少上下\n")
    let refused = try program.run(["--strict"], Data(text))
    XCTAssertEqual(refused.status, 3)
    XCTAssertTrue(refused.error.contains("byte 6 is not UTF-8"), refused.error)
    XCTAssertEqual(
      try program.run(["--format", "lines"], Data(text)).text, "山水\u{FFFD}好\u{FFFD}\u{FFFD}山水天地人和你我他大小多少上下\n")
  }

  func testLines() throws {
    let program = try Program()
    let lines = ["--format", "lines"]
    try check(
      [
        Case(label: "each line", arguments: lines, input: "合,、分\n平静。\n山,、水", output: "合、分\n平静。\n山、水"),
        Case(label: "CR LF stays", arguments: lines, input: "合,、分\r\n平静。\r\n", output: "合、分\r\n平静。\r\n"),
        Case(label: "one line in, one line out", arguments: lines, input: "合\r分\n", output: "合\r分\n"),
        Case(label: "blank lines", arguments: lines, input: "\n\n合\n", output: "\n\n合\n"),
        Case(
          label: "a long line", arguments: lines + ["--window", "64"],
          input: "合,、分\n\(String(repeating: "长,、", count: 20))\n山,、水\n",
          output: "合、分\n\(String(repeating: "长,、", count: 20))\n山、水\n", error: ":2: the line is longer than 32 bytes"),
      ], in: program)
    try program.write("a", "{\"text\":\"合,、分\"}")
    try program.write("b", "{\"text\":\"山,、水\"}\n")
    XCTAssertEqual(
      try program.run(["--format", "jsonl", "a", "b"]).text, "{\"text\":\"合、分\"}\n{\"text\":\"山、水\"}\n")
  }

  func testCharsets() throws {
    let program = try Program()
    let text = "山水之间,、有一座小城,城里的人们过着平静的生活。春天来了,、花开了。\n"
    for (name, flag) in [("UTF-16LE", true), ("UTF-16BE", true), ("UTF-8", true), ("GB18030", false)] {
      let encoding = try XCTUnwrap(Self.encodings[name])
      var raw = try XCTUnwrap(String(repeating: text, count: 30).data(using: encoding))
      if flag, let mark = "\u{FEFF}".data(using: encoding) { raw = mark + raw }
      let outcome = try program.run(["--only", "stray-comma", "--journal", "journal"], raw)
      let expected = String(repeating: text.replacingOccurrences(of: ",、", with: "、"), count: 30)
      XCTAssertEqual(outcome.text, expected, name)
      XCTAssertEqual(try program.run(["restore", "--journal", "journal"], outcome.output).output, raw, name)
    }
    let gbk = try XCTUnwrap("合,、分\n".data(using: try XCTUnwrap(Self.encodings["GB18030"])))
    XCTAssertEqual(try program.run(["--charset", "gbk"], gbk).text, "合、分\n")
    XCTAssertEqual(try program.run(["--charset", "gbk", "--format", "lines"], gbk).text, "合、分\n")
    // Bytes that GBK has not: what is kept whole in the journal comes back.
    let broken = gbk + Data([0xFF, 0x41]) + gbk
    let outcome = try program.run(["--charset", "gbk", "--journal", "journal"], broken)
    XCTAssertEqual(try program.run(["restore", "--journal", "journal"], outcome.output).output, broken)
  }

  func testEscapedCharsets() throws {
    let program = try Program()
    for (raw, text) in [
      ("a ~{VPND~} b\n", "a 中文 b\n"), ("a \u{1B}$BF|K\\\u{1B}(B b\n", "a 日本 b\n"), ("a ~{name}\n", "a ~{name}\n"),
    ] {
      let outcome = try program.run(["--journal", "journal"], Data(raw.utf8))
      XCTAssertEqual(outcome.text, text)
      XCTAssertEqual(try program.run(["restore", "--journal", "journal"], outcome.output).output, Data(raw.utf8))
    }
  }

  func testFoundCharsets() throws {
    let program = try Program()
    let samples = [
      ("山水之间有一座小城，城里的人们过着平静的生活。\n", ["UTF-16LE", "UTF-16BE", "GB18030"]),
      ("山水之間有一座小城，城裡的人們過著平靜的生活。\n", ["Big5", "GB18030"]),
      ("春になると、町の人々は川のほとりで花を見ます。\n", ["Shift_JIS"]),
      ("봄이 되면 마을 사람들은 강가에서 꽃을 구경합니다.\n", ["EUC-KR", "UTF-16LE"]),
      ("L’été dernier, nous étions à la plage près du château.\n", ["windows-1252", "UTF-16BE"]),
      ("Весной жители города выходят к реке смотреть на цветы.\n", ["windows-1251", "UTF-16LE"]),
    ]
    for (text, names) in samples {
      for name in names {
        let raw = try XCTUnwrap(text.data(using: try XCTUnwrap(Self.encodings[name])), name)
        // Cut inside a character, it still comes back.
        for end in raw.count - 3...raw.count {
          let outcome = try program.run(["--journal", "journal"], raw.prefix(end))
          if end == raw.count { XCTAssertEqual(outcome.text, text, name) }
          let restored = try program.run(["restore", "--journal", "journal"], outcome.output).output
          XCTAssertEqual(restored, raw.prefix(end), name)
        }
      }
    }
  }

  func testCharsetCommand() throws {
    let program = try Program()
    let gbk = try XCTUnwrap("山水之间有一座小城。".data(using: try XCTUnwrap(Self.encodings["GB18030"])))
    try gbk.write(to: program.folder.appendingPathComponent("a"))
    try program.write("b", "山水")
    try program.write("list", "a\nb\n")
    XCTAssertEqual(try program.run(["charset", "a", "b"]).text, "a: GB18030 (99 %)\nb: UTF-8 (99 %)\n")
    let json = try program.run(["charset", "--format", "json", "@list", "-"], gbk).text
    XCTAssertEqual(
      json,
      """
      {"file":"a","charset":"GB18030","confidence":99}
      {"file":"b","charset":"UTF-8","confidence":99}
      {"file":"-","charset":"GB18030","confidence":99}

      """)
    XCTAssertEqual(try program.run(["charset", "none"]).status, 3)
    XCTAssertEqual(try program.run(["charset", "--format", "xml", "a"]).status, 2)
  }

  private static let encodings: [String: String.Encoding] = [
    "UTF-8": .utf8, "UTF-16LE": .utf16LittleEndian, "UTF-16BE": .utf16BigEndian,
    "GB18030": String.Encoding(rawValue: 0x8000_0632), "Big5": String.Encoding(rawValue: 0x8000_0A03),
    "Shift_JIS": .shiftJIS, "EUC-KR": String.Encoding(rawValue: 0x8000_0940),
    "windows-1252": .windowsCP1252, "windows-1251": .windowsCP1251,
  ]
}
