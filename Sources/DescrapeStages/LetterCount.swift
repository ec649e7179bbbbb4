internal import DescrapeText

/// The letters of a stretch of text.
struct LetterCount {
  /// Han characters, kana and Hangul.
  var han = 0
  var latin = 0

  /// How much text it is, whatever its script: two and a half Latin letters say as much as one East Asian character.
  var units: Int { han + latin * 2 / 5 }
}

/// Counts the letters of `range`. O(n).
func countLetters(_ text: borrowing TextView, _ range: Range<Int>) -> LetterCount {
  var (count, offset) = (LetterCount(), range.lowerBound)
  while offset < range.upperBound {
    let byte = text[offset]
    if byte < 0x80 {
      if byte | 0x20 >= 0x61, byte | 0x20 <= 0x7A { count.latin += 1 }
      offset += 1
      continue
    }
    // U+5000 to U+8FFF, which most Han text is made of.
    if byte >= 0xE5, byte <= 0xE8 {
      count.han += 1
      offset += 3
      continue
    }
    let (scalar, length) = text.scalar(at: offset)
    if isHan(scalar) || isKana(scalar) || scalar >= 0xAC00 && scalar <= 0xD7A3 { count.han += 1 }
    offset += max(length, 1)
  }
  return count
}
