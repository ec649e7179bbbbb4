internal import DescrapeText

/// What stands around the program text of a document: how much prose, how much else that looks like a program, and
/// whether the
/// prose speaks of programs. A page that does is a tutorial, a manual or a question, and its code is what it is about.
struct ScriptPage {
  /// Bytes of lines that are prose, and of lines outside all islands that look like program text.
  private(set) var prose = 0
  private(set) var otherCode = 0
  /// Words that only people use who write of programs.
  private(set) var talk = 0
  /// Words that may mean it.
  private(set) var hints = 0
  /// Words of somebody who asks for help, or gives it.
  private(set) var questions = 0

  private static let talkWords: [StaticString] = [
    "JavaScript", "javascript", "Javascript", "JAVASCRIPT", "jQuery", "jquery", "JQuery", "TypeScript", "Node.js",
    "HTML",
    "html", "CSS", "css", "XML", "JSON", "json", "PHP", "php", "npm", "webpack", "stylesheet", "stylesheets", "snippet",
    "snippets", "DOM", "callback", "selector", "function", "functions", "Python", "Java", "js", "JS", "ajax", "Ajax",
    "AJAX",
  ]
  private static let hintWords: [StaticString] = [
    "code", "Code", "codes", "script", "Script", "scripts", "error", "Error", "bug", "Bug", "plugin", "Plugin",
    "widget", "tag",
    "API", "browser", "syntax", "template", "variable", "analytics", "Analytics", "debug", "undefined", "console",
    "click",
    "div", "web", "GTM",
  ]

  private static let questionWords: [StaticString] = [
    "help", "why", "Why", "how", "How", "thanks", "Thanks", "tried", "trying", "work", "works", "working", "anyone",
    "wrong", "fix",
    "example", "Here", "here", "this",
  ]

  /// Surveys what is outside the islands. O(n).
  init(_ text: borrowing TextView, outside islands: [ScriptIsland]) {
    var start = 0
    for island in islands {
      survey(text, start..<max(start, island.range.lowerBound))
      start = max(start, island.range.upperBound)
    }
    survey(text, start..<text.count)
  }

