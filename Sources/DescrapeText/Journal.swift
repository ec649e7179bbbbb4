/// One edit as it was made: enough to explain it, and to take it back.
public struct JournalEdit: Sendable, Equatable {
  /// Where it stood in the stage's input.
  public var input: Int
  /// Where its insertion stands in the stage's output.
  public var output: Int
  /// The index of the rule in its stage's list.
  public var rule: UInt8
  /// The bytes it took out.
  public var removed: [UInt8]
  /// The bytes it put in.
  public var inserted: [UInt8]

  /// An edit with these parts.
  public init(input: Int, output: Int, rule: UInt8, removed: [UInt8], inserted: [UInt8]) {
    self.input = input
    self.output = output
    self.rule = rule
    self.removed = removed
    self.inserted = inserted
  }
}

/// What one stage did in one go: its edits in ascending order, kept in two arenas instead of one array an edit.
public struct JournalStep: Sendable {
  private struct Entry: Sendable {
    var input: Int
    var output: Int
    var removed: Int
    var inserted: Int
    var rule: UInt8
  }

  private var entries: [Entry] = []
  private var removed: [UInt8] = []
  private var inserted: [UInt8] = []
  /// The stage's id.
  public var stage = ""

  /// A step of the stage with that id, without edits.
  public init(stage: String = "") { self.stage = stage }

  /// How many edits it has.
  public var count: Int { entries.count }

  /// The `index`-th edit.
  public subscript(index: Int) -> JournalEdit {
    let entry = entries[index]
    let next = index + 1 < entries.count ? entries[index + 1] : nil
    return JournalEdit(
      input: entry.input, output: entry.output, rule: entry.rule,
      removed: Array(removed[entry.removed..<(next?.removed ?? removed.count)]),
      inserted: Array(inserted[entry.inserted..<(next?.inserted ?? inserted.count)]))
  }

  /// Hands over the edits in ascending order, their bytes where they are. O(n).
  public func forEach(
    _ body: (
      _ place: (input: Int, output: Int, rule: UInt8), _ removed: borrowing Span<UInt8>,
      _ inserted: borrowing Span<UInt8>
    ) -> Void
  ) {
    for index in entries.indices {
      let entry = entries[index]
      let isLast = index + 1 == entries.count
      let nextRemoved = isLast ? removed.count : entries[index + 1].removed
      let nextInserted = isLast ? inserted.count : entries[index + 1].inserted
      body(
        (entry.input, entry.output, entry.rule), removed.span.extracting(entry.removed..<nextRemoved),
        inserted.span.extracting(entry.inserted..<nextInserted))
    }
  }

  /// Adds an edit behind the last one.
  public mutating func add(
    rule: UInt8, input: Int, output: Int, removed: borrowing Span<UInt8>, inserted: borrowing Span<UInt8>
  ) {
    entries.append(
      Entry(
        input: input, output: output, removed: self.removed.count, inserted: self.inserted.count, rule: rule))
    self.removed.append(copying: removed)
    self.inserted.append(copying: inserted)
  }

  /// Adds an edit behind the last one.
  public mutating func add(_ edit: JournalEdit) {
    add(
      rule: edit.rule, input: edit.input, output: edit.output, removed: edit.removed.span,
      inserted: edit.inserted.span)
  }

  /// Takes the step back: the stage's output becomes its input again.
  /// - Returns: false when `text` is not what the step left behind.
  func undo(_ text: borrowing TextView, into raw: inout ByteBuffer) -> Bool {
    var cursor = 0
    for index in entries.indices {
      let edit = self[index]
      let end = edit.output + edit.inserted.count
      guard edit.output >= cursor, end <= text.count else { return false }
      for offset in edit.inserted.indices where text[edit.output + offset] != edit.inserted[offset] { return false }
      raw.append(text.extracting(cursor..<edit.output))
      raw.append(edit.removed.span)
      cursor = end
    }
    raw.append(text.extracting(cursor..<text.count))
    return true
  }
}

/// What a run of stages did to one block of a text, step by step.
public struct JournalPart: Sendable {
  /// How long the block is after the last step, in bytes.
  public var outputLength: Int
  /// The steps of the stages that changed the block, in running order.
  public var steps: [JournalStep]

  /// A part with these steps.
  public init(outputLength: Int, steps: [JournalStep]) {
    self.outputLength = outputLength
    self.steps = steps
  }
}

/// What a run of stages did to a whole text: its blocks one after the other.
public struct JournalRun: Sendable {
  /// The parts, one for each block, in the order of the text.
  public var parts: [JournalPart] = []
  /// A run that changed nothing.
  public init() {}

  /// Takes the run back. O(n), once a step.
  func undo(_ text: borrowing TextView, into raw: inout ByteBuffer) -> Bool {
    var current = ByteBuffer()
    var previous = ByteBuffer()
    var start = 0
    for part in parts {
      guard part.outputLength >= 0, part.outputLength <= text.count - start else { return false }
      current.removeAll()
      current.append(text.extracting(start..<start + part.outputLength))
      for step in part.steps.reversed() {
        previous.removeAll()
        guard step.undo(current.span, into: &previous) else { return false }
        swap(&current, &previous)
      }
      raw.append(current.span)
      start += part.outputLength
    }
    return start == text.count
  }
}

/// All that happened to one document, or to one window of a long one.
public struct JournalRecord: Sendable {
  /// The runs, in the order in which they were made.
  public var runs: [JournalRun] = []
  /// How long the clean text is, in bytes.
  public var cleanLength = 0
  /// A fingerprint of the clean text, so that a wrong pair of text and journal is noticed.
  public var cleanFingerprint: UInt64 = 0

  /// The record of a text that nothing was done to.
  public init() {}

  /// Appends the raw bytes that `clean` came from. O(n), once a step.
  /// - Returns: false when `clean` is not the text that this record belongs to; `raw` is then of no use.
  public func restore(_ clean: borrowing TextView, into raw: inout ByteBuffer) -> Bool {
    guard clean.count == cleanLength, clean.fingerprint(0..<clean.count) == cleanFingerprint else { return false }
    var text = ByteBuffer()
    var earlier = ByteBuffer()
    text.append(clean)
    for run in runs.reversed() {
      earlier.removeAll()
      guard run.undo(text.span, into: &earlier) else { return false }
      swap(&text, &earlier)
    }
    raw.append(text.span)
    return true
  }
}
