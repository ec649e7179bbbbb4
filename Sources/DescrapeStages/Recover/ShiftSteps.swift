internal import DescrapeICU
internal import DescrapeModel
internal import DescrapeText

/// How a reading goes on by one shown character.
extension ShiftSearch {
  mutating func advance(_ state: State, _ text: borrowing TextView) {
    let (scalar, length) = text.scalar(at: state.offset)
    let next = state.offset + max(length, 1)
    if state.orphan == 0 {
      var state = state
      // A lost byte says nothing: as it is shown it is rarer than any text.
      let isSilent = scalar == 0 || scalar == 0xFFFD
      let unit = isSilent ? CharacterModel.Kind.boundary : model.unit(of: scalar)
      state.cost += scalar == 0xFFFD ? Self.silent : model.cost(of: unit, after: state.unit)
      state.unit = unit
      state.offset = next
      states.append(state)
      return
    }
    if scalar == 0x3F || scalar == 0xFFFD {
      meetLost(state, text, from: next)
      meetLostPair(state, text, from: next)
      if scalar == 0x3F { fold(0xA3, 0xBF, state, to: next) }
    } else if scalar < 0x80 {
      meetASCII(state, UInt8(scalar), text, to: next)
    } else {
      let code = table.code(of: scalar)
      if code != 0 {
        let made = table.scalar(state.orphan, UInt8(code >> 8))
        if made != 0 { make(made, from: state, to: next, orphan: UInt8(code & 0xFF)) }
      }
      if scalar == 0xA5 { fold(0xA3, 0xA4, state, to: next) }
      if scalar == 0xB0, text[orZero: next] == 0x43 { fold(0xA1, 0xE6, state, to: next + 1) }
    }
  }

  /// A byte that stands alone ends the run, unless it is a folded fullwidth one, or noise in front of a mark.
  private mutating func meetASCII(_ state: State, _ byte: UInt8, _ text: borrowing TextView, to next: Int) {
    switch byte {
    case 0x05...0x08,
      0x2C where isMark(text, at: next):
      var state = state
      state.offset = next
      states.append(state)
    case 0x28:
      foldNumber(state, text)
      guard let bracket = text.glossBracket(at: state.offset) else { break }
      let (before, _) = text.scalar(before: state.offset)
      guard readings.isReading(text, bracket.reading, of: before) else { break }
      var state = state
      state.offset = bracket.range.upperBound
      state.cost += Self.fittingGloss
      state.fits += 1
      states.append(state)
    case 0x2E where text[orZero: next] == 0x2E && text[orZero: next + 1] == 0x2E: fold(0xA1, 0xAD, state, to: next + 2)
    case 0x30...0x39: foldNumber(state, text)
    case 0x20: fold(0xA1, 0xA1, state, to: next)
    case 0x7E: fold(0xA1, 0xAB, state, to: next)
    default: break
    }
    let made = table.scalar(state.orphan, byte)
    if made != 0 {
      var state = state
      if let bracket = text.glossBracket(at: next), readings.isReading(text, bracket.reading, of: made) {
        state.cost += Self.fittingGloss
        state.fits += 1
      }
      make(made, from: state, to: next, orphan: 0)
    }
    if byte > 0x20, byte < 0x7F, byte != 0x3F { fold(0xA3, byte | 0x80, state, to: next) }
  }

  /// Reads on with the two bytes of a character that was folded.
  private mutating func fold(_ lead: UInt8, _ trail: UInt8, _ state: State, to next: Int) {
    let made = table.scalar(state.orphan, lead)
    guard made != 0 else { return }
    var state = state
    state.cost += Self.folded
    make(made, from: state, to: next, orphan: trail)
  }

  /// A number that compatibility normalization took out of its circle, brackets or dot: `⒂` is `(15)`, `⒈` is `1.`, `①` is `1`.
  private mutating func foldNumber(_ state: State, _ text: borrowing TextView) {
    let start = text[state.offset] == 0x28 ? state.offset + 1 : state.offset
    var (number, end) = (0, start)
    while end - start < 2, text[orZero: end] >= 0x30, text[orZero: end] <= 0x39 {
      number = number * 10 + Int(text[end] - 0x30)
      end += 1
    }
    guard number >= 1, number <= 20 else {
      // ㈠ to ㈩.
      guard start > state.offset, text.scalar(at: start).length == 3, text[orZero: start + 3] == 0x29,
        let place = "一二三四五六七八九十".unicodeScalars.firstIndex(where: { $0.value == text.scalar(at: start).value })
      else { return }
      let tens = "一二三四五六七八九十".unicodeScalars
      fold(0xA2, UInt8(0xE5 + tens.distance(from: tens.startIndex, to: place)), state, to: start + 4)
      return
    }
    if start > state.offset {
      if text[orZero: end] == 0x29 { fold(0xA2, UInt8(0xC4 + number), state, to: end + 1) }
    } else {
      if text[orZero: end] == 0x2E { fold(0xA2, UInt8(0xB0 + number), state, to: end + 1) }
      if number <= 10 { fold(0xA2, UInt8(0xD8 + number), state, to: end) }
    }
  }

