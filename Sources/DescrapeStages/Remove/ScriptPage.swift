internal import DescrapeText

/// What stands around the program text of a document: how much prose, how much else that looks like a program, and
/// whether the
/// prose speaks of programs. A page that does is a tutorial, a manual or a question, and its code is what it is about.
struct ScriptPage {
  /// Bytes of lines that are prose, and of lines outside all islands that look like program text.
  private(set) var prose = 0
  private(set) var otherCode = 0
  /// Bytes of all islands.
  private(set) var code = 0
  /// Long lines that begin and end as sentences do; none in a text with strings of three quotes.
  private(set) var paragraphs = 0
  /// Words that only people use who write of programs.
  private(set) var talk = 0
  /// Those of them that say what scripts of pages are written in.
  private(set) var web = 0
  /// Fences of Markdown.
  private(set) var fences = 0
  /// Words that may mean it.
  private(set) var hints = 0
  /// Words of somebody who asks for help, or gives it.
  private(set) var questions = 0
  /// Those of them that hardly anybody else uses.
  private(set) var asks = 0
  /// How many words of programs stand in the lines right before and right behind each island.
  private(set) var near: [Int] = []
  private(set) var names = ScriptNames()

  private static let talkWords = WordTable([
    "JavaScript", "javascript", "Javascript", "JAVASCRIPT", "jQuery", "jquery", "JQuery", "TypeScript", "Node.js",
    "HTML",
    "html", "CSS", "css", "XML", "JSON", "json", "PHP", "php", "npm", "webpack", "stylesheet", "stylesheets", "snippet",
    "snippets", "DOM", "callback", "selector", "function", "functions", "Python", "Java", "js", "JS", "ajax", "Ajax",
    "AJAX",
  ])
  private static let webWords = WordTable([
    "JavaScript", "javascript", "Javascript", "JAVASCRIPT", "jQuery", "jquery", "JQuery", "TypeScript", "Node.js",
    "CSS", "css", "webpack", "stylesheet", "stylesheets", "DOM", "callback", "selector", "js", "JS", "ajax", "Ajax",
    "AJAX",
    "snippet", "snippets", "npm",
  ])
  private static let hintWords = WordTable([
    "code", "Code", "codes", "script", "Script", "scripts", "error", "Error", "bug", "Bug", "plugin", "Plugin",
    "widget", "tag",
    "API", "browser", "syntax", "template", "variable", "analytics", "Analytics", "debug", "undefined", "console",
    "click",
    "div", "web", "GTM",
  ])

  private static let questionWords = WordTable([
    "help", "why", "Why", "how", "How", "thanks", "Thanks", "tried", "trying", "work", "works", "working", "anyone",
    "wrong", "fix",
    "example", "Here", "here", "this",
  ])

  private static let askWords = WordTable([
    "thanks", "Thanks", "tried", "trying", "anyone", "wrong", "why", "Why", "stuck", "anybody",
  ])
  private static let noticeWords = WordTable(["enable", "disable", "Enable"])
  /// The same in Han characters, kana and hangul, one list after the other.
  private static let hanTalk: [StaticString] = [
    "函数", "函數", "脚本", "腳本", "源码", "源碼", "源代", "原始碼", "程式碼", "选择器", "選擇器", "関数", "スクリプト", "스크립트", "함수",
  ]
  /// `选择器` in both scripts.
  private static let selectorPlaces = 9...10
  private static let hanHints: [StaticString] = [
    "样式", "樣式", "コード", "코드", "代码", "代碼", "前端", "插件", "报错", "報錯", "数组", "陣列", "配列", "배열", "回调", "回調", "コールバック", "콜백",
  ]
  private static let hanQuestions: [StaticString] = [
    "谢谢", "謝謝", "请问", "请教", "請問", "請教", "帮忙", "求助", "求解", "怎么", "怎麼", "反应", "反應", "でしょうか", "教えて",
    "うまくいか", "動きません", "되나요", "안 됩니다", "안돼", "알려 주", "알려주",
  ]
  private static let hanNotices: [StaticString] = ["启用", "啟用", "禁用", "支持", "支援"]
  private static let hanWords = WordTable(hanTalk + hanHints + hanQuestions + hanNotices)

  /// Where the survey of a line has to look: letters, what the other words begin with, and `<`.
  private static let stops: ScalarSet = {
    var stops = hanWords.beginnings
    for byte in UInt8(0x3C)...0x7A where isASCIIWord(byte) || byte == 0x3C { stops.insert(UInt32(byte)) }
    return stops
  }()
  private static let markup = WordTable(["<script", "</script", "<html", "<!DOCTYPE", "<?php"])
  /// Whether the line at hand tells visitors what to switch on.
  private var isNotice = false

  /// Surveys what is outside the islands. O(n).
  init(_ text: borrowing TextView, outside islands: [ScriptIsland]) {
    var start = 0
    near.reserveCapacity(islands.count)
    for island in islands {
      let edges = survey(text, start..<max(start, island.range.lowerBound))
      if !near.isEmpty { near[near.count - 1] += edges.first }
      near.append(edges.last)
      start = max(start, island.range.upperBound)
      code += island.range.count
    }
    let edges = survey(text, start..<text.count)
    if !near.isEmpty { near[near.count - 1] += edges.first }
  }

