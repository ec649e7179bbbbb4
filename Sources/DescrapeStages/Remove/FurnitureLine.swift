internal import DescrapeText

/// What a line would be if it were furniture: read from its words alone, without regard to where it stands.
struct FurnitureLine {
  var kind: FurnitureClass
  var place: PhrasePlace
  /// A neighbour's title stands behind a bare space: it needs a second one beside it.
  var isLoose = false
  /// It introduces a row of share targets.
  var leadsShare = false
}

/// Reads furniture lines: phrases of the table, numbers, and the marks between them, and nothing else.
struct FurnitureReader {
  let phrases: Phrases

  /// Longer lines are text.
  static let longestLine = 360
  /// A neighbour's title and a request have no more bytes than this.
  private static let longestTitle = 180, longestRequest = 90

  /// What the line could be; `nil` for text. `core` is the line without blanks. O(n) in the line, which is short.
  func read(_ text: borrowing TextView, _ core: Range<Int>, isNearHead: Bool) -> FurnitureLine? {
    let (inner, isBracketed) = undecorated(text, core)
    guard !inner.isEmpty else { return nil }
    if isDigit(text[inner.lowerBound]) || phrases.mayStart(text, at: inner.lowerBound) {
      let isPointed =
        inner.upperBound < core.upperBound
        && (text[core.upperBound - 1] == 0x3E || text.has("»", at: core.upperBound - 2))
      if var line = row(text, inner, isBracketed: isBracketed, isPointed: isPointed) ?? opened(text, inner) {
        // A Latin line that starts small goes on from the line before: `… read and / share this page`.
        if text[inner.lowerBound] >= 0x61, text[inner.lowerBound] <= 0x7A, line.place != .item { line.place = .weak }
        return line
      }
    }
    return isNearHead && isPathEnd(text, inner) ? FurnitureLine(kind: .path, place: .head) : nil
  }

  // MARK: Rows

  /// A line of nothing but phrases, numbers beside them, and separators.
  private func row(
    _ text: borrowing TextView, _ inner: Range<Int>, isBracketed: Bool, isPointed: Bool
  ) -> FurnitureLine? {
    var offset = inner.lowerBound
    var (words, items, numbers, pagers, best) = (0, 0, 0, 0, PhrasePlace.item)
    var (kind, leadsShare) = (FurnitureClass.share, false)
    while offset < inner.upperBound {
      if offset > inner.lowerBound { offset = skipSeparators(text, offset..<inner.upperBound) }
      guard offset < inner.upperBound else { break }
      if isDigit(text[offset]) {
        let end = skipNumber(text, offset..<inner.upperBound)
        let behind = skipBlanks(text, end..<inner.upperBound)
        if let unit = phrases.longest(
          text, in: behind..<inner.upperBound, where: { $0.match == .unit || $0.match == .count }),
          unit.match == .unit ? unit.length > 3 : words == 0 || kind == .counter
        {
          if words == 0 { kind = .counter }
          words += 1
          best = better(best, .edge)
          offset = behind + unit.length
        } else {
          numbers += 1
          offset = end
        }
        continue
      }
      guard
        let phrase = phrases.longest(
          text, in: offset..<inner.upperBound,
          where: { $0.match.rawValue <= 2 || $0.match == .count || $0.match == .root || $0.match == .none })
      else { return nil }
      offset += phrase.length
      switch phrase.match {
      case .none:
        // `没有了` needs a label before it, and that is another reading.
        return nil
      case .item:
        items += 1
      case .count:
        let (end, place) = count(text, offset..<inner.upperBound)
        if words == 0 { kind = .counter }
        words += 1
        best = better(best, phrase.place == .weak ? .weak : place)
        offset = end
      default:
        if words == 0 { kind = phrase.kind }
        words += 1
        if phrase.kind == .pager { pagers += 1 }
        if phrase.kind == .share, phrase.match == .label {
          let hasColon = text[orZero: offset] == 0x3A || text.has("：", at: offset)
          leadsShare = leadsShare || hasColon || phrase.place == .any
          best = better(best, phrase.place == .any && !hasColon && offset == inner.upperBound ? .edge : phrase.place)
        } else {
          best = better(best, phrase.place)
        }
      }
    }
    return rowVerdict(
      words: words, items: items, numbers: numbers, pagers: pagers, best: best, kind: kind, leadsShare: leadsShare,
      isBracketed: isBracketed, isPointed: isPointed)
  }

