import DescrapeText
import Foundation
import XCTest

@testable import DescrapeCorpus

/// What a stopped run goes on from: all that follows is what would have followed.
final class CheckpointTests: XCTestCase {
  private struct Part: Equatable {
    var number: Int
    var firstRecord: Int
    var bytes: Data
    var lost: String?

    init(_ piece: Piece) {
      (number, firstRecord) = (piece.number, piece.firstRecord)
      bytes = piece.bytes.span.withUnsafeBufferPointer { Data(buffer: $0) }
      lost = piece.lost.map { "\($0)" }
    }
  }

  /// Reads a file, and again from behind each of its pieces.
  /// - Returns: the marks, and the last offset.
  private func check(
    _ raw: Data, _ format: CorpusFormat, _ compression: Compression, _ label: String
  ) throws -> [PieceReader.Mark] {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("descrape-marks-\(UUID().uuidString)")
    try raw.write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    func reader(_ mark: PieceReader.Mark? = nil) throws -> PieceReader {
      let file = try RawFile(path: path.path)
      // As a run does, which moves the window.
      _ = try file.fingerprint()
      return try PieceReader(PlainReader(file, compression), format, limit: 3 << 20, from: mark)
    }
    let whole = try reader()
    var parts: [Part] = []
    var marks: [(count: Int, mark: PieceReader.Mark)] = []
    while let piece = try whole.next() {
      parts.append(Part(piece))
      if let mark = whole.mark { marks.append((parts.count, mark)) }
    }
    XCTAssertGreaterThan(parts.count, 1, label)
    for (count, mark) in marks {
      let again = try reader(mark)
      var rest: [Part] = []
      while let piece = try again.next() { rest.append(Part(piece)) }
      XCTAssertTrue(rest == Array(parts[count...]), "\(label): behind piece \(count) of \(parts.count)")
      XCTAssertEqual(again.damages, whole.damages, label)
      XCTAssertEqual(again.padding, whole.padding, label)
    }
    return marks.map(\.mark)
  }

