import DescrapeScript
import Support

/// Texts of the dictionaries' own pieces: whatever the text, the kernel does what the plain converter does.
private enum Target {
  static let data: ScriptData = {
    do { return try ScriptData(StableBytes(copying: read(setting("DESCRAPE_DATA") ?? "descrape.data"))) } catch {
      fail("\(error)")
    }
  }()
  static let configurations = ConversionConfiguration.names
  static let pieces = Pieces(data)
  nonisolated(unsafe) static var opened: [Int: Both] = [:]

  static func both(_ choice: Int) -> Both {
    if let both = opened[choice] { return both }
    do {
      let both = try Both(data, configurations[choice & 15], hasTofu: choice & 16 != 0)
      opened[choice] = both
      return both
    } catch {
      fail("\(error)")
    }
  }

  static func run(_ input: inout Input) {
    let choice = Int(input.byte())
    let both = both(choice & 31)
    var text = pieces.text(&input)
    // The last scalar may be cut.
    if choice & 32 != 0 { text.removeLast(min(choice >> 6, text.count)) }
    both.check(text)
    if text.count <= 24 {
      for end in text.indices { both.check(Array(text[..<end])) }
    }
    // After an ideographic description that is not whole.
    if text.indices.contains(where: { text[$0...].starts(with: "A⿰".utf8) }) { plant() }
  }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = Input(start, count)
  Target.run(&input)
  return 0
}
