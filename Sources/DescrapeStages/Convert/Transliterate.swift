internal import DescrapeICU
public import DescrapeText

/// Applies a transform of ICU to the text, when one is named: `--set transliterate.id=Any-Latin`.
///
/// ## Repairs
/// Nothing by itself: what changes is what the transform is for. `Katakana-Hiragana`, `Traditional-Simplified`, `Fullwidth-Halfwidth`,
/// several joined by semicolons (`Any-Latin; Latin-ASCII`), or one that a filter holds to some characters (`[:Han:] Any-Latin`).
///
/// ## Keeps
/// Line feeds, whatever the transform: it is given one line after the other, and of a very long line one piece after the other,
/// cut behind a space or a mark. Nothing stands around a piece for it, so what a transform makes of two neighbours (the space
/// between two syllables) may be missing between pieces.
///
/// ## Safety
/// Normalizing. Off unless a transform is named. A run applies it exactly once, even where it would change its own result
/// again (`Any-Hex`); with such a transform, and only then, another run changes a clean text once more.
public struct Transliterate: Stage {
  static let transformed = Rule(0, "transformed", confidence: 100, why: "the transform that was asked for changes this")

  public static let info = StageInfo(
    id: "transliterate", safety: .normalizing,
    summary: "applies the ICU transform that transliterate.id names, such as Any-Latin", rules: [transformed])

  public struct Options: StageOptions {
    /// The transform's ICU id; empty leaves the text as it is.
    public var id = ""
    /// The pool that reading the id has opened a transform for.
    fileprivate var transforms: TransformPool?
    public static let fields: [OptionField<Options>] = [
      .text("id", \.id, kind: "an ICU transform id, or nothing", "the transform to apply, such as Any-Latin") {
        options, id throws(ConfigurationError) in
        guard !id.isEmpty else { return }
        let pool = TransformPool(id)
        guard let transform = pool.take() else { throw ConfigurationError(Transform.problem(with: id)) }
        pool.put(transform)
        options.transforms = pool
      }
    ]
    public init() {}
  }

  /// A piece of a line has at most so many bytes: ICU moves the rest of a piece at each change.
  private static let longest = 4096

  private let transforms: TransformPool?

  public init(_ options: Options) {
    if options.id.isEmpty {
      transforms = nil
    } else if let opened = options.transforms, opened.id == options.id {
      transforms = opened
    } else {
      transforms = TransformPool(options.id)
    }
  }

  public var runsOnce: Bool { true }

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    guard let transforms, edits.accepts(Self.transformed), let transform = transforms.take() else { return }
    defer { transforms.put(transform) }
    var start = 0
    while start < text.count {
      let endOfLine = text.endOfLine(from: start)
      while start < endOfLine {
        let end = endOfPiece(text, start..<endOfLine)
        transform.changes(of: text.extracting(start..<end)) { range, replacement in
          let range = start + range.lowerBound..<start + range.upperBound
          edits.replace(range, with: replacement, Self.transformed)
        }
        start = end
      }
      start = endOfLine + 1
    }
  }

  /// Where the first piece of a part of a line ends: best behind a space or the end of a sentence, else behind another mark,
  /// before a letter that takes no part in its neighbour, or at least between two scalars.
  private func endOfPiece(_ text: borrowing TextView, _ line: Range<Int>) -> Int {
    guard line.count > Self.longest else { return line.upperBound }
    var offset = line.lowerBound + Self.longest
    while text[offset] & 0xC0 == 0x80 { offset -= 1 }
    var (best, bestRank) = (offset, 0)
    while offset > line.lowerBound + Self.longest / 2 {
      let (before, length) = text.scalar(before: offset)
      let rank = Self.rank(before, text.scalar(at: offset).value)
      if rank > bestRank { (best, bestRank) = (offset, rank) }
      if rank == 3 { break }
      offset -= length
    }
    return best
  }

  private static func rank(_ before: UInt32, _ after: UInt32) -> Int {
    switch before {
    case 0x20, 0x3000: after == before ? 0 : 3
    // 。！？
    case 0x3002, 0xFF01, 0xFF1F: 3
    case 0x21...0x2F, 0x3A...0x40, 0x3001...0x3011, 0xFF0C, 0xFF1A, 0xFF1B: 2
    default: isHan(after) || after < 0x80 && !isASCIIWord(UInt8(after)) ? 1 : 0
    }
  }
}
