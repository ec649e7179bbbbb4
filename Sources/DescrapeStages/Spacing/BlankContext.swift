internal import DescrapeText

/// What stands around a blank that makes it one of the author's.
enum BlankContext {
  /// Whether a no-break space close by holds a number, or a letter that counts, to its word, as in the heading of a chapter.
  static func isBesideNumber(_ text: borrowing TextView, _ gap: Range<Int>, in body: Range<Int>) -> Bool {
    for offset in max(body.lowerBound, gap.lowerBound - 12)..<min(body.upperBound, gap.upperBound + 12)
    where text[offset] == 0xC2 && text[orZero: offset + 1] == 0xA0 {
      let after = text[orZero: offset + 2]
      if isASCIIDigit(text[orZero: offset - 1]) || isASCIIDigit(after)
        || isASCIIWord(after) && text[orZero: offset + 3] == 0x2E
      {
        return true
      }
    }
    return false
  }

  /// Whether quotes stand ”so“ before `offset`.
  static func areReversed(_ text: borrowing TextView, _ quote: UInt32, before offset: Int, in body: Range<Int>) -> Bool
  {
    guard quote >= 0x2018, quote <= 0x201D else { return false }
    for place in max(body.lowerBound, offset - 600)..<offset where text[place] == 0xE2 {
      if text.has("”", at: place) || text.has("’", at: place) { return true }
      if text.has("“", at: place) || text.has("‘", at: place) { return false }
    }
    return quote == 0x201D || quote == 0x2019
  }
}
