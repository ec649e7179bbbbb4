/// Looks at what a worker does to documents of its choice.
public protocol Witness: AnyObject {
  /// Whether the record of the edits in a text is wanted; it takes a journal's time.
  func wantsRecord(of text: borrowing TextView) -> Bool

  /// Takes a raw text that was wanted, and its record.
  func note(_ text: borrowing TextView, _ record: JournalRecord)
}

/// Runs a plan over documents, one at a time, with buffers that it keeps. Not for sharing between threads.
///
/// A pass surveys the text and applies each stage to what the one before left. A changed text is surveyed once more, and
/// stages that now find something run again: almost always none does, and what comes out is then a text that cleaning leaves
/// alone. A text that goes on changing is left as it came. Stages that run once are left out when a text is looked at again.
public final class Worker {
  /// What it does to each document.
  public let plan: Plan
  /// Counts over all documents that it has cleaned.
  public private(set) var statistics: Statistics
  /// What was done to the text of the last `clean`, when a journal is wanted; without runs when nothing was changed.
  public private(set) var record: JournalRecord?

  /// How many edits made the text of the last `clean` what it is.
  public private(set) var lastEdits = 0

  /// Where stages had a choice in the text of the last `clean`, when that is wanted; places in the clean text, in order.
  public private(set) var choices: [Choice] = []

  /// The site that the documents to come are from, as `SiteLine.site` numbers it; 0 when that is not known. It stays until it
  /// is set again.
  public var site: UInt64 = 0

  /// Looks at documents, or windows of long ones.
  public var witness: (any Witness)?

  private let wantsChoices: Bool
  /// The first of the choices in the block at hand.
  private var firstChoice = 0
  private let recovering: Int
  private let surveys: SurveyNeeds
  /// The stages that can write a whole text, each at its place in the plan; asking a stage for this takes longer than most stages.
  private let dense: [(any DenseStage)?]
  /// Which stages these are: to read one of `dense` copies it, for each stage of each document.
  private let isDense: [Bool]
  /// The stages that are left out of every pass but the first, each at its place in the plan.
  private let once: [Bool]
  private var isSettling = false
  private var rewriter = Rewriter()
  private var block = ByteBuffer()
  private var recovered = ByteBuffer()
  private var settled = ByteBuffer()
  private var glossSurvey = GlossSurvey()
  private var evidence = Evidence()
  /// The scripts of the windows as they came: `evidence` has those of the clean text once a window was changed.
  private var rawScripts = ScriptCounts()
  private var windowScripts = ScriptCounts()
  /// The edits of the rules of each stage in the text at hand.
  private var counts: [[Int]]
  private var hasCounts = false
  /// What the stages did to the block at hand.
  private var steps: [JournalStep] = []

  /// Passes after which a text that still changes is given up.
  private static let passLimit = 4

  /// A worker for documents to come.
  ///
  /// - Parameters:
  ///   - plan: what to do to each document.
  ///   - journal: keeps a record of each text's edits.
  ///   - choices: keeps the places where stages had a choice; takes a journal's memory and time as well.
  public init(_ plan: Plan, journal: Bool = false, choices: Bool = false) {
    self.plan = plan
    wantsChoices = choices
    recovering = plan.recovering
    surveys = plan.surveys
    dense = plan.stages.map { $0 as? any DenseStage }
    isDense = dense.map { $0 != nil }
    once = plan.stages.map(\.runsOnce)
    statistics = Statistics(plan: plan)
    counts = statistics.edits
    record = journal || choices ? JournalRecord() : nil
    rewriter.wantsChoices = choices
  }

  /// Cleans a whole document. O(n).
  /// - Returns: true when `output` holds the clean text; false when the text is clean as it is, and `output` is empty.
  public func clean(_ text: borrowing TextView, into output: inout ByteBuffer) -> Bool {
    startDocument()
    return clean(text, isLast: true, into: &output)
  }

