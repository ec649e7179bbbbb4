import Testing

@testable import DescrapeText

/// Where a stage had a choice, in the clean text: whatever later stages, blocks and passes do to the text around it.
@Suite struct ChoiceTests {
  @Test func laterStagesMoveThem() {
    let (clean, choices) = run("- b -b", [Choose(NoOptions()), Widen(NoOptions())])
    #expect(clean == "+++ BB +++BB")
    #expect(choices.map(\.range) == [4..<6, 10..<12])
    #expect(choices.allSatisfy { $0.source == [0x62] && $0.choice == [0x42, 0x42] && $0.alternatives == [[0x62]] })
  }

  @Test func theOrderOfStagesDoesNotMatter() {
    let (clean, choices) = run("- b -b", [Widen(NoOptions()), Choose(NoOptions())])
    #expect(clean == "+++ BB +++BB")
    #expect(choices.map(\.range) == [4..<6, 10..<12])
  }

  @Test func laterStagesDropWhatTheyChange() {
    let (clean, choices) = run("b! b -b!", [Choose(NoOptions()), Overrule(NoOptions()), Widen(NoOptions())])
    #expect(clean == "B? BB +++B?")
    #expect(choices.map(\.range) == [3..<5])
  }

  /// A choice is one even where the answer is what stood there.
  @Test func aTextThatStaysHasThemToo() {
    let (clean, choices) = run("a BB", [Choose(NoOptions())])
    #expect(clean == "a BB")
    #expect(choices.map(\.range) == [2..<4])
  }

  @Test func blocksMoveThem() {
    let line = "--- b and b, b! and BB\n"
    let stages: [any Stage] = [Choose(NoOptions()), Overrule(NoOptions()), Widen(NoOptions())]
    let text = "no choice in this line, and none in the next one\n\n" + String(repeating: line, count: 40)
    let whole = run(text, stages)
    #expect(whole.choices.count == 120)
    for size in [64, 65, 100, 1000] {
      let blocks = run(text, stages, blockSize: size)
      #expect(blocks.clean == whole.clean)
      #expect(blocks.choices == whole.choices, "blocks of \(size) bytes")
    }
    for choice in whole.choices { #expect(Array(Array(whole.clean.utf8)[choice.range]) == choice.choice) }
  }

  /// Only the first pass chooses; what settles the text afterwards moves the choices on.
  @Test func settlingPassesMoveThemAndAddNone() {
    let (clean, choices) = run("aaa- b", [Shrink(NoOptions()), Choose(NoOptions())])
    #expect(clean == "a- BB")
    #expect(choices.map(\.range) == [3..<5])
    // In the second pass each block grows shorter before its choice.
    let block = String(repeating: ".", count: 50) + " aaa b b!\n"
    let stages: [any Stage] = [Late(NoOptions()), Choose(NoOptions()), Overrule(NoOptions())]
    let blocks = run(block + block + block, stages, blockSize: 64)
    let line = String(repeating: ".", count: 50) + " a BB B?\n"
    #expect(blocks.clean == line + line + line)
    #expect(blocks.choices.map(\.range) == [53..<55, 112..<114, 171..<173])
  }

  @Test func aTextThatNeverSettlesHasNone() {
    let (clean, choices) = run("b", [Choose(NoOptions()), Grow(NoOptions())])
    #expect(clean == "b")
    #expect(choices.isEmpty)
  }

  @Test func nobodyWantsThem() {
    let worker = Worker(Plan(stages: [Choose(NoOptions())], threshold: 0, readings: nil), journal: true)
    var output = ByteBuffer()
    #expect(worker.clean(Array("b".utf8).span, into: &output))
    #expect(worker.choices.isEmpty)
  }

  @Test func eachTextHasItsOwn() {
    let worker = Worker(Plan(stages: [Choose(NoOptions())], threshold: 0, readings: nil), choices: true)
    for (text, count) in [("b b", 2), ("b", 1), ("", 0), ("a", 0), ("BB", 1)] {
      var output = ByteBuffer()
      _ = worker.clean(Array(text.utf8).span, into: &output)
      #expect(worker.choices.count == count, "\(text)")
    }
  }

  @Test func aStepMovesRanges() {
    // "abcdef": an insertion before b, cd replaced by one byte, f taken out.
    var step = JournalStep(stage: "test")
    step.add(JournalEdit(input: 1, output: 1, rule: 0, removed: [], inserted: [1, 2]))
    step.add(JournalEdit(input: 2, output: 4, rule: 0, removed: [3, 4], inserted: [5]))
    step.add(JournalEdit(input: 5, output: 6, rule: 0, removed: [6], inserted: []))
    #expect(step.growth == 0)
    #expect(step.output(of: 0..<1) == 0..<1)
    #expect(step.output(of: 1..<2) == 3..<4, "what is put in before a range moves it")
    #expect(step.output(of: 0..<2) == nil, "what is put into a range changes it")
    #expect(step.output(of: 2..<4) == nil)
    #expect(step.output(of: 3..<5) == nil)
    #expect(step.output(of: 4..<5) == 5..<6)
    #expect(step.output(of: 4..<6) == nil)
    #expect(step.output(of: 6..<9) == 6..<9)
    #expect(JournalStep().output(of: 3..<5) == 3..<5)
  }

  @Test func aRunMovesRanges() {
    var step = JournalStep(stage: "test")
    step.add(JournalEdit(input: 0, output: 0, rule: 0, removed: [1], inserted: [2, 2, 2]))
    var run = JournalRun()
    run.parts = [
      JournalPart(outputLength: 12, steps: [step]), JournalPart(outputLength: 10, steps: []),
      JournalPart(outputLength: 14, steps: [step, step]),
    ]
    #expect(run.output(of: 0..<1) == nil)
    #expect(run.output(of: 1..<10) == 3..<12)
    #expect(run.output(of: 10..<20) == 12..<22)
    #expect(run.output(of: 9..<11) == nil, "a block ends inside of it")
    #expect(run.output(of: 21..<30) == 27..<36, "both steps move it")
    #expect(run.output(of: 20..<21) == nil)
    #expect(run.output(of: 30..<31) == nil, "beyond the text")
    run.parts[2].steps.removeLast()
    run.parts[2].outputLength = 12
    #expect(run.output(of: 21..<30) == 25..<34)
  }

  private func run(
    _ text: String, _ stages: [any Stage], blockSize: Int = 1 << 20
  ) -> (clean: String, choices: [Choice]) {
    let bytes = Array(text.utf8)
    let plan = Plan(stages: stages, threshold: 0, readings: nil, blockSize: blockSize)
    let worker = Worker(plan, choices: true)
    var output = ByteBuffer()
    if !worker.clean(bytes.span, into: &output) { output.append(bytes.span) }
    let plain = Worker(plan)
    var same = ByteBuffer()
    if !plain.clean(bytes.span, into: &same) { same.append(bytes.span) }
    let clean = (0..<output.count).map { output.span[$0] }
    #expect(clean == (0..<same.count).map { same.span[$0] }, "the same bytes with choices and without them")
    return (String(decoding: clean, as: UTF8.self), worker.choices)
  }
}

/// `b` becomes `BB`, which is a choice, and so is a `BB` that stood there.
private struct Choose: Stage {
  static let rule = Rule(0, "choose", confidence: 50, why: "a test")
  static let info = StageInfo(id: "choose", safety: .evidence, summary: "a test", rules: [rule])
  init(_ options: NoOptions) {}
  func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    for offset in text.indices where text[offset] == 0x62 || text.has("BB", at: offset) {
      let place = edits.place(of: offset)
      edits.note(
        Choice(range: place..<place + 2, source: [text[offset]], choice: [0x42, 0x42], alternatives: [[0x62]]))
      if text[offset] == 0x62 { edits.replace(offset..<offset + 1, with: "BB", Self.rule) }
    }
  }
}

