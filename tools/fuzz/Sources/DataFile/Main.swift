import DescrapeText
import Support

@testable import DescrapeScript

/// Damaged data files, with checksums that are right: they are refused, or convert like any other.
private enum Target {
  static let samples = Sample.all

  static func run(_ input: inout Input) {
    var damage = Damage(input.pick(samples), &input)
    damage.run(&input)
    do {
      let data = try ScriptData(damage.bytes())
      if damage.isChecked { try? data.check() }
      for id in data.configurations {
        if let conversion = try? data.conversion(id) { convert(conversion.converter(), hasTable: damage.isTable) }
        if let configuration = try? data.configuration(id) {
          _ = PlainConverter(configuration).convert(Words.text)
        }
      }
      _ = try ScriptLook(data, tellsZhe: false, tellsMechanical: false)
    } catch {}
  }

  static func convert(_ converter: Converter, hasTable: Bool) {
    for cut in 0..<3 {
      let text = Array(Words.text.dropLast(cut * 2))
      let output = converter.converted(text).text
      _ = converter.edited(text)
      guard cut == 0 else { continue }
      if UTF8Scan.wellFormedPrefix(of: output.span) != output.count { fail("ill-formed text: \(output)") }
      // A damage that was not noticed, since there it does no harm.
      if hasTable, !Sample.outputs.contains(output) { plant() }
    }
  }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = Input(start, count)
  Target.run(&input)
  return 0
}
