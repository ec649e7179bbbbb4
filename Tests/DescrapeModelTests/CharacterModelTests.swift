import DescrapeModel
import DescrapeText
import Testing

struct CharacterModelTests {
  private func cost(_ text: String) -> Double {
    let bytes = Array(text.utf8)
    return Double(CharacterModel.standard.cost(of: bytes.span)) / Double(max(text.unicodeScalars.count, 1)) / 8
  }

  /// What was meant is cheaper than what a wrong charset or a lost byte makes of it, by bits for each character.
  @Test(arguments: [
    ("因为他们觉得这样更好", "因樗麄冇X得这样更好"),
    ("因為他們覺得", "因?樗麄冇X得"),
    ("今天的天气很好，我们去公园", "浠婂ぉ鐨勫ぉ姘斿緢濂斤紝鎴戜滑鍘诲叕鍥"),
    ("今日はとても良い天気です", "莉頑律縺ｯ縺ｨ縺ｦ繧り憶縺螟ｩ豌励〒縺"),
    ("模块化数字万用表", "？榛滞蛴帽"),
    ("파일을 저장할 수 없습니다", "颇老阑 历厘且 荐 绝嚼聪促"),
  ])
  func meantIsCheaper(meant: String, wrong: String) {
    #expect(cost(meant) + 3 < cost(wrong), "\(cost(meant)) and \(cost(wrong))")
  }

  @Test func formsOfACharacterCountTheSame() {
    let model = CharacterModel.standard
    for (one, other) in [("發", "发"), ("，", ","), ("學", "学"), ("！", "!")] as [(Unicode.Scalar, Unicode.Scalar)] {
      #expect(model.unit(of: one.value) == model.unit(of: other.value))
    }
    #expect(model.unit(of: 0xE123) == CharacterModel.Kind.unwritten)
    #expect(model.unit(of: 0x0A) == CharacterModel.Kind.boundary)
  }

  @Test func pairsThatBelongTogetherAreCheaper() {
    let model = CharacterModel.standard
    func unit(_ scalar: Unicode.Scalar) -> UInt16 { model.unit(of: scalar.value) }
    #expect(model.cost(of: unit("们"), after: unit("我")) < model.cost(of: unit("们")))
    #expect(model.cost(of: unit("们"), after: unit("机")) > model.cost(of: unit("们")))
  }
}
