internal import DescrapeICU
public import DescrapeScript
public import DescrapeText

/// Converts the Chinese script, when a target is given: `--to hant-tw`.
///
/// ## Repairs
/// Nothing by itself: the text comes out in the script that was asked for, converted by OpenCC's phrases. `hans` is Simplified, `hant`
/// Traditional in OpenCC's standard, `hant-tw` and `hant-hk` in the forms of Taiwan and Hong Kong, `jp` Japanese Shinjitai; OpenCC's
/// own configurations (`s2twp`, `tw2sp`, …) go by their names. The source is looked at first, the document and each paragraph: a page
/// that a machine made Traditional character by character (出席并講話, 制造業) is put right by phrases, a mixed one becomes one script,
/// and 著 becomes 着 where Taiwan writes it for 着.
///
/// ## Keeps
/// Text that is in the target script already, with what it quotes in the other one; Japanese, unless the target is; regional words,
/// unless a configuration is named that changes them (核心 stays 核心); descriptions of characters (⿰女子).
///
/// ## Safety
/// Evidence. Off unless a target is given. With `look=false` the configuration is taken at its word and applied to the whole text,
/// once: the bytes are OpenCC's, and another run may change them again. Without OpenCC's dictionaries ICU's own tables serve for
/// `hans` and `hant`, which are right about half as often where words decide.
public struct Script: Stage {
  static let converted = Rule(0, "converted", confidence: 100, why: "the form that the script asked for has")
  static let repaired = Rule(
    1, "repaired", confidence: 92, why: "a conversion character by character chose the wrong form")

  public static let info = StageInfo(
    id: "script", safety: .evidence, surveys: .scripts,
    summary: "converts the Chinese script when --to names one", rules: [converted, repaired])

  public struct Options: StageOptions {
    /// What to convert to; empty leaves the script as it is.
    public var target = ""
    /// Looks at the source first, and leaves alone what needs no conversion.
    public var look = true
    /// Takes dictionaries whose characters few fonts have.
    public var tofu = false
    public static let fields: [OptionField<Options>] = [
      .text(
        "to", \.target, kind: "hans, hant, hant-tw, hant-hk, jp, a configuration of OpenCC, or nothing",
        "what to convert to"
      ) { _, name throws(ConfigurationError) in
        guard !name.isEmpty, ScriptTarget(name) == nil else { return }
        let near = nearest(3, to: name, among: ScriptTarget.names).map { "\"\($0)\"" }.joined(separator: " or ")
        throw ConfigurationError("there is no script or configuration \"\(name)\"; did you mean \(near)?")
      },
      .flag("look", \.look, "looks at the source first, and leaves alone what is in the target script"),
      .flag("tofu", \.tofu, "gives characters that few fonts have as well"),
    ]
    public init() {}
  }

  private let options: Options
  private let target: ScriptTarget?
  private let engine: ScriptEngine?
  private let fallback: ScriptFallback?

  public init(_ options: Options) {
    self.options = options
    let target = ScriptTarget(options.target)
    self.target = target
    engine = nil
    fallback = target?.fallback.map { ScriptFallback($0, isSimplified: target == .hans) }
  }

  private init(_ options: Options, _ engine: ScriptEngine) {
    self.options = options
    target = engine.target
    self.engine = engine
    fallback = nil
  }

  /// The stage with its dictionaries, or with ICU's tables where there are none.
  /// - Throws: for a data file that cannot be used, and without one for a target that ICU has not.
  public func using(_ data: ScriptData?) throws(ConfigurationError) -> Script {
    guard let target else { return self }
    guard let data else {
      guard target.fallback != nil, options.look else {
        throw ConfigurationError(
          "\"\(options.target)\" needs OpenCC's dictionaries; build them with \"descrape data build\"")
      }
      return self
    }
    do { return Script(options, try ScriptEngine(data, target, hasTofu: options.tofu, looks: options.look)) } catch {
      throw ConfigurationError("the data file cannot be used: \(error); build it again with \"descrape data build\"")
    }
  }

  /// Looks at a text for the survey; `nil` where ICU's tables do.
  public var look: (any ScriptSurveying)? { options.look ? engine?.look : NoLook() }

  /// Whether anything is converted at all.
  public var isOff: Bool { target == nil }

  /// A configuration that is taken at its word is applied once.
  public var runsOnce: Bool { !options.look }

