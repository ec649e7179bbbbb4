internal import Descrape
internal import DescrapeText

#if canImport(Glibc)
  internal import Glibc
#endif

/// The filter in its smallest form: standard input to standard output, as one document.
@main
struct Main {
  static func main() {
    var input: [UInt8] = []
    while true {
      let byte = getchar()
      guard byte >= 0 else { break }
      input.append(UInt8(byte))
    }
    var configuration = Configuration()
    configuration.only = CommandLine.arguments.dropFirst().map { $0 }
    guard let plan = try? configuration.plan() else { exit(2) }
    var output = ByteBuffer()
    if !Worker(plan).clean(input.span, into: &output) { output.append(input.span) }
    for index in 0..<output.count { putchar(Int32(output.span[index])) }
  }
}
