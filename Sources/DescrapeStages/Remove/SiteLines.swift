internal import DescrapeText

/// What kinds of cues of a notice a line has, and the number of words around cookies.
struct NoticeCues {
  var roles: PartRoles = []
  var consents = 0
}

/// What a site writes below its articles in its own name: notices, tags, addresses.
extension FurnitureParts {
  static let longestNotice = 600, longestTags = 300, longestOwner = 200
  /// A notice's subject stands within so many bytes.
  private static let opening = 60

  /// What kinds of cues a line has: `【免责声明】本文仅代表作者本人观点，与本站无关。` speaks of the site and denies something.
  func cues(_ text: borrowing TextView, _ line: Range<Int>) -> NoticeCues {
    var (offset, found) = (line.lowerBound, NoticeCues())
    while let part = parts.next(text, in: line, from: offset, .cues, inWords: false) {
      found.roles.formUnion(part.roles.intersection(.cues))
      if part.roles.contains(.consent) { found.consents += 1 }
      offset = part.range.upperBound
    }
    return found
  }

  /// Whether the line is what sites say of their texts, their rights or their cookies. O(n) in the line.
  func isNotice(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard mayBeNotice(text, line) else { return false }
    return isNotice(cues(text, line))
  }

  /// Whether a notice may begin like this: it says soon what it is about, and most paragraphs do not.
  func mayBeNotice(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard line.count <= Self.longestNotice, line.count >= 12, !startsSmall(text, line), text[line.lowerBound] != 0x2E
    else { return false }
    let end = min(line.upperBound, line.lowerBound + Self.opening)
    return parts.next(text, in: line, from: line.lowerBound, before: end, .cues, inWords: true) != nil
  }

  func isNotice(_ cues: NoticeCues) -> Bool {
    let (found, consents) = (cues.roles, cues.consents)
    if found.contains(.cookie) { return consents >= 2 || consents == 1 && found.contains(.site) }
    if found.contains(.rights) { return !found.isDisjoint(with: [.site, .denial, .ban]) }
    return found.contains([.site, .denial])
  }

