internal import Descrape
internal import DescrapeCommon
internal import DescrapeText

extension ByteBuffer {
  /// Appends a record as the object that `descrape_restore` takes.
  mutating func append(journal record: JournalRecord) {
    append("{")
    append(jsonFactsOf: record)
    append(",")
    append(jsonRunsOf: record)
    append("}")
  }
}

extension ByteBuffer {
  /// Appends a text with what is not UTF-8 replaced.
  /// - Returns: how much that was.
  @discardableResult
  mutating func append(repaired raw: borrowing Span<UInt8>) -> Int {
    var step: JournalStep?
    return UTF8Decoder.decode(raw, isLast: true, into: &self, step: &step).bad
  }
}

extension Bench {
  /// Appends what is changed in a text, as `descrape explain --format json` says it. The bench must keep journals.
  func explain(_ raw: borrowing Span<UInt8>, into output: inout ByteBuffer) {
    decode(raw) { text, bad in
      _ = clean(text) { _ in }
      let record = worker.record ?? JournalRecord()
      Explanation(of: text, record, stages: worker.plan.stages.map(\.info)).json(badSequences: bad, into: &output)
    }
  }

  /// Appends what decides about a text.
  func survey(_ raw: borrowing Span<UInt8>, into output: inout ByteBuffer) {
    // Scripts are counted only where a stage asks for them.
    let hasScripts = worker.plan.stages.contains { $0.info.surveys.contains(.scripts) }
    decode(raw) { text, bad in output.append(worker.survey(text), badSequences: bad, hasScripts: hasScripts) }
  }

  /// Hands over the text with what is not UTF-8 replaced, and how much that was.
  private func decode(_ raw: borrowing Span<UInt8>, _ body: (borrowing Span<UInt8>, Int) -> Void) {
    guard UTF8Scan.wellFormedPrefix(of: raw) < raw.count else { return body(raw, 0) }
    var text = ByteBuffer()
    let bad = text.append(repaired: raw)
    body(text.span, bad)
  }
}

extension ByteBuffer {
  fileprivate mutating func append(_ evidence: Evidence, badSequences: Int, hasScripts: Bool) {
    let facts = evidence.facts
    let numbers: [(String, Int)] = [
      ("bytes", facts.bytes), ("bad-sequences", badSequences), ("lines", facts.textLines),
      ("code-lines", facts.codeLines), ("han", facts.han), ("kana", facts.kana), ("hangul", facts.hangul),
      ("fullwidth-marks", facts.fullwidthMarks), ("folded-marks", facts.foldedMarks),
      ("spaced-marks", facts.spacedMarks), ("ideographic-marks", facts.ideographicMarks),
      ("commas-before-mark", facts.commasBeforeMark), ("doubled-commas", facts.doubledCommas),
      ("gloss-brackets", facts.glossBrackets + facts.wideGlossBrackets), ("han-blanks", facts.hanBlanks),
      ("width-forms", facts.widthForms), ("open-lines", facts.openLines),
    ]
    for (index, (name, number)) in numbers.enumerated() {
      append(index > 0 ? ", \"" : "{\"")
      append(name)
      append("\": ")
      append(jsonNumber: number)
    }
    append(", \"looks-like-code\": \(evidence.looksLikeCode), \"is-japanese\": \(evidence.isJapanese)")
    append(", \"is-glossed\": \(evidence.glosses.isFound)")
    if hasScripts { append(evidence.scripts) }
    append("}")
  }

  private mutating func append(_ scripts: ScriptCounts) {
    append(", \"simplified\": \(scripts.simplified), \"traditional\": \(scripts.traditional), \"script\": \"")
    switch scripts.script {
    case .neutral: append("neutral")
    case .simplified: append("simplified")
    case .traditional: append("traditional")
    case .mixed: append("mixed")
    }
    append("\"")
  }
}
