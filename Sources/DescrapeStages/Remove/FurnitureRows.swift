internal import DescrapeText

/// Lines of several short pieces: menus, pagers, counters.
extension FurnitureParts {
  /// `网友评论（18）`, `12人喜欢`: a number and what is done so often, or only what is there.
  func count(_ text: borrowing TextView, _ line: Range<Int>) -> (isCount: Bool, isDone: Bool) {
    guard line.count <= Self.longestItem, !startsSmall(text, line) else { return (false, false) }
    var (offset, things, done, numbers) = (line.lowerBound, 0, 0, 0)
    while offset < line.upperBound {
      if let part = parts.part(text, in: offset..<line.upperBound, [.verb, .object, .glue, .list]) {
        if !part.roles.isSubset(of: [.glue]) { things += 1 }
        if part.roles.contains(.verb) { done += 1 }
        offset += part.length
        continue
      }
      guard let end = filler(text, offset..<line.upperBound),
        text[offset] != 0xE3 || isBlank(text.scalar(at: offset).value)
      else { return (false, false) }
      if isASCIIDigit(text[offset]) { numbers += 1 }
      offset = end
    }
    return (things > 0 && numbers > 0 && numbers <= things + 1 && things <= 3 * numbers, done > 0)
  }

  /// `1 2 3 … 14 下一页`, `Page 2 of 14`: three numbers that follow on each other, or words of pages around two.
  func isPager(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard line.count <= Self.longestItem, text[line.lowerBound] != 0x28 else { return false }
    var (offset, last, run, longest, numbers, words) = (line.lowerBound, -1, 1, 0, 0, 0)
    while offset < line.upperBound {
      if isASCIIDigit(text[offset]) {
        var (end, number) = (offset, 0)
        while end < line.upperBound, isASCIIDigit(text[end]), end - offset < 6 {
          number = number * 10 + Int(text[end] - 0x30)
          end += 1
        }
        run = number == last + 1 ? run + 1 : 1
        longest = max(longest, run)
        (last, numbers, offset) = (number, numbers + 1, end)
      } else if let part = parts.part(text, in: offset..<line.upperBound, .request) {
        if part.roles.contains(.object) { words += 1 }
        offset += part.length
      } else if text[offset] != 0x2C, let end = filler(text, offset..<line.upperBound) {
        offset = end
      } else {
        return false
      }
    }
    return longest >= 3 && numbers <= longest + 2 || numbers == 2 && words >= 2
  }

  /// Whether `item` is what menus hold, as a whole.
  func isMenuItem(_ text: borrowing TextView, _ item: Range<Int>) -> Bool {
    guard let part = parts.part(text, in: item, .menu) else { return false }
    return part.length == item.count
  }

  typealias Row = (pieces: Int, known: Int, first: Bool)

  /// The pieces of a row and how many of them menus hold; `nil` for a row with a long piece, or with a sentence.
  /// - Parameter least: a row that cannot have so many pieces is `nil` as well, and costs less.
  func row(_ text: borrowing TextView, _ line: Range<Int>, least: Int = 1) -> Row? {
    var (start, pieces, known, first) = (line.lowerBound, 0, 0, false)
    let borders = RowBorders(text, line)
    guard borders.most >= least - 1 else { return nil }
    while start < line.upperBound {
      var end = start
      while end < line.upperBound {
        let (scalar, _) = text.scalar(at: end)
        if isMark(scalar) { return nil }
        if borders.contains(text, end, scalar) { break }
        end += max(text.scalar(at: end).length, 1)
      }
      let piece = text.trimmed(start..<end)
      if !piece.isEmpty {
        guard piece.count <= Self.longestMenuItem else { return nil }
        pieces += 1
        if isMenuItem(text, piece) || isRequest(text, piece) {
          known += 1
          if pieces == 1 { first = true }
        }
      }
      start = end + (end < line.upperBound ? max(text.scalar(at: end).length, 1) : 1)
    }
    return (pieces, known, first)
  }

  /// Marks of sentences, fields and code, which no menu has.
  private func isMark(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3002, 0xFF0C, 0xFF01, 0xFF1F, 0xFF1B, 0xFF1A, 0x3001, 0x2C, 0x2E, 0x3B, 0x3A, 0x3D, 0x28, 0x7B, 0x22: true
    default: false
    }
  }
}

/// What parts the items of a row: bars where it has some, else dots between blanks, else blanks or dots.
private struct RowBorders {
  private var bars = 0, dots = 0, blanks = 0, hasSpacedDots = false

  init(_ text: borrowing TextView, _ line: Range<Int>) {
    var (offset, previous) = (line.lowerBound, UInt32(0))
    while offset < line.upperBound {
      // U+4000 to U+9FFF, which Han text is made of, part nothing.
      if text[offset] >= 0xE4, text[offset] <= 0xE9 {
        previous = 0
        offset += 3
        continue
      }
      let (scalar, length) = text.scalar(at: offset)
      if isBar(scalar) { bars += 1 }
      if isDot(scalar) { dots += 1 }
      if isBlank(scalar) {
        blanks += 1
        if isDot(previous) { hasSpacedDots = true }
      }
      previous = scalar
      offset += max(length, 1)
    }
  }

  /// There are not more of them.
  var most: Int { bars > 0 ? bars : dots + blanks }

  func contains(_ text: borrowing TextView, _ offset: Int, _ scalar: UInt32) -> Bool {
    if bars > 0 { return isBar(scalar) }
    if isDot(scalar) { return blanks == 0 || hasSpacedDots && isBlank(text.scalar(before: offset).value) }
    return !hasSpacedDots && isBlank(scalar)
  }

  private func isDot(_ scalar: UInt32) -> Bool { scalar == 0xB7 || scalar == 0x30FB }

  private func isBar(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x7C, 0xFF5C, 0x2022, 0x3E, 0xFF1E, 0xBB, 0x203A, 0x2502: true
    default: false
    }
  }
}
