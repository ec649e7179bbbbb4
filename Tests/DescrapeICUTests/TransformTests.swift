import DescrapeICU
import DescrapeText
import Testing

@Suite struct TransformTests {
  /// The changes of a text, put into it, are what ICU makes of the text; they ascend, stand on scalar borders, and each
  /// has an effect that starts and ends with it.
  @Test(arguments: [
    "Any-Latin", "Any-Latin; Latin-ASCII", "Han-Latin", "Katakana-Hiragana", "Hiragana-Latin", "Latin-Katakana",
    "Traditional-Simplified", "Simplified-Traditional", "Fullwidth-Halfwidth", "Halfwidth-Fullwidth", "Any-Title",
    "[:Han:] Any-Latin", "Any-Hex", "Any-Hex/Java", "Hex-Any", "Any-Name", "[aeiou漢] Remove", "NFD", "NFC",
    "NFKD; Upper",
    "Any-Hex/Java; Hex-Any/Java", "Latin-ASCII; Any-Null", "Hangul-Latin", "Latin-Hangul", "Any-Publishing",
  ])
  func changesAddUp(_ id: String) throws {
    let transform = try Transform(id)
    var random = Numbers(state: 0x7A)
    for _ in 0..<150 {
      let text = Array(sample(&random).utf8)
      let plain = transform.apply(text.span) { copied($0) }
      var result: [UInt8] = []
      var done = 0
      transform.changes(of: text.span) { range, replacement in
        let new = copied(replacement)
        let old = Array(text[range])
        #expect(range.lowerBound >= done)
        #expect(old != new)
        #expect(String(validating: old, as: UTF8.self) != nil, "a range ends inside a scalar")
        #expect(String(validating: new, as: UTF8.self) != nil)
        let (first, firstNew) = (string(old).unicodeScalars, string(new).unicodeScalars)
        if let a = first.first, let b = firstNew.first { #expect(a != b, "the start of a change stays the same") }
        if let a = first.last, let b = firstNew.last { #expect(a != b, "the end of a change stays the same") }
        result += text[done..<range.lowerBound] + new
        done = range.upperBound
      }
      result += text[done...]
      #expect(result == plain, "\(string(text)): \(string(result)) is not \(string(plain))")
    }
  }

  /// Each character that changes for itself is a change of its own.
  @Test func changesAreFine() throws {
    #expect(
      try changes("Any-Latin", "漢字, カタ and 한국")
        == ["漢>hàn", "字> zì", "カ>ka", "タ>ta", "한>han", "국>gug"])
    #expect(try changes("Katakana-Hiragana", "あガア") == ["ガ>が", "ア>あ"])
    #expect(try changes("Traditional-Simplified", "一發不可") == ["發>发"])
    #expect(try changes("[aeiou] Remove", "banana") == ["a>", "a>", "a>"])
    // The halves of a pair are one character.
    #expect(try changes("Any-Hex/Java", "\u{1F600}") == ["\u{1F600}>\\uD83D\\uDE00"])
    #expect(try changes("Hex-Any/Java", "a\\uD83D\\uDE00b") == ["\\uD83D\\uDE00>\u{1F600}"])
    // What comes out as it came in is no change.
    #expect(try changes("NFD; NFC", "\u{E9}\u{AC00}") == [])
    #expect(try changes("Any-Latin", "") == [])
  }

  @Test func problemsNameWhatIsWrong() {
    #expect(Transform.ids.contains("Katakana-Hiragana"))
    let expected = [
      "Katakana-Hirgana": "no ICU transform is called \"Katakana-Hirgana\"; did you mean \"Katakana-Hiragana\"?",
      "Any-Latin; katakana-hirgana; Null":
        "no ICU transform is called \"katakana-hirgana\"; did you mean \"Katakana-Hiragana\"?",
      "Lattin": "no ICU transform is called \"Lattin\"; did you mean \"Latin\" or \"Latn\"?",
      "[:Hen:] Any-Latin": "the filter at the start of \"[:Hen:] Any-Latin\" is not a set such as [:Han:]",
      "Any-Latin; [a-": "the filter at the start of \"[a-\" is not a set such as [:Han:]",
      "Any-Latin;;Null": "a name is missing in the ICU transform \"Any-Latin;;Null\"",
      "[:Han:]": "a name is missing in the ICU transform \"[:Han:]\"",
      " ": "a name is missing in the ICU transform \" \"",
      "(Any-Latin": "\"(Any-Latin\" does not make up an ICU transform",
    ]
    for (id, message) in expected {
      #expect(throws: ICUError.self) { _ = try Transform(id) }
      #expect(Transform.problem(with: id) == message)
    }
  }

  private func changes(_ id: String, _ text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    var list: [String] = []
    try Transform(id).changes(of: bytes.span) { range, replacement in
      list.append(string(Array(bytes[range])) + ">" + string(copied(replacement)))
    }
    return list
  }

  private func sample(_ random: inout Numbers) -> String {
    let pieces = [
      "漢", "字", "發", "著", "行", "あ", "カ", "ガ", "ガ", "ー", "ャ", "ﾊﾟ", "한", "국", "a", "e", "sh", "x", "É", "e\u{301}",
      "\u{301}", "\u{308}", " ", "  ", "-", "'", "\"", "--", "，", "。", "「", "Ａ", "！", "\\u0041", "\\uD83D", "\\uDE00",
      "\\N{DIGIT ONE}",
      "\u{1F600}", "\u{20000}", "Ω", "Ψ", "σ", "я", "щ", "ש", "ا", "ไ", "ก", "ß", "ﬁ", "ǆ", "\u{1100}\u{1161}", "\t",
      "\u{200B}",
    ]
    var text = ""
    for _ in 0..<Int(random.next() % 25) { text += pieces[Int(random.next() % UInt64(pieces.count))] }
    return text
  }

  private func copied(_ span: borrowing Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    for index in span.indices { bytes.append(span[index]) }
    return bytes
  }

  private func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// SplitMix64: the same texts on every run.
private struct Numbers {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
