public import Descrape
internal import DescrapeText

/// Everything that is asked of a run of `explain`.
public struct ExplainJob: Sendable {
  /// For people, or for programs.
  public enum Format: String, Sendable, CaseIterable { case text, json }

  public var configuration = Configuration()
  /// A path; `-` is standard input.
  public var input = "-"
  public var charset = Charset.automatic
  /// The site that the text is from; empty when it is not known.
  public var site = ""
  public var format = Format.text
  /// Whether changes are set off by colours; without them as `[-gone-]` and `{+come+}`.
  public var hasColour = false

  public init() {}
}

/// Cleans one document and says what was changed in it, on standard output.
public struct Explainer {
  /// A document is explained as a whole, so it must fit in one window.
  private static let limit = 64 << 20

  private let job: ExplainJob
  private let plan: Plan

  /// - Throws: for a configuration that is wrong.
  public init(_ job: ExplainJob) throws(Failure) {
    self.job = job
    do { plan = try job.configuration.plan() } catch { throw Failure(.usage, printable(error.description)) }
  }

  /// - Throws: when the input cannot be read, or is larger than 64 MiB.
  public func run() throws(Failure) {
    let reader = TextReader(try ByteSource(path: job.input), charset: job.charset)
    var text = ByteBuffer()
    try reader.fill(&text, beyond: Self.limit)
    guard reader.isAtEnd else { throw Failure(.input, "explain takes up to 64 MiB; give it a part of the text") }
    let worker = Worker(plan, journal: true)
    if !job.site.isEmpty { worker.site = SiteLine.site(named: job.site) }
    var clean = ByteBuffer()
    _ = worker.clean(text.span, into: &clean)
    let explanation = Explanation(of: text.span, worker.record ?? JournalRecord(), stages: plan.stages.map(\.info))
    var answer = ByteBuffer()
    switch job.format {
    case .text:
      explanation.text(of: text.span, colour: job.hasColour, into: &answer)
      if reader.badSequences > 0 {
        answer.append("\(reader.badSequences) × bytes that are not \(reader.charset) became U+FFFD\n")
      }
    case .json: explanation.json(badSequences: reader.badSequences, into: &answer)
    }
    let sink = ByteSink.standardOutput()
    sink.append(answer.span)
    sink.flush()
    try sink.check()
  }
}
