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
  static let longestTitle = 180, longestRequest = 90

  /// What the line could be; `nil` for text. `core` is the line without blanks. O(n) in the line, which is short.
  func read(_ text: borrowing TextView, _ core: Range<Int>, isNearHead: Bool) -> FurnitureLine? {
    let (inner, isBracketed) = undecorated(text, core)
    guard !inner.isEmpty else { return nil }
    if isASCIIDigit(text[inner.lowerBound]) || phrases.mayStart(text, at: inner.lowerBound) {
      let isPointed =
        inner.upperBound < core.upperBound
        && (text[core.upperBound - 1] == 0x3E || text.has("»", at: core.upperBound - 2))
      if var line = row(text, inner, isBracketed: isBracketed, isPointed: isPointed)
        ?? opened(text, inner, isBracketed: isBracketed)
      {
        // A Latin line that starts small goes on from the line before: `… read and / share this page`.
        if text[inner.lowerBound] >= 0x61, text[inner.lowerBound] <= 0x7A, line.place != .item { line.place = .weak }
        return line
      }
    }
    if isNearHead, isPathEnd(text, inner) { return FurnitureLine(kind: .path, place: .head) }
    return targets(text, inner)
  }

  /// Where the first colon of `range` stands, a narrow or a wide one.
  private func colon(_ text: borrowing TextView, _ range: Range<Int>) -> Int? {
    let narrow = text.find(0x3A, in: range)
    var start = range.lowerBound
    while let hit = text.find(0xEF, in: start..<(narrow ?? range.upperBound)) {
      if text.has("：", at: hit) { return hit }
      start = hit + 1
    }
    return narrow
  }

  /// A label that nobody knows, and behind its colon nothing but targets to share with.
  private func targets(_ text: borrowing TextView, _ inner: Range<Int>) -> FurnitureLine? {
    guard inner.count <= Self.longestTitle else { return nil }
    let colon = colon(text, inner) ?? inner.upperBound
    guard colon > inner.lowerBound, colon < inner.upperBound, colon - inner.lowerBound <= Self.longestRequest else {
      return nil
    }
    var (offset, items) = (colon, 0)
    while offset < inner.upperBound {
      offset = skipSeparators(text, offset..<inner.upperBound)
      guard offset < inner.upperBound else { break }
      guard
        let phrase = phrases.longest(
          text, in: offset..<inner.upperBound, where: { $0.kind == .share && $0.match.rawValue <= 2 })
      else { return nil }
      items += 1
      offset += phrase.length
    }
    return items >= 2 ? FurnitureLine(kind: .share, place: .any, leadsShare: true) : nil
  }

  // MARK: Rows

  /// A line of nothing but phrases, numbers beside them, and separators.
  private func row(
    _ text: borrowing TextView, _ inner: Range<Int>, isBracketed: Bool, isPointed: Bool
  ) -> FurnitureLine? {
    var offset = inner.lowerBound
    var (words, items, numbers, pagers, best) = (0, 0, 0, 0, PhrasePlace.item)
    var (kind, leadsShare) = (FurnitureClass.share, false)
    // A word that can be counted stands directly before.
    var isCountable = false
    while offset < inner.upperBound {
      if offset > inner.lowerBound { offset = skipSeparators(text, offset..<inner.upperBound) }
      guard offset < inner.upperBound else { break }
      if isASCIIDigit(text[offset]) {
        let end = skipNumber(text, offset..<inner.upperBound)
        let behind = text.skipBlanks(end..<inner.upperBound)
        if let unit = phrases.longest(
          text, in: behind..<inner.upperBound, where: { $0.match == .unit || $0.match == .count }),
          unit.match == .unit ? unit.length > 3 : words == 0 || kind == .counter
        {
          if words == 0 { kind = .counter }
          words += 1
          best = better(best, .edge)
          offset = behind + unit.length
        } else if isCountable, end - offset <= 7 {
          if words == 1 { (kind, best) = (.counter, .edge) }
          offset = end
        } else {
          numbers += 1
          offset = end
        }
        isCountable = false
        continue
      }
      guard
        let phrase = phrases.longest(
          text, in: offset..<inner.upperBound,
          where: { $0.match.rawValue <= 2 || $0.match == .count || $0.match == .root || $0.match == .none })
      else { return nil }
      offset += phrase.length
      isCountable = phrase.kind == .share && phrase.place != .any || phrase.kind == .comment && phrase.place == .weak
      switch phrase.match {
      case .none:
        // `没有了` needs a label before it, and that is another reading.
        return nil
      case .item:
        items += 1
      case .count:
        // `いいね！3` has its mark in the phrase.
        let isMarked = text.has("！", at: offset - 3)
        let (end, place) = count(text, offset..<inner.upperBound, isMarked: isMarked)
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
    // `大小` is a word, `大 小` offers two sizes.
    if words == 2, inner.count <= 6 { words = 1 }
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
  private func count(
    _ text: borrowing TextView, _ rest: Range<Int>, isMarked: Bool
  ) -> (end: Int, place: PhrasePlace) {
    var offset = text.skipBlanks(rest)
    var hasMark = isMarked
    while offset < rest.upperBound {
      if text[offset] == 0x3A || text[offset] == 0x28 || text[offset] == 0x5B {
        offset += 1
      } else if text.has("：", at: offset) || text.has("（", at: offset) || text.has("【", at: offset) {
        offset += 3
      } else {
        break
      }
      hasMark = true
      offset = text.skipBlanks(offset..<rest.upperBound)
    }
    let end = skipNumber(text, offset..<rest.upperBound)
    let digits = end - offset
    offset = text.skipBlanks(end..<rest.upperBound)
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
  private func opened(_ text: borrowing TextView, _ inner: Range<Int>, isBracketed: Bool) -> FurnitureLine? {
    guard let phrase = phrases.longest(text, in: inner, where: { $0.match.rawValue >= 3 && $0.match != .none }) else {
      return nil
    }
    let rest = inner.lowerBound + phrase.length..<inner.upperBound
    switch phrase.match {
    case .title: return titles(text, inner)
    case .back: return back(text, rest)
    case .path: return path(text, rest)
    case .root:
      let next = text.skipBlanks(rest)
      guard isStep(text, next), !isSentence(text, rest), text[rest.upperBound - 1] != 0x2E, rest.count > 3 else {
        return nil
      }
      return FurnitureLine(kind: .path, place: .head)
    case .record:
      guard isParted(text, inner, rest), !isSentence(text, rest) else { return nil }
      return FurnitureLine(kind: .record, place: recordPlace(text, inner, phrase))
    case .lead:
      guard rest.count <= Self.longestRequest, !isSentence(text, rest) else { return nil }
      return FurnitureLine(kind: phrase.kind, place: phrase.place)
    case .credit:
      // `示意圖` alone is a caption or a heading, like a stand-in.
      if rest.isEmpty { return FurnitureLine(kind: phrase.kind, place: .image, isLoose: !isBracketed) }
      guard rest.count <= Self.longestRequest, FurnitureParts().isOrigin(text, rest) else { return nil }
      return FurnitureLine(kind: phrase.kind, place: phrase.place)
    default: return nil
    }
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
  func isSentence(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    // Up to the end of the range: the next such byte may be far behind it.
    let upToEnd = text.extracting(0..<range.upperBound)
    var offset = range.lowerBound
    while let found = upToEnd.find(0xE3, from: offset) {
      if upToEnd.has("。", at: found) { return true }
      offset = found + 1
    }
    return text.has("；", at: range.upperBound - 3) || text[orZero: range.upperBound - 1] == 0x3B
  }
}
