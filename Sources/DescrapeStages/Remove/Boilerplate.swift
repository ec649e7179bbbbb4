public import DescrapeText

/// Removes lines that belong to a page and not to its text: `分享到：微信 微博`, `上一篇：…`, `返回首页`, `[图片]`.
///
/// ## Repairs
/// Whole lines, with their line feed, in Simplified and Traditional Chinese, English, Japanese and Korean: image
/// stand-ins and credits of pictures from the network, share lines, links to neighbours, links back, `阅读全文`, print and
/// font size tools, counters, breadcrumbs, comment boxes, copyright and registration lines, account bars, QR codes to
/// scan, banners for apps, page numbers. Behind the last paragraph: requests in other words
/// (`长按上方二维码，关注我们的视频号`), notices, consent banners, tags, addresses, lists of other pages with their headings, and
/// menus as a whole. Before the first paragraph: menus, paths and what stands above them. In a bold run keyword lines as
/// well, and a brand before many lines.
///
/// ## Keeps
/// The same words in a sentence, in a list, a table or fenced code, as one of several headings, in a list of figures;
/// bylines and dates (`来源：…`, `责任编辑：…`), the title, an author's addresses and own copyright; in the text every line that holds
/// one word more than the table knows.
///
/// ## Safety
/// Evidence. In the text a line counts only as a whole. Words that are also an author's own need their place as well: near
/// the head or the foot, or beside a line that is sure of itself. Behind the last paragraph each line is judged with its
/// block, by a score, and goes with four points: words of a request, a notice, tags, a list's heading or a row of menu
/// items 4; keywords, two addresses, the page's owner, a count of comments 3; one address, a button, a request with names
/// in it, a menu item 2; an entry of the table out of its place 2 or 1; one of three dated lines 2; behind a list's
/// heading 2; a short line with no mark of a sentence or a label 1; each neighbour that goes 1; the end of a sentence
/// without such words −4. Unknown lines between lines that go, go with them: one if at least two
/// go, three if four do, eight in a list if six do; and at the very end three if three go.
public struct Boilerplate: Stage {
  static let rules: [Rule] = [
    Rule(0, "image", confidence: 93, why: "a stand-in for an image is alone on the line"),
    Rule(1, "share", confidence: 94, why: "the line offers to share the page"),
    Rule(2, "neighbour-link", confidence: 93, why: "at the foot, the line links to the page's neighbours"),
    Rule(3, "back-link", confidence: 93, why: "the line leads back to another page or the top"),
    Rule(4, "read-more", confidence: 92, why: "the line leads to the rest of a text or list"),
    Rule(5, "page-tool", confidence: 93, why: "the line offers to print, close or resize the page"),
    Rule(6, "counter", confidence: 91, why: "the line counts visits, votes or comments"),
    Rule(7, "breadcrumb", confidence: 94, why: "the line says where the page is in its site"),
    Rule(8, "comment-box", confidence: 92, why: "the line belongs to a comment box"),
    Rule(9, "site-record", confidence: 92, why: "at the foot, the line holds the site's copyright or registration"),
    Rule(10, "account", confidence: 91, why: "the line offers to log in, to register or to remember the page"),
    Rule(11, "follow", confidence: 92, why: "the line asks to scan a code or to follow an account"),
    Rule(12, "app", confidence: 92, why: "the line advertises the site's app"),
    Rule(13, "pager", confidence: 93, why: "the line links to the other pages of a list"),
    Rule(14, "out-of-place", confidence: 70, why: "a furniture line, though not where furniture stands"),
    Rule(
      15, "page-edge", confidence: 91, why: "with its block before or behind the article, the line scores as furniture"),
    Rule(16, "keywords", confidence: 80, why: "beside the article, the line lists keywords"),
    Rule(17, "brand", confidence: 80, why: "a brand stands before many lines"),
  ]
  /// Whether lines that go by `rule` are the beginning of a page's menu.
  static func leads(_ rule: Rule) -> Bool { [rules[5], rules[7], rules[10]].contains { $0.index == rule.index } }

  private static let outOfPlace = rules[14], pageEdge = rules[15], keywords = rules[16], brand = rules[17]

  public static let info = StageInfo(
    id: "boilerplate", safety: .evidence,
    summary: "removes a page's furniture: share lines, foot links, image stand-ins",
    rules: rules)

  public init(_ options: NoOptions) {}

  /// The head and the foot of a page, in lines of text that are no furniture.
  private static let headLines = 8, footLines = 12

  /// A furniture line, and how many lines of text stand before it.
  private struct Candidate {
    let range: Range<Int>
    let line: FurnitureLine
    let before: Int
  }

