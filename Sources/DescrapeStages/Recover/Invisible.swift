public import DescrapeText

/// Removes characters that nobody sees: `今\u{200B}天` is `今天`.
///
/// ## Repairs
/// Zero width spaces, word joiners and byte order marks inside the text, zero width joiners and non-joiners where no
/// script joins, soft hyphens between letters, controls (also the noise of U+0005 to U+0008 that sites put before
/// marks, and the colour sequences of terminals), bidirectional controls without a partner in their line or without a
/// right-to-left letter near, tag characters outside a flag, annotation characters. A C1 control in Latin text is the
/// windows-1252 character that was meant. No-break spaces become plain ones where they are strewn over the text: where
/// some stand between long ordinary words (or, in Han text, three between it and letters or digits).
///
/// ## Keeps
/// Program text as a whole, but for the noise before marks of Han text.
/// Joiners in emoji and in the scripts from Hebrew to Mongolian that shape their letters, U+200B beside Thai, Lao,
/// Tibetan, Myanmar, Khmer, Javanese and their kin, where it parts words, all of them and all bidirectional marks in a
/// text that is written in such a script, variation selectors, Hangul fillers,
/// ideographic description characters, private use characters; tab, line feed, vertical tab, form feed and the escapes
/// of ISO 2022. A soft
/// hyphen stays at the end of a line, where it shows, and between digits, where it stands for a hyphen; C1 controls and
/// soft hyphens stay beside Latin-1 symbols: that is mojibake, and they are bytes of it. No-break spaces stay before and
/// behind marks (`« mot »`), between a number and its unit, between Han characters and where there are several in a row.
///
/// ## Safety
/// Normalizing.
public struct Invisible: Stage {
  static let zeroWidth = Rule(
    0, "zero-width", confidence: 98, why: "a character without width stands where it means nothing")
  static let control = Rule(1, "control", confidence: 98, why: "a control character stands in the text")
  static let softHyphen = Rule(2, "soft-hyphen", confidence: 96, why: "a soft hyphen marks where a word may be broken")
  static let bidirectional = Rule(
    3, "bidirectional", confidence: 95,
    why: "a bidirectional control has no partner, or no right-to-left letter near it")
  static let tag = Rule(4, "tag", confidence: 95, why: "a tag character stands outside the sequence of a flag")
  static let terminal = Rule(5, "terminal", confidence: 95, why: "a terminal's colour sequence was left in the text")
  static let c1 = Rule(6, "windows-1252", confidence: 92, why: "a windows-1252 mark was read as ISO 8859-1")

  static let noBreakSpace = Rule(
    7, "no-break-space", confidence: 92, why: "no-break spaces are strewn over the text in the place of plain ones")

  public static let info = StageInfo(
    id: "invisible", safety: .normalizing, recovers: true,
    summary: "removes zero-width, control and other unseen characters",
    rules: [zeroWidth, control, softHyphen, bidirectional, tag, terminal, c1, noBreakSpace])

