internal import DescrapeText

/// What became of a piece: all of it in memory, ready to be written.
final class PieceResult {
  /// Packed.
  var output = ByteBuffer()
  /// Records of a journal, whose places count from the piece's beginning.
  var journal = ByteBuffer()
  var journalRecords = 0
  /// How many lines or bytes of the output the piece made, whatever the journal counts.
  var extent = 0
  /// Lines of JSON, packed by nobody.
  var quarantine = ByteBuffer()
  /// The same for records that are left out.
  var removed = ByteBuffer()
  /// What a pass keeps of the documents.
  var observations = ByteBuffer()
  var account = Account()
  /// What a report keeps of the documents.
  var sketch: ReportSketch?

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

  /// Writes down a record that is left out.
  func remove(_ removal: Removal, record: Int, bytes: borrowing Span<UInt8>) {
    account["dropped"] += 1
    account["dropped-as/\(removal.reason.rawValue)"] += 1
    removed.append("{\"record\":")
    removed.append(jsonNumber: record)
    removed.append(",\"reason\":")
    removed.append(jsonString: removal.reason.rawValue)
    removed.append(",\"kept\":{\"file\":")
    removed.append(jsonString: removal.place)
    removed.append(",\"record\":")
    removed.append(jsonNumber: removal.record)
    removed.append("},\"similarity\":")
    removed.append(jsonNumber: removal.similarity)
    removed.append(",\"bytes\":")
    removed.append(jsonBytes: bytes)
    removed.append("}\n")
  }
}