/// `-` becomes `+++`.
private struct Widen: Stage {
  static let rule = Rule(0, "widen", confidence: 50, why: "a test")
  static let info = StageInfo(id: "widen", safety: .evidence, summary: "a test", rules: [rule])
  init(_ options: NoOptions) {}
  func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    for offset in text.indices where text[offset] == 0x2D { edits.replace(offset..<offset + 1, with: "+++", Self.rule) }
  }
}

/// `B!` becomes `?`.
private struct Overrule: Stage {
  static let rule = Rule(0, "overrule", confidence: 50, why: "a test")
  static let info = StageInfo(id: "overrule", safety: .evidence, summary: "a test", rules: [rule])
  init(_ options: NoOptions) {}
  func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    for offset in text.indices where text.has("B!", at: offset) {
      edits.replace(offset..<offset + 2, with: "?", Self.rule)
    }
  }
}

/// Takes one of two a's a pass, before a dash.
private struct Shrink: Stage {
  static let rule = Rule(0, "shrink", confidence: 50, why: "a test")
  static let info = StageInfo(id: "shrink", safety: .evidence, summary: "a test", rules: [rule])
  init(_ options: NoOptions) {}
  func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    if text.has("aa", at: 0) { edits.delete(0..<1, Self.rule) }
  }
}

/// Takes one of two a's a pass, wherever they stand.
private struct Late: Stage {
  static let rule = Rule(0, "late", confidence: 50, why: "a test")
  static let info = StageInfo(id: "late", safety: .evidence, summary: "a test", rules: [rule])
  init(_ options: NoOptions) {}
  func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    for offset in text.indices where text.has("aa", at: offset) {
      edits.delete(offset..<offset + 1, Self.rule)
      break
    }
  }
}

/// Doubles its text for ever.
private struct Grow: Stage {
  static let rule = Rule(0, "grow", confidence: 50, why: "a test")
  static let info = StageInfo(id: "grow", safety: .evidence, summary: "a test", rules: [rule])
  init(_ options: NoOptions) {}
  func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    edits.replace(0..<0, with: "x", Self.rule)
  }
}
