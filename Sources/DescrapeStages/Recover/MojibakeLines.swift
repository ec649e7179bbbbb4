internal import DescrapeICU
internal import DescrapeModel
internal import DescrapeText
internal import Synchronization

/// Converters that are open and not in use; see `TransformPool`.
final class ConverterPool: Sendable {
  private struct Idle: @unchecked Sendable { var converters: [CharsetConverter] = [] }

  let name: String
  private let idle = Mutex(Idle())

  init(_ name: String) { self.name = name }

  func take() -> CharsetConverter? {
    let box = idle.withLock { idle in Idle(converters: idle.converters.popLast().map { [$0] } ?? []) }
    return box.converters.first ?? (try? CharsetConverter(name))
  }

  func put(_ converter: CharsetConverter) {
    let box = Idle(converters: [converter])
    idle.withLock { $0.converters += box.converters }
  }
}

/// A charset both ways. Encoding that fails leaves state behind, so each way has converters of its own.
struct PooledCharset: Sendable {
  private let encoders: ConverterPool
  private let decoders: ConverterPool

  init(_ name: String) {
    encoders = ConverterPool(name)
    decoders = ConverterPool(name)
  }

  /// False for a character that the charset has not.
  func encode(_ text: borrowing TextView, into bytes: inout ByteBuffer) -> Bool {
    guard let converter = encoders.take() else { return false }
    defer { encoders.put(converter) }
    do { try converter.encode(text, into: &bytes) } catch { return false }
    return true
  }

  /// False where the bytes are not this charset's, or do not come back from the text.
  func decode(_ bytes: borrowing TextView, into text: inout ByteBuffer) -> Bool {
    guard let converter = decoders.take(), let bad = try? converter.decode(bytes, isLast: true, into: &text) else {
      return false
    }
    decoders.put(converter)
    guard bad == 0 else { return false }
    var back = ByteBuffer(capacity: bytes.count + 64)
    guard encode(text.span, into: &back), back.count == bytes.count else { return false }
    for offset in 0..<bytes.count where back.span[offset] != bytes[offset] { return false }
    return true
  }
}

/// Lines of East Asian text that were decoded with the wrong charset.
struct MojibakeLines {
  private static let gbk = PooledCharset("windows-936")
  private static let big5 = PooledCharset("windows-950")
  private static let hongKong = PooledCharset("Big5-HKSCS")
  private static let japanese = PooledCharset("windows-932")
  private static let korean = PooledCharset("windows-949")
  private static let eucJapanese = PooledCharset("EUC-JP")
  private static let utf8 = PooledCharset("UTF-8")
  private let model = CharacterModel.standard

  /// Repairs the line as a whole if that is sure.
  func repair(_ text: borrowing TextView, _ line: Range<Int>, into edits: inout Rewriter) -> Bool {
    var (wide, latin, lost, offset) = (0, 0, false, line.lowerBound)
    while offset < line.upperBound {
      if text[offset] < 0x80 {
        offset += 1
        continue
      }
      let (scalar, length) = text.scalar(at: offset)
      if scalar >= 0x2E80 { wide += 1 } else if MojibakeLatin.byte(of: scalar) != nil { latin += 1 }
      if scalar == 0xFFFD { lost = true }
      offset += length
    }
    if lost { return false }
    if wide == 0 { return latin >= 6 && repairLatin(text, line, into: &edits) }
    return wide >= 3 && latin * 4 <= wide && repairWide(text, line, into: &edits)
  }

