public import DescrapeText
internal import DescrapeICU

/// Converts Traditional to Simplified Chinese, when a target is given: `--to hans`.
///
/// ## Repairs
/// Traditional characters become their Simplified forms, through ICU's `Traditional-Simplified`: character by character, with the few
/// words that need their neighbours (執著 is 执着, 著名 stays).
///
/// ## Keeps
/// Regional words (核心 stays 核心), lines without a Traditional form, Simplified documents that quote a Traditional character here
/// and there (乾隆, 瞭望), and Japanese.
///
/// ## Safety
/// Evidence. Off unless a target is given. Only the characters change, never a word.
public struct Script: Stage {
  static let simplified = Rule(0, "simplified", confidence: 95, why: "the Simplified form of a Traditional character")

  public static let info = StageInfo(
    id: "script", safety: .evidence, surveys: .scripts,
    summary: "converts Traditional to Simplified Chinese when --to hans asks for it",
    rules: [simplified])

  public struct Options: StageOptions {
    /// The script to convert to; empty leaves the script as it is.
    public var target = ""
    public static let fields: [OptionField<Options>] = [
      .text("to", \.target, kind: "hans (Simplified), or nothing", "the script to convert to") {
        $0.isEmpty || $0 == "hans"
      }
    ]
    public init() {}
  }

  private let options: Options
  private let readings = HanReadings()
  private let transforms = TransformPool("Traditional-Simplified")

  public init(_ options: Options) { self.options = options }

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    guard !options.target.isEmpty, evidence.facts.han > 0, !evidence.isJapanese else { return }
    // Traditional forms are at home where they are more than one in twelve of the forms that tell the scripts apart.
    guard evidence.scripts.traditional * 12 > evidence.scripts.simplified, let transform = transforms.take() else {
      return
    }
    defer { transforms.put(transform) }
    var start = 0
    while start < text.count {
      let end = text.endOfLine(from: start)
      if hasTraditional(text, start..<end) {
        transform.apply(text.extracting(start..<end)) { result in
          propose(text, start..<end, result, into: &edits)
        }
      }
      start = end + 1
    }
  }

  private func hasTraditional(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    var offset = line.lowerBound
    while offset < line.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      // 著 has no entry of its own: ICU converts it by its neighbours.
      if readings.hasOtherSimplifiedForm(scalar) || scalar == 0x8457 { return true }
      offset += max(length, 1)
    }
    return false
  }

  /// Proposes the changed characters one by one where the two lines run in step, else the changed middle as a whole.
  private func propose(
    _ text: borrowing TextView, _ line: Range<Int>, _ result: borrowing Span<UInt8>, into edits: inout Rewriter
  ) {
    guard scalars(text, line) == scalars(result, 0..<result.count) else {
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
      edits.replace(range, with: result.extracting(start..<resultEnd), Self.simplified)
      return
    }
    var (here, there) = (line.lowerBound, 0)
    while here < line.upperBound, there < result.count {
      let (old, length) = text.scalar(at: here)
      let (new, newLength) = result.scalar(at: there)
      // ICU also swaps quotation marks; they are not script.
      if old != new, isHan(old) { edits.replace(here..<here + length, withScalar: new, Self.simplified) }
      here += length
      there += newLength
    }
  }

  private func scalars(_ text: borrowing TextView, _ range: Range<Int>) -> Int {
    var count = 0
    for offset in range where text[offset] & 0xC0 != 0x80 { count += 1 }
    return count
  }
}
