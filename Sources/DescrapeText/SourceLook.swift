/// Tells a document that is the source of a program, a page or a typeset text from one that is read. The survey counts lines that end as
/// statements do, which finds C and its kin; Python, Ruby, TeX and templates are told by what their lines look like.
enum SourceLook {
  /// Whether four lines in ten are of a source, and three bytes in ten. Indented lines and comments without a sign of it are neither:
  /// a source has them in whatever language its author speaks. O(n).
  static func isSource(_ text: borrowing TextView) -> Bool {
    var (code, codeBytes, prose, proseBytes, commands) = (0, 0, 0, 0, 0)
    var start = 0
    while start < text.count {
      let end = text.endOfLine(from: start)
      let line = text.trimmed(start..<end)
      let isIndented = line.lowerBound > start
      if line.isEmpty {
      } else if isCode(text, line, isIndented: isIndented) {
        code += 1
        codeBytes += line.count
        if text[line.lowerBound] == 0x5C { commands += 1 }
      } else if !isIndented, !isComment(text, line) {
        prose += 1
        proseBytes += line.count
      }
      start = end + 1
    }
    // Three commands of TeX, each on a line of its own, make a source of whatever is written between them.
    return commands >= 3 || code >= 4 && code * 6 >= prose * 4 && codeBytes * 7 >= proseBytes * 3
  }

  /// Lines of tags are none either: a page's markup is left over in text that is read.
  private static func isComment(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    switch text[line.lowerBound] {
    case 0x23, 0x25: true
    case 0x3C: text[line.upperBound - 1] == 0x3E
    case 0x2F, 0x2D: text[orZero: line.lowerBound + 1] == text[line.lowerBound]
    default: false
    }
  }

  private static func isCode(_ text: borrowing TextView, _ line: Range<Int>, isIndented: Bool) -> Bool {
    let (first, second) = (text[line.lowerBound], line.count > 1 ? text[line.lowerBound + 1] : 0)
    let last = text[line.upperBound - 1]
    let beforeLast = line.count > 1 ? text[line.upperBound - 2] : 0
    switch last {
    case 0x7B, 0x7D, 0x5C: return true
    case 0x3B: if beforeLast < 0x80, !isReference(text, line) { return true }
    // `):`, `",`, `',`, `),` and brackets that go on.
    case 0x3A: if beforeLast == 0x29 || beforeLast == 0x5D || beginsWithWord(text, line) { return true }
    case 0x2C: if beforeLast < 0x80, first < 0x80, !isASCIIWord(beforeLast) { return true }
    case 0x28, 0x5B: if beforeLast < 0x80, isIndented || beforeLast != 0x20 { return true }
    case 0x29, 0x5D: if first == last || isCall(text, line) { return true }
    case 0x3E: if first == 0x3C, isTemplate(text, line) { return true }
    default: break
    }
    switch first {
    case 0x2F: if second == 0x2F || second == 0x2A { return true }
    // ` * of a comment`, `\section{`, `{% if %}`.
    case 0x2A: if isIndented, second == 0x20 || second == 0x2F || line.count == 1 { return true }
    case 0x5C: if isLetter(second), !text.has("u00", at: line.lowerBound + 1) { return true }
    case 0x7B: if second == 0x25 || second == 0x7B { return true }
    case 0x3C: if second == 0x3F || second == 0x25 || second == 0x21 { return true }
    case 0x23: if second == 0x21 || isDirective(text, line) { return true }
    case 0x40: if isLetter(second), last == 0x29 || !holds(text, line, 0x20) { return true }
    // `"""`, and a string that is a line of its own.
    case 0x22, 0x27: if text[orZero: line.lowerBound + 2] == first && second == first || last == first { return true }
    case 0x6D: if text.has("msgid \"", at: line.lowerBound) || text.has("msgstr", at: line.lowerBound) { return true }
    default: break
    }
    return beginsWithWord(text, line) && hasOperator(text, line) || hasAssignment(text, line) || isCommented(text, line)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }

  private static func holds(_ text: borrowing TextView, _ line: Range<Int>, _ byte: UInt8) -> Bool {
    for offset in line where text[offset] == byte { return true }
    return false
  }

  /// `statement; # comment`, `statement; // comment`.
  private static func isCommented(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    var semicolon = line.lowerBound
    while let offset = text.find(0x3B, in: semicolon..<line.upperBound) {
      semicolon = offset + 1
      guard text[orZero: offset - 1] < 0x80 else { continue }
      var next = offset + 1
      while text[orZero: next] == 0x20 || text[orZero: next] == 0x09 { next += 1 }
      if next > offset + 1, text[orZero: next] == 0x23 || text[orZero: next] == 0x2F && text[orZero: next + 1] == 0x2F {
        return true
      }
    }
    return false
  }

