internal import Descrape
internal import DescrapeText

/// Looks at a share of the documents for a report, one thread's.
///
/// Which ones depends on the documents: the first ones of a file where there are few files, and one in 512 by what it begins with.
/// Only for these a record of the edits is made.
final class ReportWitness: Witness {
  private(set) var sketch: ReportSketch
  private let limits: ReportSketch.Limits
  private let stages: [StageInfo]
  /// How many of the first documents of a file are looked at.
  private let quota: Int
  private var left = 0

  /// Of a longer document no record is made: it would take too much memory.
  private static let longest = 4 << 20
  /// To explain edits takes time for each pair of a stage and an edit.
  private static let mostEdits = 20_000
  /// So many bytes around an edit, and of it, are shown.
  private static let around = 72
  private static let shown = 360
  private static let longestLine = 180
  /// So many edits of one rule are taken from a document.
  private static let samplesOfRule = 3

  init(_ plan: Plan, files: Int) {
    stages = plan.stages.map(\.info)
    limits = .file(of: files)
    quota = 256 / max(files, 1)
    sketch = ReportSketch(limits)
  }

  /// Begins a piece of a file.
  func start(isFirst: Bool) {
    left = isFirst ? quota : 0
    sketch = ReportSketch(limits)
  }

  func wantsRecord(of text: borrowing TextView) -> Bool {
    guard text.count > 0, text.count <= Self.longest else { return false }
    if left > 0 {
      left -= 1
      return true
    }
    let start = text.fingerprint(0..<min(text.count, 256))
    return (start ^ UInt64(truncatingIfNeeded: text.count) &* 0x9E37_79B9_7F4A_7C15) >> 55 == 0
  }

  func note(_ text: borrowing TextView, _ record: JournalRecord) {
    sketch.addDocument()
    guard !record.runs.isEmpty else { return }
    var edits = 0
    for run in record.runs { for part in run.parts { for step in part.steps { edits += step.count } } }
    guard edits <= Self.mostEdits else { return }
    let explanation = Explanation(of: text, record, stages: stages)
    var seen: [String: Int] = [:]
    for change in explanation.changes {
      note(lines: change, text)
      // A document with a thousand edits of a rule has no more to say than one with a few.
      let key = "\(change.stage)/\(change.rule.id)"
      seen[key, default: 0] += 1
      guard seen[key, default: 0] <= Self.samplesOfRule else { continue }
      let end = change.offset + change.removed.count
      sketch.add(
        EditSample(
          stage: change.stage, rule: change.rule.id,
          before: Self.cut(text, max(0, change.offset - Self.around)..<change.offset),
          removed: Self.shorten(change.removed), inserted: Self.shorten(change.inserted),
          after: Self.cut(text, end..<min(end + Self.around, text.count))))
    }
  }

  /// Counts the lines that are removed as a whole.
  private func note(lines change: Explanation.Change, _ text: borrowing TextView) {
    guard change.inserted.allSatisfy({ $0 <= 0x20 }), change.removed.count > 1 else { return }
    let end = change.offset + change.removed.count
    var start = change.offset
    if start > 0, text[start - 1] != 0x0A {
      guard let feed = text.find(0x0A, from: start), feed < end else { return }
      start = feed + 1
    }
    while start < end {
      let lineEnd = text.endOfLine(from: start)
      guard lineEnd <= end else { return }
      let line = text.trimmed(start..<lineEnd)
      if !line.isEmpty {
        sketch.add(line: Self.cut(text, line.lowerBound..<min(line.upperBound, line.lowerBound + Self.longestLine)))
      }
      start = lineEnd + 1
    }
  }

  /// A range without halves of characters at its ends.
  private static func cut(_ text: borrowing TextView, _ range: Range<Int>) -> String {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, text[start] & 0xC0 == 0x80 { start += 1 }
    while end > start, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
    return String(copying: text.extracting(start..<end))
  }

  private static func shorten(_ bytes: [UInt8]) -> String {
    var end = min(bytes.count, shown)
    while end > 0, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: bytes[..<end], as: UTF8.self) + (end < bytes.count ? "…" : "")
  }
}
