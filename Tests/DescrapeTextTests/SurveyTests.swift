import DescrapeText
import Testing

/// The survey's kernel against a plain version of the same counts, over scalars.
@Suite struct SurveyTests {
  @Test func agreesWithThePlainVersion() {
    var random = SplitMix(seed: 0x5EED)
    for round in 0..<30_000 {
      let text = sample(&random)
      let fast = survey(text)
      let plain = PlainFacts(text)
      #expect(plain == PlainFacts(of: fast), "round \(round): \(text.debugDescription)")
      if plain != PlainFacts(of: fast) { return }
    }
  }

  /// Every scalar that Unicode may assign is classed without a trap, and the ones that matter set their trigger.
  @Test func classesEveryScalar() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let facts = survey(String(scalar))
      #expect(facts.bytes == UTF8.width(scalar))
    }
    let wanted: [(String, Triggers)] = [
      ("\r", .carriageReturn), ("\u{85}", .lineSeparator), ("\u{2028}", .lineSeparator), ("&nbsp;", .entity),
      ("&#160;", .entity), ("#xff1a;", .entity), ("\u{7}", .control), ("\u{9B}", .control), ("\u{7F}", .control),
      ("\u{AD}", .invisible), ("\u{200B}", .invisible), ("\u{202E}", .invisible), ("\u{2066}", .invisible),
      ("\u{FEFF}", .invisible), ("e\u{301}", .denormal), ("\u{1100}", .denormal), ("\u{F900}", .denormal),
      ("\u{2F800}", .denormal), ("\u{212B}", .denormal), ("か\u{3099}", .denormal), ("\u{2F00}", .radical),
      ("{", .code), ("<b", .tag), ("發(fā", .glossBracket),
    ]
    for (text, trigger) in wanted {
      #expect(survey(text).triggers.contains(trigger), "\(text.unicodeScalars.map(\.value))")
    }
    let calm = "漢字、かな。한글 “quoted” ASCII, 1 < 2: don't! Ünïcödé — ½ 😀\n\tend"
    #expect(survey(calm).triggers == [])
  }

  private func survey(_ text: String) -> Facts { Facts(surveying: Array(text.utf8).span) }

  private func sample(_ random: inout SplitMix) -> String {
    let pieces = [
      "漢", "字", "。", "、", "“", "”", "《", "》", "，", "：", "（", "）", ",", ",,", ":", ";", "?", "!", "(", ")", "a", "B",
      "7", " ",
      "\n", "  \n", "{", "}", ";\n", "か", "한", "é", "𠀀", "(fā)", "(a)", ".", "&", "#", "<", "/", "々", "〇", "\t", "\r\n",
      "--",
      "-", "\"", "...", "…", "—", "\u{3000}", "\u{A0}", "Ａ", "９", "ｱ", "漢 字", "漢字漢字漢字漢字漢字漢字\n漢",
    ]
    var text = ""
    for _ in 0..<Int(random.next() % 24) { text += pieces[Int(random.next() % UInt64(pieces.count))] }
    return text
  }
}

/// The counts of `Facts` that stages decide by, told the slow way.
private struct PlainFacts: Equatable {
  var lines = 0, codeLines = 0, han = 0, kana = 0, hangul = 0, before = 0, doubled = 0, wide = 0, folded = 0, spaced = 0
  var ideographic = 0, glosses = 0, stops = 0, flatMarks = 0, flatQuotes = 0, ellipses = 0, dashes = 0, curly = 0
  var blanks = 0, open = 0, forms = 0

  init(of facts: Facts) {
    (lines, codeLines, han, kana, hangul) = (facts.textLines, facts.codeLines, facts.han, facts.kana, facts.hangul)
    (before, doubled, wide) = (facts.commasBeforeMark, facts.doubledCommas, facts.fullwidthMarks)
    (folded, spaced) = (facts.foldedMarks, facts.spacedMarks)
    (ideographic, glosses, stops) = (facts.ideographicMarks, facts.glossBrackets, facts.typedStops)
    (flatMarks, flatQuotes, ellipses) = (facts.flatMarks, facts.flatQuotes, facts.ellipses)
    (dashes, curly) = (facts.dashes, facts.curlyQuotes)
    (blanks, open, forms) = (facts.hanBlanks, facts.openLines, facts.widthForms)
  }

