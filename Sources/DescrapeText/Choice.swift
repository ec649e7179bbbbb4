/// A place where a stage had more than one answer.
public struct Choice: Sendable, Equatable {
  /// Where the answer stands, in bytes: in the output of the stage, and when the worker hands it out, in the clean text.
  public var range: Range<Int>
  /// What stood there before.
  public var source: [UInt8]
  /// The answer.
  public var choice: [UInt8]
  /// The other answers, each once.
  public var alternatives: [[UInt8]]

  /// A choice with these parts.
  public init(range: Range<Int>, source: [UInt8], choice: [UInt8], alternatives: [[UInt8]]) {
    self.range = range
    self.source = source
    self.choice = choice
    self.alternatives = alternatives
  }
}

extension JournalStep {
  /// Where a range of the step's input is in its output; `nil` when the step changed it. O(log edits).
  func output(of range: Range<Int>) -> Range<Int>? {
    // The first edit that ends behind the range's start: what is before it only moves the range.
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      let edit = self[middle]
      if edit.input + edit.removed.count <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    if low < count, self[low].input < range.upperBound { return nil }
    let shift = growth(before: low)
    return range.lowerBound + shift..<range.upperBound + shift
  }

  /// How much longer the step made the text, in bytes.
  var growth: Int { growth(before: count) }

  /// How much longer the first `count` edits made the text.
  private func growth(before count: Int) -> Int {
    guard count > 0 else { return 0 }
    let edit = self[count - 1]
    return edit.output + edit.inserted.count - edit.input - edit.removed.count
  }
}

extension JournalRun {
  /// Where a range of the run's input is in its output; `nil` when a step changed it, or a block ends inside of it.
  func output(of range: Range<Int>) -> Range<Int>? {
    var (input, output) = (0, 0)
    for part in parts {
      let length = part.outputLength - part.steps.reduce(0) { $0 + $1.growth }
      if range.lowerBound >= input, range.upperBound <= input + length {
        var here = range.lowerBound - input..<range.upperBound - input
        for step in part.steps {
          guard let next = step.output(of: here) else { return nil }
          here = next
        }
        return output + here.lowerBound..<output + here.upperBound
      }
      input += length
      output += part.outputLength
    }
    return nil
  }
}
