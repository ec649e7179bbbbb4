internal import DescrapeText

/// A brand that was put before the lines of a text: `【某某官网】入秋以后，…`.
///
/// It stands before two lines in five or more, is followed by a mark each time, and says what such brands say: a word of
/// the trade, or a letter and a number before Han characters. Speakers, levels of a log and labels of a list do not.
enum BrandPrefixes {
  /// In bytes; and lines that are looked at for the brand itself.
  private static let shortest = 6, longest = 60, candidates = 48

  private static let trade = WordTable([
    "官网", "官網", "官方", "平台", "平臺", "下载", "下載", "娱乐", "娛樂", "手机版", "手機版", "登录", "登錄", "登陆", "登入", "注册", "註冊", "网址",
    "網址", "入口", "彩票", "棋牌", "体育", "體育", "客户端", "最新版", "安卓", "开户", "開戶", "代理", "真人", "电竞", "電競", "app", "APP", "vip",
    "VIP", "ios",
    "IOS", "com", "COM",
  ])

  /// The prefix of each line that has it, with its marks; none if the text has no brand. O(n).
  static func find(_ text: borrowing TextView) -> [Range<Int>] {
    guard let brand = mostCommon(text) else { return [] }
    var (start, lines, found) = (0, 0, [Range<Int>]())
    while start < text.count {
      let end = text.endOfLine(from: start)
      let line = text.trimmed(start..<end)
      start = end + 1
      guard !line.isEmpty else { continue }
      lines += 1
      if let prefix = core(text, line), text.equal(prefix.core, brand), prefix.end < line.upperBound {
        found.append(line.lowerBound..<text.skipBlanks(prefix.end..<line.upperBound))
      }
    }
    guard found.count >= 2, found.count * 5 >= lines * 2 else { return [] }
    return found
  }

  private static func mostCommon(_ text: borrowing TextView) -> Range<Int>? {
    var cores: [(core: Range<Int>, count: Int)] = []
    var (start, lines) = (0, 0)
    while start < text.count, lines < candidates {
      let end = text.endOfLine(from: start)
      let line = text.trimmed(start..<end)
      start = end + 1
      guard !line.isEmpty else { continue }
      lines += 1
      guard let prefix = core(text, line), isBrand(text, prefix.core) else { continue }
      if let place = cores.firstIndex(where: { text.equal($0.core, prefix.core) }) {
        cores[place].count += 1
      } else {
        cores.append((prefix.core, 1))
      }
    }
    return cores.max { $0.count < $1.count }.flatMap { $0.count >= 2 ? $0.core : nil }
  }

  /// What stands before the first mark of a line, without brackets, and where the mark ends.
  private static func core(_ text: borrowing TextView, _ line: Range<Int>) -> (core: Range<Int>, end: Int)? {
    let (first, length) = text.scalar(at: line.lowerBound)
    let closing: UInt32 = first == 0x3010 ? 0x3011 : first == 0x5B ? 0x5D : 0
    let start = line.lowerBound + (closing > 0 ? length : 0)
    var offset = start
    while offset < line.upperBound, offset - start <= longest {
      let (scalar, length) = text.scalar(at: offset)
      if closing > 0 ? scalar == closing : isMark(scalar) {
        return offset - start >= shortest ? (start..<offset, offset + length) : nil
      }
      guard isHan(scalar) || scalar < 0x80 && isASCIIWord(UInt8(scalar)) else { return nil }
      offset += length
    }
    return nil
  }

  private static func isMark(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3A, 0xFF1A, 0x2D, 0x5F, 0x7C, 0xFF5C, 0x20, 0x3000: true
    default: false
    }
  }

  private static func isBrand(_ text: borrowing TextView, _ core: Range<Int>) -> Bool {
    var (offset, han, isTrade) = (core.lowerBound, 0, false)
    while offset < core.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      if isHan(scalar) { han += 1 }
      // A name stands before the word of the trade.
      if offset > core.lowerBound, trade.contains(text, at: offset) { isTrade = true }
      offset += max(length, 1)
    }
    let first = text[core.lowerBound]
    let isCoded = first >= 0x61 && first <= 0x7A && isASCIIDigit(text[core.lowerBound + 1]) && han >= 2
    return isTrade && han >= 2 || isCoded
  }
}
