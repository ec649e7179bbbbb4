internal import DescrapeText

/// Finds where records end in bytes that come piece by piece.
protocol RecordBorders {
  /// Looks at the bytes behind those that were looked at before.
  /// - Returns: the end of the last whole record, and how many end up to there.
  mutating func advance(_ bytes: borrowing Span<UInt8>) -> (end: Int, records: Int)

  /// Forgets the first `length` bytes, which held whole records, or all of them with `nil`.
  mutating func forget(_ length: Int?)

  /// Behind something that is no record, where records can begin again.
  func resume(_ bytes: borrowing Span<UInt8>) -> Int?

  /// Whether no record can begin where one should.
  func isLost(_ bytes: borrowing Span<UInt8>) -> Bool
}

/// Records that end in a line feed: they begin again behind the next one.
extension RecordBorders {
  func resume(_ bytes: borrowing Span<UInt8>) -> Int? { bytes.find(0x0A, from: 0).map { $0 + 1 } }

  func isLost(_ bytes: borrowing Span<UInt8>) -> Bool { false }
}

/// A line feed ends a record.
struct LineBorders: RecordBorders {
  private var searched = 0
  private var end = 0
  private var records = 0

  mutating func advance(_ bytes: borrowing Span<UInt8>) -> (end: Int, records: Int) {
    while let feed = bytes.find(0x0A, from: searched) {
      searched = feed + 1
      end = searched
      records += 1
    }
    searched = bytes.count
    return (end, records)
  }

  mutating func forget(_ length: Int?) {
    searched -= length ?? searched
    (end, records) = (0, 0)
  }
}

/// A line feed outside of quotes ends a record.
struct QuotedBorders: RecordBorders {
  private var searched = 0
  private var end = 0
  private var records = 0
  private var isQuoted = false

  mutating func advance(_ bytes: borrowing Span<UInt8>) -> (end: Int, records: Int) {
    while searched < bytes.count {
      let byte = bytes[searched]
      searched += 1
      if byte == 0x22 {
        isQuoted.toggle()
      } else if byte == 0x0A, !isQuoted {
        end = searched
        records += 1
      }
    }
    return (end, records)
  }

  mutating func forget(_ length: Int?) {
    if length == nil { isQuoted = false }
    searched -= length ?? searched
    (end, records) = (0, 0)
  }
}

/// WARC records say how long they are.
struct WARCBorders: RecordBorders {
  private var end = 0
  private var records = 0
  private static let mark: StaticString = "WARC/1."

  mutating func advance(_ bytes: borrowing Span<UInt8>) -> (end: Int, records: Int) {
    while end < bytes.count, let record = WARCRecord(bytes, at: end), record.end <= bytes.count {
      end = record.end
      records += 1
    }
    return (end, records)
  }

  mutating func forget(_ length: Int?) { (end, records) = (0, 0) }

  func resume(_ bytes: borrowing Span<UInt8>) -> Int? {
    var place = 0
    while let feed = bytes.find(0x0A, from: place) {
      if bytes.has(Self.mark, at: feed + 1) { return feed + 1 }
      place = feed + 1
    }
    return nil
  }

  func isLost(_ bytes: borrowing Span<UInt8>) -> Bool {
    guard bytes.count >= 8 else { return false }
    if !bytes.has(Self.mark, at: 0) { return true }
    // A header without an end, or without a length.
    return bytes.count > WARCRecord.headerLimit && WARCRecord(bytes, at: 0) == nil
  }
}
