internal import DescrapeText

/// Finds the stretches of a text that read as program text, wherever on a line they start.
enum ScriptFinder {
  /// Braces, semicolons and brackets; the first three prose has not.
  private static let signs: [UInt8] = [0x7B, 0x7D, 0x3B, 0x28]
  private static let strong = 3

  /// In ascending order, without overlaps. O(n).
  static func islands(_ text: borrowing TextView) -> [ScriptIsland] {
    var islands: [ScriptIsland] = []
    var script = ScriptScanner()
    var style = StyleScanner()
    var marks = NextByte(text, signs)
    var lineStart = 0
    while lineStart < text.count {
      guard let mark = marks.next(text, from: lineStart) else { break }
      var lineEnd = text.endOfLine(from: lineStart)
      if mark >= lineEnd {
        lineStart = lineEnd + 1
        continue
      }
      var offset = text.trimmed(lineStart..<lineEnd).lowerBound
      var isFirst = true
      while offset < lineEnd {
        var inString = false
        if !isFirst {
          // Program text behind prose shows a brace or ends a statement; a bracket alone is prose's own.
          guard marks.next(text, from: offset, kinds: strong) ?? text.count < lineEnd,
            let anchor = ScriptAnchor.next(text, from: offset, to: lineEnd)
          else { break }
          (offset, inString) = anchor
        }
        var found = inString ? nil : style.scan(text, from: offset)
        let stopOfStyle = found == nil ? offset : style.stop
        if found == nil { found = script.scan(text, from: offset, inString: inString) }
        guard var island = found else {
          offset = isFirst ? offset : max(script.stop, stopOfStyle)
          isFirst = false
          continue
        }
        isFirst = false
        island.lineStart = lineStart
        ScriptEdge.widen(text, &island, after: islands.last?.range.upperBound ?? 0)
        islands.append(island)
        offset = island.range.upperBound
        if offset > lineEnd {
          lineEnd = text.endOfLine(from: offset)
          lineStart = text.startOfLine(at: offset)
        }
      }
      lineStart = lineEnd + 1
    }
    return islands
  }
}

/// Places behind prose where program text may start.
enum ScriptAnchor {
  private static let words = WordTable([
    "var ", "let ", "const ", "function ", "function(", "window.", "window[", "document.", "document)", "jQuery(",
    "jQuery.",
    "jQuery)", "if(", "if (", "try{", "try {", "with(", "with (", "else{", "else {", "_hmt", "_gaq", "_paq", "_czc",
    "gtag(",
    "ga(", "wx.", "shareTo(", "googletag", "jiathis", "addthis", "for(", "setTimeout(", "setInterval(", "$(", "$.",
  ])

  /// What an anchor may begin with: quotes, brackets, `! . # $ _` and letters.
  private static let beginnings = ByteSet(
    Array("\"'{}(!.#$_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8))

  /// The next one in the rest of a line; `inString` when it is a quote that closes a string without beginning.
  static func next(_ text: borrowing TextView, from start: Int, to end: Int) -> (Int, inString: Bool)? {
    let upToEnd = text.extracting(0..<end)
    var i = start
    while let hit = upToEnd.find(anyOf: beginnings, from: i) {
      i = hit
      let byte = text[i]
      switch byte {
      case 0x22, 0x27: if closesString(text, at: i, byte) { return (i, true) }
      case 0x7D: return (i, false)
      case 0x7B: return (i, false)
      case 0x28: if isIIFE(text, at: i) { return (i, false) }
      case 0x21: if text.has("!function", at: i) { return (i, false) }
      case 0x2E, 0x23:
        // A class or a name of a style rule behind Han text.
        let next = text[orZero: i + 1] | 0x20
        if next >= 0x61, next <= 0x7A, text[orZero: i - 1] >= 0x80 || text[orZero: i - 1] == 0x20 { return (i, false) }
      case 0x24, 0x41...0x5A, 0x5F, 0x61...0x7A:
        let before = text[orZero: i - 1]
        if !isASCIIWord(before), before != 0x5F, before != 0x24, before != 0x2E {
          if words.contains(text, at: i) { return (i, false) }
          var j = i
          while isName(text[orZero: j]) || text[orZero: j] == 0x2E { j += 1 }
          if text[orZero: j] == 0x28, j > i { return (i, false) }
          let next = text[orZero: j] == 0x20 ? j + 1 : j
          if text[orZero: next] == 0x3D, text[orZero: next + 1] != 0x3D { return (i, false) }
          i = max(i, j - 1)
        }
      default: break
      }
      i += 1
    }
    return nil
  }

  private static func isName(_ byte: UInt8) -> Bool { isASCIIWord(byte) || byte == 0x5F || byte == 0x24 }

  /// A value of JSON starts here.
  static func isValue(_ text: borrowing TextView, at i: Int) -> Bool {
    switch text[orZero: i] {
    case 0x22, 0x5B, 0x7B, 0x2D, 0x30...0x39: true
    default: text.has("true", at: i) || text.has("false", at: i) || text.has("null", at: i)
    }
  }

  /// `") }`, `");`, `"},`: what stands behind a string and never behind the first quote of one.
  private static func closesString(_ text: borrowing TextView, at i: Int, _ quote: UInt8) -> Bool {
    var j = i + 1
    while text[orZero: j] == 0x20 { j += 1 }
    let first = text[orZero: j]
    guard first == 0x29 || first == 0x7D || first == 0x3B || first == 0x2C || first == 0x3A else { return false }
    j += 1
    while text[orZero: j] == 0x20 { j += 1 }
    let second = text[orZero: j]
    // The name of a value: `": true`, `": ["`.
    if first == 0x3A { return quote == 0x22 && isValue(text, at: j) }
    if first == 0x2C { return second == 0x22 || second == 0x27 || second == 0x7B }
    if first == 0x3B { return second < 0x80 }
    return second == 0x7D || second == 0x29 || second == 0x3B || second == 0x2C || second == 0x0A || second == 0
  }

  private static func isIIFE(_ text: borrowing TextView, at i: Int) -> Bool {
    text.has("function", at: i + 1) || text.has("window.", at: i + 1) || text.has("adsbygoogle", at: i + 1)
      || text.has("async", at: i + 1) || text.has(") =>", at: i + 1) || text.has("document", at: i + 1)
  }
}
