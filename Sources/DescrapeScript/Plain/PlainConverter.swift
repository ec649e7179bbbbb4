/// Converts by the letter of a configuration, step by step, and remembers every choice. It is what the compiled tables are held to,
/// and it finds the ambiguous places; it is no faster than it has to be.
public struct PlainConverter: Sendable {
  /// A piece of the text that is converted by itself: no match reaches over its borders.
  public struct Step: Sendable, Equatable {
    /// Where it stands, in bytes.
    public var range: Range<Int>
    /// What it becomes.
    public var output: [UInt8]
    /// What it would be with another value of one of the entries that matched, each once; without `output`.
    public var alternatives: [[UInt8]]
  }

  /// The configuration that it converts by.
  public let configuration: ConversionConfiguration
  private let normalization: [PlainMatcher]
  private let segmentation: PlainMatcher?
  private let chain: [PlainMatcher]
  private let overrides: PlainMatcher?

  /// A converter for a configuration. O(size of its dictionaries).
  public init(_ configuration: ConversionConfiguration) {
    self.configuration = configuration
    normalization = configuration.normalization.map(PlainMatcher.init)
    segmentation = configuration.segmentation.map(PlainMatcher.init)
    chain = configuration.chain.map(PlainMatcher.init)
    overrides = configuration.overrides.map { PlainMatcher(.dictionary($0)) }
  }

  /// The converted text. O(n).
  public func convert(_ text: [UInt8]) -> [UInt8] { steps(text).flatMap(\.output) }

  /// The text's conversion, piece by piece; the pieces are the whole text in order. O(n).
  public func steps(_ text: [UInt8]) -> [Step] {
    // Where the normalized text comes from: each piece of it, in order.
    var origin = Pieces(verbatim: text)
    for matcher in normalization { origin = origin.converted(matcher) }
    let normalized = origin.output
    var steps: [Step] = []
    for segment in segments(normalized) {
      if let final = segment.final {
        steps.append(Step(range: segment.range, output: final[0], alternatives: Array(final.dropFirst())))
      } else {
        steps += convertSegment(Array(normalized[segment.range]), at: segment.range.lowerBound)
      }
    }
    return steps.map { step in
      var step = step
      step.range = origin.source(of: step.range)
      return step
    }
  }

  /// A piece of the text that goes through the chain alone, or whose values are final.
  private struct Segment {
    var range: Range<Int>
    var final: [[UInt8]]?
  }

  private func segments(_ text: [UInt8]) -> [Segment] {
    guard segmentation != nil || overrides != nil else {
      return text.isEmpty ? [] : [Segment(range: 0..<text.count)]
    }
    var segments: [Segment] = []
    var (start, offset) = (0, 0)
    func close() { if offset > start { segments.append(Segment(range: start..<offset)) } }
    while offset < text.count {
      let described = descriptionLength(text, offset)
      if described > 0 {
        offset += described
      } else if let match = overrides?.match(text, at: offset, end: text.count) {
        close()
        segments.append(Segment(range: offset..<offset + match.length, final: match.values))
        offset += match.length
        start = offset
      } else if let match = segmentation?.match(text, at: offset, end: text.count) {
        close()
        segments.append(Segment(range: offset..<offset + match.length))
        offset += match.length
        start = offset
      } else if segmentation == nil, let match = chain[0].match(text, at: offset, end: text.count) {
        // The first conversion must not be kept from a match by an override that begins inside of it.
        offset += match.length
      } else {
        offset += scalarLength(text, offset)
      }
    }
    close()
    return segments
  }

  private func convertSegment(_ text: [UInt8], at start: Int) -> [Step] {
    var runs = [Pieces(verbatim: text)]
    for matcher in chain { runs.append(runs[runs.count - 1].converted(matcher)) }
    // Cut where the pieces of all conversions have a border in common.
    var steps: [Step] = []
    var begin = 0
    var range = 0..<0
    while begin < text.count {
      range = begin..<runs[1].pieces[runs[1].index(at: begin)].source.upperBound
      widening: while true {
        var place = range
        for run in runs.dropFirst() {
          guard let next = run.target(of: place) else {
            range = begin..<runs[1].pieces[runs[1].index(at: range.upperBound)].source.upperBound
            continue widening
          }
          place = next
        }
        break
      }
      steps.append(step(runs, range, at: start))
      begin = range.upperBound
    }
    return steps
  }

  /// One piece with its alternatives: for each entry with several values on the way, the outcome for each of the others.
  private func step(_ runs: [Pieces], _ range: Range<Int>, at start: Int) -> Step {
    var inputs: [Pieces] = []
    var place = range
    for run in runs.dropFirst() {
      inputs.append(run.extracting(place))
      place = run.target(of: place) ?? place
    }
    let output = inputs.last?.output ?? []
    var alternatives: [[UInt8]] = []
    for (depth, pieces) in inputs.enumerated() {
      for (index, piece) in pieces.pieces.enumerated() {
        for value in piece.others {
          var changed = pieces.output(replacing: index, with: value)
          for matcher in chain[(depth + 1)...] { changed = Pieces(verbatim: changed).converted(matcher).output }
          if changed != output, !alternatives.contains(changed) { alternatives.append(changed) }
        }
      }
    }
    return Step(range: start + range.lowerBound..<start + range.upperBound, output: output, alternatives: alternatives)
  }
}

