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
    Self.write(record, bytes, to: &quarantine) { line in
      line.append(",\"kind\":")
      line.append(jsonString: lost.kind.rawValue)
      line.append(",\"reason\":")
      line.append(jsonString: lost.reason)
      if let offset = lost.offset {
        line.append(",\"offset\":")
        line.append(jsonNumber: offset)
      }
      line.append(",\"length\":")
      line.append(jsonNumber: lost.length)
    }
  }

  /// Writes down a record that is left out.
  func remove(_ removal: Removal, record: Int, bytes: borrowing Span<UInt8>) {
    account["dropped"] += 1
    account["dropped-as/\(removal.reason.rawValue)"] += 1
    Self.write(record, bytes, to: &removed) { line in
      line.append(",\"reason\":")
      line.append(jsonString: removal.reason.rawValue)
      line.append(",\"kept\":{\"file\":")
      line.append(jsonString: removal.place)
      line.append(",\"record\":")
      line.append(jsonNumber: removal.record)
      line.append("},\"similarity\":")
      line.append(jsonNumber: removal.similarity)
    }
  }

  /// A record that is not in the output, as a line of JSON: its number, why, and its bytes.
  private static func write(
    _ record: Int, _ bytes: borrowing Span<UInt8>, to lines: inout ByteBuffer, facts: (inout ByteBuffer) -> Void
  ) {
    lines.append("{\"record\":")
    lines.append(jsonNumber: record)
    facts(&lines)
    lines.append(",\"bytes\":")
    lines.append(jsonBytes: bytes)
    lines.append("}\n")
  }
}
