internal import DescrapeText

/// Reads JavaScript by its tokens, as far as it goes: until something stands outside strings and comments that no
/// program has there.
///
/// It never looks back before its start, and a failed look ahead is bounded or remembered, so that scans that each
/// start where
/// the one before stopped take linear time together.
struct ScriptScanner {
  /// What the last token was.
  private enum Token { case none, word, keyword, number, string, closer, block, opener, comma, sign }

  /// A string goes on over line feeds for so many bytes: tags were taken out of it.
  private static let brokenString = 160
  private static let longestComment = 1000

  /// Where the last scan stopped.
  private(set) var stop = 0
  /// No comment ends before this offset.
  private var noCommentEnd = 0
  private var stack: [UInt8] = []
  private var island = ScriptIsland(range: 0..<0)
  private var end = 0
  private var last = Token.none
  /// The statement at hand has shown that it is one.
  private var isConfirmed = false
  private var lineTokens = 0
  private var lineMarks = 0
  private var lineStartsWithKeyword = false

  /// Scans from `start`; `inString` says that the byte there is the quote that ends a string.
  /// - Returns: nil when nothing there is surely program text.
  mutating func scan(_ text: borrowing TextView, from start: Int, inString: Bool) -> ScriptIsland? {
    stack.removeAll(keepingCapacity: true)
    island = ScriptIsland(range: start..<start)
    island.startsInString = inString
    (end, last, isConfirmed) = (start, inString ? .string : .none, inString)
    startLine()
    var i = inString ? start + 1 : start
    if inString { lineTokens = 1 }
    while i < text.count, let next = step(text, at: i) { i = next }
    if i >= text.count { _ = endLine(at: text.count, text) }
    stop = max(i, start + 1)
    guard end > start, island.structure > 0 else { return nil }
    island.range = start..<end
    island.unclosed += stack.count
    return island
  }

  private mutating func startLine() { (lineTokens, lineMarks, lineStartsWithKeyword) = (0, 0, false) }

  /// Reads the token at `i`.
  /// - Returns: where the next one starts; nil when what is here is no program text.
  private mutating func step(_ text: borrowing TextView, at i: Int) -> Int? {
    let byte = text[i]
    switch byte {
    case 0x20, 0x09, 0x0D: return i + 1
    case 0x0A: return endLine(at: i, text) ? blankLines(text, from: i + 1) : nil
    case 0x22, 0x27, 0x60: return string(text, at: i, byte)
    case 0x2F: return slash(text, at: i)
    case 0x29, 0x5D, 0x7D: return close(at: i, byte)
    case 0x3B:
      guard isConfirmed || !stack.isEmpty || last == .closer || last == .block || last == .string || last == .keyword
      else {
        // One before a function keeps it from the statement of a file before.
        let next = text[orZero: i + 1]
        guard last == .none, next == 0x28 || next == 0x21 || next == 0x24 else { return nil }
        note(.sign)
        return i + 1
      }
      island.statements += 1
      lineMarks += 1
      note(.sign, upTo: i + 1)
      isConfirmed = false
      return i + 1
    case 0x3D:
      if text[orZero: i + 1] != 0x3D, text[orZero: i - 1] != 0x3D, last == .word || last == .closer {
        island.assignments += 1
        isConfirmed = true
      }
      lineMarks += 1
      note(.sign)
      return i + 1
    case 0x2C, 0x3A, 0x2E:
      if byte == 0x3A, last == .string, text[orZero: i - 1] == 0x22 { island.pairs += 1 }
      lineMarks += byte == 0x2E ? 0 : 1
      note(byte == 0x2E ? .sign : .comma)
      return i + 1
    case 0x21 where text[orZero: i + 1] == 0x5B: return nil  // a picture in Markdown
    case 0x5B where lineTokens == 0 && stack.isEmpty: return nil  // a link in Markdown
    case 0x21, 0x25, 0x26, 0x2A, 0x2B, 0x2D, 0x3C, 0x3E, 0x3F, 0x5E, 0x7C, 0x7E:
      // A tag's bracket starts no program.
      if last == .none, byte != 0x21, byte != 0x2B, byte != 0x2D, byte != 0x26, byte != 0x7C { return nil }
      if byte == 0x3C, lineTokens == 0 || last == .block || text[orZero: i - 1] == 0x3B { return nil }
      // A list's entry neither.
      if lineTokens == 0, text[orZero: i + 1] == 0x20, byte == 0x2A || byte == 0x2B || byte == 0x2D { return nil }
      note(.sign)
      return i + 1
    case 0x28, 0x5B, 0x7B: return open(text, at: i, byte)
    case 0x30...0x39: return word(text, at: i, isNumber: true)
    case 0x24, 0x41...0x5A, 0x5F, 0x61...0x7A: return word(text, at: i, isNumber: false)
    case 0xC2 where text[orZero: i + 1] == 0xA0: return i + 2
    case 0xE3 where text.has("\u{3000}", at: i): return i + 3
    default: return nil
    }
  }

