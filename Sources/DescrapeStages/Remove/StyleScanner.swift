internal import DescrapeText

/// Reads the rules of a style sheet, `.share a{width:100px;float:left}`, as far as they go.
struct StyleScanner {
  private static let longestSelector = 300
  private static let longestRule = 4000
  private static let longestValue = 48

  /// Where the last scan stopped.
  private(set) var stop = 0

  /// - Returns: the rules that start at `start`; nil when there is none with a property that style sheets have.
  mutating func scan(_ text: borrowing TextView, from start: Int) -> ScriptIsland? {
    var island = ScriptIsland(range: start..<start)
    island.isStyle = true
    var (i, end) = (start, start)
    var depth = 0
    var hasClass = false
    stop = start + 1
    if let close = headless(text, from: start, into: &island) {
      (i, end) = (skipBlank(text, from: close, feeds: 1), close)
    }
    while let open = selector(text, from: i) {
      if text[i] == 0x2E || text[i] == 0x23 { hasClass = true }
      island.braces += 1
      if text[i] == 0x40, depth == 0, !text.has("@font-face", at: i) {
        depth = 1
        i = skipBlank(text, from: open + 1, feeds: 2)
        continue
      }
      guard let close = declarations(text, from: open + 1, into: &island) else { break }
      end = close
      i = skipBlank(text, from: end, feeds: 1)
      if depth > 0, text[orZero: i] == 0x7D {
        depth = 0
        end = i + 1
        i = skipBlank(text, from: end, feeds: 1)
      }
    }
    stop = max(i, end, start + 1)
    guard end > start, island.properties >= 2 || island.properties == 1 && hasClass else { return nil }
    island.range = start..<end
    island.unclosed = depth
    return island
  }

  /// Behind the declarations of a rule whose selector was cut off, with the first of them or a part of it, or without.
  private func headless(_ text: borrowing TextView, from start: Int, into island: inout ScriptIsland) -> Int? {
    let first = text[orZero: start]
    guard first == 0x7B || first == 0x2D || isASCIIWord(first) else { return nil }
    var tried = island
    let isDigit = isASCIIDigit(first)
    if !isDigit, let close = declarations(text, from: first == 0x7B ? start + 1 : start, into: &tried),
      tried.properties - island.properties >= (isFollowed(text, close) ? 1 : 2)
    {
      island = tried
      island.orphans += 1
      island.braces += first == 0x7B ? 1 : 0
      return close
    }
    // The end of a value: `ormal;overflow:hidden}`.
    tried = island
    guard first != 0x7B, let rest = endOfValue(text, from: start),
      let close = declarations(text, from: rest, into: &tried), tried.properties > island.properties,
      isFollowed(text, close)
    else { return nil }
    island = tried
    island.orphans += 1
    return close
  }

  /// Whether another rule begins behind the brace that closes at `close`.
  private func isFollowed(_ text: borrowing TextView, _ close: Int) -> Bool {
    selector(text, from: skipBlank(text, from: close, feeds: 1)) != nil
  }

  /// Behind the semicolon that ends a value of which the beginning is cut off.
  private func endOfValue(_ text: borrowing TextView, from start: Int) -> Int? {
    var i = start
    while i - start < Self.longestValue {
      switch text[orZero: i] {
      case 0x3B: return i > start ? i + 1 : nil
      case 0x20, 0x23, 0x25, 0x27...0x2A, 0x2C...0x2E, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: i += 1
      default: return nil
      }
    }
    return nil
  }

  /// Where the brace of the rule opens whose selector starts at `start`.
  private func selector(_ text: borrowing TextView, from start: Int) -> Int? {
    let first = text[orZero: start]
    guard
      first == 0x2E || first == 0x23 || first == 0x40 || first == 0x2A || first == 0x5B
        || first | 0x20 >= 0x61 && first | 0x20 <= 0x7A
    else { return nil }
    var i = start
    let limit = min(text.count, start + Self.longestSelector)
    while i < limit {
      switch text[i] {
      case 0x7B: return i > start ? i : nil
      case 0x20, 0x22, 0x23, 0x27...0x2E, 0x30...0x3A, 0x3D, 0x3E, 0x40...0x5B, 0x5D...0x5F, 0x61...0x7A, 0x7E: i += 1
      // A selector may go over several lines, one part on each.
      case 0x0A where text[i - 1] == 0x2C: i += 1
      default: return nil
      }
    }
    return nil
  }

  /// Behind the brace that closes the declarations from `start` on; nil when they are no declarations.
  private func declarations(_ text: borrowing TextView, from start: Int, into island: inout ScriptIsland) -> Int? {
    var i = start
    let limit = min(text.count, start + Self.longestRule)
    while i < limit {
      i = skipBlank(text, from: i, feeds: 2)
      if text[orZero: i] == 0x7D { return i + 1 }
      let name = i
      while text[orZero: i] | 0x20 >= 0x61 && text[orZero: i] | 0x20 <= 0x7A || text[orZero: i] == 0x2D
        || i == name && text[orZero: i] == 0x2A
      {
        i += 1
      }
      let endOfName = i
      i = skipBlank(text, from: i, feeds: 0)
      guard endOfName > name, text[orZero: i] == 0x3A else { return nil }
      if ScriptWords.isProperty(text, name..<endOfName) { island.properties += 1 }
      while i < limit, text[i] != 0x3B, text[i] != 0x7D {
        if text[i] == 0x0A || text[i] == 0x7B { return nil }
        i += 1
      }
      if text[orZero: i] == 0x3B {
        island.statements += 1
        i += 1
      }
    }
    return nil
  }

  private func skipBlank(_ text: borrowing TextView, from start: Int, feeds: Int) -> Int {
    var (i, left) = (start, feeds)
    while i < text.count, text[i] == 0x20 || text[i] == 0x09 || text[i] == 0x0A {
      if text[i] == 0x0A {
        if left == 0 { break }
        left -= 1
      }
      i += 1
    }
    return i
  }
}
