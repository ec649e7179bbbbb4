import DescrapeText
import Testing

/// The engine with small stages of its own: blocks, windows, settling, scars and the journal.
@Suite struct WorkerTests {
  @Test func aTextThatNeverSettlesIsLeftAsItCame() throws {
    let plan = Plan(stages: [Grow(NoOptions())], threshold: 0, readings: nil)
    let (clean, worker) = run("grow", plan)
    #expect(clean == "grow")
    #expect(worker.statistics.unsettledDocuments == 1)
    #expect(worker.statistics.changedDocuments == 0)
    #expect(try #require(worker.record).runs.isEmpty)
  }

  @Test func aTextThatSettlesLateIsCounted() throws {
    let plan = Plan(stages: [Shrink(NoOptions())], threshold: 0, readings: nil)
    let (clean, worker) = run("aaa-", plan)
    #expect(clean == "a-")
    #expect(worker.statistics.resettledDocuments == 1)
    #expect(worker.statistics.unsettledDocuments == 0)
    #expect(restored(clean, worker) == "aaa-")
  }

  /// A stage that would go on for ever is done once, and the others still settle what it left.
  @Test func whatRunsOnceIsNotDoneAgain() {
    let once = Plan(stages: [GrowOnce(NoOptions())], threshold: 0, readings: nil)
    let (grown, worker) = run("grow", once)
    #expect(grown == "grow!")
    #expect(worker.statistics.edits == [[1]])
    #expect(worker.statistics.resettledDocuments == 0)
    #expect(worker.statistics.unsettledDocuments == 0)
    #expect(restored(grown, worker) == "grow")
    #expect(windows("a\nb\n", once, size: 2) == "a\n!b\n!", "once for each window")

    let (clean, both) = run(
      "aaa-", Plan(stages: [Shrink(NoOptions()), GrowOnce(NoOptions())], threshold: 0, readings: nil))
    #expect(clean == "a-!")
    #expect(both.statistics.edits == [[2], [1]])
    #expect(both.statistics.resettledDocuments == 1)
    #expect(restored(clean, both) == "aaa-")
  }

  @Test func rulesBelowTheThresholdDoNothing() {
    let (clean, worker) = run("aa-", Plan(stages: [Shrink(NoOptions())], threshold: 51, readings: nil))
    #expect(clean == "aa-")
    #expect(worker.statistics.changedDocuments == 0)
  }

  /// Whole, in blocks of any size, and in windows of any size: a local repair gives the same bytes, and the journal of each
  /// way gives the raw text back.
  @Test func blocksAndWindowsGiveTheSameBytes() {
    var random = SplitMix(seed: 0xB10C)
    for _ in 0..<60 {
      let text = sample(&random)
      let whole = run(text, Plan(stages: [Upper(NoOptions())], threshold: 0, readings: nil)).clean
      for size in [64, 65, 100, 1000] {
        let plan = Plan(stages: [Upper(NoOptions())], threshold: 0, readings: nil, blockSize: size)
        let (clean, worker) = run(text, plan)
        #expect(clean == whole)
        #expect(restored(clean, worker) == text)
        #expect(windows(text, plan, size: size * 2) == whole)
      }
    }
  }

  @Test func theWrongTextIsNotRestored() throws {
    let (clean, worker) = run("a b a", Plan(stages: [Upper(NoOptions())], threshold: 0, readings: nil))
    #expect(restored(clean, worker) == "a b a")
    #expect(restored(clean + "!", worker) == nil)
    #expect(restored(String(clean.reversed()) + " ", worker) == nil)
  }

  /// Edits out of order, beyond the end or without effect are dropped, and none of them harms the text.
  @Test func aWildStageDoesNoHarm() {
    let (clean, worker) = run("abc", Plan(stages: [Wild(NoOptions())], threshold: 0, readings: nil))
    #expect(clean == "aXc")
    #expect(worker.statistics.edits == [[1]])
  }

  private func run(_ text: String, _ plan: Plan) -> (clean: String, worker: Worker) {
    let worker = Worker(plan, journal: true)
    var output = ByteBuffer()
    let bytes = Array(text.utf8)
    if !worker.clean(bytes.span, into: &output) { output.append(bytes.span) }
    return (string(output.span), worker)
  }

  private func restored(_ clean: String, _ worker: Worker) -> String? {
    var raw = ByteBuffer()
    guard let record = worker.record, record.restore(Array(clean.utf8).span, into: &raw) else { return nil }
    return string(raw.span)
  }

  private func windows(_ text: String, _ plan: Plan, size: Int) -> String {
    let worker = Worker(plan)
    worker.startDocument()
    var (result, rest) = ("", Array(text.utf8))
    while !rest.isEmpty {
      let end = rest.span.cut(before: size, notBefore: size / 2)
      let window = Array(rest[..<end])
      rest.removeFirst(end)
      var output = ByteBuffer()
      if !worker.clean(window.span, isLast: rest.isEmpty, into: &output) { output.append(window.span) }
      result += string(output.span)
    }
    return result
  }

  private func string(_ bytes: borrowing Span<UInt8>) -> String {
    var array: [UInt8] = []
    for index in bytes.indices { array.append(bytes[index]) }
    return String(decoding: array, as: UTF8.self)
  }

  private func sample(_ random: inout SplitMix) -> String {
    let pieces = ["a", "b ", "漢字", "。", "\n", "aaa", "𠀀", " "]
    return (0..<Int(random.next() % 400)).map { _ in pieces[Int(random.next() % 8)] }.joined()
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

/// Adds a mark to each text, however often it is asked.
private struct GrowOnce: Stage {
  static let rule = Rule(0, "grow-once", confidence: 50, why: "a test")
  static let info = StageInfo(id: "grow-once", safety: .evidence, summary: "a test", rules: [rule])
  init(_ options: NoOptions) {}
  var runsOnce: Bool { true }
  func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    edits.replace(text.count..<text.count, with: "!", Self.rule)
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

/// `a` becomes `Ä`.
private struct Upper: Stage {
  static let rule = Rule(0, "upper", confidence: 50, why: "a test")
  static let info = StageInfo(id: "upper", safety: .evidence, summary: "a test", rules: [rule])
  init(_ options: NoOptions) {}
  func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    for offset in text.indices where text[offset] == 0x61 { edits.replace(offset..<offset + 1, with: "Ä", Self.rule) }
  }
}

/// Proposes one good edit among bad ones.
private struct Wild: Stage {
  static let rule = Rule(0, "wild", confidence: 50, why: "a test")
  static let info = StageInfo(id: "wild", safety: .evidence, summary: "a test", rules: [rule])
  init(_ options: NoOptions) {}
  func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    guard text.has("b", at: 1) else { return }
    edits.replace(1..<2, with: "b", Self.rule)
    edits.replace(1..<2, with: "X", Self.rule)
    edits.delete(0..<1, Self.rule)
    edits.delete(2..<9, Self.rule)
  }
}
