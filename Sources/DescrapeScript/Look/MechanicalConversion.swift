public import DescrapeText

/// Traditional text that a machine made of Simplified text character by character: `出席并講話` for `出席並講話`.
///
/// The text is brought to Simplified and from there to Traditional by phrases; where what comes out differs from what was there, and
/// not only as the regions differ, the machine was wrong. Whether it was a machine at all is told by characters that people write right
/// and machines leave: they were counted on a million characters of Traditional prose and on converted pages.
public struct MechanicalConversion: Sendable {
  /// Simplified forms that are Traditional characters too, so that machines leave them. Of these, people write the wrong form in less
  /// than one place in fifty where a phrase asks for another: 于 0 of 2867, 并 0 of 1986, 后 2 of 1809, 制 2 of 943, 范 0 of 1069.
  static let watched = Array("于后里制干并征筑舍范愿云松采余咨斗郁".unicodeScalars.map(\.value))
  /// Traditional characters that machines take for 准干松斗征筑愿 where those are right: 批準 for 批准.
  static let overdone = Array("準幹鬆鬥徵築願".unicodeScalars.map(\.value))
  /// Wrong and right forms that good writers use for each other (豆干, 采風, 合并), or that were hardly seen. Alone they tell nothing.
  static let casual = Set(
    ["干乾", "松鬆", "采採", "余餘", "咨諮", "云雲", "并併", "斗鬥", "郁鬱"].map { Array($0.unicodeScalars.map(\.value)) })

  /// So many places tell enough; a long text is not looked at further.
  private static let enough = 2000

  private let table: LookTable
  private let toSimplified: Conversion
  private let toTraditional: Conversion
  /// The first form of each region, and all of them.
  private let taiwan: [UInt32: [UInt32]]
  private let hongKong: [UInt32: [UInt32]]

  /// - Throws: for a data file that is damaged, or without the tables for it.
  public init(_ data: ScriptData) throws(ScriptDataError) {
    table = try data.lookTable()
    toSimplified = try data.conversion("t2s")
    toTraditional = try data.conversion("s2t")
    func forms(_ name: String) throws(ScriptDataError) -> [UInt32: [UInt32]] {
      var forms: [UInt32: [UInt32]] = [:]
      for entry in try data.dictionary(name).entries {
        forms[scalars(entry.key)[0]] = entry.values.compactMap { scalars($0).first }
      }
      return forms
    }
    taiwan = try forms("TWVariants.txt")
    hongKong = try forms("HKVariants.txt")
  }

  // MARK: - Looking

  /// Adds what tells a mechanical conversion. O(n).
  func survey(_ text: borrowing TextView, into counts: inout ScriptCounts) {
    let size = Self.watched.count + Self.overdone.count
    if counts.leftBehind.isEmpty {
      counts.leftBehind = [Int](repeating: 0, count: size)
      counts.proper = counts.leftBehind
    }
    let round = RoundTrip(self)
    var start = 0
    var weighed = counts.leftBehind.reduce(0, +) + counts.proper.reduce(0, +)
    while start < text.count, weighed < Self.enough {
      let end = text.endOfLine(from: start)
      if hasTelling(text, start..<end), round.run(text.extracting(start..<end)) {
        weigh(round, &counts)
        weighed = counts.leftBehind.reduce(0, +) + counts.proper.reduce(0, +)
      }
      start = end + 1
    }
  }

  /// Whether anything in a line can tell.
  private func hasTelling(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    var offset = line.lowerBound
    while offset < line.upperBound {
      let byte = text[offset]
      if byte >= 0xE4, byte <= 0xE9, table[text.scalar(at: offset).value] & LookTable.telling != 0 { return true }
      offset += byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    }
    return false
  }

  private func weigh(_ round: RoundTrip, _ counts: inout ScriptCounts) {
    for place in round.text.indices {
      let (here, simple, back) = (round.text[place], round.simplified[place], round.back[place])
      if back == simple {
        if here != simple, let index = Self.overdone.firstIndex(of: here), round.isInPhrase[place] {
          // Alone it tells nothing: 俄羅斯幹的 is no 斯干.
          counts.leftBehind[Self.watched.count + index] += 1
        }
        continue
      }
      guard let index = Self.watched.firstIndex(of: simple) else { continue }
      // 并 has no word in which it stays; the others need one that says so.
      guard round.isInPhrase[place] || simple == 0x5E76 else { continue }
      if here == simple {
        if mayBeName(round, place) || isQuoted(round, place) { continue }
        counts.leftBehind[index] += 1
        if !Self.casual.contains([simple, back]) { counts.plainlyLeft += 1 }
      } else if here == back || isVariant(here, back) {
        counts.proper[index] += 1
      }
    }
  }