  public init(_ options: NoOptions) {}

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    // Decoded references may be what this stage removes.
    guard evidence.has([.control, .invisible, .entity]) else { return }
    guard !evidence.looksLikeCode else { return removeNoise(text, into: &edits) }
    var bidi = BidiLine()
    // Counted once, and only in a text that has one.
    var spaces: NoBreakSpaces?
    var scripts: UnseenScripts?
    // Where the flag sequence at hand ends.
    var flagEnd = -1
    var offset = 0
    while offset < text.count {
      let byte = text[offset]
      switch byte {
      case 0x00..<0x09, 0x0E..<0x20, 0x7F: offset = control(text, at: offset, into: &edits)
      case 0x09..<0x80: offset += 1
      case 0xC2:
        let second = text[orZero: offset + 1]
        if second < 0xA0, second != 0x85 { c1Control(text, at: offset, into: &edits) }
        if second == 0xA0 {
          let counted = spaces ?? NoBreakSpaces(text)
          spaces = counted
          if counted.isStrewn(text, offset..<offset + 2) {
            edits.replace(offset..<offset + 2, withScalar: 0x20, Self.noBreakSpace)
          }
        }
        if second == 0xAD, isSpareHyphen(text, at: offset) { edits.delete(offset..<offset + 2, Self.softHyphen) }
        offset += 2
      case 0xD8:
        if text[orZero: offset + 1] == 0x9C, !bidi.keeps(text, at: offset, count(text, &scripts).isRightToLeft) {
          edits.delete(offset..<offset + 2, Self.bidirectional)
        }
        offset += 2
      case 0xE1:
        if text.has("\u{180E}", at: offset), !isBeside(text, offset, 3, isMongolian) {
          edits.delete(offset..<offset + 3, Self.zeroWidth)
        }
        offset += 3
      case 0xE2:
        format(text, at: offset, &bidi, &scripts, into: &edits)
        offset += 3
      case 0xEF:
        let scalar = text.scalar(at: offset).value
        if scalar == 0xFEFF || scalar >= 0xFFF9 && scalar <= 0xFFFB {
          edits.delete(offset..<offset + 3, Self.zeroWidth)
        }
        offset += 3
      case 0xF0:
        // The black flag begins the sequences of England, Scotland and their like.
        if text.has("\u{1F3F4}", at: offset) { flagEnd = offset + 4 }
        offset += 4
      case 0xF3:
        let scalar = text.scalar(at: offset).value
        if scalar >= 0xE0001, scalar <= 0xE007F {
          if flagEnd == offset { flagEnd = offset + 4 } else { edits.delete(offset..<offset + 4, Self.tag) }
        }
        offset += 4
      default: offset += byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      }
    }
  }

  /// Removes what means nothing in program text either: the controls that sites put before marks of Han text.
  private func removeNoise(_ text: borrowing TextView, into edits: inout Rewriter) {
    var offset = 0
    while offset < text.count {
      guard text[offset] >= 0x05, text[offset] <= 0x08 else {
        offset += 1
        continue
      }
      var end = offset + 1
      while text[orZero: end] >= 0x05, text[orZero: end] <= 0x08 { end += 1 }
      let isInText = isEastAsian(text.scalar(before: offset).value) || isEastAsian(text.scalar(at: end).value)
      if isInText { edits.delete(offset..<end, Self.control) }
      offset = end
    }
  }

  /// Removes the control at `offset`, with the rest of a terminal's sequence. - Returns: where to go on.
  private func control(_ text: borrowing TextView, at offset: Int, into edits: inout Rewriter) -> Int {
    var end = offset + 1
    if text[offset] == 0x1B, text[orZero: end] == 0x5B {
      end += 1
      while text[orZero: end] >= 0x30, text[orZero: end] <= 0x3B, end - offset < 24 { end += 1 }
      if text[orZero: end] | 0x20 >= 0x61, text[orZero: end] | 0x20 <= 0x7A {
        edits.delete(offset..<end + 1, Self.terminal)
        return end + 1
      }
    }
    // The escapes of ISO 2022 say how the bytes behind them are to be read.
    let isCharset = text[offset] == 0x1B && (text[orZero: end] == 0x24 || text[orZero: end] == 0x28)
    if !isCharset { edits.delete(offset..<offset + 1, Self.control) }
    return offset + 1
  }

  private func c1Control(_ text: borrowing TextView, at offset: Int, into edits: inout Rewriter) {
    guard !UnseenContext.isMojibake(text, offset..<offset + 2) else { return }
    let (before, after) = (text[orZero: offset - 1], text[orZero: offset + 2])
    let isWord = isASCIIWord(before) || isASCIIWord(after) || before == 0x20 && isASCIIWord(text[orZero: offset - 2])
    let isLatin = before < 0x80 && after < 0x80 && isWord
    if isLatin, let meant = windows1252(UInt32(text[orZero: offset + 1])) {
      edits.replace(offset..<offset + 2, withScalar: meant, Self.c1)
    } else {
      edits.delete(offset..<offset + 2, Self.control)
    }
  }

  /// Whether the soft hyphen at `offset` only says where a word may be broken.
  private func isSpareHyphen(_ text: borrowing TextView, at offset: Int) -> Bool {
    let before = UnseenContext.neighbour(text, before: offset)
    let after = UnseenContext.neighbour(text, after: offset + 2)
    return isWritten(before) && isWritten(after) && !UnseenContext.isMojibake(text, offset..<offset + 2)
  }

  /// A letter, or an ideographic mark.
  private func isWritten(_ scalar: UInt32) -> Bool {
    if scalar >= 0x2010, scalar <= 0x206F { return false }
    return scalar >= 0x80 ? scalar >= 0xC0 : scalar | 0x20 >= 0x61 && scalar | 0x20 <= 0x7A
  }

  /// The characters from U+200B to U+206F.
  private func format(
    _ text: borrowing TextView, at offset: Int, _ bidi: inout BidiLine, _ scripts: inout UnseenScripts?,
    into edits: inout Rewriter
  ) {
    let range = offset..<offset + 3
    switch text.scalar(at: offset).value {
    case 0x200B:
      guard !isBeside(text, offset, 3, UnseenScripts.partsWords), !count(text, &scripts).partsWords else { return }
      edits.delete(range, Self.zeroWidth)
    case 0x200C, 0x200D:
      let isEmoji =
        text[offset + 2] == 0x8D && isPictograph(UnseenContext.neighbour(text, before: offset))
        && isPictograph(UnseenContext.neighbour(text, after: offset + 3))
      guard !isEmoji, !isBeside(text, offset, 3, UnseenScripts.joinsLetters), !count(text, &scripts).joinsLetters else {
        return
      }
      edits.delete(range, Self.zeroWidth)
    case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
      if !bidi.keeps(text, at: offset, count(text, &scripts).isRightToLeft) { edits.delete(range, Self.bidirectional) }
    case 0x2060, 0x206A...0x206F: edits.delete(range, Self.zeroWidth)
    default: break
    }
  }

  private func count(_ text: borrowing TextView, _ scripts: inout UnseenScripts?) -> UnseenScripts {
    let counted = scripts ?? UnseenScripts(text)
    scripts = counted
    return counted
  }

  private func isBeside(_ text: borrowing TextView, _ offset: Int, _ length: Int, _ kind: (UInt32) -> Bool) -> Bool {
    kind(UnseenContext.neighbour(text, before: offset)) || kind(UnseenContext.neighbour(text, after: offset + length))
  }

  private func isMongolian(_ scalar: UInt32) -> Bool { scalar >= 0x1800 && scalar <= 0x18AF }

  /// Emoji and what they are built from: symbols, variation selector 16, the keycap.
  private func isPictograph(_ scalar: UInt32) -> Bool {
    scalar >= 0x1F000 && scalar <= 0x1FAFF || scalar >= 0x2190 && scalar <= 0x2BFF || scalar == 0xFE0F
      || scalar == 0x20E3
      || scalar == 0xA9 || scalar == 0xAE || scalar >= 0xE0020 && scalar <= 0xE007F
  }
}