  /// Candidates with no text between them, and the lines of text around them.
  private struct Run {
    let first: Int
    let previous: Range<Int>
    var next: Range<Int>
    var isOpen = true
  }

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    guard !evidence.looksLikeCode else { return }
    let reader = FurnitureReader(phrases: .shared)
    var candidates: [Candidate] = []
    var runs: [Run] = []
    var previous = 0..<0
    var (start, lines, isFenced) = (0, 0, false)
    while start < text.count {
      let end = text.endOfLine(from: start)
      defer { start = end + 1 }
      if end - start <= FurnitureReader.longestLine {
        let core = firstWord(text, start..<end)
        guard core < end else { continue }
        let byte = text[core]
        if byte == 0x60 || byte == 0x7E, isFence(text, core) {
          isFenced.toggle()
        } else if !isFenced, lines < 10 || isSign(byte) || reader.phrases.mayStart(text, at: core),
          let line = reader.read(
            text, text.trimmed(core..<end), isNearHead: lines < 10 && !evidence.carried.isContinuation)
        {
          if let last = runs.last, last.isOpen {
          } else {
            runs.append(Run(first: candidates.count, previous: previous, next: text.count..<text.count))
          }
          candidates.append(Candidate(range: start..<min(end + 1, text.count), line: line, before: lines))
          continue
        }
      }
      previous = start..<end
      lines += 1
      if !runs.isEmpty, runs[runs.count - 1].isOpen {
        runs[runs.count - 1].isOpen = false
        runs[runs.count - 1].next = previous
      }
    }
    // A text of nothing but such words is no page: a message of a program, a line of a list.
    guard lines > 0 || evidence.carried.isContinuation else { return }
    let images = ImagePlaces(
      text, candidates.lazy.filter { $0.line.kind == .image && $0.line.place == .image }.map(\.range))
    let (hasHead, hasFoot) = (!evidence.carried.isContinuation, evidence.isLastBlock)
    var edges = PageEdges(reader)
    var cuts: [PageEdges.Cut] = []
    // What goes at the edges brings other lines nearer to them, so the lines are placed anew until that changes nothing.
    for round in 0..<4 {
      let edge = edges.cuts
      let page = Page(lines: lines - edge.count, hasHead: hasHead, hasFoot: hasFoot, images: images)
      let earlier = cuts.map(\.range)
      cuts = []
      for (index, run) in runs.enumerated() {
        let end = index + 1 < runs.count ? runs[index + 1].first : candidates.count
        judge(text, candidates[run.first..<end], run, page, edge, into: &cuts)
      }
      if round > 0, cuts.map(\.range) == earlier { break }
      edges = PageEdges(reader)
      if hasHead { edges.judgeHead(text, taken: cuts, menu: Self.pageEdge, keywords: Self.keywords) }
      if hasFoot { edges.judgeFoot(text, taken: cuts, menu: Self.pageEdge, keywords: Self.keywords) }
      if edges.cuts.count == edge.count { break }
    }
    if !edges.cuts.isEmpty {
      cuts = cuts.filter { cut in !edges.cuts.contains { $0.range == cut.range } } + edges.cuts
      cuts.sort { $0.range.lowerBound < $1.range.lowerBound }
    }
    let brands = edits.accepts(Self.brand) ? BrandPrefixes.find(text) : []
    var next = 0
    for cut in cuts {
      while next < brands.count, brands[next].lowerBound < cut.range.lowerBound {
        edits.delete(brands[next], Self.brand)
        next += 1
      }
      while next < brands.count, brands[next].lowerBound < cut.range.upperBound { next += 1 }
      edits.deleteLines(cut.range, cut.rule)
    }
    for prefix in brands[next...] { edits.delete(prefix, Self.brand) }
  }

  /// What the decision on a line needs to know of the page.
  private struct Page {
    let lines: Int
    let hasHead: Bool
    let hasFoot: Bool
    let images: ImagePlaces
  }

  /// `edge` are the lines that go at the edges of the page, which do not count for a line's place.
  private func judge(
    _ text: borrowing TextView, _ members: ArraySlice<Candidate>, _ run: Run, _ page: Page, _ edge: [PageEdges.Cut],
    into cuts: inout [PageEdges.Cut]
  ) {
    let start = members.first?.range.lowerBound ?? 0
    let gone = edge.reduce(0) { $0 + ($1.range.lowerBound < start ? 1 : 0) }
    var (isSure, sharesAhead, links, items, isCounted) = (false, false, 0, 0, true)
    for candidate in members {
      let line = candidate.line
      if line.kind == .link { links += 1 }
      if line.kind == .share, line.place == .item, holds(.edge, candidate.before - gone, page) { items += 1 }
      if line.kind == .counter, candidate.before > 0, isFigure(text, run.previous) || isFigure(text, run.next) {
        isCounted = false
      }
      guard line.kind != .image, line.kind != .counter, holds(line.place, candidate.before - gone, page) else {
        continue
      }
      if line.kind == .link, line.isLoose { continue }
      isSure = true
      sharesAhead = sharesAhead || line.leadsShare
    }
    // A column of what pages are shared with, near an edge.
    if items >= 3 { (isSure, sharesAhead) = (true, true) }
    for candidate in members {
      let line = candidate.line
      let inPlace = holds(line.place, candidate.before - gone, page)
      let isFurniture: Bool
      switch line.kind {
      case .image:
        isFurniture = line.place == .any || page.images.isStandIn(text, line, between: run.previous, and: run.next)
      case .link: isFurniture = inPlace && (!line.isLoose || links > 1)
      case .counter: isFurniture = isCounted && (inPlace || isSure)
      case .record where line.place == .bold: isFurniture = false
      default: isFurniture = inPlace || isSure && (line.place != .item || sharesAhead)
      }
      if isFurniture {
        cuts.append(PageEdges.Cut(range: candidate.range, rule: Self.rules[Int(line.kind.rawValue)]))
      } else if isBold(line, isCounted: isCounted) {
        cuts.append(PageEdges.Cut(range: candidate.range, rule: Self.outOfPlace))
      }
    }
  }

  /// Whether a line stands where its words have to stand.
  private func holds(_ place: PhrasePlace, _ before: Int, _ page: Page) -> Bool {
    let behind = page.lines - before
    let isHead = page.hasHead && before < Self.headLines
    let isFoot = page.hasFoot && behind < Self.footLines
    switch place {
    case .any: return true
    case .edge: return isHead || isFoot
    case .foot: return isFoot
    case .head: return page.hasHead && before < Self.headLines
    case .tail, .weak, .image, .item, .bold: return false
    }
  }

  private func isBold(_ line: FurnitureLine, isCounted: Bool) -> Bool {
    switch line.place {
    case .edge, .foot, .head, .bold: line.kind != .image && !line.isLoose && isCounted
    case .image: line.isLoose == false
    default: false
    }
  }

  /// `曝光量：120000`: one line of a list of figures.
  private func isFigure(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    let line = text.trimmed(range)
    guard line.count <= 80, line.count > 0 else { return false }
    var hasColon = false
    for offset in line {
      if text[offset] == 0x3A || text.has("：", at: offset) { hasColon = true }
    }
    let last = text[line.upperBound - 1]
    return hasColon && (last >= 0x30 && last <= 0x39 || last == 0x25 || text.has("％", at: line.upperBound - 3))
  }

  // MARK: Lines

  /// Where a line's text starts.
  @inline(__always)
  private func firstWord(_ text: borrowing TextView, _ line: Range<Int>) -> Int {
    var offset = line.lowerBound
    while offset < line.upperBound {
      let byte = text[offset]
      if byte > 0x20, byte != 0xC2, byte != 0xE3 { return offset }
      let (scalar, length) = text.scalar(at: offset)
      guard isBlank(scalar) else { return offset }
      offset += length
    }
    return line.upperBound
  }

  /// Whether a line that starts with `byte` may start with a bracket, an arrow, a rule or a number.
  @inline(__always)
  private func isSign(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x28, 0x2A, 0x2D, 0x30...0x39, 0x3D, 0x5B, 0x7E, 0xC2, 0xE2, 0xE3, 0xEF: true
    default: false
    }
  }

  private func isFence(_ text: borrowing TextView, _ offset: Int) -> Bool {
    text.has("```", at: offset) || text.has("~~~", at: offset)
  }
}

/// Whether `line`, without blanks around it, ends as a sentence does.
func endsSentence(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
  var end = line.upperBound
  while end > line.lowerBound {
    let (scalar, length) = text.scalar(before: end)
    switch scalar {
    case 0x3002, 0xFF01, 0xFF1F, 0x21, 0x2E, 0x3F, 0x2026, 0xFF1B, 0x3B, 0xFF1A, 0x3A: return true
    case 0x22, 0x27, 0x29, 0x2019, 0x201D, 0x300D, 0x300F, 0xFF09, 0x3011, 0x5D: end -= length
    default: return false
    }
  }
  return false
}