  /// Forgets the evidence of the document before.
  public func startDocument() {
    statistics.documents += 1
    rawScripts = ScriptCounts()
    guard evidence.facts.bytes > 0 || evidence.carried.isContinuation else { return }
    evidence = Evidence()
  }

  /// Cleans the next window of the document that `startDocument` began; evidence and seen lines are carried from window to
  /// window. Windows are cut at line ends.
  /// - Returns: true when `output` holds the clean window; false when it is clean as it is, and `output` is empty.
  public func clean(_ text: borrowing TextView, isLast: Bool, into output: inout ByteBuffer) -> Bool {
    evidence.site = site
    let earlier = evidence
    output.removeAll()
    choices.removeAll()
    let isRecorded = record != nil
    let isWitnessed = witness?.wantsRecord(of: text) ?? false
    if isRecorded || isWitnessed { record = JournalRecord() }
    forgetCounts()

    isSettling = false
    rewriter.wantsChoices = wantsChoices
    evidence.scripts = rawScripts
    var changed = pass(text, isLast: isLast, into: &output)
    rawScripts = evidence.scripts
    if !changed {
      evidence.scripts = earlier.scripts
      evidence.scripts += windowScripts
    } else {
      isSettling = true
      rewriter.wantsChoices = false
      var passes = 1
      while passes < Self.passLimit {
        evidence = earlier
        guard pass(output.span, isLast: isLast, into: &settled) else { break }
        swap(&output, &settled)
        passes += 1
      }
      if passes > 1 { statistics.resettledDocuments += 1 }
      if passes == Self.passLimit {
        // It may have settled right now; if not, the only text that is its own clean form is the one that came in.
        evidence = earlier
        if pass(output.span, isLast: isLast, into: &settled) {
          statistics.unsettledDocuments += 1
          if record != nil { record = JournalRecord() }
          choices.removeAll()
          evidence = earlier
          output.removeAll()
          changed = false
        }
      }
    }
    finish(text, output.span, changed: changed)
    if isLast { noteScripts(text, output.span, changed: changed) }
    if isWitnessed, let record { witness?.note(text, record) }
    if !isRecorded { record = nil }
    return changed
  }

  /// Most documents leave nothing to forget, and there are more than a hundred rules.
  private func forgetCounts() {
    guard hasCounts else { return }
    hasCounts = false
    for stage in counts.indices { for rule in counts[stage].indices { counts[stage][rule] = 0 } }
  }

  /// Counts the document's script; where no stage asked for it, by a look at some of its text.
  private func noteScripts(_ text: borrowing TextView, _ clean: borrowing TextView, changed: Bool) {
    var scripts = evidence.scripts
    if !surveys.contains(.scripts), evidence.facts.han > 0, let readings = plan.readings {
      scripts = changed ? ScriptMix.look(at: clean, readings) : ScriptMix.look(at: text, readings)
    }
    statistics.scripts.note(evidence, scripts.script)
  }

  private func finish(_ text: borrowing TextView, _ clean: borrowing TextView, changed: Bool) {
    statistics.bytesIn += text.count
    statistics.bytesOut += changed ? clean.count : text.count
    if record != nil {
      record?.cleanLength = changed ? clean.count : text.count
      record?.cleanFingerprint =
        changed ? clean.fingerprint(0..<clean.count) : text.fingerprint(0..<text.count)
    }
    lastEdits = 0
    guard changed else { return }
    statistics.changedDocuments += 1
    for (stage, rules) in counts.enumerated() {
      for (rule, count) in rules.enumerated() {
        statistics.edits[stage][rule] += count
        lastEdits += count
      }
    }
  }

