internal import DescrapeText

/// The fields of a byline: `来源：某报 作者：某某`. Finds those at a page's foot that the byline at its head has already given.
struct Bylines {
  enum Match { case same, sameRole }

  /// A label and the role it names.
  private struct Label {
    let text: StaticString
    let role: Int
  }

  /// One field: its label and the bytes behind the colon.
  private struct Field {
    let label: Label
    let value: Range<Int>
    let line: Range<Int>
  }

  private static let labels: [Label] = {
    let roles: [[StaticString]] = [
      ["来源", "來源", "稿源", "出处", "出處", "消息来源", "消息來源", "新闻来源", "新聞來源", "文章来源", "文章來源", "信息来源", "稿件来源"],
      ["作者", "文章作者", "撰稿", "撰文", "供稿", "通讯员", "通訊員"],
      ["责任编辑", "責任編輯", "编辑", "編輯", "责编", "責編", "网络编辑", "網絡編輯", "执行编辑", "執行編輯", "主编", "主編"],
      ["记者", "記者"],
      ["审核", "審核", "校对", "校對", "初审", "初審", "复审", "複審", "终审", "終審", "监制", "監製", "审校", "審校", "审签"],
      ["发布时间", "發布時間", "發佈時間", "发布日期", "發布日期", "发表时间", "發表時間", "更新时间", "更新時間", "时间", "時間", "日期"],
    ]
    return roles.enumerated().flatMap { role, names in names.map { Label(text: $0, role: role) } }
  }()

  private static let names = WordTable(labels.map(\.text))

  /// A byline stands among the first lines and has no more bytes than this.
  private static let headLines = 8, longestLine = 360, longestValue = 90

  private var head: [Field] = []

  /// Reads the head's byline, if the foot has something that looks like one.
  init(_ text: borrowing TextView, _ lines: PageLines) {
    var hasLabel = false
    for line in lines.foot where Self.label(text, at: Self.unbracketed(text, line).lowerBound) != nil {
      hasLabel = true
      break
    }
    guard hasLabel else { return }
    for line in lines.head.prefix(Self.headLines) where line.count <= Self.longestLine && Self.hasColon(text, line) {
      var offset = line.lowerBound
      while offset < line.upperBound {
        if let (label, start) = Self.label(text, at: offset) {
          let end = Self.endOfValue(text, start..<line.upperBound)
          head.append(Field(label: label, value: text.trimmed(start..<end), line: line))
          offset = end
        } else {
          offset = Self.nextBorder(text, offset..<line.upperBound)
        }
      }
    }
  }

  /// Whether `line` begins with a byline's label.
  static func startsField(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    label(text, at: unbracketed(text, line).lowerBound) != nil
  }

  /// Whether the foot's line at `index` is nothing but fields that the head has.
  func repeated(_ text: borrowing TextView, at index: Int, _ lines: PageLines) -> Match? {
    guard !head.isEmpty else { return nil }
    let line = lines.foot[index]
    guard line.count <= Self.longestLine else { return nil }
    let core = Self.unbracketed(text, line)
    var (offset, match, fields) = (core.lowerBound, Match.same, 0)
    while offset < core.upperBound {
      guard let (label, start) = Self.label(text, at: offset) else { return nil }
      let end = Self.endOfValue(text, start..<core.upperBound)
      guard let found = find(text, label, text.trimmed(start..<end), line) else { return nil }
      if found == .sameRole { match = .sameRole }
      fields += 1
      offset = text.trimmed(end..<core.upperBound).lowerBound
    }
    guard fields > 0, !isRecord(text, at: index, lines) else { return nil }
    return match
  }

  /// The head's field with that value; of two with the same role, the one with the same label.
  private func find(_ text: borrowing TextView, _ label: Label, _ value: Range<Int>, _ line: Range<Int>) -> Match? {
    guard !value.isEmpty, value.count <= Self.longestValue, !holdsClause(text, value) else { return nil }
    var match: Match?
    for field in head where field.label.role == label.role && field.line.upperBound + 100 < line.lowerBound {
      guard startsWith(text, field.value, value),
        !isListed(text, label, from: field.line.upperBound, to: line.lowerBound)
      else {
        continue
      }
      if field.label.text.utf8CodeUnitCount == label.text.utf8CodeUnitCount,
        text.has(label.text, at: labelStart(text, field))
      {
        return .same
      }
      match = .sameRole
    }
    return match
  }

  private func labelStart(_ text: borrowing TextView, _ field: Field) -> Int {
    // The value stands behind a colon of one or three bytes and perhaps blanks.
    var offset = field.value.lowerBound
    while offset > field.line.lowerBound, isBlank(text.scalar(before: offset).value) {
      offset -= text.scalar(before: offset).length
    }
    offset -= text.scalar(before: offset).length
    while offset > field.line.lowerBound, isBlank(text.scalar(before: offset).value) {
      offset -= text.scalar(before: offset).length
    }
    return offset - field.label.text.utf8CodeUnitCount
  }

  /// Whether `whole` starts with `part`, blanks aside, and no word goes on there.
  private func startsWith(_ text: borrowing TextView, _ whole: Range<Int>, _ part: Range<Int>) -> Bool {
    var (a, b) = (whole.lowerBound, part.lowerBound)
    while true {
      a = text.skipBlanks(a..<whole.upperBound)
      b = text.skipBlanks(b..<part.upperBound)
      guard b < part.upperBound else { break }
      guard a < whole.upperBound, text[a] == text[b] else { return false }
      a += 1
      b += 1
    }
    guard a < whole.upperBound else { return true }
    let last = text.scalar(before: a).value
    let next = text.scalar(at: a).value
    return isBlank(last) || next >= 0x30 && next <= 0x39 || next == 0x7C || next == 0x28 || next == 0xFF08
      || next == 0x5B
  }

