package import DescrapeText

/// The record of one text as JSON, the same in every journal:
///
///     "length":812,"fingerprint":"…","runs":[[{"length":812,"steps":[{"stage":"gloss","edits":[[9,9,0,"(fā)",""]]}]}]]
///
/// `runs` are what the engine did, one after the other; a run has its parts, block by block, and a part its steps. An edit is the
/// offset in the step's input, the offset in its output, the index of the rule, the bytes taken out and the bytes put in.
extension ByteBuffer {
  /// Appends the length and the fingerprint of the clean text, without braces.
  package mutating func append(jsonFactsOf record: JournalRecord) {
    append("\"length\":")
    append(jsonNumber: record.cleanLength)
    append(",\"fingerprint\":")
    append(fingerprint: record.cleanFingerprint)
  }

  /// Appends the runs, without braces.
  /// - Parameter pass: is called now and then, and may take away what is there: a record can be larger than its text.
  package mutating func append(jsonRunsOf record: JournalRecord, pass: (inout ByteBuffer) -> Void = { _ in }) {
    append("\"runs\":[")
    for (index, run) in record.runs.enumerated() {
      append(index > 0 ? ",[" : "[")
      for (index, part) in run.parts.enumerated() {
        if index > 0 { append(0x2C) }
        append(part, pass)
      }
      append(0x5D)
    }
    append(0x5D)
  }

  private mutating func append(_ part: JournalPart, _ pass: (inout ByteBuffer) -> Void) {
    append("{\"length\":")
    append(jsonNumber: part.outputLength)
    if !part.steps.isEmpty {
      append(",\"steps\":[")
      for (index, step) in part.steps.enumerated() {
        append(index > 0 ? ",{\"stage\":" : "{\"stage\":")
        append(jsonString: step.stage)
        append(",\"edits\":[")
        var isFirst = true
        step.forEach { place, removed, inserted in
          if !isFirst { append(0x2C) }
          isFirst = false
          append(place, removed, inserted)
          if count > 1 << 20 { pass(&self) }
        }
        append("]}")
      }
      append(0x5D)
    }
    append(0x7D)
  }

  private mutating func append(
    _ place: (input: Int, output: Int, rule: UInt8), _ removed: borrowing Span<UInt8>,
    _ inserted: borrowing Span<UInt8>
  ) {
    append(0x5B)
    append(jsonNumbers: place.input, place.output, Int(place.rule))
    append(jsonBytes: removed)
    append(0x2C)
    append(jsonBytes: inserted)
    append(0x5D)
  }
}

extension JSONReader {
  /// A whole record as an object; keys that are not known are passed over.
  package func journalRecord() throws(Damage) -> JournalRecord {
    var record = JournalRecord()
    try object { key throws(Damage) in if try !journalValue(key, &record) { try skip() } }
    return record
  }

  /// Takes the value of a key, if it is one of a record.
  package func journalValue(_ key: String, _ record: inout JournalRecord) throws(Damage) -> Bool {
    switch key {
    case "length": record.cleanLength = try number()
    case "fingerprint":
      guard let value = UInt64(String(decoding: try text(), as: UTF8.self), radix: 16) else { throw Damage() }
      record.cleanFingerprint = value
    case "runs": try array { () throws(Damage) in record.runs.append(try journalRun()) }
    default: return false
    }
    return true
  }

  private func journalRun() throws(Damage) -> JournalRun {
    var run = JournalRun()
    try array { () throws(Damage) in
      var part = JournalPart(outputLength: 0, steps: [])
      try object { key throws(Damage) in
        switch key {
        case "length": part.outputLength = try number()
        case "steps": try array { () throws(Damage) in part.steps.append(try journalStep()) }
        default: try skip()
        }
      }
      run.parts.append(part)
    }
    return run
  }

  private func journalStep() throws(Damage) -> JournalStep {
    var step = JournalStep()
    try object { key throws(Damage) in
      switch key {
      case "stage": step.stage = String(decoding: try text(), as: UTF8.self)
      case "edits": try array { () throws(Damage) in step.add(try journalEdit()) }
      default: try skip()
      }
    }
    return step
  }

  private func journalEdit() throws(Damage) -> JournalEdit {
    try open()
    let input = try number()
    try separator()
    let output = try number()
    try separator()
    let rule = try number()
    try separator()
    let removed = try data()
    try separator()
    let inserted = try data()
    try close()
    return JournalEdit(
      input: input, output: output, rule: UInt8(truncatingIfNeeded: rule), removed: removed, inserted: inserted)
  }
}

extension JournalRecord {
  /// The record of a text that nothing was done to.
  package init(unchanged text: borrowing TextView) {
    self.init()
    cleanLength = text.count
    cleanFingerprint = text.fingerprint(0..<text.count)
  }

  /// Puts what decoding did before all else.
  /// - Parameter outputLength: how long the decoded text is.
  package mutating func insert(_ step: JournalStep, outputLength: Int) {
    guard step.count > 0 else { return }
    var run = JournalRun()
    run.parts.append(JournalPart(outputLength: outputLength, steps: [step]))
    runs.insert(run, at: 0)
  }
}
