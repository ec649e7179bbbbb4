import DescrapeText

@testable import DescrapeScript

/// A small set of dictionaries in the form of OpenCC's, in words of our own, for what must hold whatever the dictionaries are.
enum Words {
  static let json: [String: [UInt8]] = [
    // One conversion; phrases before characters.
    "one": Array(
      """
      { "name": "one conversion", // a comment
        "normalization": [ { "dict": { "type": "text", "file": "compatible.txt" } } ],
        "conversion_chain": [ { "dict": { "type": "group", "dicts": [
          { "type": "text", "file": "phrases.txt" }, { "type": "text", "file": "characters.txt" }, ] } } ], }
      """.utf8),
    // Two conversions behind a segmentation.
    "two": Array(
      """
      { "normalization": [ { "dict": { "type": "text", "file": "compatible.txt" } } ],
        "segmentation": { "type": "mmseg", "dict": { "type": "text", "file": "phrases.txt" } },
        "conversion_chain": [
          { "dict": { "type": "group", "dicts": [
            { "type": "text", "file": "phrases.txt" }, { "type": "text", "file": "characters.txt" } ] } },
          { "dict": { "type": "group", "match_policy": "short_circuit", "dicts": [
            { "type": "text", "file": "regional.txt" }, { "type": "text", "file": "variants.txt" } ] } } ] }
      """.utf8),
    // The other way round: the first conversion has keys that are no segments, and makes two characters of one.
    "back": Array(
      """
      { "segmentation": { "type": "mmseg", "dict": { "type": "text", "file": "segments.txt" } },
        "conversion_chain": [
          { "dict": { "type": "group", "dicts": [
            { "type": "text", "file": "regional-back.txt" }, { "type": "text", "file": "variants-back.txt" } ] } },
          { "dict": { "type": "group", "dicts": [
            { "type": "text", "file": "segments.txt" }, { "type": "text", "file": "characters-back.txt" } ] } } ] }
      """.utf8),
    "union": Array(
      """
      { "conversion_chain": [ { "dict": { "type": "group", "match_policy": "union", "dicts": [
          { "type": "text", "file": "short.txt" }, { "type": "text", "file": "phrases.txt" } ] } } ] }
      """.utf8),
    "short": Array(
      """
      { "conversion_chain": [ { "dict": { "type": "group", "match_policy": "short_circuit", "dicts": [
          { "type": "text", "file": "short.txt" }, { "type": "text", "file": "phrases.txt" },
          { "type": "text", "file": "far.txt", "may_output_tofu": true } ] } } ] }
      """.utf8),
  ]

  static let dictionaries: [String: [UInt8]] = [
    "compatible.txt": Array("\u{F9D8}\t发\n\u{2F800}\t里\n".utf8),
    "phrases.txt": Array("头发\t頭髮 頭發\n皇后\t皇后\n里面\t裏面\n软里\t軟裏\n件里头\t件裏頭\n理发店\t理髮店\n发发\t發發\nA级\tA級\n大卫·科\t大衛·科\n".utf8),
    "characters.txt": Array("发\t發 髮\n里\t裏 里\n头\t頭\n件\t件\n网\t網\n𠮶\t嗰\n级\t級\n软\t軟\n理\t理\n为\t爲 為\n".utf8),
    "regional.txt": Array("軟件\t軟體\n網頭\t網路頭\n理\t埋\n裏軟\t裡軟軟\n".utf8),
    "variants.txt": Array("裏\t裡\n爲\t為\n".utf8),
    "segments.txt": Array("著名\t著名\n乾坤\t乾坤\n端口軟\t端口軟件\n".utf8),
    "regional-back.txt": Array("埠\t端口\n軟體\t軟件\n裡頭\t裏頭\n著名軟\t甲乙\n".utf8),
    "variants-back.txt": Array("裡\t裏\n為\t爲\n著\t着\n".utf8),
    "characters-back.txt": Array("裏\t里\n爲\t为\n軟\t软\n頭\t头\n乾\t干\n甲\t𠮷\n".utf8),
    "short.txt": Array("头\t顱 頭\n".utf8),
    "far.txt": Array("山\t𡴯\n".utf8),
  ]

  static let builder: ScriptDataBuilder = {
    var builder = ScriptDataBuilder(json: json, dictionaries: dictionaries)
    builder.configurations = ["one", "two", "back", "union", "short"]
    builder.version = "1"
    builder.source = "the tests"
    return builder
  }()

  /// - Parameter isApart: keeps plain segments apart, which small dictionaries are not worth otherwise.
  static func data(_ builder: ScriptDataBuilder = builder, isApart: Bool = false) throws -> ScriptData {
    var builder = builder
    if isApart { builder.manySegments = 0 }
    return try ScriptData(StableBytes(copying: builder.build()))
  }
}

/// What both ways of converting make of a text.
struct Both {
  let kernel: Converter
  let plain: PlainConverter

  init(_ data: ScriptData, _ id: String, hasTofu: Bool = false) throws {
    kernel = try data.conversion(id, hasTofu: hasTofu).converter()
    plain = PlainConverter(try data.configuration(id, hasTofu: hasTofu))
  }

  func fast(_ text: [UInt8]) -> [UInt8] {
    var output = ByteBuffer()
    _ = kernel.convert(text.span, into: &output)
    return (0..<output.count).map { output.span[$0] }
  }

  /// The text with the kernel's edits made.
  func edited(_ text: [UInt8]) -> (text: [UInt8], count: Int) {
    var result: [UInt8] = []
    var (cursor, count) = (0, 0)
    kernel.edits(text.span) { range, replacement in
      result += text[cursor..<range.lowerBound]
      for index in replacement.indices { result.append(replacement[index]) }
      cursor = range.upperBound
      count += 1
    }
    return (result + text[cursor...], count)
  }

  func count(_ text: [UInt8]) -> Int {
    var output = ByteBuffer()
    return kernel.convert(text.span, into: &output)
  }
}

/// SplitMix64: the same numbers on every machine.
struct Numbers {
  var state: UInt64
  mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ z >> 31) % UInt64(limit))
  }
}
