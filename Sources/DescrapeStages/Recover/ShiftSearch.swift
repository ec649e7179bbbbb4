internal import DescrapeICU
internal import DescrapeModel
internal import DescrapeText

/// Undoes one shift of GBK bytes: a beam search over what the lost bytes may have been.
///
/// A site put text between the two bytes of a character. The decoder that read the page took the first byte and the `(` or `,`
/// behind it for a broken character, wrote `?`, and read everything behind that from the wrong byte on, up to the next byte that
/// stands alone. Going back means to put the lost byte, the *orphan*, before the bytes of what is shown and to pair them
/// anew: each shown character gives the second byte of one character and the first byte of the next. Where the way back
/// forks, the character model prices the branches; to leave the text as it is is one of them.
struct ShiftSearch {
  /// A way the text can be read, up to `offset`.
  private struct State {
    var offset: Int
    /// The byte that waits for its second; 0 when the reading has met the text as it is shown.
    var orphan: UInt8
    var unit: UInt16
    var cost: Int
    /// The last character made, in `nodes`.
    var node: Int32 = -1
    /// Where the reading met the text as it is shown; 0 before.
    var end = 0
    /// How many characters were made of bytes that are all known.
    var known = 0
    var fits = 0
    /// What the characters made cost.
    var made = 0
    var isLeft = false
  }

  private struct Node {
    var scalar: UInt32
    var parent: Int32
  }

  /// What a search found.
  struct Finding {
    /// Where the text is in order again.
    var end: Int
    /// By how many eighths of a bit the repair is likelier than the text as it is.
    var gain: Int
    /// How many characters were made of known bytes.
    var known: Int
    /// How many glosses hold the reading of a character that was made.
    var fits: Int
    /// What a character of the repaired run costs on average.
    var cost: Int
  }

  private let table: GBKTable
  private let model = CharacterModel.standard
  private let readings = HanReadings()
  private var nodes: [Node] = []
  private var states: [State] = []
  /// The characters of the last finding, in order.
  private(set) var scalars: [UInt32] = []
  /// Whether the text around the site is Traditional; nil when it does not tell.
  private var isTraditional: Bool?
  /// Steps left: searches may take so many altogether, in proportion to the text.
  private var budget = Self.firstBudget

  /// Nothing to search with where ICU has no converter for GBK.
  init?() {
    guard let table = GBKTable.standard else { return nil }
    self.table = table
  }

  // All costs are in eighths of a bit.
  /// So many readings are followed at once.
  private static let beam = 24
  /// The same where nothing but one character is known of them.
  private static let firstBeam = 96
  /// A reading that is so much dearer than the best one is dropped.
  private static let hopeless = 240
  /// Sites gloss Traditional forms; another character is that much less likely.
  private static let unlikelyGloss = 48
  /// A gloss whose reading fits the bytes in front of it is no accident.
  private static let fittingGloss = -40
  /// An orphan, or a second byte, that nothing tells.
  private static let guess = 32
  /// A folded fullwidth sign in the shifted run.
  private static let folded = 12
  /// So many characters behind the last shift are weighed with it.
  private static let lookAhead = 4
  private static let dearestGuess = 128
  private static let unlikelyNoise = 120
  private static let otherScript = 40
  /// So many bytes on either side tell the script.
  private static let scriptLook = 600
  private static let longestRun = 3000
  private static let firstBudget = 50_000
  private static let budgetForByte = 40

  /// Gives the search the steps that `bytes` more of text are worth.
  mutating func earn(_ bytes: Int) { budget += bytes * Self.budgetForByte }

  /// Searches from the `?` or U+FFFD at `site`, of `length` bytes.
  mutating func search(_ text: borrowing TextView, at site: Int, _ length: Int) -> Finding? {
    guard budget > 0 else { return nil }
    nodes.removeAll(keepingCapacity: true)
    states.removeAll(keepingCapacity: true)
    begin(text, at: site, length)
    guard states.count > 1 else { return nil }
    while let next = states.indices.min(by: { states[$0].offset < states[$1].offset }) {
      budget -= states.count
      let offset = states[next].offset
      guard budget > 0, offset - site < Self.longestRun else { return nil }
      if isSettled(text, offset) { break }
      // All states that stand here go on together.
      var index = 0
      var here: [State] = []
      while index < states.count {
        if states[index].offset == offset {
          here.append(states[index])
          states[index] = states[states.count - 1]
          states.removeLast()
        } else {
          index += 1
        }
      }
      for state in here { advance(state, text) }
      prune()
    }
    return conclude(text)
  }

