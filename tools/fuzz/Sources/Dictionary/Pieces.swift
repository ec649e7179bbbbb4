import Support

/// Dictionaries and configurations put together from what their formats know, and from what they do not.
struct Pieces {
  var input: Input
  /// Keys, and what stands beside them, as texts to convert.
  private(set) var texts: [[UInt8]] = []

  private static let scalars =
    Array("头发里面软件网理店裡頭軟體埠端口著名乾坤裏甲A·⿰⿲").map { Array(String($0).utf8) }
    + [
      "\0", "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{FFFF}", "\u{10000}", "\u{2F800}", "\u{3FFFF}", "\u{40000}",
      "\u{E0100}", "\u{10FFFF}", "\u{F9D8}", "\u{FEFF}", "\u{D7FF}", "\u{E000}", "\r", "#",
    ].map { Array($0.utf8) }
  private static let tokens = [
    "{", "}", "[", "]", ",", ":", "\"", "\\", "/", "//", "/*", "*/", "\n", " ", "-1.5e9", "true", "false", "null", "é",
    "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\u0000\"", "\\uFFFF", "\"name\":", "\"é\"", "\"conversion_chain\":",
    "\"normalization\":", "\"segmentation\":", "\"type\":", "\"mmseg\"", "\"text\"", "\"ocd2\"", "\"inline\"",
    "\"group\"", "\"dict\":", "\"dicts\":", "\"file\":", "\"entries\":", "\"match_policy\":", "\"union\"",
    "\"short_circuit\"", "\"may_output_tofu\":", "\"phrases.txt\"", "\"characters.ocd2\"", "\"regional.txt\"",
    "\"compatible.txt\"", "\"none\"", "{\"dict\":{\"type\":\"text\",\"file\":\"variants.txt\"}}",
    "{\"type\":\"text\",\"file\":\"phrases.txt\"}",
    "{\"type\":\"inline\",\"entries\":{\"头\":\"頭\",\"a\\tb\":\"c\\n\"}}",
    "{\"type\":\"group\",\"dicts\":[", "]}",
  ].map { Array($0.utf8) }

  init(_ input: Input) { self.input = input }

  /// Tokens in the place of a part of a configuration that is in order.
  mutating func json() -> [UInt8] {
    let whole = input.pick(Words.json.values.sorted { $0.lexicographicallyPrecedes($1) })
    let start = input.number(below: whole.count + 1)
    let end = min(start + input.number(below: 64), whole.count)
    var part: [UInt8] = []
    while !input.isAtEnd {
      let choice = Int(input.byte())
      if choice < 200 {
        part += Self.tokens[choice % Self.tokens.count]
      } else {
        // Deeper than any file is meant to be.
        let count = Int(input.byte())
        for _ in 0..<count { part += Self.tokens[choice % 4] }
      }
    }
    return whole[..<start] + part + whole[end...]
  }

  /// Some lines, most of them entries, with keys and values of lengths that may stand in a dictionary of this name.
  mutating func dictionary(_ name: String) -> [UInt8] {
    let shortest = name.hasPrefix("phrases") || name.hasPrefix("segments") ? 2 : 1
    let lengths = name.hasPrefix("compatible") ? 1 : 4
    var text: [UInt8] = []
    for _ in 0..<input.number(below: 8) {
      let kind = input.byte()
      let key = word(Int(kind & 3) % lengths + shortest)
      texts.append((texts.last ?? []) + Array(String(decoding: key, as: UTF8.self).utf8))
      text += key
      if kind != 0xFF { text.append(0x09) }
      for index in 0..<Int(kind >> 2 & 3) + 1 {
        if index > 0 { text.append(0x20) }
        text += word(Int(kind >> 4 & 3) % lengths + 1)
      }
      text.append(0x0A)
    }
    return text
  }

  private mutating func word(_ count: Int) -> [UInt8] {
    var word: [UInt8] = []
    for _ in 0..<count {
      let choice = Int(input.byte())
      if choice < 250 {
        // Mostly what every dictionary may have.
        word += Self.scalars[choice % (choice < 236 ? 25 : Self.scalars.count)]
      } else if choice < 254 {
        // As long as a word may be, and a little longer.
        for _ in 0..<84 + choice % 3 { word += Self.scalars[choice % 16] }
      } else {
        word += input.take(choice - 252)
      }
    }
    return word
  }
}
