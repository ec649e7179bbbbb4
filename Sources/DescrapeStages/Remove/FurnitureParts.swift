internal import DescrapeText

/// What a part may be in a request, a heading or a menu. The bits are in the order of the generator.
struct PartRoles: OptionSet {
  let rawValue: UInt8
  static let verb = Self(rawValue: 1)
  static let object = Self(rawValue: 2)
  /// What is asked for, or the asking: `评论`, `분享`.
  static let both = Self(rawValue: 4)
  static let glue = Self(rawValue: 8)
  static let list = Self(rawValue: 16)
  static let menu = Self(rawValue: 32)
  static let keywords = Self(rawValue: 64)
  static let request: Self = [.verb, .object, .both, .glue]
}

/// Reads lines that the table does not hold but that are made of its parts: `长按上方二维码，关注我们的视频号`.
struct FurnitureParts {
  let parts = Phrases.parts

  static let longestRequest = 120, longestHeading = 48, longestItem = 90, longestTitle = 150, longestMenuItem = 36

  /// Whether the line is a request: parts, names in quotation marks, numbers and marks, with a verb and an object among
  /// them, and nothing else.
  func isRequest(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard line.count <= Self.longestRequest, !startsSmall(text, line) else { return false }
    var (offset, verbs, objects, both, glue) = (line.lowerBound, 0, 0, 0, 0)
    while offset < line.upperBound {
      if let part = parts.part(text, in: offset..<line.upperBound, .request) {
        if part.roles.contains(.both) {
          both += 1
        } else if part.roles.contains(.verb) {
          verbs += 1
        } else if part.roles.contains(.object) {
          objects += 1
        } else {
          glue += 1
        }
        offset += part.length
        continue
      }
      guard let end = filler(text, offset..<line.upperBound) else { return false }
      offset = end
    }
    return verbs + both > 0 && verbs + objects + both >= 2 && glue <= 2 * (verbs + objects + both)
      && (objects + both > 0)
  }

  /// `相关阅读：`, `Related stories`: what a list of other pages is called.
  func isListHeading(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard line.count <= Self.longestHeading, !startsSmall(text, line) else { return false }
    var (offset, lists, others) = (line.lowerBound, 0, 0)
    while offset < line.upperBound {
      if let part = parts.part(text, in: offset..<line.upperBound, [.list, .verb, .object, .both]) {
        if part.roles.contains(.list) { lists += 1 } else { others += 1 }
        // A heading of its own: `猜你喜欢`, `you may also like`.
        if part.roles.contains(.list), part.length >= 12 { others += 1 }
        offset += part.length
        continue
      }
      guard let end = filler(text, offset..<line.upperBound), text[offset] != 0xE2 else { return false }
      offset = end
    }
    return lists > 0 && lists + others >= 2
  }

  /// What sites say of texts that are not theirs: `【免责声明】本文仅代表作者本人观点，与本站无关。`
  func isDisclaimer(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard line.count <= 600, text[line.lowerBound] >= 0xE3 else { return false }
    var (offset, isNamed, hasSite, cues) = (line.lowerBound, false, false, 0)
    while offset < line.upperBound {
      if text.has("声明", at: offset) || text.has("聲明", at: offset) {
        isNamed = isNamed || offset - line.lowerBound <= 24
      }
      // Looked at by the first character, since most have none of these.
      Self.cues.find(text, at: offset) { place in
        if place < Self.sites { hasSite = true }
        cues += 1
        return true
      }
      offset += max(text.scalar(at: offset).length, 1)
      guard isNamed || offset - line.lowerBound <= 36 else { return false }
    }
    return isNamed && hasSite && cues >= 3
  }

  private static let sites = 10
  private static let cues = WordTable([
    "本站", "本网", "本網", "本平台", "本文", "该文", "該文", "本公众号", "我们", "我們", "仅代表", "僅代表", "观点", "觀點", "立场", "立場", "无关", "無關",
    "转载", "轉載", "侵权", "侵權", "删除", "刪除", "版权",
    "版權", "仅供参考", "僅供參考", "风险", "風險", "真实性", "真實性", "责任", "責任", "不构成", "不構成",
  ])

  /// A Latin line that starts small goes on from the line before, or is code.
  private func startsSmall(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    let first = text[line.lowerBound]
    return first >= 0x61 && first <= 0x7A && text[orZero: line.lowerBound + 1] < 0x80
  }