  private mutating func survey(_ text: borrowing TextView, _ range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(text.endOfLine(from: start), range.upperBound)
      let line = text.trimmed(start..<end)
      if !line.isEmpty { add(text, line) }
      start = end + 1
    }
  }

  private mutating func add(_ text: borrowing TextView, _ line: Range<Int>) {
    let (first, last) = (text[line.lowerBound], text[line.upperBound - 1])
    if text.has("```", at: line.lowerBound) || text.has("~~~", at: line.lowerBound) { talk += 3 }
    if last == 0x3B || last == 0x7B || last == 0x7D || first == 0x2A && line.count > 1 || first == 0x2F
      || first == 0x23 && text[orZero: line.lowerBound + 1] == 0x21
    {
      otherCode += line.count
    } else {
      prose += line.count
    }
    var i = line.lowerBound
    var talkHere = 0
    var isNotice = false
    while i < line.upperBound {
      let byte = text[i]
      if byte < 0x80 {
        if byte == 0x3C {
          if text.has("<script", at: i) || text.has("</script", at: i) || text.has("<html", at: i)
            || text.has("<!DOCTYPE", at: i)
            || text.has("<?php", at: i)
          {
            talk += 3
          }
          i += 1
          continue
        }
        guard isASCIIWord(byte) else { i += 1; continue }
        let start = i
        while i < line.upperBound, isASCIIWord(text[i]) || text[i] == 0x5F { i += 1 }
        // Parts of addresses and file names say nothing.
        let before = text[orZero: start - 1]
        let isPart =
          before == 0x2E || before == 0x2F || before == 0x2D || before == 0x40
          || (text[orZero: i] == 0x2E || text[orZero: i] == 0x2F) && isASCIIWord(text[orZero: i + 1])
        if !isPart {
          let word = start..<i
          if holds(Self.talkWords, text, word) { talkHere += 1 }
          if holds(Self.hintWords, text, word) { hints += 1 }
          if holds(Self.questionWords, text, word) { questions += 1 }
          if text.has("enable", at: start) || text.has("disable", at: start) || text.has("Enable", at: start) {
            isNotice = true
          }
        }
      } else {
        let (value, length) = text.scalar(at: i)
        switch value {
        case 0x51FD: if text.has("函数", at: i) || text.has("函數", at: i) { talkHere += 1 }
        case 0x811A: if text.has("脚本", at: i) { talkHere += 1 }
        case 0x8173: if text.has("腳本", at: i) { talkHere += 1 }
        case 0x6E90: if text.has("源码", at: i) || text.has("源碼", at: i) || text.has("源代", at: i) { talkHere += 1 }
        case 0x539F: if text.has("原始碼", at: i) { talkHere += 1 }
        case 0x7A0B: if text.has("程式碼", at: i) { talkHere += 1 }
        case 0x9009: if text.has("选择器", at: i) { talkHere += 1 }
        case 0x9078: if text.has("選擇器", at: i) { talkHere += 1 }
        case 0x6837: if text.has("样式", at: i) { hints += 1 }
        case 0x6A23: if text.has("樣式", at: i) { hints += 1 }
        case 0x95A2: if text.has("関数", at: i) { talkHere += 1 }
        case 0x30B9: if text.has("スクリプト", at: i) { talkHere += 1 }
        case 0x30B3: if text.has("コード", at: i) { hints += 1 }
        case 0xCF54: if text.has("코드", at: i) { hints += 1 }
        case 0xC2A4: if text.has("스크립트", at: i) { talkHere += 1 }
        case 0xD568: if text.has("함수", at: i) { talkHere += 1 }
        case 0x4EE3: if text.has("代码", at: i) || text.has("代碼", at: i) { hints += isRegister(text, before: i) ? 0 : 1 }
        case 0x524D: if text.has("前端", at: i) { hints += 1 }
        case 0x63D2: if text.has("插件", at: i) { hints += 1 }
        case 0x62A5: if text.has("报错", at: i) { hints += 1 }
        case 0x5831: if text.has("報錯", at: i) { hints += 1 }
        case 0x8C22: if text.has("谢谢", at: i) { questions += 1 }
        case 0x8B1D: if text.has("謝謝", at: i) { questions += 1 }
        case 0x8BF7: if text.has("请问", at: i) || text.has("请教", at: i) { questions += 1 }
        case 0x8ACB: if text.has("請問", at: i) || text.has("請教", at: i) { questions += 1 }
        case 0x5E2E: if text.has("帮忙", at: i) { questions += 1 }
        case 0x6C42: if text.has("求助", at: i) || text.has("求解", at: i) { questions += 1 }
        case 0x600E: if text.has("怎么", at: i) || text.has("怎麼", at: i) { questions += 1 }
        case 0x53CD: if text.has("反应", at: i) || text.has("反應", at: i) { questions += 1 }
        case 0x542F: if text.has("启用", at: i) { isNotice = true }
        case 0x555F: if text.has("啟用", at: i) { isNotice = true }
        case 0x7981: if text.has("禁用", at: i) { isNotice = true }
        case 0x652F: if text.has("支持", at: i) || text.has("支援", at: i) { isNotice = true }
        default: break
        }
        i += max(length, 1)
      }
    }
    // `Please enable JavaScript` is the page's own furniture.
    if !isNotice { talk += talkHere }
  }

  /// The code of a share, a company or a district is none of a program.
  private func isRegister(_ text: borrowing TextView, before i: Int) -> Bool {
    text.has("股票", at: i - 6) || text.has("证券", at: i - 6) || text.has("信用", at: i - 6) || text.has("基金", at: i - 6)
      || text.has("机构", at: i - 6) || text.has("邮政", at: i - 6) || text.has("行业", at: i - 6)
  }

  private func holds(_ words: [StaticString], _ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    guard range.count <= 12 else { return false }
    for word in words where word.utf8CodeUnitCount == range.count && text.has(word, at: range.lowerBound) {
      return true
    }
    return false
  }
}