  private func rowVerdict(
    words: Int, items: Int, numbers: Int, pagers: Int, best: PhrasePlace, kind: FurnitureClass, leadsShare: Bool,
    isBracketed: Bool, isPointed: Bool
  ) -> FurnitureLine? {
    if numbers > 0 {
      // Numbers stand alone only between links to pages.
      guard pagers >= 2 || pagers == 1 && numbers >= 2 else { return nil }
      return FurnitureLine(kind: .pager, place: .any)
    }
    if words == 0 {
      guard items > 0 else { return nil }
      return FurnitureLine(kind: .share, place: items >= 3 ? .edge : .item)
    }
    var line = FurnitureLine(kind: kind, place: best, leadsShare: leadsShare)
    if kind == .image {
      guard words == 1, items == 0 else { return nil }
      // A stand-in in brackets is no heading.
      line.isLoose = !isBracketed
      return line
    }
    if leadsShare, items >= 2 { line.place = .any }
    if pagers >= 3 { line.place = .any }
    if words + items >= 2, line.place == .weak { line.place = .edge }
    if isBracketed || isPointed, line.place == .weak { line.place = .edge }
    if kind == .share, isBracketed || leadsShare, line.place == .edge, isBracketed { line.place = .any }
    return line
  }

  /// What stands behind a counter's name: a colon, a number, a unit. A name alone is a weak sign.
  private func count(_ text: borrowing TextView, _ rest: Range<Int>) -> (end: Int, place: PhrasePlace) {
    var offset = skipBlanks(text, rest)
    var hasMark = false
    while offset < rest.upperBound {
      if text[offset] == 0x3A || text[offset] == 0x28 || text[offset] == 0x5B {
        offset += 1
      } else if text.has("：", at: offset) || text.has("（", at: offset) || text.has("【", at: offset) {
        offset += 3
      } else {
        break
      }
      hasMark = true
      offset = skipBlanks(text, offset..<rest.upperBound)
    }
    let end = skipNumber(text, offset..<rest.upperBound)
    let digits = end - offset
    offset = skipBlanks(text, end..<rest.upperBound)
    let unit = phrases.longest(text, in: offset..<rest.upperBound) { $0.match == .unit && $0.length <= 6 }
    if let unit { offset += unit.length }
    let isSure = digits > 0 && (hasMark || unit != nil || digits >= 3)
    return (offset, isSure ? .edge : .weak)
  }

  private func better(_ a: PhrasePlace, _ b: PhrasePlace) -> PhrasePlace {
    func rank(_ place: PhrasePlace) -> Int {
      switch place {
      case .any: 5
      case .edge: 4
      case .foot, .head: 3
      case .weak, .image, .tail: 2
      case .bold: 1
      case .item: 0
      }
    }
    return rank(a) >= rank(b) ? a : b
  }

  // MARK: Openings

