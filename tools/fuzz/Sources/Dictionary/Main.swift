import Support

@testable import DescrapeScript

/// Dictionaries and configurations of all kinds: they are refused, or built, and what is built converts.
private enum Target {
  static func run(_ input: inout Input) {
    var pieces = Pieces(input)
    let kind = pieces.input.byte()
    var json = Words.json
    var dictionaries = Words.dictionaries
    let id = pieces.input.pick(json.keys.sorted())
    switch kind & 7 {
    case 0: _ = try? TextDictionary(name: "raw", text: Array(pieces.input.take(4096)))
    case 1: json[id] = Array(pieces.input.take(4096))
    case 2: json[id] = pieces.json()
    default:
      while !pieces.input.isAtEnd {
        let name = pieces.input.pick(dictionaries.keys.sorted())
        dictionaries[name] = (kind & 32 != 0 ? dictionaries[name] ?? [] : []) + pieces.dictionary(name)
      }
    }
    var builder = ScriptDataBuilder(json: json, dictionaries: dictionaries)
    builder.configurations = [id]
    if kind & 64 != 0 { builder.manySegments = 0 }
    if kind & 8 != 0, let user = try? TextDictionary(name: "user", text: pieces.dictionary("user")) {
      builder.add(user, to: id)
    }
    guard let file = try? builder.build() else { return }
    do {
      let data = try ScriptData(StableBytes(copying: file))
      try data.check()
      let hasTofu = kind & 16 != 0
      let both = try Both(data, id, hasTofu: hasTofu)
      both.check(Words.text)
      for text in pieces.texts { both.check(text) }
      // Keys of the text with values that they did not have.
      if kind & 7 > 2, both.kernel.converted(Words.text).text.count > Words.text.count + 12 { plant() }
    } catch {
      fail("what was built is not in order: \(error)")
    }
  }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = Input(start, count)
  Target.run(&input)
  return 0
}
