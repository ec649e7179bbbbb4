internal import DescrapeICU
internal import DescrapeModel
public import DescrapeText

/// Undoes the damage of glosses and commas that a site put between the two bytes of a character: `因?yàn)樗麄冇X得` is 因為他們覺得.
///
/// ## Repairs
/// Runs behind a `?` or U+FFFD that stands for a lost byte of GBK: behind a torn gloss (`日?qǐng)?bào)`), a torn comma or
/// control noise before a mark (`?，F(xiàn)`), or a mark that was folded on bytes. The bytes are paired anew up to where the text
/// is in order again, private use characters among them; a lost byte is told by the reading of its gloss, or else by how
/// common the characters are that it makes. A gloss behind a Latin letter that was the second byte of a character goes as well.
///
/// ## Keeps
/// Every `?` of an author, and every run that does not turn into clearly more common text than it is.
///
/// ## Safety
/// Evidence: readings, and a model of common characters and pairs. The way back is the exact inverse on bytes.
public struct ByteShift: Stage {
  static let gloss = Rule(
    0, "torn-gloss", confidence: 96,
    why: "a gloss stands inside a character; the bytes behind it make common text when paired anew")
  static let mark = Rule(
    1, "torn-mark", confidence: 93,
    why: "a byte was lost before a mark; the bytes behind it make common text when paired anew")
  static let letter = Rule(
    2, "gloss-behind-letter", confidence: 95,
    why: "the bytes before the bracket are those of a character with that reading")
  static let faint = Rule(
    3, "faint", confidence: 75, why: "the bytes behind a lost one make somewhat more common text when paired anew")

  public static let info = StageInfo(
    id: "byte-shift", safety: .evidence, recovers: true,
    summary: "pairs shifted bytes of GBK anew: 因?yàn)樗麄冇X得 is 因為他們覺得",
    rules: [gloss, mark, letter, faint])

  // In eighths of a bit: how much likelier a repair must be than the text as it is.
  private static let glossGain = 40
  private static let markGain = 160
  private static let faintGain = 60
  private static let clearGain = 120
  /// What a character of a repaired run may cost on average, and how much more in a run of one or two.
  private static let dearest = 104
  private static let shortRun = 24

  private let readings = HanReadings()

