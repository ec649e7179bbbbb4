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

  private static let talkWords = WordTable([
    "JavaScript", "javascript", "Javascript", "JAVASCRIPT", "jQuery", "jquery", "JQuery", "TypeScript", "Node.js",
    "HTML",
    "html", "CSS", "css", "XML", "JSON", "json", "PHP", "php", "npm", "webpack", "stylesheet", "stylesheets", "snippet",
    "snippets", "DOM", "callback", "selector", "function", "functions", "Python", "Java", "js", "JS", "ajax", "Ajax",
    "AJAX",
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

  private static let noticeWords = WordTable(["enable", "disable", "Enable"])
  /// The same in Han characters, kana and hangul, one list after the other.
  private static let hanTalk: [StaticString] = [
    "函数", "函數", "脚本", "腳本", "源码", "源碼", "源代", "原始碼", "程式碼", "选择器", "選擇器", "関数", "スクリプト", "스크립트", "함수",
  ]
  private static let hanHints: [StaticString] = [
    "样式", "樣式", "コード", "코드", "代码", "代碼", "前端", "插件", "报错", "報錯",
  ]
  private static let hanQuestions: [StaticString] = [
    "谢谢", "謝謝", "请问", "请教", "請問", "請教", "帮忙", "求助", "求解", "怎么", "怎麼", "反应", "反應",
  ]
  private static let hanNotices: [StaticString] = ["启用", "啟用", "禁用", "支持", "支援"]
  private static let hanWords = WordTable(hanTalk + hanHints + hanQuestions + hanNotices)

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
    let hanWords = Self.hanWords
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
          if Self.talkWords.holds(text, word) { talkHere += 1 }
          if Self.hintWords.holds(text, word) { hints += 1 }
          if Self.questionWords.holds(text, word) { questions += 1 }
          if Self.noticeWords.contains(text, at: start) { isNotice = true }
        }
      } else {
        hanWords.find(text, at: i) { place in
          switch place {
          case ..<Self.hanTalk.count: talkHere += 1
          case ..<(Self.hanTalk.count + Self.hanHints.count): hints += isRegister(text, before: i) ? 0 : 1
          case ..<(Self.hanTalk.count + Self.hanHints.count + Self.hanQuestions.count): questions += 1
          default: isNotice = true
          }
          return true
        }
        i += byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
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
}