  /// Whether every reading has met the text as it is shown, a few characters ago.
  private func isSettled(_ text: borrowing TextView, _ offset: Int) -> Bool {
    guard let last = states.map(\.end).max(), !states.contains(where: { $0.orphan != 0 }) else { return false }
    var (place, seen) = (last, 0)
    while place < offset, seen < Self.lookAhead {
      place += max(text.scalar(at: place).length, 1)
      seen += 1
    }
    return seen == Self.lookAhead || offset >= text.count
  }

  // MARK: the first byte

  private mutating func begin(_ text: borrowing TextView, at site: Int, _ length: Int) {
    let (before, _) = text.scalar(before: site)
    let unit = model.unit(of: before)
    isTraditional = scriptAround(text, site)
    var start = site + length
    var (hasGloss, hasCandidates) = (false, false)
    if let gloss = tornGloss(text, at: start) {
      let lead = UInt8(truncatingIfNeeded: table.code(of: before))
      for trail in UInt8(0x81)...0xFE {
        let scalar = table.scalar(lead, trail)
        guard scalar != 0, readings.isReading(text, gloss.reading, of: scalar) else { continue }
        let own = model.cost(of: model.unit(of: scalar))
        let dearness = (readings.hasOtherSimplifiedForm(scalar) ? 0 : Self.unlikelyGloss) + max(0, own - 96) / 2
        states.append(
          State(offset: gloss.end, orphan: trail, unit: unit, cost: Self.fittingGloss + dearness, fits: 1))
      }
      start = gloss.end
      hasGloss = true
      hasCandidates = !states.isEmpty
    } else {
      start = text.skipNoise(from: start)
    }
    // All readings start at the same place, or those that have come further would push the others out.
    states.append(State(offset: site, orphan: 0, unit: unit, cost: 0, end: site, isLeft: true))
    while let left = states.last, left.offset < start {
      states.removeLast()
      advance(left, text)
    }
    if hasCandidates { return }
    if start == site + length { begin(withFoldedMarkAt: start, unit) }
    // Noise is put before marks; where none follows the lost byte, less speaks for it.
    let (mark, _) = text.scalar(at: start)
    let isNoise = start > site + length || hasGloss || isClosing(mark) || isMark(text, at: start)
    let unlikely = isNoise ? 0 : Self.unlikelyNoise
    let follows = table.code(of: text.scalar(at: start).value) >> 8
    for orphan in UInt8(0x81)...0xFE {
      let first = follows == 0 ? 0 : table.scalar(orphan, UInt8(follows))
      guard follows == 0 || isCommon(first) else { continue }
      states.append(State(offset: start, orphan: orphan, unit: unit, cost: dearness(ofGuess: first) + unlikely))
    }
  }

  /// A fullwidth mark that was folded on bytes: its first byte was the second of a character.
  private mutating func begin(withFoldedMarkAt start: Int, _ unit: UInt16) {
    for mark in UInt8(0xA1)...0xBF where [0xA1, 0xA8, 0xA9, 0xAC, 0xBA, 0xBB, 0xBF].contains(mark) {
      for lead in UInt8(0x81)...0xFE {
        let scalar = table.scalar(lead, 0xA3)
        guard isCommon(scalar) else { continue }
        let state = State(offset: start, orphan: lead, unit: unit, cost: dearness(ofGuess: scalar) + Self.folded)
        make(scalar, from: state, to: start, orphan: mark, isKnown: false)
      }
    }
    prune(to: Self.firstBeam)
  }

