public import DescrapeText

extension Explanation {
  /// Appends the changes for a reader: each raw line that changed, with what is gone and what came, and the rules below it;
  /// at the end the counts. Long unchanged stretches are cut.
  /// - Parameters:
  ///   - raw: the text that was explained.
  ///   - output: what the changes are appended to.
  ///   - colour: ANSI colours; without them `[-gone-]` and `{+come+}`, as in a word diff.
  public func text(of raw: borrowing Span<UInt8>, colour: Bool, into output: inout ByteBuffer) {
    let style = Style(colour: colour)
    var index = 0
    while index < changes.count {
      // A change may itself hold line ends: the group goes on while changes begin on the line where the last one ended.
      var end = index
      var lastLine = changes[index].line
      repeat {
        lastLine = changes[end].line + changes[end].removed.count { $0 == 0x0A }
        end += 1
      } while end < changes.count && changes[end].line <= lastLine
      group(index..<end, raw, style, into: &output)
      index = end
    }
    counts(style, into: &output)
  }

  private func group(
    _ range: Range<Int>, _ raw: borrowing Span<UInt8>, _ style: Style, into output: inout ByteBuffer
  ) {
    let first = changes[range.lowerBound]
    output.append(style.dim)
    output.append("\(first.line)")
    output.append("  ")
    output.append(style.plain)
    var offset = raw.startOfLine(at: first.offset)
    for index in range {
      context(raw, offset..<changes[index].offset, isFirst: index == range.lowerBound, style, into: &output)
      let change = changes[index]
      if !change.removed.isEmpty {
        // What several rules took out side by side is one gap to a reader.
        let isJoined = index > range.lowerBound && changes[index - 1].inserted.isEmpty && offset == change.offset
        let goesOn =
          change.inserted.isEmpty && index + 1 < range.upperBound && !changes[index + 1].removed.isEmpty
          && changes[index + 1].offset == change.offset + change.removed.count
        if !isJoined { output.append(style.gone) }
        shown(change.removed, into: &output)
        if !goesOn { output.append(style.goneEnd) }
      }
      if !change.inserted.isEmpty {
        output.append(style.come)
        shown(change.inserted, into: &output)
        output.append(style.comeEnd)
      }
      offset = change.offset + change.removed.count
    }
    let end = raw.endOfLine(from: offset)
    if raw[orZero: offset - 1] != 0x0A || offset == 0 { tail(raw, offset..<end, style, into: &output) }
    output.append("\n")
    output.append(style.dim)
    output.append("   ")
    for (name, count, rule) in tally(range) {
      output.append(" \(name)\(count > 1 ? " ×\(count)" : "") \(rule.confidence)%")
    }
    output.append(style.plain)
    output.append("\n")
  }

  /// How often each rule acted in a range of changes, in the order of their first change.
  private func tally(_ range: Range<Int>) -> [(name: String, count: Int, rule: Rule)] {
    var result: [(name: String, count: Int, rule: Rule)] = []
    for change in changes[range] where !change.isRest {
      let name = change.stage + "/" + change.rule.id
      if let place = result.firstIndex(where: { $0.name == name }) {
        result[place].count += 1
      } else {
        result.append((name, 1, change.rule))
      }
    }
    return result
  }

  private func counts(_ style: Style, into output: inout ByteBuffer) {
    guard !changes.isEmpty else {
      output.append("nothing to change\n")
      return
    }
    output.append("\n")
    for (name, count, rule) in tally(changes.indices) {
      output.append("\(count) × \(name), \(rule.confidence)% sure: \(rule.why)\n")
    }
  }

  /// How many characters of unchanged text are shown on either side of a change.
  private static var margin: Int { 24 }

  private func context(
    _ raw: borrowing Span<UInt8>, _ range: Range<Int>, isFirst: Bool, _ style: Style, into output: inout ByteBuffer
  ) {
    let head = isFirst ? range.lowerBound : forward(raw, range, Self.margin)
    let rear = backward(raw, head..<range.upperBound, Self.margin)
    visible(raw, range.lowerBound..<head, into: &output)
    if rear > head { ellipsis(style, into: &output) }
    visible(raw, rear..<range.upperBound, into: &output)
  }

  private func tail(_ raw: borrowing Span<UInt8>, _ range: Range<Int>, _ style: Style, into output: inout ByteBuffer) {
    let end = forward(raw, range, Self.margin)
    visible(raw, range.lowerBound..<end, into: &output)
    if end < range.upperBound { ellipsis(style, into: &output) }
  }

  private func ellipsis(_ style: Style, into output: inout ByteBuffer) {
    output.append(style.dim)
    output.append("…")
    output.append(style.plain)
  }

  private func forward(_ raw: borrowing Span<UInt8>, _ range: Range<Int>, _ count: Int) -> Int {
    var (offset, left) = (range.lowerBound, count)
    while offset < range.upperBound {
      if raw[offset] & 0xC0 != 0x80 {
        if left == 0 { break }
        left -= 1
      }
      offset += 1
    }
    return offset
  }

  private func backward(_ raw: borrowing Span<UInt8>, _ range: Range<Int>, _ count: Int) -> Int {
    var (offset, left) = (range.upperBound, count)
    while offset > range.lowerBound, left > 0 {
      offset -= 1
      if raw[offset] & 0xC0 != 0x80 { left -= 1 }
    }
    return offset
  }

  private func visible(_ raw: borrowing Span<UInt8>, _ range: Range<Int>, into output: inout ByteBuffer) {
    for offset in range { put(raw[offset], into: &output) }
  }

  private func shown(_ bytes: [UInt8], into output: inout ByteBuffer) {
    for byte in bytes { put(byte, into: &output) }
  }

  /// Control characters, the raw text's own escape sequences among them, are shown by their pictures (U+2400-2421).
  private func put(_ byte: UInt8, into output: inout ByteBuffer) {
    switch byte {
    case 0x0A: output.append("⏎")
    case 0x00..<0x20: output.append(scalar: 0x2400 + UInt32(byte))
    case 0x7F: output.append(scalar: 0x2421)
    default: output.append(byte)
    }
  }
}

/// How removed and inserted text is set off.
private struct Style {
  var gone, goneEnd, come, comeEnd, dim, plain: StaticString

  init(colour: Bool) {
    if colour {
      (gone, goneEnd, come, comeEnd) = ("\u{1B}[31;9m", "\u{1B}[0m", "\u{1B}[32m", "\u{1B}[0m")
      (dim, plain) = ("\u{1B}[2m", "\u{1B}[0m")
    } else {
      (gone, goneEnd, come, comeEnd) = ("[-", "-]", "{+", "+}")
      (dim, plain) = ("", "")
    }
  }
}
