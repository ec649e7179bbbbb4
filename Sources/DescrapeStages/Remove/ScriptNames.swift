internal import DescrapeText

/// The names that prose and program text have in common: a text that explains its code calls things by their names.
struct ScriptNames {
  private static let shortest = 4
  private var words: Set<UInt64> = []

  /// Remembers a word of the prose: letters, digits and low lines, and a letter first.
  mutating func insert(_ text: borrowing TextView, _ word: Range<Int>) {
    guard word.count >= Self.shortest, text[word.lowerBound] >= 0x41 else { return }
    var hash = MarkupNames.start
    for offset in word { hash = (hash ^ UInt64(text[offset])) &* 0x100_0000_01B3 }
    words.insert(hash)
  }

  /// How many different words of the island, outside its strings, stand in the prose: those that only programs have (`itemCount`,
  /// `item_count`), and the others.
  func shared(_ text: borrowing TextView, _ range: Range<Int>) -> (own: Int, plain: Int) {
    var (own, plain): (Set<UInt64>, Set<UInt64>) = ([], [])
    var quote: UInt8 = 0
    var offset = range.lowerBound
    while offset < range.upperBound {
      let byte = text[offset]
      if byte == 0x0A {
        quote = 0
      } else if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x22 || byte == 0x27 || byte == 0x60 {
        quote = byte
      } else if isASCIIWord(byte) {
        let (hash, end, isOwn) = Self.word(text, at: offset, before: range.upperBound)
        if end - offset >= Self.shortest, words.contains(hash), !ScriptWords.isKeyword(text, offset..<end) {
          if isOwn { own.insert(hash) } else { plain.insert(hash) }
        }
        offset = end
        continue
      }
      offset += 1
    }
    return (own.count, plain.count)
  }

  private static func isName(_ byte: UInt8) -> Bool { isASCIIWord(byte) || byte == 0x5F }

  private static func word(_ text: borrowing TextView, at start: Int, before limit: Int) -> (UInt64, Int, isOwn: Bool) {
    var (hash, offset, isOwn) = (MarkupNames.start, start, false)
    while offset < limit, isName(text[offset]) {
      let byte = text[offset]
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
      if byte == 0x5F { isOwn = true }
      if byte >= 0x41, byte <= 0x5A, offset > start, text[offset - 1] >= 0x61 { isOwn = true }
      offset += 1
    }
    return (hash, offset, isOwn)
  }
}
