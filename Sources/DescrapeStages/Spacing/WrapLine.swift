internal import DescrapeText

/// A line as somebody who wraps text sees it: its width in columns, and what its ends allow. O(n) in the line.
struct WrapLine {
  /// The text without the blanks at its ends.
  private(set) var start = 0
  private(set) var end = 0
  private(set) var width = 0
  /// The columns of what cannot be parted from the first character.
  private(set) var firstUnit = 0
  /// The columns of what cannot be parted from the last one, where words cling to East Asian text: it may stand beyond the width.
  private(set) var lastUnit = 0
  private(set) var first: UInt32 = 0
  private(set) var last: UInt32 = 0
  private(set) var spacedLatin = 0
  private(set) var closedLatin = 0
  /// Characters that are one column wide to some and two to others.
  private var ambiguous = 0
  /// Behind two plain spaces or a tab, as code and lists are; an ideographic indent begins a paragraph.
  private(set) var isInset = false
  private var isIndented = false
  private var hasLayout = false
  private(set) var isMarkup = false
  private var isItem = false

  init() {}

  init(_ text: borrowing TextView, _ range: Range<Int>) {
    var body = text.trimmed(range)
    if body.count > 0, text[body.upperBound - 1] == 0x0D { body = text.trimmed(body.lowerBound..<body.upperBound - 1) }
    (start, end) = (body.lowerBound, body.upperBound)
    guard !body.isEmpty else { return }
    isIndented = body.lowerBound > range.lowerBound
    isInset = isIndented && text[range.lowerBound] <= 0x20
    var offset = body.lowerBound
    var isFirst = true
    var blanks = 0
    var behindBlank: UInt32 = 0
    while offset < body.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      if blanks == 0, Self.isIdeograph(scalar), Self.isIdeograph(last) {
        // One ideograph behind another, which most lines are made of: a line can be broken between them, and that is all.
        isFirst = false
        (lastUnit, last) = (2, scalar)
        width += 2
        offset += length
        continue
      }
      let columns = Self.columns(scalar)
      if isBlank(scalar) {
        if blanks == 0 { behindBlank = last }
        blanks += 1
        isFirst = false
        if blanks >= 3 || scalar == 0x09 { hasLayout = true }
      } else {
        if blanks == 1, HanLatin.isBorder(behindBlank, scalar) { spacedLatin += 1 }
        if blanks == 0, HanLatin.isBorder(last, scalar) { closedLatin += 1 }
        if isFirst {
          // A character of East Asian text with the marks that cling to it, or a word.
          let clings =
            firstUnit == 0 || isOpening(last) || Self.isEast(scalar) && isClosing(scalar)
            || !Self.isEast(scalar) && !Self.isEast(last)
          if clings { firstUnit += columns } else { isFirst = false }
        }
        if first == 0 { first = scalar }
        let isParted = blanks > 0 || columns == 2 && Self.isEast(scalar) && Self.isEast(last) && Self.columns(last) == 2
        lastUnit = isParted ? columns : lastUnit + columns
        last = scalar
        blanks = 0
      }
      if scalar == 0x7C || scalar < 0x20 && scalar != 0x09 || Self.isForeign(scalar) { hasLayout = true }
      // `key = value`.
      if scalar == 0x3D, behindBlank != 0 || blanks > 0, offset - start < 60 { isItem = true }
      if scalar >= 0x2010 && scalar <= 0x2E7F { ambiguous += 1 }
      width += columns
      offset += length
    }
    look(text)
  }

  /// Looks at what the line begins with.
  private mutating func look(_ text: borrowing TextView) {
    let (a, b) = (text[start], text[orZero: start + 1])
    switch first {
    // Headings and fences of Markdown, requests of roff and TeX, tags.
    case 0x23: isMarkup = b == 0x20 || b == 0x23
    case 0x60: isMarkup = b == 0x60
    // Also directives of reStructuredText.
    case 0x2E: isMarkup = b >= 0x41 && b <= 0x5C || b == 0x2E && text[orZero: start + 2] == 0x20
    case 0x5C: isMarkup = b | 0x20 >= 0x61 && b | 0x20 <= 0x7A
    // Mail and forum posts quote line by line, and are answered so.
    case 0x3E: isMarkup = b == 0x20 || b == 0x3E
    case 0x3C: isMarkup = b | 0x20 >= 0x61 && b | 0x20 <= 0x7A || b == 0x2F || b == 0x21
    case 0x2D, 0x3D, 0x7E:
      isItem = true
      // Rules below headings, and `=head1` of Perl's manuals.
      isMarkup =
        b == UInt8(first) && text[orZero: start + 2] == b || first == 0x3D && b | 0x20 >= 0x61 && b | 0x20 <= 0x7A
    case 0x2F: isMarkup = b == 0x2F || b == 0x2A
    case 0x30...0x39:
      // `1.`, `12)`, `3、`.
      var at = start
      while at < end, at - start < 4, text[at] >= 0x30, text[at] <= 0x39 { at += 1 }
      isItem =
        text[orZero: at] == 0x2E && text[orZero: at + 1] == 0x20 || text[orZero: at] == 0x29 || text.has("、", at: at)
    case 0x41...0x5A, 0x61...0x7A, 0x22, 0x27, 0x28: break
    case 0xC0...0x2BFF: isItem = first >= 0x2010 && !(0x2018...0x201D).contains(first) && first != 0x2026
    case 0x25A0...0x27BF: isItem = true
    case 0x2E80...: isItem = isNumbered(text)
    default: isItem = a < 0x80
    }
  }

  /// `第三条`, `一、`, `（二）`.
  private func isNumbered(_ text: borrowing TextView) -> Bool {
    if first == 0x30FB || first == 0x25CF { return true }
    let isBracketed = first == 0xFF08
    let number = isBracketed ? text.scalar(at: start + 3).value : first
    guard Self.isNumeral(number) else { return number == 0x7B2C && Self.isNumeral(text.scalar(at: start + 3).value) }
    return isBracketed || text.has("、", at: start + 3) || text.has("、", at: start + 6)
  }

  /// A number of a list: `一` to `十`, `１`, `①`.
  private static func isNumeral(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341: true
    case 0x31...0x39, 0xFF10...0xFF19: true
    default: false
    }
  }

  var isEmpty: Bool { start == end }
  /// Whether the next line can be its continuation.
  var canContinue: Bool { !isEmpty && !hasLayout && last != 0x2D && width >= 20 }
  /// Whether it can be the continuation of the line before.
  var canBegin: Bool { !isEmpty && !isIndented && !hasLayout && !isItem && firstUnit <= Self.longestWord }

  /// A longer one is an address, which stands on a line of its own for other reasons.
  private static let longestWord = 24

  /// A clause ends here: a wrap may be where it does, and a verse.
  var endsClause: Bool { last == 0xFF0C || last == 0x3001 }

  /// Whether the line ends in mid-clause.
  var isOpen: Bool {
    switch last {
    case 0x21, 0x2E, 0x3A, 0x3B, 0x3F, 0x22, 0x29, 0x5D, 0x3001, 0x3002, 0xFF01, 0xFF0C, 0xFF1A, 0xFF1B, 0xFF1F, 0x201D,
      0x300D, 0x300F,
      0x2026, 0xFF09, 0x3011:
      false
    default: true
    }
  }

  /// The widths at which this line would have been broken where it is.
  func widths(before next: WrapLine) -> (low: Int, high: Int) {
    let space = Self.isEast(last) && Self.isEast(next.first) ? 0 : 1
    let slack = ambiguous > 0 ? 2 : 0
    return (width - slack, width + space + next.firstUnit - 1 + min(ambiguous, 4))
  }

  /// Written without spaces, and two columns wide.
  static func isEast(_ scalar: UInt32) -> Bool {
    scalar >= 0x2E80 && scalar <= 0xA4CF || scalar >= 0xF900 && scalar <= 0xFAFF || scalar >= 0xFE30 && scalar <= 0xFF60
      || scalar >= 0x20000 || isClosing(scalar) || isOpening(scalar)
  }

  private static func isIdeograph(_ scalar: UInt32) -> Bool { scalar >= 0x4E00 && scalar <= 0x9FFF }

  /// Scripts that wrap by other rules than these.
  private static func isForeign(_ scalar: UInt32) -> Bool { scalar >= 0x530 && scalar <= 0x10FF }

  private static func columns(_ scalar: UInt32) -> Int {
    if scalar < 0x1100 { return scalar >= 0x300 && scalar < 0x370 ? 0 : 1 }
    if scalar >= 0x2010 && scalar < 0x2E80 { return 1 }
    return isEast(scalar) || scalar >= 0xAC00 && scalar <= 0xD7A3 || scalar <= 0x115F ? 2 : 1
  }
}