  public func apply(to text: borrowing TextView, evidence: borrowing Evidence, into edits: inout Rewriter) {
    guard let engine else {
      fallback?.apply(to: text, evidence: evidence, into: &edits)
      return
    }
    let worker = engine.take()
    defer { engine.give(worker) }
    let variety = evidence.scripts.variety
    forEachPart(text, evidence, engine) { part, route in
      if edits.wantsChoices {
        note(text, part, route, variety, engine, worker, into: &edits)
      }
      if !route.isRepaired, route.chain.count == 1, let converter = worker.converter(route.chain[0]) {
        converter.edits(text.extracting(part)) { range, replacement in
          let range = part.lowerBound + range.lowerBound..<part.lowerBound + range.upperBound
          edits.replace(range, with: replacement, Self.converted)
        }
      } else {
        let rule = route.chain.isEmpty ? Self.repaired : Self.converted
        forEachLine(text, part) { line in
          worker.convert(text.extracting(line), route, variety) { result, _ in
            ScriptDifference.propose(text, line, result.span, rule, into: &edits)
          }
        }
      }
    }
  }

  /// Calls `body` with each stretch of lines that go the same way, except those that stay.
  private func forEachPart(
    _ text: borrowing TextView, _ evidence: borrowing Evidence, _ engine: ScriptEngine,
    _ body: (Range<Int>, ScriptRoute) -> Void
  ) {
    guard let look = engine.look else {
      body(0..<text.count, ScriptRoute(chain: [engine.target.conversions[0]]))
      return
    }
    guard evidence.facts.han > 0 else { return }
    let (isJapanese, hasKana) = (evidence.isJapanese, evidence.facts.kana > 0)
    var (start, route) = (0, ScriptRoute.leave)
    var offset = 0
    while offset < text.count {
      let end = min(text.endOfLine(from: offset) + 1, text.count)
      var counts = ScriptCounts()
      look.count(text, offset..<end, into: &counts)
      let next = engine.target.route(
        evidence.scripts, isJapanese: isJapanese || hasKana && ScriptLook.isJapanese(text, offset..<end), counts)
      if next != route {
        if route != .leave { body(start..<offset, route) }
        (start, route) = (offset, next)
      }
      offset = end
    }
    if route != .leave { body(start..<text.count, route) }
  }

  private func forEachLine(_ text: borrowing TextView, _ range: Range<Int>, _ body: (Range<Int>) -> Void) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let end = min(text.endOfLine(from: offset), range.upperBound)
      if end > offset { body(offset..<end) }
      offset = end + 1
    }
  }

  /// Notes where the last conversion of a part had a choice.
  private func note(
    _ text: borrowing TextView, _ part: Range<Int>, _ route: ScriptRoute, _ variety: TraditionalVariety,
    _ engine: ScriptEngine, _ worker: ScriptWorker, into edits: inout Rewriter
  ) {
    guard let id = route.chain.last, let plain = engine.plain(id) else { return }
    var place = edits.place(of: part.lowerBound)
    var offset = part.lowerBound
    forEachLine(text, part) { line in
      place += line.lowerBound - offset
      offset = line.upperBound
      worker.convert(text.extracting(line), route, variety) { _, last in
        var bytes: [UInt8] = []
        for index in 0..<last.count { bytes.append(last.span[index]) }
        for step in plain.steps(bytes) {
          let end = place + step.output.count
          if !step.alternatives.isEmpty {
            edits.note(
              Choice(
                range: place..<end, source: Array(bytes[step.range]), choice: step.output,
                alternatives: step.alternatives))
          }
          place = end
        }
      }
    }
  }
}

/// For a configuration that is taken at its word.
private struct NoLook: ScriptSurveying {
  func survey(_ text: borrowing TextView, into counts: inout ScriptCounts) {}
}

extension Script: DenseStage {
  public func rewrite(
    _ text: borrowing TextView, evidence: borrowing Evidence, into output: inout ByteBuffer
  ) -> Int? {
    guard let engine, !evidence.scripts.isMechanical || !options.look || engine.target.isSimplified else { return nil }
    let worker = engine.take()
    defer { engine.give(worker) }
    var (edits, done) = (0, 0)
    var isSimple = true
    forEachPart(text, evidence, engine) { part, route in
      guard isSimple, route.chain.count == 1, let converter = worker.converter(route.chain[0]) else {
        isSimple = false
        return
      }
      output.append(text.extracting(done..<part.lowerBound))
      edits += converter.convert(text.extracting(part), into: &output)
      done = part.upperBound
    }
    guard isSimple else {
      output.removeAll()
      return nil
    }
    guard edits > 0 else {
      output.removeAll()
      return 0
    }
    output.append(text.extracting(done..<text.count))
    return edits
  }
}
