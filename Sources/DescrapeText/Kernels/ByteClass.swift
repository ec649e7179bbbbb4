/// What the first byte of a sequence, or an ASCII character, asks the survey to do.
enum ByteClass {
  case plain, newline, carriageReturn, control, ampersand, hash, comma, stop, mark, open, brace, less, hyphen, quote,
    bracket
  case two, twoC2, twoFlagged, twoGreek, three, e1, e2, e3, han, hangul, ef, flagged3, four, hangulOrJamo

  static let table: [ByteClass] = {
    var table = [ByteClass](repeating: .plain, count: 256)
    func set(_ bytes: ClosedRange<UInt8>, _ kind: ByteClass) { for byte in bytes { table[Int(byte)] = kind } }
    set(0x00...0x1F, .control)
    set(0x7F...0x7F, .control)
    table[0x09] = .plain
    table[0x0A] = .newline
    table[0x0B] = .plain
    table[0x0C] = .plain
    table[0x0D] = .carriageReturn
    table[0x26] = .ampersand
    table[0x23] = .hash
    table[0x2C] = .comma
    table[0x2E] = .stop
    for byte in [0x3A, 0x3B, 0x3F, 0x21] { table[byte] = .mark }
    table[0x28] = .open
    table[0x2D] = .hyphen
    table[0x22] = .quote
    table[0x7B] = .brace
    table[0x7D] = .brace
    table[0x3C] = .less
    table[0x5B] = .bracket
    table[0x5C] = .bracket
    set(0x80...0xDF, .two)
    table[0xC2] = .twoC2
    for byte in [0xCC, 0xCD, 0xD2] { table[byte] = .twoFlagged }
    set(0xD6...0xDF, .twoFlagged)
    table[0xCE] = .twoGreek
    set(0xE0...0xE0, .flagged3)
    table[0xE1] = .e1
    table[0xE2] = .e2
    table[0xE3] = .e3
    set(0xE4...0xE9, .han)
    table[0xEA] = .hangulOrJamo
    set(0xEB...0xEC, .hangul)
    table[0xED] = .hangulOrJamo
    table[0xEE] = .three
    table[0xEF] = .ef
    set(0xF0...0xFF, .four)
    return table
  }()
}
