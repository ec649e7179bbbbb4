import DescrapeScript
import DescrapeText
import Foundation
import Testing

/// What the look at a text finds, with the dictionaries that set-up built; nothing is tested where they are not there.
@Suite struct LookTests {
  private static let look: ScriptLook? = {
    guard let data = Installed.data else { return nil }
    do { return try ScriptLook(data, tellsZhe: true, tellsMechanical: true) } catch {
      Issue.record("descrape.data: \(error)")
      return nil
    }
  }()

  private static func counts(_ texts: String...) -> ScriptCounts? {
    guard let look else { return nil }
    var counts = ScriptCounts()
    for text in texts { look.survey(Array(text.utf8).span, into: &counts) }
    return counts
  }

  @Test(arguments: [
    ("他们后来发现了这个问题。", ChineseScript.simplified), ("他們後來發現了這個問題。", .traditional),
    ("于是我在山里走了三天。", .neutral), ("", .neutral), ("abc 123 かな", .neutral), ("台灣和香港的報紙", .traditional),
    ("他们说：後來發現", .mixed), ("他们发现这个问题，后来说没有关系，写了“發現”。", .simplified),
    ("他們發現這個問題，後來說沒有關係，寫了“发现”。", .traditional), ("皇后乘公里", .neutral), ("𠮶个这", .simplified),
  ])
  func tellsTheScript(_ text: String, _ script: ChineseScript) {
    guard let counts = Self.counts(text) else { return }
    #expect(counts.script == script, "\(text): \(counts.simplified) simplified, \(counts.traditional) traditional")
  }

  @Test(arguments: [
    ("羣衆爲了喫飯，在裏面爲難。", TraditionalVariety.standard), ("群眾為了這裡的線，在裡面寫著。他看著我。", .taiwan),
    ("羣組裏的衞生，為了説清楚。牀裏。", .hongKong), ("他們後來發現了這個問題。", .unclear), ("這裡。", .unclear), ("", .unclear),
  ])
  func tellsTheVariety(_ text: String, _ variety: TraditionalVariety) {
    guard let counts = Self.counts(text) else { return }
    let kinds = (counts.standard, counts.taiwan, counts.hongKong, counts.taiwanAndHongKong)
    #expect(counts.variety == variety, "\(text): \(kinds)")
  }

  @Test(arguments: ["他們出席并講話。", "這是制造業。", "這些制造業的問題，出席并講話的時候。", "我們于是後來發現了，制造業并沒有。"])
  func tellsWhatAMachineLeft(_ text: String) {
    guard let counts = Self.counts(text) else { return }
    #expect(counts.isMechanical, "\(text): \(counts.leftBehind)")
  }

  @Test(arguments: [
    "于先生說，這個問題沒有關係。", "他們不願干涉這個國家。", "皇后說這個問題沒有關係。", "這條路長三公里。", "台灣公布了這個數據。", "這份周報說了這個問題。",
    "他們出席並講話，談製造業。", "於是他後來發現了這個問題。", "關於制度和限制，我們說過了。", "乾杯之後，他把衣服曬乾。", "出席并讲话，谈制造业。", "", "于是",
  ])
  func leavesGoodTextAlone(_ text: String) {
    guard let counts = Self.counts(text) else { return }
    #expect(!counts.isMechanical, "\(text): \(counts.leftBehind) of \(counts.proper)")
  }

  /// One slip among many right ones is somebody's, not a machine's.
  @Test func oneSlipIsNoMachine() {
    let good = String(repeating: "他們出席並講話，談製造業。\n", count: 20)
    guard let counts = Self.counts(good + "他們出席并講話。\n") else { return }
    #expect(!counts.isMechanical)
  }

  @Test func windowsAddUp() throws {
    let lines = ["他們出席并講話，談制造業。\n", "羣衆爲了喫飯，在裏面爲難。\n", "他们后来看着这个问题。\n", "裡面寫著字。"]
    guard let whole = Self.counts(lines.joined()) else { return }
    guard let look = Self.look else { return }
    var sum = ScriptCounts()
    for window in [lines[0] + lines[1], lines[2] + lines[3]] { look.survey(Array(window.utf8).span, into: &sum) }
    #expect(whole.traditional == sum.traditional && whole.simplified == sum.simplified)
    #expect(whole.leftBehind == sum.leftBehind && whole.proper == sum.proper)
    #expect(whole.plainlyLeft == sum.plainlyLeft)
    #expect(whole.standard == sum.standard && whole.taiwan == sum.taiwan && whole.hongKong == sum.hongKong)
    #expect(whole.taiwanZhe == sum.taiwanZhe && whole.simplifiedZhe == sum.simplifiedZhe)
    #expect(whole.traditional > 0 && whole.simplified > 0 && whole.plainlyLeft > 0 && whole.taiwanZhe > 0)
  }

  @Test(arguments: [("他看著我，寫著字。", true), ("他看着我，寫着字。", false), ("這是著名的著作。", false), ("著作裏寫着字", false)])
  func tellsTheParticle(_ text: String, _ isTaiwan: Bool) {
    guard let counts = Self.counts(text) else { return }
    #expect(counts.hasTaiwanZhe == isTaiwan, "\(text): \(counts.taiwanZhe) to \(counts.simplifiedZhe)")
  }

  @Test(arguments: [
    ("これは漢字の説明です。", true), ("学校へ行きました。", true), ("優の良品", false), ("東京、大阪、京都。", false), ("他說「はい」，後來就走了，再也沒有回來。", false),
    ("コンピュータ", true), ("", false), ("abc", false), ("ｶﾀｶﾅ半角", true),
  ])
  func tellsJapaneseParagraphs(_ text: String, _ isJapanese: Bool) {
    let bytes = Array(text.utf8)
    #expect(ScriptLook.isJapanese(bytes.span, 0..<bytes.count) == isJapanese, "\(text)")
  }

  /// What is put right, and in whose forms.
  @Test(arguments: [
    ("他們出席并講話，談制造業。", TraditionalVariety.unclear, "他們出席並講話，談製造業。"),
    ("他們出席并講話，談制造業。", .standard, "他們出席並講話，談製造業。"), ("在山里面制造", .taiwan, "在山裡面製造"),
    ("在山里面制造", .standard, "在山裏面製造"), ("在山里面制造", .hongKong, "在山裏面製造"), ("他批準了。", .unclear, "他批准了。"),
    ("皇后走了三公里。", .unclear, "皇后走了三公里。"), ("", .unclear, ""),
  ])
  func putsRight(_ text: String, _ variety: TraditionalVariety, _ expected: String) throws {
    guard let data = Installed.data else { return }
    let (bytes, mechanical) = (Array(text.utf8), try MechanicalConversion(data))
    var (result, cursor): ([UInt8], Int) = ([], 0)
    mechanical.repairs(of: bytes.span, variety) { range, scalar in
      result += bytes[cursor..<range.lowerBound]
      result += Unicode.Scalar(scalar).map { Array(String(Character($0)).utf8) } ?? []
      cursor = range.upperBound
    }
    #expect(String(decoding: result + bytes[cursor...], as: UTF8.self) == expected)
  }
}
