internal import DescrapeText

/// What a part may be in a line of furniture. The bits are in the order of the generator.
struct PartRoles: OptionSet {
  let rawValue: UInt16
  static let verb = Self(rawValue: 1)
  static let object = Self(rawValue: 2)
  /// What must not be done with a text: `不得`, `금지`.
  static let ban = Self(rawValue: 4)
  static let glue = Self(rawValue: 8)
  static let list = Self(rawValue: 16)
  static let menu = Self(rawValue: 32)
  /// A label of words that an author may have chosen as well: `关键词`.
  static let keywords = Self(rawValue: 64)
  /// Who speaks in a notice, or of what: `本站`, `this site`.
  static let site = Self(rawValue: 128)
  static let rights = Self(rawValue: 256)
  /// What a site does not answer for: `与本站无关`.
  static let denial = Self(rawValue: 512)
  static let cookie = Self(rawValue: 1024)
  static let consent = Self(rawValue: 2048)
  /// The label of an address or a number: `电话`, `주소`.
  static let contact = Self(rawValue: 4096)
  /// Where pictures come from: `网络`, `Getty Images`.
  static let origin = Self(rawValue: 8192)
  /// What is followed or installed: `公众号`, `app`. Each is an object, too.
  static let platform = Self(rawValue: 16384)
  /// A label of words that a site has chosen: `Tags`.
  static let tags = Self(rawValue: 32768)
  /// What is asked for, or the asking: `评论`, `分享`.
  static let both: Self = [.verb, .object]
  static let request: Self = [.verb, .object, .glue]
  /// What notices are made of.
  static let cues: Self = [.site, .rights, .denial, .ban, .cookie, .consent]
}

/// Reads lines that the table does not hold but that are made of its parts: `长按上方二维码，关注我们的视频号`.
struct FurnitureParts {
  let parts = Phrases.parts

  static let longestRequest = 120, longestHeading = 48, longestItem = 90, longestTitle = 150, longestMenuItem = 36
  /// A name has no more bytes than this.
  static let longestName = 42

  /// How sure a line is to be a request: words without a verb, one verb, words and names, words of a followed account and
  /// names, words alone.
  enum Request { case none, fragment, button, likely, named, sure }

  /// A request has parts, names in quotation marks, numbers and marks, with a verb and an object among them. With
  /// nothing else in it it is sure, and with one name when it is about what sites want to be followed with.
  func request(_ text: borrowing TextView, _ line: Range<Int>) -> Request {
    guard line.count <= Self.longestRequest, !startsSmall(text, line), !isASCIIDigit(text[line.lowerBound]),
      text[line.lowerBound] != 0x2E
    else { return .none }
    var (offset, verbs, objects, both, glue, platforms) = (line.lowerBound, 0, 0, 0, 0, 0)
    var (names, nameBytes, knownBytes, isInName) = (0, 0, 0, false)
    while offset < line.upperBound {
      if let part = parts.part(text, in: offset..<line.upperBound, .request),
        !isInName || !part.roles.isSubset(of: [.glue])
      {
        if part.roles.contains(.both) {
          both += 1
        } else if part.roles.contains(.verb) {
          verbs += 1
        } else if part.roles.contains(.object) {
          objects += 1
        } else {
          glue += 1
        }
        if part.roles.contains(.platform) { platforms += 1 }
        if !part.roles.isSubset(of: [.glue]) { knownBytes += part.length }
        offset += part.length
        isInName = false
      } else if let end = filler(text, offset..<line.upperBound) {
        offset = end
        if !isBlank(text.scalar(before: end).value) { isInName = false }
      } else {
        if !isInName { names += 1 }
        isInName = true
        let end = endOfWord(text, offset..<line.upperBound)
        nameBytes += end - offset
        guard names <= 2, nameBytes <= Self.longestName else { return .none }
        offset = end
      }
    }
    let words = verbs + objects + both
    guard verbs + both > 0, words >= 2 else {
      return names == 0 && words > 0 && glue <= 2 * words ? verbs + both > 0 ? .button : .fragment : .none
    }
    // A sentence that says something begins otherwise: `我们把图片分享到微信，…`.
    if names == 0, endsSentence(text, line), !asksFirst(text, line) { return .named }
    if names == 0 { return glue <= 2 * words ? .sure : .none }
    guard knownBytes >= nameBytes else { return .none }
    return platforms > 0 && names == 1 ? .named : .likely
  }

  /// Whether a sentence begins with what is to be done; in Japanese and Korean that stands at the end.
  private func asksFirst(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    let first = text.scalar(at: line.lowerBound).value
    if isKana(first) || isHangul(first) { return true }
    return parts.part(text, in: line, .request)?.roles.contains(.verb) ?? false
  }

  func isRequest(_ text: borrowing TextView, _ line: Range<Int>) -> Bool { request(text, line) == .sure }

  /// Whether a request names the page itself or what sites are followed with: `このページを印刷`, `分享到微信`.
  func speaksOfPage(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    parts.next(text, in: line, from: line.lowerBound, [.site, .platform], inWords: true) != nil
  }

  /// `相关阅读：`, `Related stories`: what a list of other pages is called.
  func isListHeading(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard line.count <= Self.longestHeading, !startsSmall(text, line) else { return false }
    var (offset, lists, others) = (line.lowerBound, 0, 0)
    while offset < line.upperBound {
      if let part = parts.part(text, in: offset..<line.upperBound, [.list, .verb, .object]) {
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

  /// `More from the Daily Lantern`: a heading with a name in it.
  func isNamedHeading(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard line.count <= Self.longestHeading, !startsSmall(text, line),
      let part = parts.part(text, in: line, .list)
    else { return false }
    return part.length < line.count && part.length >= 4 && line.count - part.length <= Self.longestName
  }

  /// A Latin line that starts small goes on from the line before, or is code.
  func startsSmall(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    let first = text[line.lowerBound]
    return first >= 0x61 && first <= 0x7A && text[orZero: line.lowerBound + 1] < 0x80
  }

  /// The end of an ASCII word, or of one character.
  private func endOfWord(_ text: borrowing TextView, _ range: Range<Int>) -> Int {
    guard isASCIIWord(text[range.lowerBound]) else {
      return range.lowerBound + max(text.scalar(at: range.lowerBound).length, 1)
    }
    var end = range.lowerBound
    while end < range.upperBound, isASCIIWord(text[end]) { end += 1 }
    return end
  }

  /// The end of what may stand between parts: a mark, a number, a short Latin word, a name in quotation marks.
  func filler(_ text: borrowing TextView, _ range: Range<Int>) -> Int? {
    let (scalar, length) = text.scalar(at: range.lowerBound)
    // What most lines are made of.
    if scalar >= 0x3100, scalar < 0xFF01 { return nil }
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
    case 0x21, 0x25, 0x28, 0x29, 0x2B, 0x2C, 0x2D, 0x2E, 0x2F, 0x3A, 0x3E, 0x3F, 0x5B, 0x5D, 0x7C, 0x27, 0x26, 0x2A,
      0x7E,
      0xAB, 0xBB, 0xB7, 0x2019, 0x2022, 0x2026, 0x2190...0x2193, 0x25A0...0x25FF, 0x2605, 0x2606, 0x3001, 0x3002,
      0x3011, 0xFF01, 0xFF08, 0xFF09, 0xFF0C, 0xFF0F, 0xFF1A, 0xFF1E, 0xFF1F, 0xFF5C, 0x30FB:
      return range.lowerBound + length
    default: return nil
    }
  }
}
