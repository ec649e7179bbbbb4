extension Facts {
  /// Counts `text` in one pass: O(n), no allocation, about a cycle and a half a byte on Chinese prose.
  public init(surveying text: borrowing TextView) {
    self.init()
    unsafe text.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var scan = unsafe SurveyScan(p: base, n: buffer.count)
      scan.run()
      self = scan.facts
      bytes = buffer.count
    }
  }
}

/// The survey's loop. Unsafe inside: `p` points at `n` bytes of well-formed UTF-8; every look ahead or back goes through `at`,
/// which checks both ends, and all else reads at `i`, which is below `n`. Counts and offsets stay below the size of a text, so
/// their sums wrap without a check.
@safe
private struct SurveyScan {
  let p: UnsafePointer<UInt8>
  let n: Int
  var facts = Facts()
  private var i = 0
  private var lineStart = 0

  init(p: UnsafePointer<UInt8>, n: Int) {
    unsafe self.p = p
    self.n = n
  }

  private subscript(j: Int) -> UInt8 {
    @inline(__always) get { unsafe p[j] }
  }

  @inline(__always)
  private func at(_ j: Int) -> UInt8 { j >= 0 && j < n ? self[j] : 0 }

  mutating func run() {
    unsafe ByteClass.table.withUnsafeBufferPointer { table in
      while i < n {
        switch unsafe table[Int(self[i])] {
        case .han:
          // Two characters in three of Chinese prose are in a run like this one.
          let start = i
          repeat { i &+= 3 } while i < n && self[i] >= 0xE4 && self[i] <= 0xE9
          facts.han &+= (i - start) / 3
          if i < n, self[i] == 0x20, at(i &+ 1) >= 0xE2 { facts.hanBlanks &+= 1 }
        case .plain:
          repeat { i &+= 1 } while unsafe i < n && table[Int(self[i])] == .plain
        case .newline:
          endLine()
          i &+= 1
        case .carriageReturn:
          facts.triggers.insert(.carriageReturn)
          i &+= 1
        case .control:
          facts.triggers.insert(.control)
          i &+= 1
        case .ampersand:
          // A space may have come in between.
          let next = at(i &+ 1) == 0x20 ? at(i &+ 2) : at(i &+ 1)
          if next == 0x23 || next | 0x20 >= 0x61 && next | 0x20 <= 0x7A { facts.triggers.insert(.entity) }
          i &+= 1
        case .hash:
          if at(i &+ 1) >= 0x30 && at(i &+ 1) <= 0x39 || at(i &+ 1) | 0x20 == 0x78 { facts.triggers.insert(.entity) }
          i &+= 1
        case .comma:
          comma()
        case .stop:
          if hanBefore(i), !isASCIIWord(at(i &+ 1)), at(i &+ 1) != 0x2E { facts.typedStops &+= 1 }
          if at(i &+ 1) == 0x2E, hanBefore(i) { facts.flatMarks &+= 1 }
          i &+= 1
        case .mark:
          mark()
        case .open:
          open()
        case .brace:
          facts.triggers.insert(.code)
          i &+= 1
        case .hyphen:
          if at(i &+ 1) == 0x2D, hanBefore(i) { facts.flatMarks &+= 1 }
          i &+= 1
        case .quote:
          if hanBefore(i) || hanAfter(i + 1) { facts.flatQuotes &+= 1 }
          i &+= 1
        case .less:
          let next = at(i &+ 1)
          if next | 0x20 >= 0x61 && next | 0x20 <= 0x7A || next == 0x2F || next == 0x21 { facts.triggers.insert(.tag) }
          i &+= 1
        case .bracket:
          let next = at(i &+ 1)
          if self[i] == 0x5B
            ? next | 0x20 >= 0x61 && next | 0x20 <= 0x7A || next == 0x2F || next == 0x21 || next == 0x5D
            : next == 0x75 && at(i &+ 2) == 0x30 && at(i &+ 4) == 0x33
          {
            facts.triggers.insert(.bracket)
          }
          i &+= 1
        case .two:
          if self[i] == 0xC3, at(i &+ 2) >= 0xC2 { latin() }
          i &+= 2
        case .twoC2:
          let next = at(i &+ 1)
          if next == 0x85 {
            facts.triggers.insert(.lineSeparator)
          } else if next < 0xA0 {
            facts.triggers.formUnion([.control, .mojibake])
          } else if next == 0xAD || next == 0xA0 {
            facts.triggers.insert(.invisible)
            if next == 0xA0, hanBefore(i) || hanAfter(i + 2) { facts.hanBlanks &+= 1 }
          }
          if at(i &+ 2) >= 0xC2 { latin() }
          i &+= 2
        case .twoFlagged:
          facts.triggers.insert(.denormal)
          // The Arabic letter mark.
          if self[i] == 0xD8 && at(i &+ 1) == 0x9C { facts.triggers.insert(.invisible) }
          i &+= 2
        case .twoGreek:
          if at(i &+ 1) == 0x87 { facts.triggers.insert(.denormal) }
          i &+= 2
        case .e1:
          // Latin Extended Additional is all precomposed; the rest of the row has marks and jamo.
          if at(i &+ 1) < 0xB8 || at(i &+ 1) > 0xBB { facts.triggers.insert(.denormal) }
          // The Mongolian vowel separator.
          if at(i &+ 1) == 0xA0 && at(i &+ 2) == 0x8E { facts.triggers.insert(.invisible) }
          i &+= 3
        case .e2:
          e2()
        case .e3:
          e3()
        case .hangul:
          facts.hangul &+= 1
          i &+= 3
        case .hangulOrJamo:
          if self[i] == 0xEA && at(i &+ 1) >= 0xB0 || self[i] == 0xED && at(i &+ 1) < 0x9E {
            facts.hangul &+= 1
          } else {
            facts.triggers.insert(.denormal)
          }
          i &+= 3
        case .ef:
          ef()
        case .flagged3:
          facts.triggers.insert(.denormal)
          i &+= 3
        case .three:
          i &+= 3
        case .four:
          four()
        }
      }
      endLine()
      if facts.han >= 3, unsafe HanSample.isMisread(p, n, facts) { facts.triggers.insert(.mojibakeHan) }
    }
  }