  /// Whether the line ends with a reference, as damaged prose does.
  private static func isReference(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    var start = line.upperBound - 2
    while start > line.lowerBound, line.upperBound - start < 12, isASCIIWord(text[start]) || text[start] == 0x23 {
      start -= 1
    }
    // A line that is nothing but the semicolon has nothing before it.
    return text[orZero: start] == 0x26 || text[orZero: start] == 0x3B
  }

  /// `name(…)` and `a.name(…)`, with nothing in front of the name.
  private static func isCall(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    var offset = line.lowerBound
    while offset < line.upperBound, isASCIIWord(text[offset]) || text[offset] == 0x5F || text[offset] == 0x2E {
      offset += 1
    }
    return offset > line.lowerBound + 1 && text[orZero: offset] == 0x28
  }

  /// Whether tags have what fills them in beside them: `<li>{{ name }}</li>`, `<% end %>`.
  private static func isTemplate(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    for offset in line where text[offset] == 0x7B || text[offset] == 0x3C {
      let next = text[orZero: offset + 1]
      if text[offset] == 0x7B ? next == 0x7B || next == 0x25 : next == 0x25 || next == 0x3F { return true }
    }
    return false
  }

  private static let directives: [StaticString] = [
    "include", "define", "if", "endif", "else", "pragma", "import", "undef",
  ]

  private static func isDirective(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    directives.contains { text.has($0, at: line.lowerBound + 1) }
  }

  private static let words: [StaticString] = [
    "def ", "class ", "if ", "elif ", "else", "for ", "while ", "try", "except", "with ", "return", "import ", "from ",
    "raise ",
    "yield", "end", "do", "module ", "require", "sub ", "my ", "use ", "package ", "function ", "var ", "let ",
    "const ",
    "public ", "private ", "static ", "void ", "int ", "fn ", "pub ", "impl ", "struct ", "enum ", "match ", "case ",
    "switch",
    "break", "continue", "assert", "print", "echo ", "fi", "done", "esac", "then", "SELECT ", "INSERT ", "CREATE ",
    "UPDATE ",
    "DELETE ", "FROM ", "WHERE ", "type ", "func ", "unless ", "attr_", "include", "local ", "lambda", "async ",
    "await ",
  ]

  private static func beginsWithWord(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    isLetter(text[line.lowerBound]) && words.contains { text.has($0, at: line.lowerBound) }
  }

  /// What no sentence has: calls, comparisons, subscripts, quotes inside brackets.
  private static func hasOperator(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    if line.count <= 8 { return true }
    var offset = line.lowerBound
    while offset < line.upperBound - 1 {
      let (byte, next) = (text[offset], text[offset + 1])
      switch byte {
      case 0x28:
        if next == 0x29 || next == 0x22 || next == 0x27 || isASCIIWord(text[orZero: offset - 1]) { return true }
      case 0x3D, 0x21, 0x3C, 0x3E, 0x2B, 0x2D: if next == 0x3D || next == 0x3E { return true }
      case 0x3A: if next == 0x3A { return true }
      case 0x26, 0x7C: if next == byte { return true }
      case 0x5B: if isASCIIWord(text[orZero: offset - 1]) { return true }
      case 0x2E, 0x5F: if isLetter(next), isASCIIWord(text[orZero: offset - 1]) { return true }
      default: break
      }
      offset += 1
    }
    return false
  }

  /// `name = value`, `a.b[0] += 1`, `name="value"` at the start of a line.
  private static func hasAssignment(_ text: borrowing TextView, _ line: Range<Int>) -> Bool {
    var offset = line.lowerBound
    scan: while offset < line.upperBound {
      switch text[offset] {
      case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A, 0x2D, 0x2E, 0x5B, 0x5D, 0x24, 0x40, 0x2C: offset += 1
      default: break scan
      }
    }
    guard offset > line.lowerBound else { return false }
    if text[orZero: offset] == 0x20 { offset += 1 }
    let byte = text[orZero: offset]
    let equals = byte == 0x3D ? offset : byte == 0x2B || byte == 0x2D || byte == 0x7C || byte == 0x3A ? offset + 1 : -1
    return equals > 0 && equals < line.upperBound && text[equals] == 0x3D
  }
}
