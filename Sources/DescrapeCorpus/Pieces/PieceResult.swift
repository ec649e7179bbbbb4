internal import DescrapeText

/// What became of a piece: all of it in memory, ready to be written.
final class PieceResult {
  /// Packed.
  var output = ByteBuffer()
  /// Records of a journal, whose lines count from the piece's first.
  var journal = ByteBuffer()
  var journalRecords = 0
  /// How many lines of the output the piece made.
  var lines = 0
  /// Lines of JSON, packed by nobody.
  var quarantine = ByteBuffer()
  var account = Account()

  /// Writes down a record that could not be cleaned.
  func quarantine(_ lost: LostRecord, record: Int, bytes: borrowing Span<UInt8>) {
    account["quarantined"] += 1
    account["quarantine/\(lost.kind.rawValue)"] += 1
    quarantine.append("{\"record\":")
    quarantine.append(jsonNumber: record)
    quarantine.append(",\"kind\":")
    quarantine.append(jsonString: lost.kind.rawValue)
    quarantine.append(",\"reason\":")
    quarantine.append(jsonString: lost.reason)
    if let offset = lost.offset {
      quarantine.append(",\"offset\":")
      quarantine.append(jsonNumber: offset)
    }
    quarantine.append(",\"length\":")
    quarantine.append(jsonNumber: lost.length)
    quarantine.append(",\"bytes\":")
    quarantine.append(jsonBytes: bytes)
    quarantine.append("}\n")
  }
}