  public init(_ options: NoOptions) {}

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    if evidence.has([.lostByte, .letterGloss]) { pairAnew(text, evidence, into: &edits) }
  }

  /// `?` and `(`, and the first byte of U+FFFD.
  private static let starts = ByteSet([0x3F, 0x28, 0xEF])

  private func pairAnew(_ text: borrowing TextView, _ evidence: borrowing Evidence, into edits: inout Rewriter) {
    // Question marks alone are found faster.
    let hasOthers = evidence.has([.replacement, .letterGloss])
    var search: ShiftSearch?
    var (offset, earned) = (0, 0)
    var replacement = ByteBuffer()
    while let hit = hasOthers ? text.find(anyOf: Self.starts, from: offset) : text.find(0x3F, from: offset) {
      offset = hit + 1
      if text[hit] == 0xEF, !text.has("\u{FFFD}", at: hit) { continue }
      if text[hit] == 0x28 {
        if let bracket = letterGloss(text, at: hit) {
          edits.delete(bracket, Self.letter)
          offset = bracket.upperBound
        }
        continue
      }
      let length = text[hit] == 0x3F ? 1 : 3
      let gloss = text.tornGloss(at: hit + length)
      let hasSyllable = gloss.map { readings.isSyllable(text, $0.reading) } ?? false
      guard hasSyllable && text[orZero: hit - 1] >= 0x80 || isOdd(text, behind: hit + length) else { continue }
      if search == nil {
        search = ShiftSearch()
        if search == nil { return }
      }
      search?.earn(hit - earned)
      earned = hit
      guard let found = search?.search(text, at: hit, length), let scalars = search?.scalars else { continue }
      let isGloss = hasSyllable || found.fits > 0
      let wanted = isGloss ? Self.glossGain : isTornTwice(text, hit + length) ? Self.faintGain : Self.markGain
      guard found.gain >= min(wanted, Self.faintGain), isPlausible(found, isGloss: isGloss, wanted) else { continue }
      replacement.removeAll()
      for scalar in scalars { replacement.append(scalar: scalar) }
      let rule = found.gain < wanted ? Self.faint : isGloss ? Self.gloss : Self.mark
      edits.replace(hit..<found.end, with: replacement.span, rule)
      if edits.accepts(rule) { offset = found.end }
    }
  }

  /// Whether a finding is told by a reading or by known bytes, and reads like text.
  private func isPlausible(_ found: ShiftSearch.Finding, isGloss: Bool, _ wanted: Int) -> Bool {
    if isGloss { return found.gain >= Self.clearGain || found.cost <= Self.dearest + 2 * Self.shortRun }
    // Two lost bytes around a mark leave no known one.
    if wanted == Self.faintGain { return true }
    return found.known > 0 && found.cost <= Self.dearest + (found.known < 3 ? Self.shortRun : 0)
  }

  /// The bracket at `offset` if it glosses the character that a Latin letter and the byte before it make.
  private func letterGloss(_ text: borrowing TextView, at offset: Int) -> Range<Int>? {
    let letter = text[orZero: offset - 1]
    guard letter >= 0x40, letter < 0x7F, text[orZero: offset - 2] >= 0x80, let table = GBKTable.standard,
      let bracket = text.glossBracket(at: offset)
    else { return nil }
    let code = table.code(of: text.scalar(before: offset - 1).value)
    let scalar = table.scalar(UInt8(code & 0xFF), letter)
    guard scalar != 0, readings.hasOtherSimplifiedForm(scalar), readings.isReading(text, bracket.reading, of: scalar)
    else { return nil }
    return bracket.range
  }

  /// So much a character of running text costs at most on average, over a few of them.
  private static let oddCost = 118
  /// So many characters are looked at, and so many there must be where nothing else speaks for a shift.
  private static let oddLength = 5, oddLeast = 4

  /// Whether the text behind a `?` looks shifted: characters that hardly ever stand together.
  private func isOdd(_ text: borrowing TextView, behind start: Int) -> Bool {
    let model = CharacterModel.standard
    var offset = text.skipNoise(from: start)
    let hasNoise = offset > start
    let first = text.scalar(at: offset).value
    guard isFromTwoBytes(first) else { return false }
    if hasNoise || isTornTwice(text, start) { return true }
    let isMark = isFullwidthMark(first)
    var (sum, count) = (0, 0)
    var previous: UInt16?
    while count < Self.oddLength {
      let (scalar, length) = text.scalar(at: offset)
      guard scalar >= 0x80, scalar != 0xFFFD else { break }
      let unit = model.unit(of: scalar)
      if let previous {
        sum += model.cost(of: unit, after: previous)
        count += 1
      } else if !isMark {
        sum += model.cost(of: unit)
        count += 1
      }
      previous = unit
      offset += length
    }
    if isMark { return count == 0 ? isASCIIWord(text[orZero: offset]) : sum >= count * Self.oddCost }
    return count >= Self.oddLeast && sum >= count * Self.oddCost
  }

  /// Whether a mark and another lost byte stand at `offset`, as in `失?。?`: nobody writes that.
  private func isTornTwice(_ text: borrowing TextView, _ offset: Int) -> Bool {
    let (scalar, length) = text.scalar(at: offset)
    return (scalar == 0x3001 || scalar == 0x3002) && text[orZero: offset + length] == 0x3F
  }

  /// What shifted bytes read as: ideographs, kana, fullwidth marks, Greek and Cyrillic, private use, not the signs of Latin text.
  private func isFromTwoBytes(_ scalar: UInt32) -> Bool {
    scalar >= 0x3000 && scalar != 0xFFFD || scalar >= 0x391 && scalar <= 0x451
  }

  private func isFullwidthMark(_ scalar: UInt32) -> Bool {
    scalar == 0x3001 || scalar == 0x3002 || scalar >= 0xFF01 && scalar <= 0xFF1F
  }
}
