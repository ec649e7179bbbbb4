public import DescrapeText

/// Removes the JavaScript and the style rules that scraping left in a text: `…})();`, `window._bd_share_config={…}`,
/// the tail of
/// a share button glued to a sentence.
///
/// ## Repairs
/// Program text of known widgets, counters, players and advertisements, and other page scripts with several marks of
/// their own, whole
/// or cut off at either end, on lines of its own or glued to prose. A string whose beginning was cut off goes with the
/// script when
/// the same words stand elsewhere in the document, as a title does.
/// Objects of JSON with addresses in them, rules of style sheets, and marks of a template alone on a line or behind one.
///
/// ## Keeps
/// Tutorials, manuals, questions and source files: whatever is about programs, introduces its code, fences it, or is
/// mostly code.
/// Forms with marks of a template in their sentences, mathematics, shell lines, braces and parentheses in prose.
///
/// ## Safety
/// Evidence. Names of widgets or the page's own words, the build of a program, and a document that is prose otherwise.
public struct ScriptResidue: Stage {
  static let widget = Rule(
    0, "widget", confidence: 95, why: "the script of a widget, a counter or an advertisement stands in prose")
  static let cut = Rule(1, "cut-script", confidence: 92, why: "a script that is cut off at one end stands in prose")
  static let page = Rule(2, "page-script", confidence: 90, why: "a script that works on the page stands in prose")
  static let style = Rule(3, "style-rules", confidence: 91, why: "rules of a style sheet stand in prose")
  static let settings = Rule(4, "settings", confidence: 75, why: "assignments of a script stand in prose")
  static let string = Rule(
    5, "cut-string", confidence: 94, why: "the end of a string of the script; the same words stand elsewhere")
  static let data = Rule(
    6, "page-data", confidence: 91, why: "an object that a page has for machines stands in prose")
  static let template = Rule(
    7, "template-mark", confidence: 91, why: "what a template was to replace stands alone or behind a line")

  public static let info = StageInfo(
    id: "script-residue", safety: .evidence, summary: "removes scripts that scraping left in a text",
    rules: [widget, cut, page, style, settings, string, data, template])

  /// How many strings without a beginning are looked up elsewhere in a block.
  private static let lookups = 8

  public init(_ options: NoOptions) {}

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    guard evidence.has(.code) || Self.hasTags(text) else { return }
    let islands = ScriptFinder.islands(text)
    var cases = islands.map { ScriptCase(text, $0) }
    let leftovers = evidence.isSource ? [] : TemplateMarks.leftovers(text)
    guard !leftovers.isEmpty || cases.contains(where: { $0.isWorthAsking }) else { return }
    let around = ScriptPage(text, outside: islands)

    for index in cases.indices {
      let floor = index > 0 ? islands[index - 1].range.upperBound : 0
      cases[index].introduce(text, after: floor)
      if index > 0 { cases[index].follow(cases[index - 1], text) }
      cases[index].look(before: text, after: floor, index > 0 ? cases[index - 1].before : nil)
    }
    weigh(&cases, text, around, isSource: evidence.isSource)

