import DescrapeText
import Glibc

@testable import DescrapeScript

/// Says what went wrong and ends the run; the fuzzer keeps its input.
public func fail(_ message: String) -> Never {
  _ = "\(message)\n".withCString { write(2, $0, strlen($0)) }
  abort()
}

/// The value of a variable of the environment.
public func setting(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

/// Whether the run has a bug planted, which the fuzzer must find.
public let hasPlant = setting("DESCRAPE_FUZZ_PLANT") != nil

/// The bug: a read behind the end, which only the address sanitizer sees, and then an end that everyone sees.
@inline(never)
public func plant() {
  guard hasPlant else { return }
  let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 64)
  memory.initialize(repeating: 1, count: 64)
  let behind = UnsafeRawPointer(memory).load(fromByteOffset: 64 + Int(getpid() & 7), as: UInt8.self)
  fail("the planted bug: \(behind)")
}

/// A text with all but plain ASCII escaped.
public func escaped(_ text: [UInt8]) -> String {
  var result = ""
  for scalar in String(decoding: text, as: UTF8.self).unicodeScalars { result += scalar.escaped(asASCII: true) }
  return result
}

public func read(_ path: String) -> [UInt8] {
  guard let file = fopen(path, "rb") else { fail("there is no \(path)") }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 20)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { return bytes }
    bytes += buffer[..<count]
  }
}

extension Converter {
  /// A text as converted, and the number of edits.
  public func converted(_ text: [UInt8]) -> (text: [UInt8], edits: Int) {
    var output = ByteBuffer(capacity: 64)
    let edits = convert(text.span, into: &output)
    return (output.span.withUnsafeBufferPointer { Array($0) }, edits)
  }

  /// A text with the proposed edits made, and their number.
  public func edited(_ text: [UInt8]) -> (text: [UInt8], edits: Int) {
    var result: [UInt8] = []
    var (cursor, edits) = (0, 0)
    self.edits(text.span) { range, replacement in
      guard range.lowerBound >= cursor, range.upperBound <= text.count else { fail("edits out of order") }
      result += text[cursor..<range.lowerBound]
      replacement.withUnsafeBufferPointer { result += $0 }
      cursor = range.upperBound
      edits += 1
    }
    return (result + text[cursor...], edits)
  }
}

/// Both ways to convert, and what they must have in common.
public struct Both {
  let name: String
  public let kernel: Converter
  let plain: PlainConverter

  public init(_ data: ScriptData, _ id: String, hasTofu: Bool) throws {
    name = hasTofu ? "\(id) with tofu" : id
    kernel = try data.conversion(id, hasTofu: hasTofu).converter()
    plain = PlainConverter(try data.configuration(id, hasTofu: hasTofu))
  }

  /// Ends the run where the kernel does not do what the plain converter does, and says so with the smallest text for it.
  public func check(_ text: [UInt8]) {
    guard difference(text) != nil, !Self.isKnown(text) else { return }
    var text = text
    var size = text.count
    while size > 0 {
      var start = 0
      while start < text.count {
        let shorter = Array(text[..<start] + text[min(start + size, text.count)...])
        if String(validating: shorter, as: UTF8.self) != nil, !Self.isKnown(shorter), difference(shorter) != nil {
          text = shorter
        } else {
          start += 1
        }
      }
      size /= 2
    }
    fail("\(name): \(difference(text) ?? "")\ntext:  \(escaped(text)), \(text.count) bytes")
  }

  /// Whether a text has an ideographic description that is not whole. One that the first conversion of a chain makes whole is left
  /// alone by the second one of the plain converter, and not by the kernel.
  private static func isKnown(_ text: [UInt8]) -> Bool {
    var offset = 0
    while offset < text.count {
      let (value, length) = scalar(text, offset)
      let described = IdeographicDescription.length(from: offset, to: text.count) { scalar(text, $0) }
      if described == 0, IdeographicDescription.arity(value) > 0 { return true }
      offset += max(described, length, 1)
    }
    return false
  }

  private func difference(_ text: [UInt8]) -> String? {
    let expected = plain.convert(text)
    let (output, count) = kernel.converted(text)
    let (edited, edits) = kernel.edited(text)
    if output != expected { return "the kernel gives \(escaped(output)), not \(escaped(expected))" }
    if edited != expected { return "the edits give \(escaped(edited)), not \(escaped(expected))" }
    return count != edits ? "\(count) edits counted, \(edits) proposed" : nil
  }
}
