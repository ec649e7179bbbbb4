/// Counts what tells the scripts of a text, for the stage that converts them.
public protocol ScriptSurveying: Sendable {
  /// Adds what `text` has. O(n).
  func survey(_ text: borrowing TextView, into counts: inout ScriptCounts)
}

/// How many characters tell which script a text is in, and which variety of it. They add up over the windows of a long text.
public struct ScriptCounts: Sendable {
  /// Characters that only Traditional text has.
  public var traditional = 0
  /// Characters that only Simplified text has.
  public var simplified = 0
  /// Forms that only OpenCC's standard has.
  public var standard = 0
  /// Forms that only Taiwan has.
  public var taiwan = 0
  /// Forms that Hong Kong has, and OpenCC's standard at most.
  public var hongKong = 0
  /// Forms that Taiwan and Hong Kong have, and OpenCC's standard has not.
  public var taiwanAndHongKong = 0
  /// 着.
  public var simplifiedZhe = 0
  /// 著 where Taiwan writes it for 着.
  public var taiwanZhe = 0
  /// Places where a conversion character by character left the wrong form, for each of the characters that are watched.
  public var leftBehind: [Int] = []
  /// Places where the right form stands, for each of these characters.
  public var proper: [Int] = []
  /// Those of the left ones that nobody writes by hand.
  public var plainlyLeft = 0

  /// No text: nothing is counted yet.
  public init() {}

  /// Adds the counts of another part of the text.
  public static func += (sum: inout ScriptCounts, more: ScriptCounts) {
    sum.traditional += more.traditional
    sum.simplified += more.simplified
    sum.standard += more.standard
    sum.taiwan += more.taiwan
    sum.hongKong += more.hongKong
    sum.taiwanAndHongKong += more.taiwanAndHongKong
    sum.simplifiedZhe += more.simplifiedZhe
    sum.taiwanZhe += more.taiwanZhe
    sum.plainlyLeft += more.plainlyLeft
    if sum.leftBehind.isEmpty {
      (sum.leftBehind, sum.proper) = (more.leftBehind, more.proper)
    } else {
      for (index, count) in more.leftBehind.enumerated() { sum.leftBehind[index] += count }
      for (index, count) in more.proper.enumerated() { sum.proper[index] += count }
    }
  }
}

/// Counts by the readings' own tables: whether a character has another form in the other script.
extension ScriptCounts {
  /// Adds what `text` has. O(n).
  mutating func add(_ text: borrowing TextView, readings: any ReadingSource) {
    var offset = 0
    while offset < text.count {
      let byte = text[offset]
      if byte >= 0xE4, byte <= 0xE9 {
        let scalar = text.scalar(at: offset).value
        if readings.hasOtherSimplifiedForm(scalar) {
          traditional += 1
        } else if readings.hasOtherTraditionalForm(scalar) {
          simplified += 1
        }
      }
      offset += byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    }
  }
}

/// Which script a text or a paragraph is in.
public enum ChineseScript: Sendable {
  /// Nothing in it tells.
  case neutral
  /// Simplified characters.
  case simplified
  /// Traditional characters.
  case traditional
  /// Neither of the two is three times the other.
  case mixed
}

/// How Traditional text is written.
public enum TraditionalVariety: Sendable {
  /// OpenCC's own standard, which no region writes (爲, 喫).
  case standard
  /// As in Taiwan (為, 吃).
  case taiwan
  /// As in Hong Kong.
  case hongKong
  /// Not enough characters tell, or they disagree.
  case unclear
}

extension ScriptCounts {
  /// The script: quotes in the other one, up to a quarter of what tells, do not count.
  public var script: ChineseScript {
    if simplified + traditional == 0 { return .neutral }
    if traditional * 3 <= simplified { return .simplified }
    return simplified * 3 <= traditional ? .traditional : .mixed
  }

  /// How it is written, as far as that is clear: writers mix forms, so that most short texts are not.
  public var variety: TraditionalVariety {
    guard standard + taiwan + hongKong + taiwanAndHongKong >= 2 else { return .unclear }
    if standard >= 2, standard > 2 * taiwanAndHongKong, 3 * taiwan <= standard { return .standard }
    if taiwan >= 1, taiwan >= 3 * hongKong { return .taiwan }
    if hongKong >= 1, hongKong >= 3 * taiwan, taiwanAndHongKong >= standard { return .hongKong }
    return .unclear
  }

  /// Whether Taiwan's 著 stands for 着.
  public var hasTaiwanZhe: Bool { taiwanZhe > simplifiedZhe && variety != .standard && variety != .hongKong }

  /// Whether the text was converted from Simplified character by character: forms are left behind, and hardly any right one stands
  /// beside them. A form that is right in a third of its places or more is somebody's slip.
  public var isMechanical: Bool {
    var (telling, left, right) = (0, 0, 0)
    for (index, count) in leftBehind.enumerated() {
      left += count
      right += proper[index]
      if count > 0, count >= 2 * proper[index] { telling += count }
    }
    if telling == 0 { return false }
    if plainlyLeft == 0 { return telling >= 3 && leftBehind.count { $0 > 0 } >= 2 && right == 0 }
    switch telling {
    case 1: return right == 0
    case 2: return right <= 8
    default: return 40 * telling >= left + right
    }
  }
}
