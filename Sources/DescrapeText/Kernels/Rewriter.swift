/// Takes a stage's edits in ascending order and writes the edited text as they come.
///
/// Nothing is copied before the first edit. Edits below the profile's threshold, out of order, or without effect are dropped:
/// a stage cannot damage a text by proposing too much.
@safe
public struct Rewriter: ~Copyable {
  // Unsafe: `text` is only set between `begin` and `finish`, while the worker holds the text in place.
  private var text: UnsafePointer<UInt8>?
  private var length = 0
  private var cursor = 0
  private var threshold: UInt8 = 0
  var output = ByteBuffer()
  /// The edits taken, one by one, when a journal is wanted.
  var step: JournalStep?

  /// How many edits were taken.
  public private(set) var count = 0
  /// How many edits each rule of the stage made; a stage has 32 rules at most.
  private(set) var countByRule = InlineArray<32, Int>(repeating: 0)

  /// Offsets into the text at which earlier stages took whole lines out, ascending.
  public private(set) var scars: [Int] = []
  private var nextScar = 0
  private var newScars: [Int] = []

  /// Whether anyone wants to hear of places where a stage had a choice.
  public internal(set) var wantsChoices = false
  /// Those places, in the stage's output.
  var choices: [Choice] = []

  init() {}

  /// Starts a stage. `text` must stay in place until `finish`.
  mutating func begin(_ text: UnsafePointer<UInt8>, _ length: Int, threshold: UInt8, journal: Bool) {
    unsafe self.text = text
    self.length = length
    self.threshold = threshold
    cursor = 0
    if count > 0 {
      count = 0
      countByRule = InlineArray(repeating: 0)
    }
    nextScar = 0
    newScars.removeAll(keepingCapacity: true)
    output.removeAll()
    choices.removeAll(keepingCapacity: true)
    step = journal ? JournalStep() : nil
  }

  /// Forgets the scars: a new document or block begins.
  mutating func forgetScars() { scars.removeAll(keepingCapacity: true) }

  /// Ends the stage; true when `output` holds a changed text.
  mutating func finish() -> Bool {
    defer { unsafe text = nil }
    guard count > 0 else { return false }
    copy(upTo: length)
    swap(&scars, &newScars)
    return true
  }

  /// Whether a rule's edits would be taken: a stage can save itself the search.
  public func accepts(_ rule: Rule) -> Bool { rule.confidence >= threshold }

  /// Where what stands at `offset` will stand in the output, as long as nothing before it is still to be edited.
  public func place(of offset: Int) -> Int { output.count + offset - cursor }

  /// Notes a place where the stage had a choice; its range is one of the output.
  public mutating func note(_ choice: Choice) { if wantsChoices { choices.append(choice) } }

  /// Takes `range` out.
  public mutating func delete(_ range: Range<Int>, _ rule: Rule) {
    guard !range.isEmpty, admit(range, rule) else { return }
    note(range, rule, inserted: 0)
  }

  /// Takes whole lines out, each with its line feed, and leaves a scar for the stage that closes up blank lines.
  public mutating func deleteLines(_ range: Range<Int>, _ rule: Rule) {
    guard !range.isEmpty, admit(range, rule) else { return }
    note(range, rule, inserted: 0)
    if newScars.last != output.count { newScars.append(output.count) }
  }

  /// Puts `replacement` in the place of `range`.
  public mutating func replace(_ range: Range<Int>, with replacement: StaticString, _ rule: Rule) {
    unsafe replace(range, rule, replacement.utf8Start, replacement.utf8CodeUnitCount)
  }

  /// Puts `replacement` in the place of `range`.
  public mutating func replace(_ range: Range<Int>, with replacement: borrowing Span<UInt8>, _ rule: Rule) {
    unsafe replacement.withUnsafeBufferPointer { bytes in
      if let start = bytes.baseAddress {
        unsafe replace(range, rule, start, bytes.count)
      } else {
        delete(range, rule)
      }
    }
  }

  /// Puts one scalar in the place of `range`.
  public mutating func replace(_ range: Range<Int>, withScalar scalar: UInt32, _ rule: Rule) {
    guard admit(range, rule) else { return }
    let start = output.count
    output.append(scalar: scalar)
    note(range, rule, inserted: output.count - start)
  }

  private mutating func replace(_ range: Range<Int>, _ rule: Rule, _ start: UnsafePointer<UInt8>, _ size: Int) {
    guard unsafe !holds(range, start, size), admit(range, rule) else { return }
    unsafe output.append(start, size)
    note(range, rule, inserted: size)
  }

  /// Whether `range` already reads like that.
  private func holds(_ range: Range<Int>, _ start: UnsafePointer<UInt8>, _ size: Int) -> Bool {
    guard let text = unsafe text, range.count == size, range.lowerBound >= 0, range.upperBound <= length else {
      return false
    }
    for index in 0..<size where unsafe text[range.lowerBound + index] != start[index] { return false }
    return true
  }

  /// Copies what stands before `range`, if the edit may be made.
  private mutating func admit(_ range: Range<Int>, _ rule: Rule) -> Bool {
    guard rule.confidence >= threshold, range.lowerBound >= cursor, range.upperBound <= length else { return false }
    copy(upTo: range.lowerBound)
    return true
  }

  private mutating func copy(upTo end: Int) {
    guard let text = unsafe text else { return }
    while nextScar < scars.count, scars[nextScar] <= end {
      let place = output.count + max(scars[nextScar] - cursor, 0)
      if newScars.last != place { newScars.append(place) }
      nextScar += 1
    }
    unsafe output.append(text + cursor, end - cursor)
    cursor = end
  }

  private mutating func note(_ range: Range<Int>, _ rule: Rule, inserted: Int) {
    count += 1
    countByRule[Int(rule.index & 31)] += 1
    cursor = range.upperBound
    guard let text = unsafe text, var step = step.take() else { return }
    let removed = unsafe Span(_unsafeStart: text + range.lowerBound, count: range.count)
    step.add(
      rule: rule.index, input: range.lowerBound, output: output.count - inserted, removed: removed,
      inserted: output.span.extracting(last: inserted))
    self.step = step
  }
}