  /// `Copyright © 2019 …`, `ⓒ …`, `… All Rights Reserved`: who owns the page, in a line without a sentence.
  func isOwner(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard line.count <= Self.longestOwner else { return false }
    let isReserved = text.has("served.", at: line.upperBound - 7)
    guard isReserved || !endsSentence(text, line) else { return false }
    var (offset, signs, hasYear, isWord) = (line.lowerBound, 0, false, false)
    while offset < line.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      switch scalar {
      case 0xA9, 0x24D2, 0x24B8: signs += 1
      case 0x28: if text.has("(c)", at: offset) || text.has("(C)", at: offset) { signs += 1 }
      case 0x63, 0x43:
        isWord =
          isWord || text.has("Copyright", at: offset) || text.has("COPYRIGHT", at: offset)
          || text.has("copyright", at: offset)
      case 0x31, 0x32: hasYear = hasYear || isYear(text, offset)
      default: break
      }
      offset += max(length, 1)
    }
    return signs > 0 && (hasYear || isReserved || isWord || line.count <= 60) || isWord && (hasYear || isReserved)
  }

  /// Whether the owner's line has a sign and a year.
  func isSigned(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    var (offset, hasSign, hasYear) = (line.lowerBound, false, false)
    while offset < line.upperBound {
      switch text[offset] {
      case 0xA9: hasSign = hasSign || text[orZero: offset - 1] == 0xC2
      case 0xE2: hasSign = hasSign || text.has("ⓒ", at: offset)
      case 0x28: hasSign = hasSign || text.has("(c)", at: offset) || text.has("(C)", at: offset)
      case 0x31, 0x32: hasYear = hasYear || isYear(text, offset)
      default: break
      }
      offset += 1
    }
    return hasSign && hasYear
  }

  private func isYear(_ text: borrowing TextView, _ offset: Int) -> Bool {
    let next = text[orZero: offset + 1]
    return (text[offset] == 0x31 && next == 0x39 || text[offset] == 0x32 && next == 0x30)
      && isASCIIDigit(text[orZero: offset + 2]) && isASCIIDigit(text[orZero: offset + 3])
      && !isASCIIDigit(text[orZero: offset + 4])
  }

  /// `Tags: …`, `#雪まつり #防災訓練`: words that the site has given the page.
  func isTags(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard line.count <= Self.longestTags, !startsSmall(text, line) else { return false }
    if isHashtags(text, line) { return true }
    return labelled(text, line, .tags)
  }

  /// `本文关键词：…`: words that an author may have given the text as well.
  func isKeywords(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard line.count <= Self.longestNotice else { return false }
    return labelled(text, line, .keywords)
  }

  /// Keywords of which the text itself holds no more than every third: an author's own are about the text. O(n) for each of
  /// the first ones.
  func isForeign(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard isKeywords(text, line) else { return false }
    var (start, words, found) = (line.lowerBound, 0, 0)
    // Behind the label.
    while start < line.upperBound, text[start] != 0x3A, !text.has("：", at: start) { start += 1 }
    start = text.skipBlanks(min(line.upperBound, start + (text[orZero: start] == 0x3A ? 1 : 3))..<line.upperBound)
    while start < line.upperBound, words < 12 {
      var end = start
      while end < line.upperBound, !isListMark(text.scalar(at: end).value) {
        end += max(text.scalar(at: end).length, 1)
      }
      let word = text.trimmed(start..<end)
      if word.count >= 3 {
        words += 1
        if text.occurs(word, outside: line) { found += 1 }
      }
      start = end + (end < line.upperBound ? max(text.scalar(at: end).length, 1) : 0)
    }
    return words >= 4 && found * 3 <= words
  }

  private func isListMark(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x2C, 0xFF0C, 0x3001, 0x3B, 0xFF1B, 0x7C, 0xFF5C, 0x2F: true
    default: isBlank(scalar)
    }
  }

  private func labelled(_ text: borrowing TextView, _ line: Range<Int>, _ role: PartRoles) -> Bool {
    guard let label = parts.part(text, in: line, role) else { return false }
    var behind = line.lowerBound + label.length
    let (next, _) = text.scalar(at: min(behind, line.upperBound - 1))
    behind = text.skipBlanks(behind..<line.upperBound)
    let hasColon = text[orZero: behind] == 0x3A || text.has("：", at: behind)
    guard behind < line.upperBound, hasColon || role == .tags && isBlank(next) else { return false }
    return !endsSentence(text, line)
  }

  /// Words that each begin with `#`, or stand between two, and no heading of a text with marks.
  private func isHashtags(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    guard text[line.lowerBound] == 0x23 || text.has("＃", at: line.lowerBound) else { return false }
    var (offset, isStart, tags) = (line.lowerBound, true, 0)
    while offset < line.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      if isBlank(scalar) {
        isStart = true
      } else if scalar == 0x23 || scalar == 0xFF03 {
        let (next, _) = text.scalar(at: min(offset + length, line.upperBound - 1))
        let isEnd = offset + length == line.upperBound
        guard isEnd || !isBlank(next) && (next >= 0x80 || isASCIIWord(UInt8(next))) else { return false }
        tags += 1
        isStart = false
      } else {
        guard !isStart else { return false }
      }
      offset += max(length, 1)
    }
    return tags > 0 && line.count > 3 * tags
  }

  /// How many addresses and numbers of a site the line gives: `TEL：03-1234-5678 FAX：…`.
  func contacts(_ text: borrowing TextView, _ line: Range<Int>) -> Int {
    guard line.count <= 240, !endsSentence(text, line) else { return 0 }
    var (offset, count) = (line.lowerBound, 0)
    while let part = parts.next(text, in: line, from: offset, .contact, inWords: false) {
      offset = part.range.upperBound
      let value = text.skipBlanks(offset..<line.upperBound)
      guard value < line.upperBound else { break }
      let (next, _) = text.scalar(at: value)
      if next == 0x3A || next == 0xFF1A || next >= 0x30 && next <= 0x39 || next == 0x2B || next == 0x28 { count += 1 }
    }
    return count
  }

  /// `网络`, `来自 Getty Images`: nothing but words for where pictures come from.
  func isOrigin(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    var (offset, origins) = (range.lowerBound, 0)
    while offset < range.upperBound {
      if let part = parts.part(text, in: offset..<range.upperBound, [.origin, .glue]) {
        if part.roles.contains(.origin) { origins += 1 }
        offset += part.length
        continue
      }
      let (scalar, length) = text.scalar(at: offset)
      guard
        isBlank(scalar) || scalar == 0x2F || scalar == 0xFF0F || scalar == 0x3A || scalar == 0xFF1A || scalar == 0x3D
      else { return false }
      offset += length
    }
    return origins > 0
  }
}
