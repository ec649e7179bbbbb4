internal import DescrapeText

/// Which fields are looked at, from 0.
struct Columns: Equatable {
  var text = 0
  /// That of the URL; `nil` when there is none.
  var url: Int?
}

/// The places of a record's parts.
struct FieldRecord {
  /// The field with its quotes.
  private(set) var field = 0..<0
  /// The field without them.
  private(set) var text = 0..<0
  private(set) var isQuoted = false
  private(set) var hasField = false
  /// Behind the record's line end.
  private(set) var end: Int
  /// How many fields there are.
  private(set) var fields = 0

  /// - Parameter column: which field is looked for, from 0.
  init(_ bytes: borrowing Span<UInt8>, at start: Int, column: Int, separator: UInt8, isQuoting: Bool) {
    end = bytes.count
    var place = start
    while true {
      let from = place
      var quoted = false
      // A file can end inside of quotes.
      var isClosed = false
      if isQuoting, place < bytes.count, bytes[place] == 0x22 {
        quoted = true
        place += 1
        while place < bytes.count {
          if bytes[place] != 0x22 {
            place += 1
          } else if place + 1 < bytes.count, bytes[place + 1] == 0x22 {
            place += 2
          } else {
            break
          }
        }
        isClosed = place < bytes.count
        place = min(place + 1, bytes.count)
      }
      let close = place
      // Inside of an unquoted field a quote has no meaning for RFC 4180, but record ends are where quotes are even.
      var isOpen = false
      while place < bytes.count, isOpen || bytes[place] != separator && bytes[place] != 0x0A {
        if isQuoting, bytes[place] == 0x22 { isOpen.toggle() }
        place += 1
      }
      let isLast = place >= bytes.count || bytes[place] == 0x0A
      var upper = place
      if isLast, upper > from, bytes[upper - 1] == 0x0D { upper -= 1 }
      if fields == column {
        field = from..<upper
        // What follows the closing quote would be lost between quotes: such a field is taken as it stands.
        isQuoted = isClosed && close == upper
        text = isQuoted ? from + 1..<upper - 1 : field
        hasField = !quoted || isQuoted
      }
      fields += 1
      if isLast {
        end = min(place + 1, bytes.count)
        if !hasField { text = place..<place }
        return
      }
      place += 1
    }
  }
}

/// How the text of a field is spelled in CSV.
enum FieldSpelling {
  /// Whether the text has to stand between quotes.
  static func needsQuotes(_ text: borrowing Span<UInt8>) -> Bool {
    for index in text.indices where [0x22, 0x2C, 0x0A, 0x0D].contains(text[index]) { return true }
    return false
  }

  static func write(_ text: borrowing Span<UInt8>, isQuoted: Bool, into field: inout ByteBuffer) {
    guard isQuoted else { return field.append(text) }
    field.append(0x22)
    for index in text.indices {
      if text[index] == 0x22 { field.append(0x22) }
      field.append(text[index])
    }
    field.append(0x22)
  }

  /// Reads what stands between the quotes.
  static func unquote(_ raw: borrowing Span<UInt8>, into text: inout ByteBuffer) {
    var start = 0
    while let quote = raw.find(0x22, from: start) {
      text.append(raw.extracting(start..<quote + 1))
      start = quote + 1
      if start < raw.count, raw[start] == 0x22 { start += 1 }
    }
    text.append(raw.extracting(start..<raw.count))
  }

  /// Reads a field that `write` wrote: only one between quotes can begin with a quote.
  static func read(_ field: borrowing Span<UInt8>, into text: inout ByteBuffer) {
    guard field.count >= 2, field[0] == 0x22, field[field.count - 1] == 0x22 else { return text.append(field) }
    unquote(field.extracting(1..<field.count - 1), into: &text)
  }
}