  /// Whether a line between head and foot starts with the same label: then the text is a list of records, or an
  /// interview.
  private func isListed(_ text: borrowing TextView, _ label: Label, from: Int, to: Int) -> Bool {
    var start = from + 1
    while start < to {
      let end = text.endOfLine(from: start)
      // Nearly all lines begin in plain Han text, and with another word.
      let isPlain = text[start] >= 0xE4 && text[start] <= 0xE9
      guard !isPlain || text.has(label.text, at: start) else {
        start = end + 1
        continue
      }
      let core = Self.unbracketed(text, start..<min(end, to))
      if text.has(label.text, at: core.lowerBound), let (found, _) = Self.label(text, at: core.lowerBound),
        found.text.utf8CodeUnitCount == label.text.utf8CodeUnitCount
      {
        return true
      }
      start = end + 1
    }
    return false
  }

  /// Whether the line stands in a record with fields of its own: `书名：`, `出版社：`.
  private func isRecord(_ text: borrowing TextView, at index: Int, _ lines: PageLines) -> Bool {
    var before = index - 1
    while before >= 0, Self.label(text, at: Self.unbracketed(text, lines.foot[before]).lowerBound) != nil {
      before -= 1
    }
    if before >= 0, isOtherField(text, lines.foot[before]) { return true }
    var behind = index + 1
    while behind < lines.foot.count, Self.label(text, at: Self.unbracketed(text, lines.foot[behind]).lowerBound) != nil
    { behind += 1 }
    return behind < lines.foot.count && isOtherField(text, lines.foot[behind])
  }

  /// A short line of the form `Han：value`.
  private func isOtherField(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    let core = text.trimmed(line)
    guard core.count <= 120 else { return false }
    var (offset, han) = (core.lowerBound, 0)
    while offset < core.upperBound, han <= 8 {
      let (scalar, length) = text.scalar(at: offset)
      if scalar == 0x3A || scalar == 0xFF1A { return han >= 2 }
      guard isHan(scalar) || isBlank(scalar) else { return false }
      if isHan(scalar) { han += 1 }
      offset += length
    }
    return false
  }

  /// Whether a value holds a mark that no name has.
  private func holdsClause(_ text: borrowing TextView, _ value: Range<Int>) -> Bool {
    var offset = value.lowerBound
    while offset < value.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      switch scalar {
      case 0x3002, 0xFF0C, 0xFF01, 0xFF1F, 0xFF1B, 0x3F, 0x21, 0x3B: return true
      default: offset += max(length, 1)
      }
    }
    return false
  }

  // MARK: Fields

  /// The label that stands at `offset` with a colon behind it, and where its value starts.
  private static func label(_ text: borrowing TextView, at offset: Int) -> (Label, Int)? {
    // All labels start with a Han character.
    guard text[orZero: offset] >= 0xE4, text[orZero: offset] <= 0xE9 else { return nil }
    var result: (Label, Int)?
    names.find(text, at: offset) { place in
      let label = labels[place]
      var end = offset + label.text.utf8CodeUnitCount
      while isBlank(text.scalar(at: end).value) { end += text.scalar(at: end).length }
      if text[orZero: end] == 0x3A { result = (label, end + 1) }
      if text.has("：", at: end) { result = (label, end + 3) }
      return result != nil
    }
    return result
  }

  private static func hasColon(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    let line = text.extracting(line)
    if line.find(0x3A, from: 0) != nil { return true }
    var offset = 0
    while let hit = line.find(0xEF, from: offset) {
      if line.has("：", at: hit) { return true }
      offset = hit + 3
    }
    return false
  }

  /// Where a value ends: before the next label.
  private static func endOfValue(_ text: borrowing TextView, _ range: Range<Int>) -> Int {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let next = nextBorder(text, offset..<range.upperBound)
      if next < range.upperBound, label(text, at: next) != nil { return next }
      offset = next
    }
    return range.upperBound
  }

  /// Behind the next blank, bar or bracket, where a label may start.
  private static func nextBorder(_ text: borrowing TextView, _ range: Range<Int>) -> Int {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      offset += max(length, 1)
      switch scalar {
      case 0x20, 0x09, 0xA0, 0x3000, 0x7C, 0xFF5C, 0x28, 0xFF08, 0x3010, 0x5B, 0x2F:
        return min(offset, range.upperBound)
      default: continue
      }
    }
    return range.upperBound
  }

  /// `line` without blanks and one pair of brackets around it.
  private static func unbracketed(_ text: borrowing TextView, _ line: Range<Int>) -> Range<Int> {
    let core = text.trimmed(line)
    guard !core.isEmpty else { return core }
    let (first, length) = text.scalar(at: core.lowerBound)
    let (last, lastLength) = text.scalar(before: core.upperBound)
    let isPair =
      first == 0x28 && last == 0x29 || first == 0xFF08 && last == 0xFF09 || first == 0x5B && last == 0x5D
      || first == 0x3010 && last == 0x3011
    guard isPair, core.count > length + lastLength else { return core }
    return text.trimmed(core.lowerBound + length..<core.upperBound - lastLength)
  }
}
