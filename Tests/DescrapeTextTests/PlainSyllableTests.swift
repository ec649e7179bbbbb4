import DescrapeText
import Testing

@Suite struct PlainSyllableTests {
  private func latin(_ text: String) -> PlainSyllable? {
    let bytes = Array(text.utf8)
    return PlainSyllable(latin: bytes.span, 0..<bytes.count)
  }

  private func bopomofo(_ text: String) -> PlainSyllable? {
    let bytes = Array(text.utf8)
    return PlainSyllable(bopomofo: bytes.span, 0..<bytes.count)
  }

  @Test(arguments: [
    ("ㄈㄚ", "fā"), ("ㄓˋ", "zhì"), ("ㄐㄩㄣ", "jūn"), ("ㄌㄩˋ", "lǜ"), ("ㄩㄥˇ", "yǒng"), ("ㄒㄩㄥˊ", "xióng"),
    ("ㄨㄥ", "wēng"), ("ㄎㄨㄥ", "kōng"), ("ㄌㄧㄡˋ", "liù"), ("ㄨㄟˋ", "wèi"), ("ㄕㄨㄟˇ", "shuǐ"), ("˙ㄇㄣ", "men"),
    ("ㄦˊ", "ér"), ("ㄐ一ㄝˊ", "jié"), ("ㄩㄝˋ", "yuè"), ("ㄋㄩㄝˋ", "nüè"), ("ㄧ", "yī"), ("ㄘ", "cī"), ("ㄑㄩ", "qū"),
    ("ㄅㄧㄢ", "biàn"),
  ])
  func bopomofoIsPinyin(_ pair: (String, String)) throws {
    let (heard, written) = (try #require(bopomofo(pair.0)), try #require(latin(pair.1)))
    #expect(heard.isPronounced(written))
  }

  @Test func othersAreNot() throws {
    #expect(bopomofo("ㄅㄆㄇ") == nil)
    #expect(bopomofo("ㄅ") == nil)
    #expect(bopomofo("ㄨㄜ") == nil)
    #expect(latin("Fa") == nil)
    #expect(latin("fa1") == nil)
    #expect(latin("zhuangs") == nil)
    let (heard, written) = (try #require(bopomofo("ㄈㄚˊ")), try #require(latin("fā")))
    #expect(!heard.isPronounced(written))
  }

  @Test func toneMarksAreLeftOut() throws {
    let toned = try #require(latin("lǜ"))
    #expect(toned.tone == 4)
    for typed in ["lü", "lv", "lu"] { #expect(toned.isSpelled(try #require(latin(typed)))) }
    #expect(!toned.isSpelled(try #require(latin("li"))))
  }
}
