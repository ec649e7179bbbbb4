public import DescrapeText

/// Gives text back that was decoded with the wrong charset: `dÃ©jÃ vu` is `déjà vu`.
///
/// ## Repairs
/// UTF-8 read as Latin-1 or Windows-1252, up to three times over, run by run. Whole lines of UTF-8 read as GBK, Shift_JIS, Big5 or
/// EUC-KR; of GBK, Big5, EUC-JP, Shift_JIS or EUC-KR read as Windows-1252; of GBK and Big5 or EUC-KR read as each other.
///
/// ## Keeps
/// Accented capitals before a closing mark (`CAFÉ™`, `MAÇÃ»`), an example in quotes, rare Han that makes no better text when read
/// the other way, and every line of which a byte was lost (`?`, U+FFFD, `锟斤拷`): what it said cannot be proven.
///
/// ## Safety
/// Evidence. For Latin the structure of UTF-8 decides; for Han every byte must go the way back and the model of common characters must
/// find the result better by a wide margin.
public struct Mojibake: Stage {
  static let latin = Rule(0, "utf-8-as-latin", confidence: 92, why: "UTF-8 was read as Latin-1 or Windows-1252")
  static let han = Rule(1, "utf-8-as-han", confidence: 92, why: "UTF-8 was read as GBK, Shift_JIS, Big5 or EUC-KR")
  static let bytes = Rule(
    2, "han-as-latin", confidence: 90, why: "GBK, Big5, EUC-JP, Shift_JIS or EUC-KR was read as Windows-1252")
  static let wrongHan = Rule(3, "wrong-han-charset", confidence: 90, why: "one East Asian charset was read as another")

  public static let info = StageInfo(
    id: "mojibake", safety: .evidence, recovers: true,
    summary: "gives text back that was decoded with the wrong charset: `dÃ©jÃ vu` is `déjà vu`",
    rules: [latin, han, bytes, wrongHan])

  public init(_ options: NoOptions) {}

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    guard evidence.has([.mojibake, .mojibakeHan]) else { return }
    let lines = MojibakeLines()
    let everyLine = evidence.has(.mojibakeHan)
    var signs = MojibakeLatin.Signs()
    var start = 0
    while start < text.count {
      if !everyLine {
        guard let sign = signs.next(text, from: start) else { return }
        start = text.startOfLine(at: sign)
      }
      let end = text.endOfLine(from: start)
      let line = text.trimmed(start..<end)
      if !lines.repair(text, line, into: &edits) { MojibakeLatin.repair(text, start..<end, into: &edits) }
      start = end + 1
    }
  }
}