  init(_ text: String) {
    let s = Array(text.unicodeScalars)
    func at(_ i: Int) -> Unicode.Scalar { s.indices.contains(i) ? s[i] : "\0" }
    func isWord(_ c: Unicode.Scalar) -> Bool { c.isASCII && (c.properties.isAlphabetic || ("0"..."9").contains(c)) }
    func hanBefore(_ i: Int) -> Bool { isHanOrMark(at(i - 1)) }
    func isHanOrMark(_ c: Unicode.Scalar) -> Bool {
      (0x4DC0...0x9FFF).contains(c.value) || (0x3000...0x303F).contains(c.value) || c == "”" || c == "’"
        || (0xFF00...0xFF3F).contains(c.value)
    }
    func hanAfter(_ i: Int) -> Bool {
      let c = at(i)
      return (0x4DC0...0x9FFF).contains(c.value) || (0x3000...0x303F).contains(c.value) || c == "“" || c == "‘"
    }
    /// Whether Han text stands before the last mark of a line.
    func hanBefore(in line: Substring.UnicodeScalarView) -> Bool {
      let trimmed = String(line).trimmingTail()
      guard let place = trimmed.unicodeScalars.dropLast().last else { return false }
      return isHanOrMark(place)
    }
    let allLines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in allLines.enumerated() {
      let trimmed = String(line).trimmingTail()
      let next = allLines.indices.contains(index + 1) ? allLines[index + 1].first : nil
      var isOpen = false
      if let last = trimmed.unicodeScalars.last, let next, next.value > 0x20, trimmed.utf8.count > 30 {
        let isMark = [0x2000..<0x2040, 0x3000..<0x3040, 0xFF00..<0xFF40].contains { $0.contains(Int(last.value)) }
        isOpen = last.value >= 0x80 ? !isMark : last == "," || last.properties.isAlphabetic
      }
      if isOpen { open += 1 }
    }
    for line in text.unicodeScalars.split(separator: "\n") {
      guard let last = line.last(where: { $0 != " " && $0 != "\t" && $0 != "\r" }) else { continue }
      lines += 1
      let isHanEnd = hanBefore(in: line)
      let endsReference = String(line).contains(
        /(&|amp;|[&;\u{80}-\u{10FFFF}]#)[A-Za-z0-9]{1,10};[ \t\r]*$/)
      if [";", "{", "}"].contains(last), !endsReference, !(last == ";" && isHanEnd) { codeLines += 1 }
    }
    for i in s.indices {
      switch s[i] {
      case ",", ":", ";", "?", "!", "，":
        if s[i] == "," || s[i] == "，", ["、", "。", "，"].contains(at(i + 1)) {
          before += 1
        } else if s[i] == ",", at(i + 1) == ",", at(i + 2) != ",", hanBefore(i) {
          doubled += 1
          if hanAfter(i + 2) { folded += 1 }
        } else if s[i] != "，" {
          if hanBefore(i) {
            if hanAfter(i + 1) || isWord(at(i + 1)) {
              folded += 1
            } else if at(i + 1) == " ", hanAfter(i + 2) {
              spaced += 1
            }
          } else if hanAfter(i + 1), isWord(at(i - 1)) || at(i - 1) == ")" {
            folded += 1
          }
        }
      case ".":
        if hanBefore(i), !isWord(at(i + 1)), at(i + 1) != "." { stops += 1 }
        if hanBefore(i), at(i + 1) == "." { flatMarks += 1 }
      case "-": if hanBefore(i), at(i + 1) == "-" { flatMarks += 1 }
      case "\"": if hanBefore(i) || hanAfter(i + 1) { flatQuotes += 1 }
      case "…": ellipses += 1
      case "—": dashes += 1
      case "“", "”": curly += 1
      case " ":
        let (before, after) = (at(i - 1).value, at(i + 1).value)
        let isBehindMark = (0xFF01...0xFF0F).contains(before) || (0xFF1A...0xFF1F).contains(before)
        if (0x4000...0x9FFF).contains(before) || isBehindMark, after >= 0x2000 { blanks += 1 }
      case "\u{A0}": if hanBefore(i) || hanAfter(i + 1) { blanks += 1 }
      case "\u{3000}": if hanBefore(i), at(i - 1) != "\u{3000}" { blanks += 1 }
      case "(":
        let next = at(i + 1) == " " ? at(i + 2) : at(i + 1)
        if hanBefore(i), ("a"..."z").contains(next) || (0xC0..<0x280).contains(next.value) {
          glosses += 1
        } else if hanBefore(i), hanAfter(i + 1) {
          folded += 1
        }
      default: break
      }
      if isHan(s[i].value) { han += 1 }
      let value = s[i].value
      if (0xFF10...0xFF19).contains(value) || (0xFF20...0xFF5A).contains(value) || (0xFF66...0xFF9F).contains(value)
        || value == 0xFF00
      {
        forms += 1
      }
      if isKana(s[i].value) { kana += 1 }
      if (0xAC00..<0xD7A4).contains(s[i].value) { hangul += 1 }
      if "、。《》“”".unicodeScalars.contains(s[i]) { ideographic += 1 }
      if (0xFF01...0xFF0F).contains(s[i].value) || (0xFF1A...0xFF1F).contains(s[i].value) { wide += 1 }
    }
  }
}

extension String {
  /// Without the blanks at its end.
  fileprivate func trimmingTail() -> String {
    var scalars = unicodeScalars
    while let last = scalars.last, last == " " || last == "\t" || last == "\r" { scalars.removeLast() }
    return String(scalars)
  }
}