  /// One pass: survey, recover, survey what was recovered, and the stages that work on evidence.
  private func pass(_ text: borrowing TextView, isLast: Bool, into output: inout ByteBuffer) -> Bool {
    let earlier = evidence
    evidence.facts = Facts(surveying: text)
    lookForSource(text)
    var hasRecovered = false
    if recovering > 0, !evidence.facts.triggers.isDisjoint(with: .recovering) {
      hasRecovered = run(0..<recovering, text, isLast: true, into: &recovered)
      if hasRecovered { evidence.facts = Facts(surveying: recovered.span) }
    }
    if hasRecovered {
      conclude(recovered.span, earlier)
      if run(recovering..<plan.stages.count, recovered.span, isLast: isLast, into: &output) { return true }
      swap(&output, &recovered)
      return true
    }
    conclude(text, earlier)
    return run(recovering..<plan.stages.count, text, isLast: isLast, into: &output)
  }

  /// What decides about a text: the evidence that its repairs would work with, of the text as it is after those stages that bring
  /// characters back. Counts for nothing in the statistics. O(n).
  public func survey(_ text: borrowing TextView) -> Evidence {
    evidence = Evidence()
    defer { evidence = Evidence() }
    isSettling = false
    evidence.facts = Facts(surveying: text)
    lookForSource(text)
    guard recovering > 0, !evidence.facts.triggers.isDisjoint(with: .recovering) else {
      conclude(text, Evidence())
      return evidence
    }
    var found = ByteBuffer()
    if run(0..<recovering, text, isLast: true, into: &found) {
      evidence.facts = Facts(surveying: found.span)
      conclude(found.span, Evidence())
    } else {
      conclude(text, Evidence())
    }
    return evidence
  }

  /// A text that was a source so far is one; another is looked at where its lines begin as those of
  /// sources do, or where it has tags.
  private func lookForSource(_ text: borrowing TextView) {
    let facts = evidence.facts
    let isMarked = facts.markedLines >= 3 && facts.markedLines * 5 >= facts.textLines
    guard !evidence.isSource, isMarked || facts.triggers.contains(.tag) else { return }
    evidence.isSource = SourceLook.isSource(text)
  }

  /// Adds what earlier windows showed, and draws the conclusions that need more than counts.
  private func conclude(_ text: borrowing TextView, _ earlier: Evidence) {
    if earlier.facts.bytes > 0 { evidence.facts += earlier.facts }
    if surveys.contains(.scripts) {
      windowScripts = ScriptCounts()
      if let scripts = plan.scripts {
        scripts.survey(text, into: &windowScripts)
      } else if let readings = plan.readings {
        windowScripts.add(text, readings: readings)
      }
      evidence.scripts = earlier.scripts
      evidence.scripts += windowScripts
    }
    guard let readings = plan.readings else { return }
    let facts = evidence.facts
    guard surveys.contains(.glosses), facts.glossBrackets > 0 || facts.wideGlossBrackets > 0 else { return }
    glossSurvey.restore(earlier.glosses.counts)
    glossSurvey.add(text, readings: readings, wide: facts.wideGlossBrackets > 0)
    evidence.glosses.hasWide = facts.wideGlossBrackets > 0
    evidence.glosses.sites = text.count <= plan.blockSize ? glossSurvey.sites : []
    evidence.glosses.conclude(glossSurvey.counts, han: evidence.facts.han, readings: readings)
  }

