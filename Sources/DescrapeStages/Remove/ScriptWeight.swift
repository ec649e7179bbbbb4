/// What speaks for program text being a page's own script, against what speaks for its being what the text is about.
///
/// No single sign decides: a page of a handbook speaks of code, and a share button may look like an example. The weights were chosen
/// so that of 54 MB of manuals, tutorials and sources nothing comes near the bar.
extension ScriptCase {
  /// From here on it is a page's own; beside one that is, less will do.
  static let bar = 16, barInCompany = 10

  /// The bar for rules of a style sheet, which have no names of a page in them.
  static let barOfStyle = 8

  /// How much its own shape says.
  private var shape: Int {
    if island.isStyle {
      return 4 * min(island.properties, 5) + min(island.braces, 8) + (island.isCut ? 3 : 0) + (isGlued ? 4 : 0)
        + (island.isTagged ? 4 : 0)
    }
    let structure = min(island.structure, 14)
    let names = 3 * min(marks.page, 5) + 2 * min(marks.idioms, 4) + 5 * min(marks.widgets, 3)
    let data = island.pairs >= 3 ? min(island.pairs * 3 / 2, 12) + 3 : island.pairs
    let ends = (island.isCut ? 3 : 0) + (isGlued ? 4 : 0) + (island.isTagged ? 2 : 0)
    return structure + names + data + ends + (marks.hasAddress ? 2 : 0) + (marks.isPacked ? 3 : 0)
  }

  /// How much speaks against it: the words of the text around, by how much prose there is, and where it stands.
  private func doubt(_ around: ScriptPage, near: Int) -> Int {
    // Examples are whole, and in lines of their own.
    let isData = island.pairs >= 3 && island.calls == 0
    let isExample = !island.isCut && !marks.isPacked && !isGlued && !island.isTagged
    let length = max(1500, around.prose)
    func share(_ count: Int, most: Int) -> Int { min(most, count * 1500 / length) }
    // Rules of style sheets are what nobody speaks of but who writes of pages. A single one may be an example.
    if island.isStyle, around.web == 0, island.braces > 1 || !isExample {
      return share(around.talk, most: 8) + share(2 * around.hints, most: 6) + share(10 * around.asks, most: 60)
        + (isExample ? 4 + 4 * min(near, 3) : 0) + (isIntroduced ? 3 : 0) + (isAnnounced && isExample ? 5 : 0)
        + (around.otherCode * 3 > around.prose ? 12 : 0)
    }
    var against =
      6 * around.web + share((isData ? 1 : 4) * (around.talk - around.web), most: isExample ? 30 : 14)
      + share(2 * around.hints, most: 6)
    against += share(10 * around.asks, most: 60)
    if isExample { against += (isData ? 0 : 4) + 4 * min(near, 5) }
    if isIntroduced { against += 10 }
    if isAnnounced, isExample { against += 24 }
    // In the middle of a sentence.
    if hasTextBehind, !island.startsInString { against += 10 }
    if around.otherCode * 3 > around.prose { against += 12 }
    return against
  }

  /// Whether it can be a page's own at all.
  private func isEligible(_ around: ScriptPage) -> Bool {
    // A source has comments of its own.
    guard !hasArrow, around.fences == 0, around.prose >= 90, around.prose * 12 >= around.code else { return false }
    if island.isStyle {
      return island.properties > 0 && (around.paragraphs > 0 || around.web + around.talk == 0 && around.prose >= 300)
    }
    return marks.page + marks.idioms + marks.widgets > 0 || island.pairs >= 3 && marks.hasAddress
      || marks.isPacked && island.calls > 1 && island.assignments > 0 && island.statements > 0
  }

  /// The sum of it, with the names that it shares with the prose left aside; nil when nothing of a page's script is there.
  func weight(_ around: ScriptPage, near: Int, isSource: Bool) -> Int? {
    guard isEligible(around) else { return nil }
    // A source with whole sentences in it may be a page whose scripts outweigh its text.
    let source = isSource && around.paragraphs < 1 ? 20 : 0
    return shape - doubt(around, near: near) - source
  }
}
