internal import DescrapeText

/// Finds the next blank that may be one too many without a look at each character: most lines have none.
struct BlankFinder {
  /// Where the next one of each kind is, as far as it was looked for.
  private var space = -1
  private var hard: Int
  private var wide: Int

  /// A kind that the survey did not see is looked for nowhere.
  init(_ facts: borrowing Facts) {
    hard = facts.triggers.contains(.invisible) ? -1 : Int.max
    wide = facts.triggers.contains(.wideBlank) ? -1 : Int.max
  }

  /// The first of them at or after `offset`. O(n) over all calls with ascending offsets.
  mutating func next(_ text: borrowing TextView, from offset: Int) -> Int? {
    while space < offset { space = text.find(0x20, from: max(offset, space + 1)) ?? text.count }
    // One between ASCII is a space between words.
    while space < text.count,
      text[orZero: space - 1] < 0x80 || text[orZero: space + 1] < 0x80 && text[orZero: space + 1] != 0x20
    {
      space = text.find(0x20, from: space + 1) ?? text.count
    }
    while hard < offset || hard < text.count && text[orZero: hard + 1] != 0xA0 {
      hard = text.find(0xC2, from: max(offset, hard + 1)) ?? text.count
    }
    while wide < offset || wide < text.count && !text.has("\u{3000}", at: wide) {
      wide = text.find(0xE3, from: max(offset, wide + 1)) ?? text.count
    }
    let first = min(space, hard, wide)
    return first < text.count ? first : nil
  }
}