  private mutating func latin() {
    if MojibakeSign.isSign(at: i, { at($0) }) { facts.triggers.insert(.mojibake) }
  }

  /// Looks back at the line that ends at `i`: is it one of text, and does it end as a statement does?
  private mutating func endLine() {
    var last = i - 1
    while last >= lineStart && (self[last] == 0x20 || self[last] == 0x0D || self[last] == 0x09) { last -= 1 }
    if last >= lineStart {
      facts.textLines &+= 1
      let first = self[lineStart]
      if first < 0x30 || first & 0xDF >= 0x5B && first < 0x80 || first == 0x3C || first == 0x40 {
        facts.markedLines &+= 1
      }
      let byte = self[last]
      // Long enough, no mark at its end, and another line right behind it.
      if at(i &+ 1) > 0x20 && last - lineStart >= 30 && endsOpen(last) { facts.openLines &+= 1 }
      if byte == 0x3B ? !hanBefore(last) && !endsReference(last) : byte == 0x7B || byte == 0x7D {
        facts.codeLines &+= 1
      }
    }
    lineStart = i + 1
  }

  /// Whether the character whose last byte is at `j` is no mark that ends a clause.
  private func endsOpen(_ j: Int) -> Bool {
    let byte = self[j]
    if byte < 0x80 { return byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte == 0x2C }
    let (lead, second) = (at(j - 2), at(j - 1))
    return !(lead == 0xE3 && second == 0x80 || lead == 0xEF && second == 0xBC || lead == 0xE2 && second == 0x80)
  }

  /// Whether the semicolon at `j` ends a character reference: `&nbsp;`, `&#160;`, `&amp;rdquo;`, or `#x3002;` behind text.
  private func endsReference(_ j: Int) -> Bool {
    var start = j - 1
    while start >= max(0, j - 10) && isASCIIWord(self[start]) { start -= 1 }
    guard start < j - 1 else { return false }
    if at(start) == 0x23 { return at(start - 1) == 0x26 || at(start - 1) == 0x3B || at(start - 1) >= 0x80 }
    if at(start) == 0x3B { return at(start - 1) == 0x70 && at(start - 2) == 0x6D && at(start - 3) == 0x61 }
    return at(start) == 0x26
  }

  /// Whether the character before `j` is Han, or a CJK mark or quote that closes something Han.
  private func hanBefore(_ j: Int) -> Bool {
    guard j >= 3, self[j - 1] >= 0x80 else { return false }
    let lead = self[j - 3]
    if lead >= 0xE4 && lead <= 0xE9 { return true }
    if lead == 0xE3 { return self[j - 2] == 0x80 }
    if lead == 0xE2 { return self[j - 2] == 0x80 && (self[j - 1] == 0x9D || self[j - 1] == 0x99) }
    return lead == 0xEF && self[j - 2] == 0xBC
  }