  /// - Returns: how many words of programs its first and its last line have.
  private mutating func survey(_ text: borrowing TextView, _ range: Range<Int>) -> (first: Int, last: Int) {
    var start = range.lowerBound
    var edges: (first: Int, last: Int)?
    while start < range.upperBound {
      let end = min(text.endOfLine(from: start), range.upperBound)
      let line = text.trimmed(start..<end)
      if !line.isEmpty {
        let earlier = talk + hints
        add(text, line)
        let words = talk + hints - earlier
        edges = (edges?.first ?? words, words)
      }
      start = end + 1
    }
    return edges ?? (0, 0)
  }

  private mutating func add(_ text: borrowing TextView, _ line: Range<Int>) {
    let (first, last) = (text[line.lowerBound], text[line.upperBound - 1])
    if text.has("```", at: line.lowerBound) || text.has("~~~", at: line.lowerBound) {
      talk += 3
      fences += 1
    }
    // A heading of Markdown.
    if first == 0x23, text[orZero: line.lowerBound + 1] == 0x20 || text[orZero: line.lowerBound + 1] == 0x23 {
      talk += 1
    }
    if last == 0x3B || last == 0x7B || last == 0x7D || first == 0x2A && line.count > 1 || first == 0x2F
      || first == 0x23 && text[orZero: line.lowerBound + 1] == 0x21
    {
      otherCode += line.count
    } else {
      prose += line.count
      if first >= 0xE3 ? line.count >= 60 && endsEastAsian(text, line) : line.count >= 100 && isSentence(text, line) {
        paragraphs += 1
      }
    }
    if text.has("\"\"\"", at: line.lowerBound) || text.has("\'\'\'", at: line.lowerBound) { paragraphs -= 1000 }
    let upToEnd = text.extracting(0..<line.upperBound)
    let (earlierTalk, earlierWeb) = (talk, web)
    isNotice = false
    var offset = line.lowerBound
    while let hit = upToEnd.find(anyOf: Self.stops, from: offset) {
      let byte = text[hit]
      if byte == 0x3C {
        if Self.markup.contains(text, at: hit) { talk += 3 }
        offset = hit + 1
      } else if byte < 0x80 {
        offset = hit
        while offset < line.upperBound, isASCIIWord(text[offset]) || text[offset] == 0x5F { offset += 1 }
        weigh(word: hit..<offset, text)
      } else {
        weighHan(text, at: hit)
        offset = hit + 3
      }
    }
    // `Please enable JavaScript` is the page's own furniture.
    if isNotice { (talk, web) = (earlierTalk, earlierWeb) }
  }

  private func endsEastAsian(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    text.has("。", at: line.upperBound - 3) || text.has("！", at: line.upperBound - 3)
      || text.has("？", at: line.upperBound - 3)
      || text[line.upperBound - 1] == 0x2E && text[orZero: line.upperBound - 2] >= 0x80
  }

  /// A capital, words, and a full stop.
  private func isSentence(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    let (first, last) = (text[line.lowerBound], text[line.upperBound - 1])
    guard first >= 0x41, first <= 0x5A, last == 0x2E, line.lowerBound == 0 || text[line.lowerBound - 1] == 0x0A else {
      return false
    }
    return text[line.upperBound - 2] | 0x20 >= 0x61 && text[line.upperBound - 2] | 0x20 <= 0x7A
  }

  private mutating func weigh(word: Range<Int>, _ text: borrowing TextView) {
    names.insert(text, word)
    // Parts of addresses and file names say nothing.
    let (before, behind) = (text[orZero: word.lowerBound - 1], text[orZero: word.upperBound])
    if before == 0x2E || before == 0x2F || before == 0x2D || before == 0x40 { return }
    if behind == 0x2E || behind == 0x2F, isASCIIWord(text[orZero: word.upperBound + 1]) { return }
    if Self.talkWords.holds(text, word) { talk += 1 }
    if Self.webWords.holds(text, word) { web += 1 }
    if Self.hintWords.holds(text, word) { hints += 1 }
    if Self.questionWords.holds(text, word) { questions += 1 }
    if Self.askWords.holds(text, word) || word.count == 1 && text[word.lowerBound] == 0x49 { asks += 1 }
    if Self.noticeWords.contains(text, at: word.lowerBound) { isNotice = true }
  }

  private mutating func weighHan(_ text: borrowing TextView, at offset: Int) {
    var found: Int?
    Self.hanWords.find(text, at: offset) { place in
      found = place
      return true
    }
    guard let found else { return }
    switch found {
    case ..<Self.hanTalk.count:
      talk += 1
      if found == Self.selectorPlaces.lowerBound || found == Self.selectorPlaces.upperBound { web += 1 }
    case ..<(Self.hanTalk.count + Self.hanHints.count): hints += isRegister(text, before: offset) ? 0 : 1
    case ..<(Self.hanTalk.count + Self.hanHints.count + Self.hanQuestions.count):
      questions += 1
      asks += 1
    default: isNotice = true
    }
  }

  /// The code of a share, a company or a district is none of a program.
  private func isRegister(_ text: borrowing TextView, before i: Int) -> Bool {
    text.has("股票", at: i - 6) || text.has("证券", at: i - 6) || text.has("信用", at: i - 6) || text.has("基金", at: i - 6)
      || text.has("机构", at: i - 6) || text.has("邮政", at: i - 6) || text.has("行业", at: i - 6)
  }
}