  /// A line that a phrase opens and free words follow.
  private func opened(_ text: borrowing TextView, _ inner: Range<Int>) -> FurnitureLine? {
    guard let phrase = phrases.longest(text, in: inner, where: { $0.match.rawValue >= 3 && $0.match != .none }) else {
      return nil
    }
    let rest = inner.lowerBound + phrase.length..<inner.upperBound
    switch phrase.match {
    case .title: return titles(text, inner)
    case .back: return back(text, rest)
    case .path: return path(text, rest)
    case .root:
      let next = skipBlanks(text, rest)
      guard isStep(text, next), !isSentence(text, rest), rest.count > 3 else { return nil }
      return FurnitureLine(kind: .path, place: .head)
    case .record:
      guard isParted(text, inner, rest), !isSentence(text, rest) else { return nil }
      return FurnitureLine(kind: .record, place: recordPlace(text, inner, phrase))
    case .lead:
      guard rest.count <= Self.longestRequest, !isSentence(text, rest) else { return nil }
      return FurnitureLine(kind: phrase.kind, place: phrase.place)
    default: return nil
    }
  }

  /// `上一篇：… 下一篇：…`: labels, each with a title that is no sentence.
  private func titles(_ text: borrowing TextView, _ inner: Range<Int>) -> FurnitureLine? {
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
  private func back(_ text: borrowing TextView, _ rest: Range<Int>) -> FurnitureLine? {
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

  private func path(_ text: borrowing TextView, _ rest: Range<Int>) -> FurnitureLine? {
    let marks = skipLabelMarks(text, rest)
    let steps = text.trimmed(marks.end..<rest.upperBound)
    guard marks.hasMark || marks.end > rest.lowerBound || steps.isEmpty, !isSentence(text, steps) else { return nil }
    if steps.isEmpty { return FurnitureLine(kind: .path, place: marks.hasMark ? .edge : .weak) }
    guard hasStep(text, steps) || phrases.longest(text, in: steps, where: { $0.match == .root }) != nil else {
      return nil
    }
    return FurnitureLine(kind: .path, place: .edge)
  }

  /// `频道 > 栏目 > 正文`: the last step gives it away.
  private func isPathEnd(_ text: borrowing TextView, _ inner: Range<Int>) -> Bool {
    hasStep(text, inner) && !isSentence(text, inner) && phrases.ends(text, inner) { $0.match == .pathEnd }
  }

  /// A line with nothing but Latin words is also what a licence or a manual ends with.
  private func recordPlace(_ text: borrowing TextView, _ inner: Range<Int>, _ phrase: Phrase) -> PhrasePlace {
    guard phrase.place == .foot, text[inner.lowerBound] | 0x20 == 0x63 || text[inner.lowerBound] == 0xC2 else {
      return phrase.place
    }
    var offset = inner.lowerBound
    while offset < inner.upperBound {
      if text.has("备", at: offset) || text.has("備", at: offset) || text.has("版权所有", at: offset)
        || text.has("版權所有", at: offset)
        || text.has("复制必究", at: offset) || text.has("保留所有", at: offset)
      {
        return .foot
      }
      offset += 1
    }
    return .bold
  }

  /// Whether something parts an opening phrase from what follows.
  private func isParted(_ text: borrowing TextView, _ inner: Range<Int>, _ rest: Range<Int>) -> Bool {
    guard !rest.isEmpty else { return true }
    let before = text.scalar(before: rest.lowerBound).value
    let next = text.scalar(at: rest.lowerBound).value
    if next < 0x80 || next == 0xA9 || next == 0xFF1A || next == 0x3000 || next == 0xA0 { return true }
    return isBlank(before) || before < 0x100 || next == 0xFF08 || next == 0x3010 || next == 0xFF5C || isNumeral(next)
  }

  /// `京ICP备〇…`, `京ICP备案号`.
  private func isNumeral(_ scalar: UInt32) -> Bool { scalar >= 0xFF10 && scalar <= 0xFF19 || scalar == 0x6848 }

  /// Whether a sentence ends in or behind `range`.
  private func isSentence(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    var offset = range.lowerBound
    while let found = text.find(0xE3, from: offset), found < range.upperBound {
      if text.has("。", at: found) { return true }
      offset = found + 1
    }
    return text.has("；", at: range.upperBound - 3) || text[orZero: range.upperBound - 1] == 0x3B
  }
}
