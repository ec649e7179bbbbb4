/// What documents are written in, as far as the survey of them tells.
public struct ScriptMix: Sendable, Equatable {
  /// Which script a document is in.
  public enum Kind: Int, Sendable, CaseIterable {
    /// Simplified Chinese.
    case simplified
    /// Traditional Chinese.
    case traditional
    /// Simplified and Traditional side by side.
    case mixed
    /// Han text that does not tell which of them it is.
    case han
    /// Japanese.
    case japanese
    /// Korean.
    case korean
    /// Latin and all others.
    case other

    /// Its name in statistics.
    public var name: String { String(describing: self) }
  }

  /// How many documents there are of each kind.
  public private(set) var documents = [Int](repeating: 0, count: Kind.allCases.count)
  /// Han characters in all of them.
  public private(set) var han = 0
  /// Hiragana and katakana in all of them.
  public private(set) var kana = 0
  /// Hangul syllables in all of them.
  public private(set) var hangul = 0

  /// No documents yet.
  public init() {}

  /// So many bytes of a text tell its script: more would cost more than the count is worth.
  private static let enough = 96

  /// What some of a text tells, from its first third on: menus, which may be in the other script, stand before.
  static func look(at text: borrowing TextView, _ readings: any ReadingSource) -> ScriptCounts {
    var counts = ScriptCounts()
    var start = text.count <= enough ? 0 : min(text.count / 3, text.count - enough)
    var end = min(start + enough, text.count)
    while start < end, text[start] & 0xC0 == 0x80 { start += 1 }
    while end < text.count, end > start, text[end] & 0xC0 == 0x80 { end -= 1 }
    counts.add(text.extracting(start..<end), readings: readings)
    return counts
  }

  /// Counts a document.
  mutating func note(_ evidence: Evidence, _ script: ChineseScript) {
    let facts = evidence.facts
    guard facts.bytes > 0 else { return }
    han += facts.han
    kana += facts.kana
    hangul += facts.hangul
    documents[Self.kind(evidence, script).rawValue] += 1
  }

  /// A name or a quotation makes no script: a twentieth of the bytes at least.
  private static func kind(_ evidence: Evidence, _ script: ChineseScript) -> Kind {
    let facts = evidence.facts
    guard (facts.han + facts.kana + facts.hangul) * 60 >= facts.bytes else { return .other }
    if facts.hangul > facts.han + facts.kana { return .korean }
    if evidence.isJapanese || facts.kana > facts.han { return .japanese }
    switch script {
    case .neutral: return .han
    case .simplified: return .simplified
    case .traditional: return .traditional
    case .mixed: return .mixed
    }
  }

  /// Adds the counts of other documents.
  public static func += (sum: inout ScriptMix, more: ScriptMix) {
    sum.han += more.han
    sum.kana += more.kana
    sum.hangul += more.hangul
    for index in sum.documents.indices { sum.documents[index] += more.documents[index] }
  }
}
