import DescrapeText
import Foundation
import XCTest

@testable import DescrapeCorpus

/// Files are cut into whole records, and what is no record costs nothing else.
final class PieceTests: XCTestCase {
  private struct Result {
    var records: [Data] = []
    var lost: [LostRecord] = []
  }

  private func pieces(
    _ raw: Data, _ format: CorpusFormat, _ compression: Compression = .none, limit: Int = 1 << 20
  ) throws -> Result {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("descrape-pieces-\(UUID().uuidString)")
    try raw.write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let reader = try PieceReader(PlainReader(try RawFile(path: path.path), compression), format, limit: limit)
    var result = Result()
    var number = 0
    while let piece = try reader.next() {
      XCTAssertEqual(piece.number, number)
      number += 1
      if let lost = piece.lost { result.lost.append(lost) }
      if !piece.bytes.isEmpty { result.records.append(piece.bytes.span.withUnsafeBufferPointer { Data(buffer: $0) }) }
    }
    return result
  }

  private func packed(_ units: [Data], _ compression: Compression) -> Data {
    let packer = Packer(compression)
    var output = ByteBuffer()
    for unit in units { packer.pack([UInt8](unit).span, into: &output) }
    return output.span.withUnsafeBufferPointer { Data(buffer: $0) }
  }

  private func lines(_ count: Int, from start: Int = 0) -> [Data] {
    (start..<start + count).map { Data("{\"id\":\($0),\"text\":\"\($0 &* 7_919 &+ 13)山\($0 &* 104_729)\"}\n".utf8) }
  }

  /// Units that hold several records: all records of units before the cut come back, and of the one that was cut those
  /// that are whole.
  func testCutsOfUnitsWithManyRecords() throws {
    let records = lines(60)
    for kind in [Compression.gzip, .zstd] {
      let raw = packed((0..<6).map { records[$0 * 10..<$0 * 10 + 10].reduce(Data(), +) }, kind)
      var ends: [Int] = []
      for count in 1...6 {
        ends.append(packed((0..<count).map { records[$0 * 10..<$0 * 10 + 10].reduce(Data(), +) }, kind).count)
      }
      for length in stride(from: 1, to: raw.count, by: 7) {
        let result = try pieces(raw.prefix(length), .jsonl, kind)
        let plain = result.records.reduce(Data(), +)
        let count = plain.filter { $0 == 0x0A }.count
        XCTAssertEqual(plain, records[..<count].reduce(Data(), +), "\(kind) \(length)")
        XCTAssertGreaterThanOrEqual(count, ends.filter { $0 <= length }.count * 10, "\(kind) \(length)")
        XCTAssertEqual(result.lost.isEmpty, ends.contains(length), "\(kind) \(length)")
      }
    }
  }

  /// Units that end inside of records: what is left of a record on either side is not taken for one.
  func testUnitsThatCutRecords() throws {
    let records = lines(40)
    let plain = records.reduce(Data(), +)
    for kind in [Compression.gzip, .zstd] {
      let units = stride(from: 0, to: plain.count, by: 101).map { plain[$0..<min($0 + 101, plain.count)] }.map {
        Data($0)
      }
      let start = packed(Array(units[..<5]), kind).count
      var raw = packed(units, kind)
      XCTAssertEqual(try pieces(raw, .jsonl, kind).records.reduce(Data(), +), plain)
      raw[start + 30] ^= 0xFF
      let result = try pieces(raw, .jsonl, kind)
      let whole = Set(records)
      let found = result.records.reduce(Data(), +).split(separator: 0x0A).map { Data($0) + Data([0x0A]) }
      XCTAssertTrue(found.allSatisfy { whole.contains($0) }, "\(kind)")
      XCTAssertGreaterThan(found.count, 34, "\(kind)")
      XCTAssertFalse(result.lost.isEmpty)
    }
  }

  func testLongRecords() throws {
    let long = Data(repeating: 0x61, count: 3 << 20) + Data([0x0A])
    let raw = lines(3).reduce(Data(), +) + long + lines(3, from: 3).reduce(Data(), +)
    let result = try pieces(raw, .lines, limit: 1 << 20)
    XCTAssertEqual(result.records.reduce(Data(), +), lines(6).reduce(Data(), +))
    XCTAssertEqual(result.lost.map(\.kind), [.tooLong])
    XCTAssertEqual(result.lost.first?.length, long.count)
    XCTAssertEqual(result.lost.first?.bytes.count, LostRecord.keep)
    XCTAssertEqual(try pieces(raw, .lines, limit: 4 << 20).records.reduce(Data(), +), raw)
  }

  func testQuotedRecords() throws {
    let raw = Data("a,\"b\nc\"\r\nd,\"e\"\"\n\"\r\nlast".utf8)
    var borders = QuotedBorders()
    let found = [UInt8](raw).span.withUnsafeBufferPointer { borders.advance(Span(_unsafeElements: $0)) }
    XCTAssertEqual(found.records, 2)
    XCTAssertEqual(found.end, raw.count - 4)
    XCTAssertEqual(try pieces(raw, .csv).records, [raw.dropLast(4), Data("last".utf8)])
  }

  /// A field whose closing quote is missing is left as it is: its last byte is no quote.
  func testOpenQuotes() {
    for (text, hasField) in [
      ("\"山\"", true), ("\"\"", true), ("\"山\"\r\n", true), ("\"山", false), ("\"", false), ("\"山\n", false),
      ("\"山\"x", false),
    ] {
      let bytes = Array(text.utf8)
      let record = FieldRecord(bytes.span, at: 0, column: 0, separator: 0x2C, isQuoting: true)
      XCTAssertEqual(record.hasField, hasField, text)
      XCTAssertEqual(record.end, bytes.count, text)
    }
  }

  func testWARC() throws {
    func record(_ text: String) -> Data {
      Data("WARC/1.1\r\nWARC-Type: conversion\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)\r\n\r\n".utf8)
    }
    let (one, two) = (record("山\r\n\r\nWARC/1.0 is a format"), record(""))
    XCTAssertEqual(try pieces(one + two + one, .warc).records, [one + two + one])
    // The last line ends may be missing.
    XCTAssertEqual(try pieces((one + two).dropLast(4), .warc).records.reduce(Data(), +), (one + two).dropLast(4))
    let junk = Data("this is no record\n".utf8)
    let result = try pieces(one + junk + two, .warc)
    XCTAssertEqual(result.records, [one, two])
    XCTAssertEqual(result.lost.map(\.kind), [.notWARC])
    XCTAssertEqual(result.lost.first?.length, junk.count)
    let cut = try pieces(two + one.dropLast(12), .warc)
    XCTAssertEqual(cut.records, [two])
    XCTAssertEqual(cut.lost.map(\.reason), ["the file ends inside of the record"])
  }

  func testSHA1() {
    // The examples of FIPS 180.
    for (text, digest) in [
      ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"), ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
      ),
    ] {
      let found = SHA1.digest(Array(text.utf8).span).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      XCTAssertEqual(found, digest)
    }
    XCTAssertEqual(SHA1.base32(SHA1.digest(Array("".utf8).span)), "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ")
  }

  func testAccounts() {
    var account = Account()
    account["records-in"] = 3
    account["records-out"] = 2
    account["quarantined"] = 1
    account["edits/gloss/a"] = 0
    XCTAssertEqual(account.records, account["records-in"])
    XCTAssertEqual(Account(account.text), account)
    XCTAssertNil(Account("records-in x\n"))
  }
}
