internal import DescrapeText

/// What changed between a line and what was made of it.
enum ScriptDifference {
  /// Proposes the changed characters one by one where the two lines run in step, else the changed middle as a whole.
  static func propose(
    _ text: borrowing TextView, _ line: Range<Int>, _ result: borrowing TextView, _ rule: Rule,
    into edits: inout Rewriter
  ) {
    guard scalars(text, line) == scalars(result, 0..<result.count) else {
      proposeMiddle(text, line, result, rule, into: &edits)
      return
    }
    var (here, there) = (line.lowerBound, 0)
    while here < line.upperBound, there < result.count {
      let (old, length) = text.scalar(at: here)
      let (new, newLength) = result.scalar(at: there)
      if old != new { edits.replace(here..<here + length, withScalar: new, rule) }
      here += length
      there += newLength
    }
  }

  private static func proposeMiddle(
    _ text: borrowing TextView, _ line: Range<Int>, _ result: borrowing TextView, _ rule: Rule,
    into edits: inout Rewriter
  ) {
    var (start, end, resultEnd) = (0, line.count, result.count)
    while start < min(end, resultEnd), text[line.lowerBound + start] == result[start] { start += 1 }
    while start > 0, text[orZero: line.lowerBound + start] & 0xC0 == 0x80 { start -= 1 }
    while end > start, resultEnd > start, text[line.lowerBound + end - 1] == result[resultEnd - 1] {
      end -= 1
      resultEnd -= 1
    }
    while end < line.count, text[line.lowerBound + end] & 0xC0 == 0x80 {
      end += 1
      resultEnd += 1
    }
    let range = line.lowerBound + start..<line.lowerBound + end
    edits.replace(range, with: result.extracting(start..<resultEnd), rule)
  }

  private static func scalars(_ text: borrowing TextView, _ range: Range<Int>) -> Int {
    var count = 0
    for offset in range where text[offset] & 0xC0 != 0x80 { count += 1 }
    return count
  }
}
