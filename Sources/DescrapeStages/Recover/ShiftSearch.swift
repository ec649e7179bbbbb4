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
  struct State {
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

  struct Node {
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

  let table: GBKTable
  let model = CharacterModel.standard
  let readings = HanReadings()
  var nodes: [Node] = []
  var states: [State] = []
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
  static let beam = 24
  /// The same where nothing but one character is known of them.
  static let firstBeam = 96
  /// A reading that is so much dearer than the best one is dropped.
  static let hopeless = 240
  /// Sites gloss Traditional forms; another character is that much less likely.
  static let unlikelyGloss = 48
  /// A gloss whose reading fits the bytes in front of it is no accident.
  static let fittingGloss = -40
  /// An orphan, or a second byte, that nothing tells.
  static let guess = 32
  /// U+FFFD in the text as it is.
  static let silent = 40
  /// A folded fullwidth sign in the shifted run.
  static let folded = 12
  /// So many characters behind the last shift are weighed with it.
  static let lookAhead = 4
  static let dearestGuess = 128
  static let unlikelyNoise = 60
  static let otherScript = 40
  static let lostPair = 40
  /// So many characters are tried for a lost byte when the next one is lost as well.
  static let likeliest = 4
  /// So many bytes on either side tell the script.
  static let scriptLook = 600
  static let longestRun = 3000
  /// What the first step costs, in steps.
  static let beginning = 400
  static let firstBudget = 60_000
  static let budgetForByte = 16

  /// Gives the search the steps that `bytes` more of text are worth.
  mutating func earn(_ bytes: Int) { budget += bytes * Self.budgetForByte }

  /// Searches from the `?` or U+FFFD at `site`, of `length` bytes.
  mutating func search(_ text: borrowing TextView, at site: Int, _ length: Int) -> Finding? {
    guard budget > 0 else { return nil }
    nodes.removeAll(keepingCapacity: true)
    states.removeAll(keepingCapacity: true)
    begin(text, at: site, length)
    budget -= Self.beginning
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
      // What a fork costs counts as well: a lost pair of bytes makes hundreds.
      budget -= states.count
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
  func isCommon(_ scalar: UInt32) -> Bool {
    scalar != 0 && model.cost(of: model.unit(of: scalar)) <= Self.dearestGuess
  }

  /// A character that nothing but the model tells is one of the script around it, and no space or letter.
  func dearness(ofGuess scalar: UInt32) -> Int {
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

  // MARK: choosing

  /// Keeps the cheapest readings, in their order, and the one that leaves the text as it is.
  private mutating func prune(to beam: Int = Self.beam) {
    guard let best = states.lazy.map(\.cost).min() else { return }
    states.removeAll { $0.cost > best + Self.hopeless && !$0.isLeft }
    guard states.count > beam else { return }
    // How many there are of each cost tells the dearest that has room; sorting them all took half of a search.
    var counts = InlineArray<256, Int32>(repeating: 0)
    for state in states { counts[min(state.cost - best, 255)] += 1 }
    var (dearest, room) = (0, beam)
    while dearest < 255, room >= Int(counts[dearest]) {
      room -= Int(counts[dearest])
      dearest += 1
    }
    states.removeAll { state in
      if state.isLeft || state.cost - best < dearest { return false }
      if state.cost - best == dearest, room > 0 {
        room -= 1
        return false
      }
      return true
    }
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