  /// A second `?`: the orphan's partner was lost with what was put behind it. With a gloss its reading tells the character.
  private mutating func meetLost(_ state: State, _ text: borrowing TextView, from next: Int) {
    let gloss = tornGloss(text, at: next)
    let end = gloss?.end ?? text.skipNoise(from: next)
    // What stood behind the character was lost with its second byte: a bracket or a space before a Latin word.
    let lost: UInt8 = gloss != nil || !isASCIIWord(text[orZero: end]) ? 0 : isInBracket(text, end) ? 0x28 : 0x20
    for trail in UInt8(0x40)...0xFE {
      let scalar = table.scalar(state.orphan, trail)
      guard scalar != 0 else { continue }
      var from = state
      if let gloss {
        guard readings.isReading(text, gloss.reading, of: scalar) else { continue }
        from.cost += Self.fittingGloss + (readings.hasOtherSimplifiedForm(scalar) ? 0 : Self.unlikelyGloss)
        from.fits += 1
      } else {
        guard isCommon(scalar) else { continue }
        from.cost += trail == 0x80 ? Self.folded : dearness(ofGuess: scalar)
      }
      make(scalar, from: from, to: end, orphan: lost, isKnown: gloss != nil)
    }
  }

  /// Whether the Latin words at `offset` end in a closing bracket.
  private func isInBracket(_ text: borrowing TextView, _ offset: Int) -> Bool {
    var end = offset
    while isASCIIWord(text[orZero: end]) || [0x20, 0x2D, 0x2E, 0x5F].contains(text[orZero: end]), end - offset < 60 {
      end += 1
    }
    return text[orZero: end] == 0x29
  }

  /// A torn gloss at `offset`, if it holds a syllable.
  func tornGloss(_ text: borrowing TextView, at offset: Int) -> (reading: Range<Int>, end: Int)? {
    guard let gloss = text.tornGloss(at: offset), readings.isSyllable(text, gloss.reading) else { return nil }
    return gloss
  }

  /// A decoder that knows GB 2312 only writes one `?` for two bytes that are a code of GBK: both are lost, and the shift goes on.
  private mutating func meetLostPair(_ state: State, _ text: borrowing TextView, from next: Int) {
    let follows = UInt8(truncatingIfNeeded: table.code(of: text.scalar(at: next).value) >> 8)
    guard follows > 0 else { return }
    var likely: [State] = []
    for trail in UInt8(0x40)...0xFE {
      let scalar = table.scalar(state.orphan, trail)
      guard isCommon(scalar) else { continue }
      var made = state
      // 0x80 begins no character: a decoder cannot have shown it.
      made.cost += trail == 0x80 ? Self.folded : dearness(ofGuess: scalar) + Self.lostPair
      append(scalar, to: &made)
      likely.append(made)
    }
    likely.sort { ($0.cost, $0.node) < ($1.cost, $1.node) }
    for made in likely.prefix(Self.likeliest) {
      for lead in UInt8(0x81)...0xFE where isCommon(table.scalar(lead, follows)) {
        var state = made
        state.orphan = lead
        state.offset = next
        state.cost += dearness(ofGuess: table.scalar(lead, follows))
        states.append(state)
      }
    }
  }

  /// Adds a character to a reading. A byte of ASCII does not wait for a second one: it is a letter that the shift had eaten.
  mutating func make(
    _ scalar: UInt32, from state: State, to offset: Int, orphan: UInt8, isKnown: Bool = true
  ) {
    guard orphan != 0x80 else { return }
    var state = state
    append(scalar, to: &state)
    if isKnown { state.known += 1 }
    if orphan > 0, orphan < 0x80 { append(UInt32(orphan), to: &state) }
    state.offset = offset
    state.orphan = orphan < 0x80 ? 0 : orphan
    if state.orphan == 0 { state.end = offset }
    states.append(state)
  }

  private mutating func append(_ scalar: UInt32, to state: inout State) {
    let unit = model.unit(of: scalar)
    let cost = model.cost(of: unit, after: state.unit)
    state.cost += cost
    state.made += cost
    state.unit = unit
    nodes.append(Node(scalar: scalar, parent: state.node))
    state.node = Int32(nodes.count - 1)
  }

  func isMark(_ text: borrowing TextView, at offset: Int) -> Bool {
    switch text.scalar(at: offset).value {
    case 0x2C, 0x3001, 0x3002, 0xFF0C: true
    default: false
    }
  }
}

extension Span where Element == UInt8 {
  /// A gloss whose opening bracket was lost, or stands there still: `yàn)`, `(yàn)`, `yàn )`.
  func tornGloss(at offset: Int) -> (reading: Range<Int>, end: Int)? {
    let start = self[orZero: offset] == 0x28 ? offset + 1 : offset
    var end = start
    // Six letters at most, one of them with a tone mark.
    while end - start < 9 {
      let byte = self[orZero: end]
      if byte >= 0x61, byte <= 0x7A {
        end += 1
      } else if byte >= 0xC3, byte <= 0xC9 {
        end += 2
      } else if byte == 0xE1 {
        end += 3
      } else {
        break
      }
    }
    let close = self[orZero: end] == 0x20 ? end + 1 : end
    guard end > start, self[orZero: close] == 0x29 else { return nil }
    return (start..<end, close + 1)
  }

  /// Behind the controls from U+0005 to U+0008 that a site put before marks.
  func skipNoise(from offset: Int) -> Int {
    var offset = offset
    while self[orZero: offset] >= 0x05, self[orZero: offset] <= 0x08 { offset += 1 }
    return offset
  }
}
