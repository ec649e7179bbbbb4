import DescrapeScript
import Support

/// What texts are put together from: random bytes would hardly ever be a phrase of a dictionary.
struct Pieces {
  typealias Text = [UInt8]

  /// Keys and first values, dictionary by dictionary, so that small ones are as likely as big ones.
  private var keys: [[Text]] = []
  private var values: [[Text]] = []
  /// Phrases by their first scalar.
  private var phrases: [Text: [Text]] = [:]
  /// Single scalars of the dictionaries.
  private var singles: [Text] = []

  private static let longest = 1024
  private static let marks = [
    ",", ".", " ", "\n", "\t", "\0", "0", "A", "z", "-", "~", "·", "，", "。", "「", "」", "《", "〇", "々", "\u{3000}",
    "\u{200B}", "\u{FEFF}", "\u{FE00}", "\u{E0100}", "é", "ß", "я", "の", "ア", "한", "\u{FFFD}", "\u{FFFF}", "\u{80}",
    "\u{7FF}", "\u{800}", "\u{10000}", "\u{3FFFF}", "\u{40000}", "\u{10FFFF}",
  ].map { Text($0.utf8) }

  init(_ data: ScriptData) {
    var characters: Set<Text> = []
    for (name, _) in data.about where name.hasSuffix(".txt") {
      guard let dictionary = try? data.dictionary(name), !dictionary.entries.isEmpty else { continue }
      keys.append(dictionary.entries.map(\.key))
      values.append(dictionary.entries.map { $0.values[0] })
      for entry in dictionary.entries {
        let scalars = Self.scalars(entry.key)
        characters.formUnion(scalars)
        if scalars.count > 1 { phrases[scalars[0], default: []].append(entry.key) }
      }
    }
    singles = characters.sorted { $0.lexicographicallyPrecedes($1) }
    if keys.isEmpty { fail("the data file has no dictionaries") }
  }

  func text(_ input: inout Input) -> Text {
    var text: Text = []
    while !input.isAtEnd, text.count < Self.longest { append(&input, to: &text) }
    return text
  }

  private func append(_ input: inout Input, to text: inout Text) {
    let kind = input.byte()
    switch kind & 15 {
    case 0, 1, 2: text += input.pick(input.pick(keys))
    case 3: text += input.pick(input.pick(values))
    case 4, 5:
      // A phrase without its end, or without its beginning.
      let phrase = Self.scalars(input.pick(input.pick(keys)))
      let count = max(phrase.count - 1 - Int(kind >> 4) % 3, 1)
      text += (kind & 15 == 4 ? phrase.prefix(count) : phrase.suffix(count)).joined()
    case 6, 7, 8:
      // One that begins with the last scalar, or with one of the last: they overlap.
      let scalars = Self.scalars(text.suffix(16))
      let back = 1 + Int(kind >> 4) % 3
      guard scalars.count >= back, let choice = phrases[scalars[scalars.count - back]] else { return }
      text.removeLast(scalars.suffix(back).joined().count)
      text += input.pick(choice)
    case 9, 10: text += input.pick(singles)
    case 11: text += input.pick(Self.marks)
    case 12: text += Self.utf8(0xF900 + input.number(below: 0x200), or: 0x2F800 + input.number(below: 0x21E), kind)
    case 13: text += Self.utf8(0x2FF0 + Int(kind >> 4), or: 0x4E00 + input.number(below: 0x5200), kind & 31)
    case 14: text += Self.utf8(0x20000 + Int(input.word() % 0x20000), or: 0x3400 + input.number(below: 0x6C00), kind)
    default:
      // Raw bytes, repaired.
      text += Text(String(decoding: input.take(1 + Int(kind >> 4)), as: UTF8.self).utf8)
    }
  }

  private static func utf8(_ scalar: Int, or other: Int, _ kind: UInt8) -> Text {
    Unicode.Scalar(UInt32(kind & 16 == 0 ? scalar : other)).map { Text(String(Character($0)).utf8) } ?? []
  }

  /// A text scalar by scalar; what is left of one at its beginning is left out.
  private static func scalars(_ text: some Collection<UInt8>) -> [Text] {
    var result: [Text] = []
    for byte in text {
      if byte & 0xC0 != 0x80 { result.append([byte]) } else if !result.isEmpty { result[result.count - 1].append(byte) }
    }
    return result
  }
}