  private func hanAfter(_ j: Int) -> Bool {
    let lead = at(j)
    if lead >= 0xE4 && lead <= 0xE9 { return true }
    if lead == 0xE3 { return at(j + 1) == 0x80 }
    return lead == 0xE2 && at(j + 1) == 0x80 && (at(j + 2) == 0x9C || at(j + 2) == 0x98)
  }

  private mutating func comma() {
    defer { i &+= 1 }
    let (next, second, third) = (at(i &+ 1), at(i &+ 2), at(i &+ 3))
    if next == 0xE3 && second == 0x80 && (third == 0x81 || third == 0x82)
      || next == 0xEF && second == 0xBC && third == 0x8C
    {
      facts.commasBeforeMark &+= 1
      return
    }
    if next == 0x2C && second != 0x2C && hanBefore(i) {
      facts.doubledCommas &+= 1
      // What the noise in front of it leaves is a folded mark.
      if hanAfter(i + 2) { facts.foldedMarks &+= 1 }
    } else {
      weigh()
    }
  }

  /// Counts a mark as folded or as typed, after what stands on both its sides.
  private mutating func weigh() {
    let after = hanAfter(i + 1)
    if hanBefore(i) {
      if after || isASCIIWord(at(i &+ 1)) {
        facts.foldedMarks &+= 1
      } else if at(i &+ 1) == 0x20 && hanAfter(i + 2) {
        facts.spacedMarks &+= 1
      }
    } else if after && (isASCIIWord(at(i - 1)) || at(i - 1) == 0x29) {
      facts.foldedMarks &+= 1
    }
  }

  private mutating func mark() {
    if self[i] == 0x3B, i > 0, self[i - 1] == 0x29 || self[i - 1] == 0x22 || self[i - 1] == 0x27 {
      facts.triggers.insert(.code)
    }
    if self[i] == 0x3F { question() }
    weigh()
    i &+= 1
  }

  /// Does the `?` at `i` stand for a lost byte of a character? A torn gloss, noise or Han text is behind it then.
  private mutating func question() {
    let next = at(i &+ 1)
    let isTorn =
      next >= 0xC3 || (next >= 0x61 && next <= 0x7A || next == 0x28) && at(i - 1) >= 0x80
      || next >= 0x05 && next <= 0x08
    if isTorn { facts.triggers.insert(.lostByte) }
  }

  private mutating func open() {
    if hanBefore(i) {
      let next = at(i &+ 1) == 0x20 ? at(i &+ 2) : at(i &+ 1)
      if next >= 0x61 && next <= 0x7A || next >= 0xC3 && next <= 0xC9 || next == 0xE1 || bopomofo(i &+ 1) {
        facts.glossBrackets &+= 1
        facts.triggers.insert(.glossBracket)
      } else if hanAfter(i + 1) {
        facts.foldedMarks &+= 1
      }
    } else if at(i - 2) >= 0x80, at(i - 1) >= 0x40, at(i - 1) < 0x80, at(i &+ 1) >= 0x61 {
      facts.triggers.insert(.letterGloss)
    }
    i &+= 1
  }

  /// Whether Bopomofo or one of its tone marks stands at `j`, perhaps behind a space.
  private func bopomofo(_ j: Int) -> Bool {
    let j = at(j) == 0x20 ? j + 1 : j
    return at(j) == 0xE3 && at(j + 1) == 0x84 || at(j) == 0xCB
  }

  /// Counts the fullwidth bracket at `i` if it opens what may be a gloss. On its own: it would make `ef` slow for all marks.
  @inline(never)
  private mutating func openWide() {
    guard hanBefore(i) else { return }
    var isGloss = bopomofo(i &+ 3)
    // The vowel with the mark is the fourth letter at most (zhuāng).
    var j = i &+ 3
    while !isGloss, j < i &+ 8 {
      let byte = at(j)
      isGloss = byte >= 0xC3 && byte <= 0xC9 || byte == 0xE1
      if byte != 0x20 && (byte < 0x61 || byte > 0x7A) { break }
      j &+= 1
    }
    if isGloss { facts.wideGlossBrackets &+= 1 }
  }