  /// Takes a token; with `upTo`, all before that offset is program text.
  private mutating func note(_ token: Token, upTo offset: Int? = nil) {
    last = token
    lineTokens += 1
    if let offset { end = offset }
  }

  /// An operand extends the text when something asked for it.
  private var isAskedFor: Bool { isConfirmed && (last == .sign || last == .opener || last == .comma) }

  private mutating func word(_ text: borrowing TextView, at i: Int, isNumber: Bool) -> Int? {
    var j = i + 1
    while isASCIIWord(text[orZero: j]) || text[orZero: j] == 0x5F || text[orZero: j] == 0x24
      || isNumber && text[orZero: j] == 0x2E
    { j += 1 }
    let isKeyword = !isNumber && text[orZero: i - 1] != 0x2E && ScriptWords.isKeyword(text, i..<j)
    let isFirst = lineTokens == 0
    if isFirst, isKeyword { lineStartsWithKeyword = true }
    // Two words in a row are a sentence, unless the second one stands between operands.
    if !isFirst, last == .word || last == .number || last == .string {
      guard isKeyword, isInfix(text, i) || isConfirmed && ScriptWords.beginsStatement(text, i..<j) else { return nil }
    }
    // Letters that run on into another script are the next sentence's.
    let asked = isAskedFor && text[orZero: j] < 0x80
    note(isKeyword ? .keyword : isNumber ? .number : .word, upTo: asked ? j : nil)
    return j
  }

  /// `in`, `of` and `instanceof`.
  private func isInfix(_ text: borrowing TextView, _ i: Int) -> Bool { text.has("in", at: i) || text.has("of", at: i) }

  private mutating func string(_ text: borrowing TextView, at i: Int, _ quote: UInt8) -> Int? {
    if lineTokens > 0, last == .word || last == .number || last == .string { return nil }
    let isCalled = last == .opener || last == .comma || last == .sign
    let limit = quote == 0x60 ? min(text.count, i + Self.longestComment) : text.count
    var j = i + 1
    while j < limit, text[j] != quote, text[j] != 0x0A || quote == 0x60 {
      j += text[j] == 0x5C && text[orZero: j + 1] != 0x0A ? 2 : 1
    }
    let isClosed = j < limit && text[j] == quote
    let endOfLine = isClosed ? min(j + 1, limit) : min(j, limit)
    lineMarks += 1
    if j >= endOfLine, quote != 0x60, isCalled, !stack.isEmpty {
      // Tags were taken out of it: nothing is left but blanks.
      j = endOfLine
      while j < text.count, text[j] <= 0x20, j - endOfLine <= Self.brokenString { j += 1 }
      if text[orZero: j] != quote { j = endOfLine }
    } else if j >= endOfLine {
      j = endOfLine
    }
    if j < text.count, text[j] == quote {
      let asked = isAskedFor || isConfirmed || !stack.isEmpty
      note(.string, upTo: asked ? j + 1 : nil)
      return j + 1
    }
    // Cut off inside a string: it goes as far as its line, but an address ends where other letters begin.
    if isCalled, !stack.isEmpty, isConfirmed, quote != 0x60, endOfLine - i <= 400 {
      var close = i + 1
      while close < endOfLine, text[close] < 0x80 { close += 1 }
      if close == i + 1 { close = endOfLine - i <= 120 ? endOfLine : i }
      if close > i { note(.string, upTo: text.trimmed(i..<close).upperBound) }
      island.unclosed += 1
    }
    return nil
  }

