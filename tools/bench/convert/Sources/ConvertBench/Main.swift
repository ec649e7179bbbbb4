import DescrapeScript
import DescrapeText
import Glibc

/// `convert-bench --data FILE --config CONFIG [--pieces BYTES] [--rounds N] [--check] INPUT`
///
/// Converts a file in pieces cut at line ends, in memory, and prints a line for each round: the bytes that went in, and the
/// nanoseconds of processor time that it took. With `--check` the output of the kernel is compared with that of the plain converter.
@main
enum ConvertBench {
  static func main() {
    var options = ["--data": "", "--config": "s2t", "--pieces": "8192", "--rounds": "5"]
    var isCheck = false
    var input = ""
    var arguments = Array(CommandLine.arguments.dropFirst())
    while !arguments.isEmpty {
      let word = arguments.removeFirst()
      if word == "--check" {
        isCheck = true
      } else if options[word] != nil, !arguments.isEmpty {
        options[word] = arguments.removeFirst()
      } else {
        input = word
      }
    }
    guard let data = read(options["--data"] ?? ""), let text = read(input), let size = Int(options["--pieces"] ?? ""),
      let rounds = Int(options["--rounds"] ?? ""), size > 0
    else {
      fail("usage: convert-bench --data FILE --config CONFIG [--pieces BYTES] [--rounds N] [--check] INPUT", status: 2)
    }
    do {
      let scripts = try ScriptData(StableBytes(copying: data))
      let id = options["--config"] ?? ""
      let converter = try scripts.conversion(id).converter()
      let pieces = cut(text, size)
      if isCheck {
        try check(pieces, converter, PlainConverter(scripts.configuration(id)))
      } else {
        measure(pieces, converter, rounds: rounds)
      }
    } catch {
      fail("convert-bench: \(error)", status: 1)
    }
  }

  static func fail(_ message: String, status: Int32) -> Never {
    _ = "\(message)\n".withCString { write(2, $0, strlen($0)) }
    exit(status)
  }

  static func measure(_ pieces: [[UInt8]], _ converter: Converter, rounds: Int) {
    var output = ByteBuffer()
    let bytes = pieces.reduce(0) { $0 + $1.count }
    for round in 0...rounds {
      let start = nanoseconds()
      for piece in pieces {
        output.removeAll()
        _ = converter.convert(piece.span, into: &output)
      }
      // The first round warms the caches.
      if round > 0 { print(bytes, nanoseconds() - start) }
    }
  }

  static func check(_ pieces: [[UInt8]], _ converter: Converter, _ plain: PlainConverter) throws {
    var output = ByteBuffer()
    var wrong = 0
    for piece in pieces {
      output.removeAll()
      _ = converter.convert(piece.span, into: &output)
      let expected = plain.convert(piece)
      let isSame = expected.count == output.count && expected.indices.allSatisfy { expected[$0] == output.span[$0] }
      if !isSame {
        wrong += 1
        if wrong <= 5 {
          var got: [UInt8] = []
          for index in 0..<output.count { got.append(output.span[index]) }
          let place = zip(got, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(got.count, expected.count)
          func around(_ bytes: [UInt8]) -> String {
            String(decoding: bytes[max(place - 30, 0)..<min(place + 30, bytes.count)], as: UTF8.self)
          }
          print("kernel: \(around(got))\nplain:  \(around(expected))")
        }
      }
    }
    print("\(pieces.count) pieces, \(wrong) differ")
  }

  /// Pieces of about `size` bytes, cut at line ends.
  static func cut(_ text: [UInt8], _ size: Int) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var start = 0
    while start < text.count {
      var end = min(start + size, text.count)
      if end < text.count, let feed = text[start..<end].lastIndex(of: 0x0A) { end = feed + 1 }
      while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
      pieces.append(Array(text[start..<end]))
      start = end
    }
    return pieces
  }

  static func nanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}
