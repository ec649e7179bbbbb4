internal import DescrapeICU
internal import DescrapeModel
internal import DescrapeText

/// Finds the charset of bytes that are not UTF-8: what the bytes can be is decoded and asked of the character model.
///
/// A text in the wrong charset costs several bits more for each character, so the cheapest reading is the right one. All
/// readings are of the same bytes, so their costs compare as they are.
struct CharsetGuess: ~Copyable {
  /// ICU's name of the cheapest reading; `nil` when none is text.
  private(set) var name: String?
  /// How sure that is, 1 to 99.
  private(set) var confidence = 0

  private var best = Int.max
  /// The next cheapest that reads another text.
  private var second = Int.max
  private var text = ByteBuffer()
  private var other = ByteBuffer()

  /// What a reading must be cheaper by than one that is asked before it, in eighths of a bit.
  private static let margin = 8

  /// What is taken off the cost of bad UTF-8: damage to it is frequent, so that a bad place beside a good one weighs less.
  private static func damage(_ text: borrowing TextView) -> Int {
    for offset in text.indices where text[offset] >= 0xC2 && !text.has("\u{FFFD}", at: offset) { return 120 }
    return 0
  }

  /// What is taken off the cost of a bad character at the very end.
  private static let cut = 152

  /// Looks at the start of a document. Bounded: some kilobytes are decoded, whatever its size.
  /// - Parameter isUTF8: whether the bytes are UTF-8, zeros apart.
  init(_ bytes: borrowing Span<UInt8>, isUTF8: Bool) {
    var sample = ByteBuffer()
    CharsetSample.take(bytes, into: &sample)
    let head = bytes.extracting(first: min(bytes.count, 4096))
    for form in WideForm.allCases where form.fits(head) { ask(form.rawValue, head, cost: Self.anyCost) }
    // Most bytes can be units of two, but few of them are text then. Such units must be read from the start, so that is
    // what all readings are of.
    let isWide = best < head.count * Self.worst || isUTF8
    if isWide {
      askBytes(bytes, head, isUTF8: isUTF8)
    } else {
      (best, second) = (Int.max, Int.max)
      text.removeAll()
      askBytes(bytes, sample.span, isUTF8: isUTF8)
    }
    if best > (isWide ? head.count : sample.count) * Self.worst {
      name = nil
      return
    }
    confidence = Self.confidence(best, second)
  }

  /// The cost of a byte from which on there is no text, in eighths of a bit: random bytes cost more in every reading.
  private static let worst = 84

  /// The cost of a byte that East Asian text in the right charset mostly stays below.
  private static let common = 40

  /// Multi-byte charsets that the bytes fit, then those of one byte for a character.
  private mutating func askBytes(_ bytes: borrowing Span<UInt8>, _ sample: borrowing Span<UInt8>, isUTF8: Bool) {
    guard !isUTF8 else {
      ask("UTF-8", sample, cost: Self.anyCost)
      return
    }
    ask("UTF-8", sample) { text in Self.anyCost(text) - Self.damage(text) }
    let piece = Self.piece(bytes)
    for form in MultiByteForm.allCases {
      let count = form.count(bytes.extracting(piece))
      guard count.fits else { continue }
      // Hardly any page is in EUC-TW, which makes characters of most pairs.
      let rarity = form == .eucTW ? 64 : 0
      ask(form.name(count), sample) { text in Self.modelCost(text) + rarity }
    }
    // Where bytes beyond ASCII are the rule and cost as little as East Asian text does, nothing else is in question.
    var beyond = 0
    for index in sample.indices where sample[index] >= 0x80 { beyond += 1 }
    if sample.count < 64 || beyond * 2 < sample.count || best > sample.count * Self.common {
      for charset in Alphabet.charsets {
        ask(charset, sample) { text in Alphabet.cost(of: text, charset: charset) }
      }
    }
    if let declared = DeclaredCharset.find(bytes) { ask(declared, sample, isDeclared: true, cost: Self.anyCost) }
  }

  /// The piece that the forms are checked on: from the first byte beyond ASCII.
  private static func piece(_ bytes: borrowing Span<UInt8>) -> Range<Int> {
    var start = 0
    while start < bytes.count, bytes[start] < 0x80 { start += 1 }
    return start..<min(bytes.count, start + 1 << 16)
  }

  /// Reads the sample in a charset and keeps it when that is cheaper.
  private mutating func ask(
    _ charset: String, _ sample: borrowing Span<UInt8>, isDeclared: Bool = false, cost: (borrowing TextView) -> Int
  ) {
    other.removeAll()
    guard Self.decode(sample, charset, into: &other) else { return }
    var sum = cost(other.span)
    // Where the text was cut inside a character, that is no fault of the charset, though a small doubt.
    if other.span.has("\u{FFFD}", at: other.count - 3) { sum -= Self.cut }
    // What a page says of itself is mostly true: it holds unless another reading is far better.
    if isDeclared { sum = sum * 2 / 3 }
    let isSame = text.span.holdsSame(as: other.span)
    if sum + (best == Int.max || isDeclared ? 0 : Self.margin) < best {
      if !isSame { second = best }
      (best, name) = (sum, charset)
      swap(&text, &other)
    } else if sum < second, !isSame {
      second = sum
    }
  }

  private static func decode(
    _ bytes: borrowing Span<UInt8>, _ charset: String, into text: inout ByteBuffer
  ) -> Bool {
    if charset == "UTF-8" {
      var step: JournalStep?
      _ = UTF8Decoder.decode(bytes, isLast: true, into: &text, step: &step)
      return true
    }
    do { _ = try CharsetConverter(charset).decode(bytes, isLast: true, into: &text) } catch { return false }
    return true
  }

  private static func modelCost(_ text: borrowing TextView) -> Int { EastAsianCost.cost(of: text) }

  private static func anyCost(_ text: borrowing TextView) -> Int {
    min(modelCost(text), Alphabet.cost(of: text, charset: nil))
  }

  /// One in two for each bit that the next reading costs more.
  private static func confidence(_ best: Int, _ second: Int) -> Int {
    guard second < Int.max else { return 99 }
    let bits = max(min((second - best) / 8, 7), 0)
    return min(100 - 100 >> (bits + 1), 99)
  }
}
