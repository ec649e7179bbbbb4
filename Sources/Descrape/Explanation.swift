public import DescrapeText

/// What was changed in a text, where in the raw text, by which rule, why and how sure it was.
public struct Explanation: Sendable {
  /// One change as a reader sees it: raw bytes that are gone, what stands in their place, and who did it.
  public struct Change: Sendable {
    /// The id of the stage that made it.
    public var stage: String
    /// The rule that made it, with its reason and its confidence.
    public var rule: Rule
    /// Where it is in the raw text, in bytes.
    public var offset: Int
    /// Its line in the raw text, from 1.
    public var line = 1
    /// Its column in that line, from 1, in scalars.
    public var column = 1
    /// The raw bytes that are gone; empty for an insertion.
    public var removed: [UInt8]
    /// What stands there now; empty for a removal.
    public var inserted: [UInt8]
    /// Whether it is the rest of the edit that the change of the same rule before it began: something else was gone between them.
    public var isRest = false
  }

  /// All changes in the order of the raw text.
  public private(set) var changes: [Change] = []

  /// Explains a record of `raw`. A later edit of an earlier insertion takes its place, so each change runs from the raw text to the
  /// clean one. O(steps × changes).
  public init(of raw: borrowing Span<UInt8>, _ record: JournalRecord, stages: [StageInfo]) {
    var authors = Authors(stages)
    var pieces = [Piece(raw: 0, length: raw.count)]
    for run in record.runs {
      var base = 0
      for part in run.parts {
        for step in part.steps { pieces = Self.apply(step, authors.numbers(of: step), at: base, to: pieces) }
        base += part.outputLength
      }
    }
    collect(pieces, authors, raw)
    place(raw)
  }

  /// Who can have made an edit: each rule of each stage. Pieces know them by number, since they are copied at every step.
  private struct Authors {
    private var rules: [(stage: String, rule: Rule)] = []
    /// The numbers of each stage's rules; the last one is for what is not a rule of the stage, as decoding is.
    private var numbers: [String: Range<Int>] = [:]

    init(_ stages: [StageInfo]) {
      for stage in stages where numbers[stage.id] == nil { numbers[stage.id] = add(stage.id, stage.rules) }
    }

    private mutating func add(_ stage: String, _ known: [Rule]) -> Range<Int> {
      let first = rules.count
      for rule in known { rules.append((stage, rule)) }
      rules.append((stage, Rule(UInt8.max, stage, confidence: 100, why: "the bytes were decoded")))
      return first..<rules.count
    }

    /// The numbers of the rules of a step's stage.
    mutating func numbers(of step: JournalStep) -> Range<Int> {
      if let known = numbers[step.stage] { return known }
      let new = add(step.stage, [])
      numbers[step.stage] = new
      return new
    }

    subscript(number: Int) -> (stage: String, rule: Rule) { rules[number] }
  }

  /// A stretch of the text on its way: kept raw bytes, an insertion, or the place where raw bytes were taken out (no length).
  private struct Piece {
    /// Where its raw bytes start, or where it stands among them.
    var raw: Int
    /// How long it is in the text as it stands.
    var length: Int
    /// How many raw bytes it took out.
    var gone = 0
    var inserted: [UInt8] = []
    /// The number of who made it; nil for raw bytes.
    var author: Int?
    /// Whether it is the rest of an edit that began before.
    var isRest = false

    /// How many raw bytes it stands for.
    var rawLength: Int { author == nil ? length : gone }
  }

  private static func apply(_ step: JournalStep, _ rules: Range<Int>, at base: Int, to old: [Piece]) -> [Piece] {
    var reader = PieceReader(pieces: old)
    var result: [Piece] = []
    result.reserveCapacity(old.count + step.count * 2)
    step.forEach { place, removed, inserted in
      // Positions are in the step's input; what stands before its part is clean already and does not move.
      reader.pass(base + place.input, into: &result)
      let author = min(rules.lowerBound + Int(place.rule), rules.upperBound - 1)
      reader.take(removed.count, inserted, author, into: &result)
    }
    reader.pass(.max, into: &result)
    return result
  }

  /// Reads pieces from front to back by offsets into the text they make up.
  private struct PieceReader {
    var pieces: [Piece]
    var next = 0
    var offset = 0

    /// Moves all pieces before `end` over, splitting the one that lies across.
    mutating func pass(_ end: Int, into result: inout [Piece]) {
      while next < pieces.count, offset < end || pieces[next].length == 0 {
        result.append(pop(end - offset))
      }
    }

    /// Puts an edit in the place of the pieces that it takes out. Removals of earlier stages among them stay theirs.
    mutating func take(_ removed: Int, _ inserted: borrowing Span<UInt8>, _ author: Int, into result: inout [Piece]) {
      let behind = result.last.map { $0.raw + $0.rawLength } ?? 0
      var own = Piece(
        raw: next < pieces.count ? pieces[next].raw : behind, length: inserted.count,
        inserted: Array(copying: inserted),
        author: author)
      var left = removed
      while left > 0, next < pieces.count {
        let piece = pop(left)
        left -= piece.length
        if piece.length > 0 {
          own.gone += piece.rawLength
        } else {
          result.append(own)
          result.append(piece)
          own = Piece(raw: piece.raw + piece.gone, length: 0, author: author, isRest: true)
        }
      }
      result.append(own)
    }

    /// The next piece, or its first `length` bytes if it is longer.
    private mutating func pop(_ length: Int) -> Piece {
      if pieces[next].length > length { return split(length) }
      defer {
        offset += pieces[next].length
        next += 1
      }
      return pieces[next]
    }

    /// Cuts the first `length` bytes off the next piece. Of an insertion the front has all that it took out.
    private mutating func split(_ length: Int) -> Piece {
      var front = pieces[next]
      front.length = length
      if front.author == nil {
        pieces[next].raw += length
      } else {
        front.inserted = Array(front.inserted.prefix(length))
        pieces[next].inserted.removeFirst(length)
        pieces[next].raw += front.gone
        pieces[next].gone = 0
      }
      pieces[next].length -= length
      offset += length
      return front
    }
  }

  private mutating func collect(_ pieces: [Piece], _ authors: Authors, _ raw: borrowing Span<UInt8>) {
    for piece in pieces {
      guard let author = piece.author.map({ authors[$0] }), piece.gone > 0 || !piece.inserted.isEmpty else { continue }
      let start = min(piece.raw, raw.count)
      let removed = Array(copying: raw.extracting(start..<min(start + piece.gone, raw.count)))
      if removed == piece.inserted { continue }
      changes.append(
        Change(
          stage: author.stage, rule: author.rule, offset: start, removed: removed, inserted: piece.inserted,
          isRest: piece.isRest))
    }
  }

  /// Finds the changes' lines and columns in one pass over the text.
  private mutating func place(_ raw: borrowing Span<UInt8>) {
    var (line, column, offset) = (1, 1, 0)
    for index in changes.indices {
      while offset < changes[index].offset {
        let byte = raw[offset]
        if byte == 0x0A {
          line += 1
          column = 1
        } else if byte & 0xC0 != 0x80 {
          column += 1
        }
        offset += 1
      }
      changes[index].line = line
      changes[index].column = column
    }
  }
}