  /// Bytes that cannot be packed, without quotes and line ends.
  private func noise(_ count: Int) -> Data {
    var random = SystemRandomNumberGenerator()
    return Data((0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) | 0x80 })
  }

  private func records(_ format: CorpusFormat) -> [Data] {
    var records: [Data] = []
    var size = 0
    while size < 5 << 20 {
      let text =
        records.count % 40 == 7 ? noise(300_000) : Data(String(repeating: "山水,、\(records.count) ", count: 900).utf8)
      let record =
        switch format {
        case .csv: Data("\(records.count),\"a\n\"\"".utf8) + text + Data("\n\"\r\n".utf8)
        case .warc:
          Data("WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: \(text.count)\r\n\r\n".utf8) + text
            + Data("\r\n\r\n".utf8)
        default: text + Data([0x0A])
        }
      records.append(record)
      size += record.count
    }
    // One that is longer than a piece, and one that is too long.
    if format == .lines { records[20] = noise(2 << 20) + Data([0x0A]) }
    if format == .lines { records[40] = noise(4 << 20) + Data([0x0A]) }
    return records
  }

  private func packed(_ units: [Data], _ compression: Compression) -> Data {
    let packer = Packer(compression)
    var output = ByteBuffer()
    for unit in units { packer.pack([UInt8](unit).span, into: &output) }
    return output.span.withUnsafeBufferPointer { Data(buffer: $0) }
  }

  func testPlainFiles() throws {
    for format in [CorpusFormat.lines, .csv, .warc] {
      let raw = records(format).reduce(Data(), +)
      let marks = try check(raw, format, .none, "\(format)")
      XCTAssertGreaterThan(marks.count, 2)
      // Little is read again.
      for mark in marks where format != .lines { XCTAssertLessThan(mark.read, 3 << 20) }
      XCTAssertGreaterThan(marks.last?.place.offset ?? 0, raw.count / 2)
      // No line end at the end, and junk.
      _ = try check(raw.dropLast(3), format, .none, "\(format), cut")
      if format == .warc { _ = try check(raw + Data("junk\n".utf8) + raw, format, .none, "junk") }
    }
  }

  func testPackedFiles() throws {
    for format in [CorpusFormat.lines, .warc] {
      let records = records(format)
      let plain = records.reduce(Data(), +)
      let parts = stride(from: 0, to: plain.count, by: 700_001).map { Data(plain[$0..<min($0 + 700_001, plain.count)]) }
      for kind in [Compression.gzip, .zstd] {
        for (name, units) in [("records", records), ("one", [plain + plain]), ("cut records", parts)] {
          let raw = packed(units, kind)
          let label = "\(format) \(kind) \(name)"
          let marks = try check(raw, format, kind, label)
          XCTAssertGreaterThan(marks.count, 2, label)
          // In one unit, reading begins at its start.
          XCTAssertEqual(marks.allSatisfy { $0.place.offset == 0 }, name == "one", label)
          _ = try check(raw + Data(count: 600), format, kind, "\(label), padded")
          var damaged = raw
          damaged[damaged.startIndex + raw.count / 3] ^= 0x55
          damaged[damaged.startIndex + raw.count / 2] ^= 0x55
          if name != "one" {
            let marks = try check(damaged, format, kind, "\(label), damaged")
            XCTAssertTrue(marks.contains { !$0.damages.isEmpty }, label)
          }
          _ = try check(raw.dropLast(raw.count / 4), format, kind, "\(label), too short")
        }
      }
    }
  }

  func testText() throws {
    var mark = PieceReader.Mark()
    mark.place = PlainReader.Place(offset: 1 << 40, lastByte: 0x22, hasWholeLines: false, wasted: 3)
    (mark.passed, mark.read, mark.pieces, mark.records) = (5, 7, 11, 13)
    mark.damages = [ArchiveDamage(offset: 17, reason: "\"wrong\"\n", isCut: true)]
    var account = Account()
    account["records-in"] = 19
    account["edits/a/b"] = 23
    var checkpoint = FileCheckpoint(
      mark: mark, columns: Columns(text: 29, url: 31), account: account, sketch: "{\"a\":\"\\\\\"}", extent: 37,
      journalRecords: 41,
      parts: [
        FileCheckpoint.Part(kind: .output, name: "1.part", size: 43),
        FileCheckpoint.Part(kind: .removed, name: "2.part", size: 0),
      ])
    XCTAssertEqual(FileCheckpoint(checkpoint.text), checkpoint)
    checkpoint.columns.url = nil
    checkpoint.mark = PieceReader.Mark()
    checkpoint.parts = []
    XCTAssertEqual(FileCheckpoint(checkpoint.text), checkpoint)
    XCTAssertNil(FileCheckpoint(String(checkpoint.text.dropLast())))
  }

  /// What a report keeps of pieces does not depend on where it went through the ledger.
  func testSketches() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20 {
      let limits = ReportSketch.Limits(samples: 5, lines: 6)
      let pieces = (0..<30).map { _ in
        var sketch = ReportSketch(limits)
        for _ in 0..<Int.random(in: 0...9, using: &random) {
          sketch.addDocument()
          let number = Int.random(in: 0...30, using: &random)
          sketch.add(line: "line \(number % 17)")
          sketch.add(
            EditSample(
              stage: "s\(number % 2)", rule: "r\(number % 3)", before: "\(number)", removed: "\n", inserted: "\"",
              after: ""))
        }
        return sketch
      }
      var whole = ReportSketch(limits)
      var stopped = ReportSketch(limits)
      for piece in pieces {
        whole.merge(piece)
        stopped.merge(piece)
        if Bool.random(using: &random) { stopped = try ReportSketch(stopped.text, limits) }
      }
      XCTAssertEqual(stopped.text, whole.text)
    }
  }
}
