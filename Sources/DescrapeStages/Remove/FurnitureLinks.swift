internal import DescrapeText

/// Lines that lead elsewhere: to a page's neighbours, back, or down its path.
extension FurnitureReader {
  /// `上一篇：… 下一篇：…`: labels, each with a title that is no sentence.
  func titles(_ text: borrowing TextView, _ inner: Range<Int>) -> FurnitureLine? {
    var offset = inner.lowerBound
    var (labels, loose) = (0, false)
    while offset < inner.upperBound {
      guard let label = phrases.longest(text, in: offset..<inner.upperBound, where: { $0.match == .title }) else {
        return nil
      }
      labels += 1
      let start = offset + label.length
      let bounds = skipLabelMarks(text, start..<inner.upperBound)
      let hasMark = bounds.hasMark
      // `上一篇：上一篇：…`
      if hasMark, phrases.longest(text, in: bounds.end..<inner.upperBound, where: { $0.match == .title }) != nil,
        labels < 8
      {
        offset = bounds.end
        continue
      }
      let end = nextLabel(text, bounds.end..<inner.upperBound)
      let title = text.trimmed(bounds.end..<end)
      if !hasMark, !title.isEmpty {
        if bounds.end > start {
          loose = true
        } else if phrases.longest(text, in: title, where: { $0.match == .none && $0.length == title.count }) == nil {
          return nil
        }
      }
      if !title.isEmpty { guard isTitle(text, title) else { return nil } }
      if title.isEmpty, !hasMark { loose = true }
      offset = end
    }
    return FurnitureLine(kind: .link, place: .foot, isLoose: loose && labels < 2)
  }

  /// Where the next neighbour's label starts: behind a blank or a bracket, or anywhere with a colon behind it.
  private func nextLabel(_ text: borrowing TextView, _ range: Range<Int>) -> Int {
    var offset = range.lowerBound
    while offset < range.upperBound {
      if phrases.mayStart(text, at: offset),
        let label = phrases.longest(text, in: offset..<range.upperBound, where: { $0.match == .title })
      {
        let behind = offset + label.length
        let hasColon = text[orZero: behind] == 0x3A || text.has("：", at: behind)
        let before = text.scalar(before: offset).value
        if hasColon
          || (isBlank(before) || before == 0x5B || before == 0x3010 || before == 0x7C)
            && (behind == range.upperBound || isBlank(text.scalar(at: behind).value))
        {
          return offset
        }
      }
      offset += max(text.scalar(at: offset).length, 1)
    }
    return range.upperBound
  }

  private func isTitle(_ text: borrowing TextView, _ title: Range<Int>) -> Bool {
    guard title.count <= Self.longestTitle else { return false }
    var offset = title.lowerBound
    while offset < title.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      // A full stop or a semicolon, or an author who speaks: `下一篇：我们来看…`.
      if scalar == 0x3002 || scalar == 0xFF1B || scalar == 0x7B || text.has("我们", at: offset)
        || text.has("我們", at: offset)
      {
        return false
      }
      offset += max(length, 1)
    }
    return true
  }

  /// `返回…首页`: Han text or Latin words and then a target.
  func back(_ text: borrowing TextView, _ rest: Range<Int>) -> FurnitureLine? {
    let words = text.trimmed(rest)
    guard words.count <= 60, !words.isEmpty, !isSentence(text, words) else { return nil }
    var offset = words.lowerBound
    while offset < words.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      let isASCII = scalar < 0x80 && (isASCIIWord(UInt8(truncatingIfNeeded: scalar)) || scalar == 0x20)
      guard isHan(scalar) || isASCII || scalar == 0xB7 else { return nil }
      offset += length
    }
    guard phrases.ends(text, words, where: { $0.match == .target || $0.match == .root }) else { return nil }
    return FurnitureLine(kind: .back, place: .foot)
  }

  func path(_ text: borrowing TextView, _ rest: Range<Int>) -> FurnitureLine? {
    let marks = skipLabelMarks(text, rest)
    let steps = text.trimmed(marks.end..<rest.upperBound)
    guard marks.hasMark || marks.end > rest.lowerBound || steps.isEmpty, !isSentence(text, steps) else { return nil }
    // A label alone goes only with the path it names.
    if steps.isEmpty { return FurnitureLine(kind: .path, place: .weak) }
    guard hasStep(text, steps) || phrases.longest(text, in: steps, where: { $0.match == .root }) != nil else {
      return nil
    }
    return FurnitureLine(kind: .path, place: .edge)
  }

  /// `频道 > 栏目 > 正文`: the last step gives it away.
  func isPathEnd(_ text: borrowing TextView, _ inner: Range<Int>) -> Bool {
    hasStep(text, inner) && !isSentence(text, inner) && phrases.ends(text, inner) { $0.match == .pathEnd }
  }
}