  /// Whether `item` is what menus hold, as a whole.
  func isMenuItem(_ text: borrowing TextView, _ item: Range<Int>) -> Bool {
    guard let part = parts.part(text, in: item, .menu) else { return false }
    return part.length == item.count
  }

  /// `本文关键词：…`: a label and words with marks between them, no sentence.
  func isKeywords(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard line.count <= 600, let label = parts.part(text, in: line, .keywords) else { return false }
    let behind = line.lowerBound + label.length
    guard text[orZero: behind] == 0x3A || text.has("：", at: behind) else { return false }
    return !text.has("。", at: line.upperBound - 3) && text[line.upperBound - 1] != 0x2E
  }

  /// The pieces of a row and how many of them menus hold; `nil` for a row with a long piece, or with a sentence.
  func row(_ text: borrowing TextView, _ line: Range<Int>) -> (pieces: Int, known: Int, first: Bool)? {
    var (start, pieces, known, first) = (line.lowerBound, 0, 0, false)
    let hasBars = line.contains { text[$0] == 0x7C || text.has("｜", at: $0) || text.has("·", at: $0) }
    while start < line.upperBound {
      var end = start
      while end < line.upperBound {
        let (scalar, _) = text.scalar(at: end)
        if isMark(scalar) { return nil }
        if isBorder(scalar) || !hasBars && isBlank(scalar) { break }
        end += max(text.scalar(at: end).length, 1)
      }
      let piece = text.trimmed(start..<end)
      if !piece.isEmpty {
        guard piece.count <= Self.longestMenuItem else { return nil }
        pieces += 1
        if isMenuItem(text, piece) || isRequest(text, piece) {
          known += 1
          if pieces == 1 { first = true }
        }
      }
      start = end + (end < line.upperBound ? max(text.scalar(at: end).length, 1) : 1)
    }
    return (pieces, known, first)
  }

  private func isBorder(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x7C, 0xFF5C, 0xB7, 0x2022, 0x3E, 0xFF1E, 0xBB, 0x203A, 0x2502: true
    default: false
    }
  }

  /// Marks of sentences, fields and code, which no menu has.
  private func isMark(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3002, 0xFF0C, 0xFF01, 0xFF1F, 0xFF1B, 0xFF1A, 0x3001, 0x2C, 0x2E, 0x3B, 0x3A, 0x3D, 0x28, 0x7B, 0x22: true
    default: false
    }
  }

  /// The end of what may stand between parts: a mark, a number, a short Latin word, a name in quotation marks.
  private func filler(_ text: borrowing TextView, _ range: Range<Int>) -> Int? {
    let (scalar, length) = text.scalar(at: range.lowerBound)
    if isBlank(scalar) { return range.lowerBound + length }
    if scalar < 0x80, isASCIIWord(UInt8(scalar)) {
      var end = range.lowerBound
      while end < range.upperBound, isASCIIWord(text[end]) { end += 1 }
      let isNumber = scalar >= 0x30 && scalar <= 0x39
      return isNumber || end - range.lowerBound <= 2 ? end : nil
    }
    switch scalar {
    case 0x201C, 0x300C, 0x300E, 0x3010, 0x300A:
      var end = range.lowerBound + length
      while end < range.upperBound, end - range.lowerBound <= 45 {
        let (inner, length) = text.scalar(at: end)
        end += max(length, 1)
        if inner == 0x201D || inner == 0x300D || inner == 0x300F || inner == 0x3011 || inner == 0x300B { return end }
      }
      return nil
    case 0x21, 0x28, 0x29, 0x2B, 0x2C, 0x2D, 0x2E, 0x2F, 0x3A, 0x3C, 0x3E, 0x3F, 0x5B, 0x5D, 0x7C, 0x27, 0x26, 0x2A,
      0xAB, 0xBB, 0xB7, 0x2019, 0x2022, 0x2026, 0x2190...0x2193, 0x25A0...0x25FF, 0x2605, 0x2606, 0x3001, 0x3002,
      0x3011, 0xFF01, 0xFF08, 0xFF09, 0xFF0C, 0xFF0F, 0xFF1A, 0xFF1E, 0xFF1F, 0xFF5C, 0x30FB:
      return range.lowerBound + length
    default: return nil
    }
  }
}
