internal import DescrapeICU
internal import DescrapeText

/// Conversion by ICU's own tables, character by character with few words: for when OpenCC's dictionaries are not there.
struct ScriptFallback: Sendable {
  private let readings = HanReadings()
  private let transforms: TransformPool
  private let isSimplified: Bool

  /// - Parameters:
  ///   - id: the transform's id.
  ///   - isSimplified: whether it gives Simplified text.
  init(_ id: String, isSimplified: Bool) {
    transforms = TransformPool(id)
    self.isSimplified = isSimplified
  }

  func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    guard evidence.facts.han > 0, !evidence.isJapanese else { return }
    // Forms of the other script are at home where they are more than one in twelve of those that tell the two apart.
    let (there, here) =
      isSimplified
      ? (evidence.scripts.traditional, evidence.scripts.simplified)
      : (evidence.scripts.simplified, evidence.scripts.traditional)
    guard there * 12 > here, let transform = transforms.take() else { return }
    defer { transforms.put(transform) }
    var start = 0
    while start < text.count {
      let end = text.endOfLine(from: start)
      if hasOtherForm(text, start..<end) {
        transform.changes(of: text.extracting(start..<end)) { range, replacement in
          // ICU also swaps quotation marks; they are not script.
          guard isHan(text.scalar(at: start + range.lowerBound).value) else { return }
          edits.replace(
            start + range.lowerBound..<start + range.upperBound, with: replacement, Script.converted)
        }
      }
      start = end + 1
    }
  }

  private func hasOtherForm(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    var offset = line.lowerBound
    while offset < line.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      // 著 has no entry of its own: ICU converts it by its neighbours.
      if isSimplified
        ? readings.hasOtherSimplifiedForm(scalar) || scalar == 0x8457 : readings.hasOtherTraditionalForm(scalar)
      {
        return true
      }
      offset += max(length, 1)
    }
    return false
  }
}