  /// A comment, a regular expression, or a division.
  private mutating func slash(_ text: borrowing TextView, at i: Int) -> Int? {
    let next = text[orZero: i + 1]
    if next == 0x2F {
      let endOfLine = text.endOfLine(from: i)
      guard endOfLine - i <= Self.longestComment, isConfirmed || last != .none || text[orZero: i + 2] != 0x2F else {
        return nil
      }
      if lineTokens == 0 { (lineTokens, lineMarks) = (1, 1) }
      if end > island.range.lowerBound { end = text.trimmed(i..<endOfLine).upperBound }
      return endOfLine
    }
    if next == 0x2A {
      guard i >= noCommentEnd else { return nil }
      let limit = min(text.count, i + Self.longestComment)
      let upToLimit = text.extracting(0..<limit)
      var j = i + 2
      while let star = upToLimit.find(0x2A, from: j) {
        if text[orZero: star + 1] == 0x2F {
          if lineTokens == 0 { (lineTokens, lineMarks) = (1, 1) }
          if end > island.range.lowerBound { end = star + 2 }
          return star + 2
        }
        j = star + 1
      }
      noCommentEnd = limit
      return nil
    }
    if last == .sign || last == .opener || last == .comma || last == .keyword {
      var j = i + 1
      var isInClass = false
      let limit = min(text.count, i + 300)
      while j < limit, text[j] != 0x0A, isInClass || text[j] != 0x2F {
        if text[j] == 0x5C {
          j += 1
        } else if text[j] == 0x5B {
          isInClass = true
        } else if text[j] == 0x5D {
          isInClass = false
        }
        j += 1
      }
      if j < limit, text[j] == 0x2F {
        j += 1
        while text[orZero: j] >= 0x61, text[orZero: j] <= 0x7A { j += 1 }
        note(.number, upTo: isAskedFor ? j : nil)
        return j
      }
    }
    note(.sign)
    return i + 1
  }

  private mutating func open(_ text: borrowing TextView, at i: Int, _ byte: UInt8) -> Int? {
    if byte == 0x7B {
      island.braces += 1
      if last != .word || stack.isEmpty == false { isConfirmed = true }
    } else if last == .word || last == .closer {
      let isAdjacent = text[orZero: i - 1] > 0x20
      if byte == 0x28, last == .word, isAdjacent { island.calls += 1 }
      if isAdjacent { isConfirmed = true }
    } else if byte == 0x28, last == .keyword {
      isConfirmed = true
    }
    lineMarks += 1
    stack.append(byte)
    note(.opener, upTo: isConfirmed && (byte == 0x7B || last != .none) ? i + 1 : nil)
    return i + 1
  }

  private mutating func close(at i: Int, _ byte: UInt8) -> Int? {
    if let top = stack.last {
      // `(` and `)` are neighbours; `[` and `]`, `{` and `}` have one between.
      if byte == top + (top == 0x28 ? 1 : 2) { stack.removeLast() } else { island.orphans += 1 }
    } else {
      island.orphans += 1
    }
    if byte == 0x7D {
      island.braces += 1
      isConfirmed = true
    }
    lineMarks += 1
    note(byte == 0x7D ? .block : .closer, upTo: isConfirmed || island.startsInString ? i + 1 : nil)
    if byte == 0x7D { isConfirmed = !stack.isEmpty || island.orphans > 0 }
    return i + 1
  }

  /// Decides at a line's end whether the line was program text.
  private mutating func endLine(at i: Int, _ text: borrowing TextView) -> Bool {
    guard lineTokens > 0 else { return true }
    let isCode =
      stack.isEmpty
      ? isConfirmed || last == .block || lineStartsWithKeyword && lineTokens <= 3
        || last == .sign && end == text.trimmed(0..<i).upperBound
        || last == .comma && island.pairs > 0
      : lineMarks > 0 || lineStartsWithKeyword
    guard isCode else { return false }
    if !lineStartsWithKeyword || lineMarks > 0 || end > island.range.lowerBound {
      var j = i
      while j > end, text[j - 1] <= 0x20 { j -= 1 }
      end = max(end, j)
    }
    // Values of an object whose opening brace is lost.
    if stack.isEmpty { isConfirmed = last == .comma && island.pairs > 0 }
    startLine()
    return true
  }

  /// Two blank lines end a program; one may stand behind each line of it, as behind all lines of a page.
  private func blankLines(_ text: borrowing TextView, from start: Int) -> Int? {
    var (i, feeds) = (start, 0)
    while i < text.count, text[i] <= 0x20 {
      if text[i] == 0x0A { feeds += 1 }
      i += 1
    }
    return feeds <= 2 ? i : nil
  }
}
