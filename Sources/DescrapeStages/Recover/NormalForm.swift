internal import DescrapeICU
public import DescrapeText

/// Brings the text to Normalization Form C, and radicals in running text to the ideographs they stand for: `⽂化` is
/// `文化`.
///
/// ## Repairs
/// What Form C changes: letters with marks of their own, conjoining jamo, compatibility ideographs (U+F900, U+2F800),
/// the ångström sign. Kangxi radicals and those of the radicals supplement directly beside an ideograph, kana or
/// Hangul, as PDF files leave them; those between marks, too (`（⼀）`), where as many stand in running text, and several.
///
/// ## Keeps
/// Everything that only a compatibility form (NFKC) would change: fullwidth letters and marks, ligatures, circled
/// numbers. Radicals that stand alone in any other text, and all of them in a text on radicals: one that speaks of 部首, or lists them.
///
/// ## Safety
/// Normalizing.
public struct NormalForm: Stage {
  static let composed = Rule(0, "form-c", confidence: 99, why: "the characters have a canonical form of their own")
  static let radical = Rule(
    1, "radical", confidence: 96, why: "a radical stands in running text in the place of its ideograph")

  public static let info = StageInfo(
    id: "normal-form", safety: .normalizing, recovers: true,
    summary: "brings characters to Form C, and radicals in running text to ideographs", rules: [composed, radical])

  public init(_ options: NoOptions) {}

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    // Decoded references may be what this stage changes.
    let damage =
      evidence.has([.radical, .entity]) && edits.accepts(Self.radical) ? RadicalScan.damage(in: text) : .none
    let isDenormal =
      evidence.has([.denormal, .entity]) && edits.accepts(Self.composed) && !Normalizer.isNormalized(text)
    guard damage != .none || isDenormal else { return }
    let view = copy text
    var done = 0
    if isDenormal {
      Normalizer.changes(of: text) { range, replacement in
        replaceRadicals(view, in: done..<max(done, range.lowerBound), damage, into: &edits)
        edits.replace(range, with: replacement, Self.composed)
        done = range.upperBound
      }
    }
    replaceRadicals(view, in: done..<max(done, text.count), damage, into: &edits)
  }

  private func replaceRadicals(
    _ text: borrowing TextView, in range: Range<Int>, _ damage: RadicalScan.Damage, into edits: inout Rewriter
  ) {
    guard damage != .none else { return }
    var offset = range.lowerBound
    while let run = RadicalScan.next(text, from: offset, to: range.upperBound) {
      offset = run.upperBound
      guard damage == .everywhere || RadicalScan.isInText(text, run) else { continue }
      for place in stride(from: run.lowerBound, to: run.upperBound, by: 3) {
        let ideograph = RadicalScan.ideograph(of: text.scalar(at: place).value)
        if ideograph != 0 { edits.replace(place..<place + 3, withScalar: ideograph, Self.radical) }
      }
    }
  }
}

/// Finds radicals, and tells damage from texts that mean them.
enum RadicalScan {
  /// Which of a text's radicals are damage.
  enum Damage { case none, inText, everywhere }

  /// The next run of radicals that starts in a range of the text.
  static func next(_ text: borrowing TextView, from start: Int, to end: Int) -> Range<Int>? {
    // Up to the end: the next such byte may be far behind it.
    let upToEnd = text.extracting(0..<end)
    var offset = start
    while let found = upToEnd.find(0xE2, from: offset) {
      var last = found
      while last < end, isRadical(text, at: last) { last += 3 }
      if last > found { return found..<last }
      offset = found + 1
    }
    return nil
  }

  /// U+2E80 to U+2FD5.
  private static func isRadical(_ text: borrowing TextView, at offset: Int) -> Bool {
    guard text[orZero: offset] == 0xE2 else { return false }
    let (second, third) = (text[orZero: offset + 1], text[orZero: offset + 2])
    return second >= 0xBA && second < 0xBF || second == 0xBF && third <= 0x95
  }

  /// The ideograph of a radical, or 0.
  static func ideograph(of radical: UInt32) -> UInt32 {
    let index = Int(radical) - 0x2E80
    guard index >= 0, index < radicalIdeographs.count else { return 0 }
    return UInt32(radicalIdeographs[index])
  }

  /// Whether Han text or kana stands directly beside the run.
  static func isInText(_ text: borrowing TextView, _ run: Range<Int>) -> Bool {
    isText(text.scalar(before: run.lowerBound).value) || isText(text.scalar(at: run.upperBound).value)
  }

  private static func isText(_ scalar: UInt32) -> Bool {
    isHan(scalar) || isKana(scalar) || isHangul(scalar) || scalar >= 0xF900 && scalar <= 0xFAFF
  }

  /// The radicals of a text are damage when most of them stand in running text, they are no list in the order of the
  /// table, and the text does not speak of radicals. When some more do, those between marks are, too. O(n).
  static func damage(in text: borrowing TextView) -> Damage {
    var (inText, alone, ascending) = (0, 0, 0)
    var offset = 0
    var last: UInt32 = 0
    while let run = next(text, from: offset, to: text.count) {
      offset = run.upperBound
      let size = run.count / 3
      if isInText(text, run) { inText += size } else { alone += size }
      for place in stride(from: run.lowerBound, to: run.upperBound, by: 3) {
        let scalar = text.scalar(at: place).value
        if scalar > last, scalar - last <= 3, last > 0 { ascending += 1 }
        last = scalar
      }
    }
    guard inText > 0, alone <= inText, ascending < 3 || ascending * 4 < inText, !isTopic(of: text) else { return .none }
    return inText >= 3 || inText == 2 && alone == 1 ? .everywhere : .inText
  }

  /// Whether the text speaks of radicals. O(n).
  private static func isTopic(of text: borrowing TextView) -> Bool {
    var offset = 0
    while offset < text.count {
      let byte = text[offset]
      switch byte {
      case 0xE5:
        if text.has("偏旁", at: offset) || text.has("康熙", at: offset) || text.has("字根", at: offset) { return true }
      case 0xE7:
        if text.has("笔画", at: offset) || text.has("筆畫", at: offset) || text.has("筆劃", at: offset) { return true }
      case 0xE9: if text.has("部首", at: offset) || text.has("部⾸", at: offset) { return true }
      case 0xEB: if text.has("부수", at: offset) { return true }
      case 0x52, 0x72: if text.has("adical", at: offset + 1) { return true }
      default: break
      }
      offset += byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    }
    return false
  }
}