  /// Whether 于 stands where a name may begin.
  private func mayBeName(_ round: RoundTrip, _ place: Int) -> Bool {
    round.text[place] == 0x4E8E && (place == 0 || !isHan(round.text[place - 1]))
  }

  /// Whether a place is inside of Simplified text that somebody quotes: there nothing was left behind.
  private func isQuoted(_ round: RoundTrip, _ place: Int) -> Bool {
    (max(place - 4, 0)...min(place + 4, round.text.count - 1)).contains { near in
      let scalar = round.text[near]
      return table[scalar] & LookTable.simplified != 0 && !Self.watched.contains(scalar)
    }
  }

  /// Whether two characters are one, written in two regions.
  private func isVariant(_ a: UInt32, _ b: UInt32) -> Bool {
    taiwan[a]?.contains(b) == true || taiwan[b]?.contains(a) == true || hongKong[a]?.contains(b) == true
      || hongKong[b]?.contains(a) == true
  }

  // MARK: - Repairing

  /// Calls `body` with each character of a line that the machine got wrong, and the right one in the form of `variety`. O(n).
  public func repairs(
    of line: borrowing TextView, _ variety: TraditionalVariety, _ body: (Range<Int>, UInt32) -> Void
  ) {
    let round = RoundTrip(self)
    guard round.run(line) else { return }
    var offset = 0
    for place in round.text.indices {
      let (here, back) = (round.text[place], round.back[place])
      let length = line.scalar(at: offset).length
      // Back to the Simplified form only where machines are known to overdo it: 係 and 隻 are written where the phrases have 系 and 只.
      let isMeant = back == round.simplified[place] && !Self.overdone.contains(here)
      if here != back, !isMeant, round.isInPhrase[place] || !mayBeName(round, place), !isVariant(here, back) {
        let forms = variety == .hongKong ? hongKong : variety == .standard ? [:] : taiwan
        body(offset..<offset + length, forms[back]?.first ?? back)
      }
      offset += length
    }
  }

  /// A line, its Simplified form, and what that becomes by phrases, in step.
  private final class RoundTrip {
    private let there: Converter
    private let again: Converter
    private var buffer = ByteBuffer()
    private var result = ByteBuffer()
    private(set) var text: [UInt32] = []
    private(set) var simplified: [UInt32] = []
    private(set) var back: [UInt32] = []
    private(set) var isInPhrase: [Bool] = []

    init(_ owner: MechanicalConversion) {
      there = owner.toSimplified.converter()
      again = owner.toTraditional.converter()
    }

    /// - Returns: false when the three are not in step.
    func run(_ line: borrowing TextView) -> Bool {
      buffer.removeAll()
      result.removeAll()
      _ = there.convert(line, into: &buffer)
      _ = again.convert(buffer.span, into: &result)
      Self.decode(line, into: &text)
      Self.decode(buffer.span, into: &simplified)
      Self.decode(result.span, into: &back)
      guard text.count == simplified.count, text.count == back.count else { return false }
      isInPhrase.removeAll(keepingCapacity: true)
      var place = 0
      again.segments(buffer.span) { range in
        while place < range.lowerBound {
          if buffer.span[place] & 0xC0 != 0x80 { isInPhrase.append(false) }
          place += 1
        }
        while place < range.upperBound {
          if buffer.span[place] & 0xC0 != 0x80 { isInPhrase.append(true) }
          place += 1
        }
      }
      while isInPhrase.count < text.count { isInPhrase.append(false) }
      return true
    }

    private static func decode(_ text: borrowing TextView, into scalars: inout [UInt32]) {
      scalars.removeAll(keepingCapacity: true)
      var offset = 0
      while offset < text.count {
        let (scalar, length) = text.scalar(at: offset)
        scalars.append(scalar)
        offset += max(length, 1)
      }
    }
  }
}
