public import DescrapeText

/// Makes fullwidth letters and digits narrow and halfwidth kana wide, where asked: `１６８ｃｍ` is `168cm`.
///
/// ## Repairs
/// With `ascii` set to `narrow`, the letters and digits of U+FF10-FF5A. With `kana` set to `wide`, halfwidth katakana, a voiced mark
/// together with its letter: `ｶﾞ` is `ガ`.
///
/// ## Keeps
/// Everything, unless asked: the width is a house style. Marks keep theirs always, and so do letters that stand alone as a number of
/// a list (`Ａ．`).
///
/// ## Safety
/// Normalizing.
public struct Width: Stage {
  static let narrow = Rule(
    0, "narrow", confidence: 99, why: "a fullwidth letter or digit, and the option asks for narrow ones")
  static let wide = Rule(1, "wide-kana", confidence: 99, why: "halfwidth kana, and the option asks for wide ones")

  public static let info = StageInfo(
    id: "width", safety: .normalizing,
    summary: "narrows fullwidth letters and widens halfwidth kana where asked: １６８ is 168",
    rules: [narrow, wide])

  public struct Options: StageOptions {
    public var ascii = "keep"
    public var kana = "keep"
    public static let fields: [OptionField<Options>] = [
      .text("ascii", \.ascii, kind: "keep or narrow", "what fullwidth letters and digits become") {
        $0 == "keep" || $0 == "narrow"
      },
      .text("kana", \.kana, kind: "keep or wide", "what halfwidth kana become") { $0 == "keep" || $0 == "wide" },
    ]
    public init() {}
  }

  /// U+FF66-FF9F in their wide forms, without marks.
  private static let kana: [UInt32] = Array(
    "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜".unicodeScalars.map(\.value))

  private let isNarrow: Bool
  private let isWide: Bool
  public init(_ options: Options) {
    isNarrow = options.ascii == "narrow"
    isWide = options.kana == "wide"
  }

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    guard isNarrow || isWide, evidence.facts.widthForms > 0 else { return }
    var offset = 0
    while let place = text.find(0xEF, from: offset) {
      offset = place + 3
      let scalar = text.scalar(at: place).value
      if isNarrow, Self.isFullwidth(scalar), !isNumber(text, place) {
        edits.replace(place..<offset, withScalar: scalar - 0xFEE0, Self.narrow)
      } else if isWide, scalar >= 0xFF66, scalar <= 0xFF9F {
        var wide = Self.kana[Int(scalar - 0xFF66)]
        let voiced = Self.voiced(wide, text.scalar(at: offset).value)
        if voiced != wide {
          wide = voiced
          offset += 3
        }
        edits.replace(place..<offset, withScalar: wide, Self.wide)
      }
    }
  }

  private static func isFullwidth(_ scalar: UInt32) -> Bool {
    scalar >= 0xFF10 && scalar <= 0xFF19 || scalar >= 0xFF21 && scalar <= 0xFF3A || scalar >= 0xFF41 && scalar <= 0xFF5A
  }

  /// `Ａ．` and `１、` at the start of a line.
  private func isNumber(_ text: borrowing TextView, _ place: Int) -> Bool {
    let after = text.scalar(at: place + 3).value
    guard after == 0xFF0E || after == 0x3001 else { return false }
    let before = text.scalar(before: place).value
    return before == 0 || before == 0x0A
  }

  /// `kana` with the halfwidth voiced or semi-voiced mark behind it.
  private static func voiced(_ kana: UInt32, _ mark: UInt32) -> UInt32 {
    let isRow = kana >= 0x30AB && kana <= 0x30C8 && kana != 0x30C3
    let isHa = kana >= 0x30CF && kana <= 0x30DB
    switch mark {
    case 0xFF9E:
      if kana == 0x30A6 { return 0x30F4 }
      return isRow || isHa ? kana + 1 : kana
    case 0xFF9F: return isHa ? kana + 2 : kana
    default: return kana
    }
  }
}
