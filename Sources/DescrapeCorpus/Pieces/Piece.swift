internal import DescrapeText

/// Whole records of a file that are cleaned in one go.
final class Piece {
  /// Its place among the pieces of its file, from 0.
  let number: Int
  /// How many records of the file came before.
  let firstRecord: Int
  var bytes = ByteBuffer()
  /// What is in place of records that are lost.
  var lost: LostRecord?
  /// Where it ends, when the ledger is to know.
  var mark: PieceReader.Mark?

  init(number: Int, firstRecord: Int) {
    self.number = number
    self.firstRecord = firstRecord
  }
}

/// A record that cannot be cleaned: what is left of it, and why.
struct LostRecord {
  enum Kind: String, CaseIterable {
    case damage
    case tooLong = "too-long"
    case notJSON = "not-json"
    case notWARC = "not-warc"
  }

  var kind: Kind
  var reason: String
  /// In bytes of the file as it lies on disk, where that is known.
  var offset: Int?
  /// At most `keep` bytes of it.
  var bytes: [UInt8] = []
  var length = 0

  /// So much of a record is kept: its beginning, which tells what it was.
  static let keep = 1 << 16

  /// Adds to what is left.
  mutating func add(_ more: borrowing Span<UInt8>) {
    length += more.count
    let room = min(Self.keep - bytes.count, more.count)
    guard room > 0 else { return }
    for index in 0..<room { bytes.append(more[index]) }
  }
}
