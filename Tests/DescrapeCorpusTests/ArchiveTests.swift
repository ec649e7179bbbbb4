import DescrapeText
import Foundation
import XCTest

@testable import DescrapeCorpus

/// Damage to an archive costs the units that it hits, and no other.
final class ArchiveTests: XCTestCase {
  /// What came out of a file.
  private struct Result: Equatable {
    var plain = Data()
    var damages: [ArchiveDamage] = []
    var padding = 0
  }

  private static func data(_ bytes: borrowing Span<UInt8>) -> Data {
    bytes.withUnsafeBufferPointer { Data(buffer: $0) }
  }

  private func read(_ raw: Data, _ compression: Compression) throws -> Result {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("descrape-archive-\(UUID().uuidString)")
    try raw.write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let reader = PlainReader(try RawFile(path: path.path), compression)
    var result = Result()
    var output = ByteBuffer()
    reading: while true {
      let event = try reader.read(into: &output)
      result.plain += Self.data(output.span)
      output.removeAll()
      switch event {
      case .bytes: continue
      case .damage(let damage): result.damages.append(damage)
      case .end: break reading
      }
    }
    result.padding = reader.padding
    return result
  }

  /// Units of one record each, and where each of them ends.
  private func archive(_ records: [Data], _ compression: Compression) -> (raw: Data, ends: [Int]) {
    let packer = Packer(compression)
    var packed = ByteBuffer()
    var ends: [Int] = []
    for record in records {
      packer.pack([UInt8](record).span, into: &packed)
      ends.append(packed.count)
    }
    return (Self.data(packed.span), ends)
  }

  /// Lines that do not pack well, so that damage has something to hit.
  private func records(_ count: Int) -> [Data] {
    var state: UInt64 = 7
    return (0..<count).map { number in
      var line = "{\"text\":\"\(number) "
      for _ in 0..<60 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        line.unicodeScalars.append(Unicode.Scalar(UInt32(0x4E00 + state >> 33 % 0x5000)) ?? "山")
      }
      return Data("\(line)\"}\n".utf8)
    }
  }

  private static let kinds: [Compression] = [.gzip, .zstd]

  func testWholeArchives() throws {
    let records = records(40)
    let plain = records.reduce(Data(), +)
    for kind in Compression.allCases {
      XCTAssertEqual(try read(archive(records, kind).raw, kind), Result(plain: plain))
      XCTAssertEqual(try read(Data(), kind), Result())
    }
    // Nothing of a long unit is held back for good.
    let long = Data(repeating: 0x61, count: PlainReader.holdLimit + 12_345) + plain
    for kind in Self.kinds { XCTAssertEqual(try read(archive([long, plain], kind).raw, kind).plain, long + plain) }
  }

  func testCutAnywhere() throws {
    let records = records(12)
    for kind in Self.kinds {
      let (raw, ends) = archive(records, kind)
      for length in stride(from: 1, to: raw.count, by: 13) {
        let result = try read(raw.prefix(length), kind)
        let whole = ends.filter { $0 <= length }.count
        let expected = records[..<whole].reduce(Data(), +)
        XCTAssertTrue(result.plain.starts(with: expected), "\(kind) cut at \(length)")
        XCTAssertTrue(records.reduce(Data(), +).starts(with: result.plain), "\(kind) cut at \(length)")
        XCTAssertEqual(result.damages.isEmpty, whole > 0 && ends[whole - 1] == length, "\(kind) cut at \(length)")
      }
    }
  }

  func testFlippedAnywhere() throws {
    let records = records(12)
    for kind in Self.kinds {
      let (raw, ends) = archive(records, kind)
      for place in stride(from: 0, to: raw.count, by: 11) {
        var flipped = raw
        flipped[place] ^= 0x10
        let hit = ends.firstIndex { place < $0 } ?? 0
        let result = try read(flipped, kind)
        var without = records
        without.remove(at: hit)
        // In the last unit a flip can look like a cut: then some of it comes out as well.
        if hit == records.count - 1, result.damages.first?.isCut == true {
          XCTAssertTrue(result.plain.starts(with: without.reduce(Data(), +)), "\(kind) flipped at \(place)")
          continue
        }
        // A flip in a header may change what does not matter.
        let isHarmless = result.damages.isEmpty && result.plain == records.reduce(Data(), +)
        XCTAssertTrue(isHarmless || result.plain == without.reduce(Data(), +), "\(kind) flipped at \(place)")
        XCTAssertTrue(isHarmless || result.damages.first?.offset == (hit == 0 ? 0 : ends[hit - 1]), "\(kind) \(place)")
      }
    }
  }

  func testPaddingAndJunk() throws {
    let records = records(3)
    for kind in Self.kinds {
      let raw = archive(records, kind).raw
      let padded = try read(raw + Data(count: 512), kind)
      XCTAssertEqual(padded, Result(plain: records.reduce(Data(), +), padding: 512))
      let mixed = try read(raw + Data("no unit at all".utf8) + raw, kind)
      XCTAssertEqual(mixed.plain, (records + records).reduce(Data(), +))
      XCTAssertEqual(mixed.damages.map(\.offset), [raw.count])
    }
  }

  func testBombsStop() throws {
    // 192 MiB of zeros; what follows them still comes out.
    let zeros = Data(count: 192 << 20)
    let after = records(1)[0]
    for kind in Self.kinds {
      let result = try read(archive([zeros, after], kind).raw, kind)
      XCTAssertLessThan(result.plain.count, 128 << 20)
      XCTAssertTrue(result.plain.suffix(after.count) == after)
      XCTAssertEqual(result.damages.first?.reason, "it unpacks to more than 400 times its size")
    }
  }

  func testManyEmptyMembers() throws {
    let empty = archive([Data()], .gzip).raw
    var raw = Data()
    for _ in 0..<100_000 { raw += empty }
    XCTAssertEqual(try read(raw + archive(records(1), .gzip).raw, .gzip).plain, records(1)[0])
  }
}