/// A text as what became of the pieces of another one.
private struct Pieces {
  struct Piece {
    var source: Range<Int>
    var target: Range<Int>
    var others: [[UInt8]] = []
  }

  var pieces: [Piece] = []
  var output: [UInt8] = []

  init() {}

  /// A text as itself, in one piece.
  init(verbatim text: [UInt8]) {
    output = text
    pieces = text.isEmpty ? [] : [Piece(source: 0..<text.count, target: 0..<text.count)]
  }

  /// What a conversion makes of `output`.
  func converted(_ matcher: PlainMatcher) -> Pieces {
    var result = Pieces()
    var offset = 0
    while offset < output.count {
      var others: [[UInt8]] = []
      var length = descriptionLength(output, offset)
      var value: [UInt8]?
      if length == 0, let match = matcher.match(output, at: offset, end: output.count) {
        length = match.length
        value = match.values[0]
        others = Array(match.values.dropFirst())
      } else if length == 0 {
        length = scalarLength(output, offset)
      }
      let start = result.output.count
      result.output += value ?? Array(output[offset..<offset + length])
      result.pieces.append(
        Piece(source: offset..<offset + length, target: start..<result.output.count, others: others))
      offset += length
    }
    return result
  }

  /// The piece that begins at or holds an offset of the source.
  func index(at offset: Int) -> Int {
    var (low, high) = (0, pieces.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].source.upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// What became of a range of the source; `nil` when a piece reaches over its end.
  func target(of range: Range<Int>) -> Range<Int>? {
    guard !range.isEmpty else { return range }
    let (first, last) = (pieces[index(at: range.lowerBound)], pieces[index(at: range.upperBound - 1)])
    guard first.source.lowerBound == range.lowerBound, last.source.upperBound == range.upperBound else { return nil }
    return first.target.lowerBound..<last.target.upperBound
  }

  /// The pieces of a range of the source that begins and ends with one.
  func extracting(_ range: Range<Int>) -> Pieces {
    var part = Pieces()
    guard !range.isEmpty else { return part }
    part.pieces = Array(pieces[index(at: range.lowerBound)...index(at: range.upperBound - 1)])
    let start = part.pieces[0].target.lowerBound
    part.output = Array(output[start..<part.pieces[part.pieces.count - 1].target.upperBound])
    for index in part.pieces.indices {
      let target = part.pieces[index].target
      part.pieces[index].target = target.lowerBound - start..<target.upperBound - start
    }
    return part
  }

  /// The output with another value for one piece.
  func output(replacing index: Int, with value: [UInt8]) -> [UInt8] {
    let target = pieces[index].target
    return Array(output[..<target.lowerBound]) + value + Array(output[target.upperBound...])
  }

  /// Where a range of the output came from. A verbatim text came from itself.
  func source(of range: Range<Int>) -> Range<Int> {
    guard !range.isEmpty, pieces.count > 1 || pieces.first.map({ $0.source.count != $0.target.count }) ?? false else {
      return range
    }
    var (low, high) = (0, pieces.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].target.upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    let first = low
    high = pieces.count - 1
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].target.upperBound < range.upperBound { low = middle + 1 } else { high = middle }
    }
    return pieces[first].source.lowerBound..<pieces[low].source.upperBound
  }
}

/// The length of the scalar at an offset by its first byte; of one that is cut off, what is left of the text.
func scalarLength(_ text: [UInt8], _ offset: Int) -> Int { min(fullLength(text[offset]), text.count - offset) }

/// How long a scalar is that begins with this byte.
private func fullLength(_ first: UInt8) -> Int {
  first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF8 ? 4 : 1
}

/// The scalar at an offset of well-formed text, and its length; 0 for both where none is whole.
func scalar(_ text: [UInt8], _ offset: Int) -> (value: UInt32, length: Int) {
  guard offset < text.count, offset + fullLength(text[offset]) <= text.count else { return (0, 0) }
  let first = text[offset]
  let length = fullLength(first)
  let masks: [UInt8] = [0x7F, 0x7F, 0x1F, 0x0F, 0x07]
  let value = text[offset + 1..<offset + length].reduce(UInt32(first & masks[length])) {
    $0 << 6 | UInt32($1 & 0x3F)
  }
  return (value, length)
}

private func descriptionLength(_ text: [UInt8], _ offset: Int) -> Int {
  // U+2FF0 to U+2FFF.
  guard text[offset] == 0xE2, offset + 2 < text.count, text[offset + 1] == 0xBF, text[offset + 2] >= 0xB0 else {
    return 0
  }
  return IdeographicDescription.length(from: offset, to: text.count) { scalar(text, $0) }
}