  /// Whether a character that nothing but the model tells is worth a thought.
  private func isCommon(_ scalar: UInt32) -> Bool {
    scalar != 0 && model.cost(of: model.unit(of: scalar)) <= Self.dearestGuess
  }

  /// A character that nothing but the model tells is one of the script around it, and no space or letter.
  private func dearness(ofGuess scalar: UInt32) -> Int {
    guard isHan(scalar) || isClosing(scalar) || isOpening(scalar) else { return Self.guess + Self.otherScript * 2 }
    guard let isTraditional else { return Self.guess }
    let isOther = isTraditional ? readings.hasOtherTraditionalForm(scalar) : readings.hasOtherSimplifiedForm(scalar)
    return Self.guess + (isOther ? Self.otherScript : 0)
  }

  private func scriptAround(_ text: borrowing TextView, _ site: Int) -> Bool? {
    var (traditional, simplified) = (0, 0)
    var offset = site
    while offset > site - Self.scriptLook {
      let (scalar, length) = text.scalar(before: offset)
      guard length > 0 else { break }
      if readings.hasOtherSimplifiedForm(scalar) { traditional += 1 }
      if readings.hasOtherTraditionalForm(scalar) { simplified += 1 }
      offset -= length
    }
    offset = site
    while offset < site + Self.scriptLook {
      let (scalar, length) = text.scalar(at: offset)
      guard length > 0 else { break }
      if readings.hasOtherSimplifiedForm(scalar) { traditional += 1 }
      if readings.hasOtherTraditionalForm(scalar) { simplified += 1 }
      offset += length
    }
    return traditional + simplified < 4 ? nil : traditional > simplified
  }

  // MARK: one step

  private mutating func advance(_ state: State, _ text: borrowing TextView) {
    let (scalar, length) = text.scalar(at: state.offset)
    let next = state.offset + max(length, 1)
    if state.orphan == 0 {
      var state = state
      let unit = scalar == 0 ? CharacterModel.Kind.boundary : model.unit(of: scalar)
      state.cost += model.cost(of: unit, after: state.unit)
      state.unit = unit
      state.offset = next
      states.append(state)
      return
    }
    if scalar == 0x3F || scalar == 0xFFFD {
      meetLost(state, text, from: next)
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
        from.cost += dearness(ofGuess: scalar)
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
  private func tornGloss(_ text: borrowing TextView, at offset: Int) -> (reading: Range<Int>, end: Int)? {
    guard let gloss = text.tornGloss(at: offset), readings.isSyllable(text, gloss.reading) else { return nil }
    return gloss
  }

  /// Adds a character to a reading. A byte of ASCII does not wait for a second one: it is a letter that the shift had eaten.
  private mutating func make(
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

  private func isMark(_ text: borrowing TextView, at offset: Int) -> Bool {
    switch text.scalar(at: offset).value {
    case 0x2C, 0x3001, 0x3002, 0xFF0C: true
    default: false
    }
  }

  // MARK: choosing

  private mutating func prune(to beam: Int = Self.beam) {
    guard let best = states.map(\.cost).min() else { return }
    states.removeAll { $0.cost > best + Self.hopeless && !$0.isLeft }
    guard states.count > beam else { return }
    states.sort { ($0.cost, $0.offset, $0.node) < ($1.cost, $1.offset, $1.node) }
    let left = states.first(where: \.isLeft)
    states.removeLast(states.count - beam)
    if let left, !states.contains(where: \.isLeft) { states.append(left) }
  }

  private mutating func conclude(_ text: borrowing TextView) -> Finding? {
    guard let best = states.filter({ !$0.isLeft && $0.end > 0 }).min(by: { $0.cost < $1.cost }),
      let left = states.first(where: \.isLeft)
    else { return nil }
    scalars.removeAll(keepingCapacity: true)
    var node = best.node
    while node >= 0 {
      scalars.append(nodes[Int(node)].scalar)
      node = nodes[Int(node)].parent
    }
    scalars.reverse()
    return Finding(
      end: best.end, gain: left.cost - best.cost, known: best.known, fits: best.fits,
      cost: best.made / max(scalars.count, 1))
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
