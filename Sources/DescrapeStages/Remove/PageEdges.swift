internal import DescrapeText

/// What goes before an article's first paragraph and behind its last one, beside what the table takes.
struct PageEdges {
  struct Cut {
    let range: Range<Int>
    let rule: Rule
  }

  static let proseLength = 60, questionLength = 120, longLine = 240
  private let reader: FurnitureReader
  private(set) var cuts: [Cut] = []

  init(_ reader: FurnitureReader) { self.reader = reader }

  /// `taken` are the lines that go anyway, in ascending order.
  mutating func judgeFoot(_ text: borrowing TextView, taken: [Cut], menu: Rule, keywords: Rule) {
    var block = FootBlock(reader)
    guard block.read(text, taken: TakenLines(taken)) else { return }
    cuts += block.cuts(text, menu: menu, keywords: keywords)
    cuts.sort { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// `taken` are the lines that go anyway, in ascending order.
  mutating func judgeHead(_ text: borrowing TextView, taken: [Cut], menu: Rule, keywords: Rule) {
    var block = HeadBlock(reader)
    guard block.read(text, taken: TakenLines(taken)) else { return }
    cuts += block.cuts(text, menu: menu, keywords: keywords)
    cuts.sort { $0.range.lowerBound < $1.range.lowerBound }
  }
}

/// The lines that go anyway, found by where they start.
struct TakenLines {
  private let cuts: [PageEdges.Cut]

  init(_ cuts: [PageEdges.Cut]) { self.cuts = cuts }

  func contains(_ start: Int) -> Bool { place(start) != nil }

  /// Whether the line goes in a bold run only. No other line may depend on whether it does.
  func isDoubtful(_ start: Int) -> Bool { place(start).map { cuts[$0].rule.confidence < 90 } ?? false }

  /// Whether a line of a menu or a path starts there.
  func isMenu(_ start: Int) -> Bool {
    place(start).map { Boilerplate.leads(cuts[$0].rule) } ?? false
  }

  /// Whether the line goes in any run.
  func isSure(_ start: Int) -> Bool { contains(start) && !isDoubtful(start) }

  private func place(_ start: Int) -> Int? {
    var (low, high) = (0, cuts.count)
    while low < high {
      let middle = (low + high) / 2
      if cuts[middle].range.lowerBound < start { low = middle + 1 } else { high = middle }
    }
    return low < cuts.count && cuts[low].range.lowerBound == start ? low : nil
  }
}

/// A line at an edge of the page, and what its words and its shape say.
struct EdgeLine {
  /// The line with its line feed, and without blanks.
  let range: Range<Int>
  let core: Range<Int>
  var points = 0
  /// Short, with no mark that ends a sentence or follows a label.
  var isItem = false
  var isMenuItem = false
  var isInMenu = false
  /// As an item, and perhaps with a colon in it: what stands in a list of other pages.
  var isTitle = false
  var isHeading = false
  var isKeywords = false
  /// Who owns the page, or what is clicked at: each has its place.
  var isOwner = false
  var isSigned = false
  var isButton = false
  /// Its words make its neighbours likelier to be furniture.
  var isSupport = false
  /// A short sentence.
  var isRemark = false
  var speaksOfSite = false
  /// It gives addresses or numbers, of whomever.
  var isAddress = false
  /// What the site, not the author, may have written though nothing in it is known.
  var isOpen = false
  var isDated = false
  var isGone = false
  /// What its words say of a site, once somebody asked.
  var cues: NoticeCues?

  init(range: Range<Int>, core: Range<Int>) { (self.range, self.core) = (range, core) }
}

/// What the shape of a line says.
enum EdgeShape {
  /// Whether the line ends in a question or a call, as titles do as well.
  static func asks(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    let last = text.scalar(before: core.upperBound).value
    return last == 0xFF1F || last == 0xFF01 || last == 0x3F || last == 0x21
  }

  /// Whether the line was cut where the column was too narrow: `…` and no mark before.
  static func isCut(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    text.has("…", at: core.upperBound - 3) || text.has("...", at: core.upperBound - 3)
  }

  /// `← Title`, `Title »`: a link to a neighbour.
  static func isArrowed(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    let (first, last) = (text.scalar(at: core.lowerBound).value, text.scalar(before: core.upperBound).value)
    let (opens, closes) = (
      first == 0x2190 || first == 0xAB || first == 0x2039, last == 0x2192 || last == 0xBB || last == 0x203A
    )
    // With both it is a quotation.
    return opens != closes
  }

  /// A heading of a text with marks, or a remark in brackets.
  static func isNote(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    text[core.lowerBound] == 0x23 || text[core.lowerBound] == 0x28 || text.has("（", at: core.lowerBound)
  }

  /// A label and a value, or code: no title of another page.
  static func holdsLabel(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    isNote(text, core)
      || core.contains { offset in
        let byte = text[offset]
        return byte == 0x3A || byte == 0x3D || byte == 0x7B || byte == 0xEF && text.has("：", at: offset)
      }
  }

  /// Who wrote the text, or where it is from: `By …`, `文：…`, `[… 기자]`. One such line stays, wherever it stands.
  static func isSignature(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    if Bylines.startsField(text, core) { return true }
    let first = text.scalar(at: core.lowerBound).value
    if first == 0x28 || first == 0xFF08 || first == 0x5B || first == 0x3010 || first == 0x3014 { return true }
    let openings = first < 0x80 ? Self.latinOpenings : first < 0xA000 ? Self.hanOpenings : Self.hangulOpenings
    if openings.contains(where: { text.has($0, at: core.lowerBound) }) { return true }
    let last = text.scalar(before: core.upperBound).value
    if last >= 0x80, Self.closings.contains(where: { text.has($0, at: core.upperBound - $0.utf8CodeUnitCount) }) {
      return true
    }
    // An address of the author's.
    return text.find(0x40, in: core) != nil
  }

  private static let latinOpenings: [StaticString] = [
    "By ", "BY ", "by ", "Source", "Written ", "Author", "Reported ", "Posted by", "Reporting by", "Words ", "Story by",
  ]
  private static let hanOpenings: [StaticString] = [
    "文：", "文:", "文／", "文/", "取材", "撮影", "執筆", "記者", "记者", "出典", "提供", "引用",
  ]
  private static let hangulOpenings: [StaticString] = [
    "글 ", "글=", "글：", "글·", "출처", "자료", "기자", "기사입력", "입력", "승인", "송고", "게시",
  ]
  private static let closings: [StaticString] = [
    "기자", "특파원", "記者", "记者", "特派員", "特派记者", "通讯员", "報導", "报道", "編集部", "編集委員",
  ]

  /// `기사입력 2018.9.15`, `更新：2020-03-02 10:15`: when the text was written, and not much else.
  static func isDate(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    guard core.count <= 60 else { return false }
    var digits = 0
    for offset in core where isASCIIDigit(text[offset]) { digits += 1 }
    guard digits >= 5, digits <= 14 else { return false }
    for opening: StaticString in [
      "기사입력", "입력", "승인", "송고", "게시", "등록일", "수정", "발행일", "작성일", "更新", "発行", "公開", "掲載", "投稿日", "発布", "发布",
      "發布", "發佈", "时间", "時間", "日期", "Published", "Updated", "Posted", "Last updated", "Date",
    ] where text.has(opening, at: core.lowerBound) { return true }
    return false
  }

  /// Whether a date stands at the line's end: `… 2019-03-02`. A chronicle has it at the beginning.
  static func isDated(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    var (digits, groups, isInGroup, offset) = (0, 0, false, core.upperBound)
    while offset > core.lowerBound {
      let byte = text[offset - 1]
      if isASCIIDigit(byte) {
        digits += 1
        if !isInGroup { groups += 1 }
        isInGroup = true
      } else if byte == 0x2D || byte == 0x2F || byte == 0x2E || byte == 0x29 || byte == 0x5D {
        isInGroup = false
      } else {
        break
      }
      offset -= 1
    }
    return groups >= 2 && groups <= 3 && digits >= 4 && digits <= 8 && offset > core.lowerBound
  }

  /// The line without a colon at its end.
  static func withoutColon(_ text: borrowing TextView, _ core: Range<Int>) -> Range<Int> {
    guard core.count > 3 else { return core }
    if text[core.upperBound - 1] == 0x3A { return core.lowerBound..<core.upperBound - 1 }
    return text.has("：", at: core.upperBound - 3) ? core.lowerBound..<core.upperBound - 3 : core
  }

  /// The line without the bullet of a list.
  static func withoutBullet(_ text: borrowing TextView, _ core: Range<Int>) -> Range<Int> {
    let (first, length) = text.scalar(at: core.lowerBound)
    let isBullet =
      first == 0xB7 || first == 0x2022 || first == 0x25CF || first == 0x30FB || first == 0x25A0 || first == 0x25B6
      || (first == 0x2A || first == 0x2D) && text[orZero: core.lowerBound + 1] == 0x20
    guard isBullet, core.count > length else { return core }
    return text.trimmed(core.lowerBound + length..<core.upperBound)
  }
}