  private mutating func e2() {
    let (second, third) = (at(i &+ 1), at(i &+ 2))
    switch second {
    case 0x80:
      switch third {
      case 0x80, 0x81: facts.triggers.insert(.denormal)
      case 0x8B...0x8F, 0xAA...0xAE: facts.triggers.insert(.invisible)
      case 0xA8, 0xA9: facts.triggers.insert(.lineSeparator)
      case 0x94: facts.dashes &+= 1
      case 0xA6: facts.ellipses &+= 1
      case 0x9C, 0x9D:
        facts.ideographicMarks &+= 1
        facts.curlyQuotes &+= 1
      default: break
      }
    case 0x81:
      if third >= 0xA0 && third <= 0xAF { facts.triggers.insert(.invisible) }
    case 0x83, 0x8C, 0xAB, 0xB3, 0xB5, 0xB7: facts.triggers.insert(.denormal)
    case 0x84:
      if third == 0xA6 || third == 0xAA || third == 0xAB { facts.triggers.insert(.denormal) }
    case 0xBA...0xBF:
      if second < 0xBF || third < 0xA0 { facts.triggers.insert(.radical) }
    default: break
    }
    i &+= 3
  }

  /// Whether a name or number stands behind a fullwidth ampersand: `＆nbsp；`, or its letters are fullwidth, too.
  private func isReference(_ j: Int) -> Bool {
    isASCIIWord(at(j)) || at(j) == 0x23 || at(j) == 0xEF && (at(j + 1) == 0xBD || at(j + 2) == 0x83)
  }

  private mutating func e3() {
    let (second, third) = (at(i &+ 1), at(i &+ 2))
    switch second {
    case 0x80:
      switch third {
      case 0x80:
        facts.triggers.insert(.wideBlank)
        if hanBefore(i), self[i - 1] != 0x80 || self[i - 2] != 0x80 || self[i - 3] != 0xE3 { facts.hanBlanks &+= 1 }
      case 0x81, 0x82, 0x8A, 0x8B: facts.ideographicMarks &+= 1
      case 0x85, 0x87: facts.han &+= 1
      case 0xAA...0xAF: facts.triggers.insert(.denormal)
      default: break
      }
    // `ㄛ` is what the comma of GBK is in Big5.
    case 0x84: if third == 0x9B { facts.triggers.insert(.mojibakeHan) }
    // An ASCII comma's fullwidth sibling before a mark is counted where it stands; see `ef`.
    case 0x81...0x83:
      facts.kana &+= 1
      if second == 0x82 && (third == 0x99 || third == 0x9A) { facts.triggers.insert(.denormal) }
    case 0x90...0xBF: facts.han &+= 1
    default: break
    }
    i &+= 3
  }

  private mutating func ef() {
    let (second, third) = (at(i &+ 1), at(i &+ 2))
    switch second {
    case 0xBC:
      // U+FF01-FF0F and U+FF1A-FF1F.
      if third >= 0x81 && third <= 0x8F || third >= 0x9A && third <= 0x9F {
        facts.fullwidthMarks &+= 1
        if at(i &+ 3) == 0x20, at(i &+ 4) >= 0xE2 { facts.hanBlanks &+= 1 }
      } else {
        facts.widthForms &+= 1
      }
      if third == 0x86 {
        if isReference(i &+ 3) { facts.triggers.insert(.entity) }
      } else if third == 0x88 {
        openWide()
      } else if third == 0x8C {
        let (a, b, c) = (at(i &+ 3), at(i &+ 4), at(i &+ 5))
        if a == 0xE3 && b == 0x80 && (c == 0x81 || c == 0x82) || a == 0xEF && b == 0xBC && c == 0x8C {
          facts.commasBeforeMark &+= 1
        }
      }
    case 0xBD: if third <= 0x9A || third >= 0xA6 { facts.widthForms &+= 1 }
    case 0xBE: if third <= 0x9F { facts.widthForms &+= 1 }
    case 0xA4...0xAD, 0xB8: facts.triggers.insert(.denormal)
    case 0xBB:
      if third == 0xBF { facts.triggers.insert(.invisible) }
    case 0xBF:
      if third >= 0xB9 && third <= 0xBB { facts.triggers.insert(.invisible) }
      if third == 0xBD { facts.triggers.formUnion([.lostByte, .replacement]) }
    default: break
    }
    i &+= 3
  }

  private mutating func four() {
    let second = at(i &+ 1)
    if self[i] == 0xF0 && second >= 0xA0 && second <= 0xAE || self[i] == 0xF0 && second >= 0xB0 {
      facts.han &+= 1
    } else if self[i] == 0xF0 && second == 0x9F {
      // Emoji and other symbols: no marks among them.
    } else {
      facts.triggers.insert(.denormal)
      if self[i] == 0xF3 { facts.triggers.insert(.invisible) }
    }
    i &+= 4
  }
}