  private func repairWide(_ text: borrowing TextView, _ line: Range<Int>, into edits: inout Rewriter) -> Bool {
    let source = text.extracting(line)
    // The start of a long line tells whether it is worth the whole.
    if line.count > 160 {
      let (cost, count) = weigh(source.extracting(0..<source.cut(before: 96, notBefore: 90)))
      guard cost >= count * 72 else { return false }
    }
    let (cost, count) = weigh(source)
    // Common text costs six to nine bits a character.
    guard count > 0, cost >= count * 76 else { return false }
    var best = (cost: cost, rule: Mojibake.han)
    var result = ByteBuffer(capacity: 64)
    for (index, charset) in [Self.gbk, Self.japanese, Self.big5, Self.korean].enumerated() {
      var bytes = ByteBuffer(capacity: line.count + 64)
      if !charset.encode(source, into: &bytes) {
        bytes.removeAll()
        // Bytes that are not of Big5 proper are shown with Hong Kong's characters.
        guard index == 2, Self.hongKong.encode(source, into: &bytes) else { continue }
      }
      consider(bytes.span, Self.utf8, Mojibake.han, &best, &result)
      if index == 0 {
        consider(bytes.span, Self.big5, Mojibake.wrongHan, &best, &result)
        consider(bytes.span, Self.korean, Mojibake.wrongHan, &best, &result)
      } else if index >= 2 {
        consider(bytes.span, Self.gbk, Mojibake.wrongHan, &best, &result)
      }
    }
    guard !result.isEmpty else { return false }
    let (after, number) = weigh(result.span)
    // The gain is a likelihood: on a long line a smaller share of the cost is as sure.
    let isLong = number >= 8 && cost - after >= 400 && after <= number * 84
    let share = best.rule.index == Mojibake.han.index ? 75 : isLong ? 75 : 60
    guard after * 100 <= cost * share, cost - after >= 240, after <= number * 92 else { return false }
    edits.replace(line, with: result.span, best.rule)
    return true
  }

  private func repairLatin(_ text: borrowing TextView, _ line: Range<Int>, into edits: inout Rewriter) -> Bool {
    var bytes = ByteBuffer(capacity: line.count)
    var (run, longest, high, isEven, offset) = (0, 0, 0, true, line.lowerBound)
    while offset < line.upperBound {
      let (scalar, length) = text.scalar(at: offset)
      guard let byte = MojibakeLatin.byte(of: scalar) else { return false }
      if byte >= 0x80 {
        run += 1
        high += 1
        longest = max(longest, run)
      } else {
        // Characters of two bytes come in even runs.
        if run & 1 == 1 { isEven = false }
        run = 0
      }
      bytes.append(byte)
      offset += length
    }
    // Those with an ASCII letter for their second byte do not; then there must be little else.
    if run & 1 == 1 { isEven = false }
    guard longest >= 6 && isEven || longest >= 2 && high * 5 >= bytes.count * 2 else { return false }
    var best = (cost: Int.max, rule: Mojibake.bytes)
    var result = ByteBuffer(capacity: 64)
    // UTF-8 is not among them: it is repaired run by run.
    var plain = ByteBuffer(capacity: 64)
    if Self.utf8.decode(bytes.span, into: &plain) { return false }
    for charset in [Self.gbk, Self.big5, Self.eucJapanese, Self.korean, Self.japanese] {
      consider(bytes.span, charset, Mojibake.bytes, &best, &result)
    }
    guard !result.isEmpty else { return false }
    let (after, number) = weigh(result.span)
    guard after <= number * 84, number >= 3 else { return false }
    edits.replace(line, with: result.span, Mojibake.bytes)
    return true
  }

  private func consider(
    _ bytes: borrowing TextView, _ charset: PooledCharset, _ rule: Rule, _ best: inout (cost: Int, rule: Rule),
    _ result: inout ByteBuffer
  ) {
    var candidate = ByteBuffer(capacity: bytes.count * 2 + 64)
    guard charset.decode(bytes, into: &candidate) else { return }
    let (cost, _) = weigh(candidate.span)
    guard cost < best.cost else { return }
    best = (cost, rule)
    swap(&result, &candidate)
  }

  /// The cost of what is not ASCII, and how many characters that is.
  private func weigh(_ text: borrowing TextView) -> (cost: Int, count: Int) {
    var (sum, count, offset, previous) = (0, 0, 0, CharacterModel.Kind.boundary)
    while offset < text.count {
      let (scalar, length) = text.scalar(at: offset)
      let unit = model.unit(of: scalar)
      if scalar >= 0x80 {
        sum += model.cost(of: unit, after: previous)
        count += 1
      }
      previous = unit
      offset += max(length, 1)
    }
    return (sum, count)
  }
}