  /// Applies stages to a text block by block.
  /// - Returns: true when `output` holds a changed text.
  private func run(
    _ stages: Range<Int>, _ text: borrowing TextView, isLast: Bool, into output: inout ByteBuffer
  ) -> Bool {
    guard !stages.isEmpty, text.count > 0 else { return false }
    let earlierChoices = choices.count
    var journal = JournalRun()
    var start = 0
    var hasChanged = false
    while start < text.count {
      let end = endOfBlock(text, from: start)
      let slice = text.extracting(start..<end)
      steps.removeAll()
      evidence.isLastBlock = isLast && end == text.count
      firstChoice = choices.count
      let changed = runBlock(stages, slice)
      // So far they are places in the block.
      let base = hasChanged ? output.count : start
      for index in firstChoice..<choices.count {
        let range = choices[index].range
        choices[index].range = base + range.lowerBound..<base + range.upperBound
      }
      if record != nil {
        journal.parts.append(JournalPart(outputLength: changed ? block.count : slice.count, steps: steps))
      }
      if changed, !hasChanged {
        output.removeAll()
        output.reserve(text.count)
        output.append(text.extracting(0..<start))
        hasChanged = true
      }
      if end < text.count || !isLast {
        if changed { evidence.carried.note(block.span) } else { evidence.carried.note(slice) }
      }
      if hasChanged {
        if changed { output.append(block.span) } else { output.append(slice) }
      }
      start = end
    }
    if hasChanged {
      record?.runs.append(journal)
      carry(through: journal, count: earlierChoices)
    }
    return hasChanged
  }

  /// Moves the first `count` choices to where a later run left them, and forgets those that it changed.
  private func carry(through run: JournalRun, count: Int) {
    guard wantsChoices, count > 0 else { return }
    var kept: [Choice] = []
    for (index, choice) in choices.enumerated() {
      if index >= count {
        kept.append(choice)
      } else if let range = run.output(of: choice.range) {
        kept.append(choice)
        kept[kept.count - 1].range = range
      }
    }
    choices = kept
  }

  /// Applies stages to one block; when it returns true, `block` holds the result.
  private func runBlock(_ stages: Range<Int>, _ text: borrowing TextView) -> Bool {
    var hasChanged = false
    rewriter.forgetScars()
    // One copy for all stages.
    let evidence = evidence
    for index in stages where !(isSettling && once[index]) {
      let changed = hasChanged ? apply(index, block.span, evidence) : apply(index, text, evidence)
      guard changed else { continue }
      swap(&rewriter.output, &block)
      hasChanged = true
    }
    return hasChanged
  }

  private func apply(_ index: Int, _ text: borrowing TextView, _ evidence: borrowing Evidence) -> Bool {
    let stage = plan.stages[index]
    if record == nil, isDense[index], let dense = dense[index] {
      rewriter.output.removeAll()
      if let edits = dense.rewrite(text, evidence: evidence, into: &rewriter.output) {
        counts[index][0] += edits
        hasCounts = hasCounts || edits > 0
        return edits > 0
      }
    }
    // Unsafe: the rewriter keeps this address only until `finish`, and the text is borrowed for longer.
    unsafe text.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      unsafe rewriter.begin(base, bytes.count, threshold: plan.threshold, journal: record != nil)
    }
    stage.apply(to: text, evidence: evidence, into: &rewriter)
    let changed = rewriter.finish()
    if wantsChoices { note(rewriter.choices, changed ? rewriter.step : nil) }
    guard changed else { return false }
    hasCounts = true
    for rule in counts[index].indices { counts[index][rule] += rewriter.countByRule[rule] }
    if var step = rewriter.step {
      step.stage = stage.info.id
      steps.append(step)
    }
    return true
  }

  /// Takes the choices of a stage in the block at hand, after moving those of the stages before it.
  private func note(_ new: [Choice], _ step: JournalStep?) {
    if let step, choices.count > firstChoice {
      let moved = choices[firstChoice...].compactMap { choice -> Choice? in
        guard let range = step.output(of: choice.range) else { return nil }
        var choice = choice
        choice.range = range
        return choice
      }
      choices.replaceSubrange(firstChoice..., with: moved)
    }
    choices += new
  }

  /// Where the block that starts at `start` ends: behind a line feed, or failing that a space or a full stop, or at least
  /// between two scalars.
  private func endOfBlock(_ text: borrowing TextView, from start: Int) -> Int {
    let size = plan.blockSize
    guard text.count - start > size else { return text.count }
    return text.cut(before: start + size, notBefore: start + size / 2)
  }
}