    // The first gate counts all code that its weight has not decided on; the second only what stays when the surest has gone, so that
    // a second run decides alike.
    var code = around.otherCode
    for one in cases where one.rule == nil { code += one.island.range.count }
    let isOpen = around.prose >= 90 && around.prose * 2 >= code
    var rest = code
    for index in cases.indices where cases[index].rule == nil {
      guard isOpen, cases[index].isWidget(around) else { continue }
      cases[index].rule = Self.widget
      rest -= islands[index].range.count
    }
    for index in cases.indices.reversed() {
      let isLast = index + 1 == cases.count
      cases[index].look(
        behind: text, before: isLast ? text.count : islands[index + 1].range.lowerBound,
        isLast ? nil : cases[index + 1].behind)
    }
    // Between paragraphs of an East Asian text, scripts may be most of a page.
    let isPage = around.paragraphs >= 2
    if around.prose >= 150, around.prose * (isPage ? 12 : 1) >= rest {
      let hasCompany = rest < code
      let isSource = evidence.isSource && !isPage
      let introduces = cases.contains { $0.rule == nil && $0.isIntroduced }
      for index in cases.indices where cases[index].rule == nil {
        if around.prose >= rest {
          cases[index].rule = cases[index].bolderRule(
            around, hasCompany: hasCompany, isSource: isSource, introduces: introduces)
        } else if cases[index].isClear(around) {
          cases[index].rule = Self.page
        }
      }
    }
    keepNamed(&cases, text, around.names)
    let isForm =
      around.paragraphs < 1 || around.fences > 0 || around.web > 0 || around.otherCode * 6 > around.prose
      || cases.contains { $0.rule == nil && ($0.island.structure > 4 || $0.isIntroduced) }
    remove(cases, isForm ? [] : leftovers, text, evidence, &edits)
  }

  /// `<%` begins a mark of a template.
  private static func hasTags(_ text: borrowing TextView) -> Bool {
    var offset = 0
    while let hit = text.find(0x25, from: offset) {
      if text[orZero: hit - 1] == 0x3C { return true }
      offset = hit + 1
    }
    return false
  }

  /// Decides on what is sure by its weight. What a text and its program share by name counts against it, and is looked at only where
  /// the rest would do.
  private func weigh(
    _ cases: inout [ScriptCase], _ text: borrowing TextView, _ around: ScriptPage, isSource: Bool
  ) {
    var weights = cases.indices.map { cases[$0].weight(around, near: around.near[$0], isSource: isSource) ?? 0 }
    for index in cases.indices where cases[index].island.isStyle && weights[index] >= ScriptCase.barOfStyle {
      cases[index].rule = Self.style
    }
    guard cases.indices.contains(where: { !cases[$0].island.isStyle && weights[$0] >= ScriptCase.bar }) else { return }
    for index in cases.indices where weights[index] >= ScriptCase.barInCompany {
      let shared = around.names.shared(text, cases[index].island.range)
      weights[index] -= 6 * shared.own + 2 * shared.plain
    }
    guard cases.indices.contains(where: { !cases[$0].island.isStyle && weights[$0] >= ScriptCase.bar }) else { return }
    for index in cases.indices where weights[index] >= ScriptCase.barInCompany && !cases[index].island.isStyle {
      let island = cases[index].island
      cases[index].rule = island.pairs >= 3 && island.calls == 0 ? Self.data : island.isCut ? Self.cut : Self.page
    }
    // What stands beside one with nothing between is the rest of it.
    for index in cases.indices.dropFirst() where isRest(cases[index], of: cases[index - 1], text) {
      cases[index].rule = Self.cut
    }
    for index in cases.indices.dropLast().reversed() where isRest(cases[index], of: cases[index + 1], text) {
      cases[index].rule = Self.cut
    }
  }

  /// Keeps whole scripts that the text calls by names of their own.
  private func keepNamed(_ cases: inout [ScriptCase], _ text: borrowing TextView, _ names: ScriptNames) {
    func isWhole(_ one: ScriptCase) -> Bool { one.rule != nil && !one.island.isStyle && !one.island.isCut }
    guard cases.contains(where: isWhole) else { return }
    for index in cases.indices where isWhole(cases[index]) {
      if names.shared(text, cases[index].island.range).own > 0 { cases[index].rule = nil }
    }
  }

  private func isRest(_ one: ScriptCase, of other: ScriptCase, _ text: borrowing TextView) -> Bool {
    guard one.rule == nil, other.rule != nil, !one.island.isStyle, !one.hasTextBehind || one.island.startsInString
    else {
      return false
    }
    let (a, b) = (one.island.range, other.island.range)
    let gap = a.upperBound <= b.lowerBound ? a.upperBound..<b.lowerBound : b.upperBound..<a.lowerBound
    return gap.count <= 400 && (ScriptEdge.isBlank(text, gap) || ScriptEdge.isScrap(text, gap))
  }

  private func remove(
    _ cases: [ScriptCase], _ leftovers: [Range<Int>], _ text: borrowing TextView, _ evidence: borrowing Evidence,
    _ edits: inout Rewriter
  ) {
    var lookups = 0
    var taken = 0
    var index = 0
    var removals: [(range: Range<Int>, rule: Rule)] = []
    while index < cases.count {
      let first = cases[index]
      index += 1
      guard let rule = first.rule, edits.accepts(rule) else { continue }
      var range = first.island.range
      // What follows on the same line with nothing between goes with it.
      while index < cases.count, let next = cases[index].rule, edits.accepts(next) {
        let gap = range.upperBound..<cases[index].island.range.lowerBound
        guard text.trimmed(gap).isEmpty || ScriptEdge.isScrap(text, gap) else { break }
        range = range.lowerBound..<cases[index].island.range.upperBound
        index += 1
      }
      var isString = false
      if first.island.startsInString, lookups < Self.lookups {
        lookups += 1
        let string = text.trimmed(first.textStart..<range.lowerBound)
        if string.count >= 6, stands(text, string, elsewhere: range, evidence) {
          range = first.textStart..<range.upperBound
          isString = true
        }
      }
      range = ScriptEdge.scraps(text, around: range, after: taken, startsInString: first.island.startsInString)
      taken = range.upperBound
      removals.append((range, isString ? Self.string : rule))
    }
    var next = 0
    for removal in removals {
      let start = text.startOfLine(at: removal.range.lowerBound)
      while next < leftovers.count, leftovers[next].upperBound <= removal.range.upperBound {
        if leftovers[next].upperBound < start, edits.accepts(Self.template) {
          take(leftovers[next], text, Self.template, &edits)
        }
        next += 1
      }
      take(removal.range, text, removal.rule, &edits)
      // No second edit on the line where it ends.
      let end = text.endOfLine(from: removal.range.upperBound)
      while next < leftovers.count, leftovers[next].lowerBound <= end { next += 1 }
    }
    for range in leftovers[next...] where edits.accepts(Self.template) { take(range, text, Self.template, &edits) }
  }

  /// Whether the words of `string` stand in the text outside its own line and its script, or at the end of a long
  /// text's title.
  private func stands(
    _ text: borrowing TextView, _ string: Range<Int>, elsewhere script: Range<Int>, _ evidence: borrowing Evidence
  ) -> Bool {
    let title = evidence.carried.title
    if title.count >= string.count {
      var same = true
      for offset in 0..<string.count
      where title[title.count - string.count + offset] != text[string.lowerBound + offset] {
        same = false
        break
      }
      if same { return true }
    }
    return text.occurs(string, outside: string.lowerBound..<script.upperBound)
  }

  /// Takes a script out: its lines, or what of a line is its own.
  private func take(_ range: Range<Int>, _ text: borrowing TextView, _ rule: Rule, _ edits: inout Rewriter) {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start > 0, text[start - 1] == 0x20 || text[start - 1] == 0x09 { start -= 1 }
    while text.has("\u{3000}", at: start - 3) { start -= 3 }
    let startsLine = start == 0 || text[start - 1] == 0x0A
    while end < text.count, text[end] == 0x20 || text[end] == 0x09 { end += 1 }
    let endsLine = end == text.count || text[end] == 0x0A
    if startsLine, endsLine {
      edits.deleteLines(start..<min(end + 1, text.count), rule)
    } else if startsLine {
      edits.delete(range.lowerBound..<end, rule)
    } else if endsLine {
      edits.delete(start..<end, rule)
    } else if let feed = text.find(0x0A, from: start), feed < range.upperBound {
      // Prose at both ends, on two lines: they stay two lines.
      edits.delete(start..<feed, rule)
      edits.delete(feed + 1..<end, rule)
    } else {
      // One blank stays between the two halves of a line, if there was one.
      edits.delete(end > range.upperBound ? start..<range.upperBound : range, rule)
    }
  }
}
