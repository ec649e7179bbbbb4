internal import DescrapeScript
internal import DescrapeText
internal import Synchronization

/// What converts: the tables of a target's configurations, and what each thread needs to use them.
final class ScriptEngine: Sendable {
  let target: ScriptTarget
  /// `nil` where a configuration is taken at its word.
  let look: ScriptLook?
  private let data: ScriptData
  private let hasTofu: Bool
  private let conversions: [Conversion]
  private let idle = Mutex(IdleScriptWorkers())
  private let plain = Mutex<[String: PlainConverter]>([:])

  /// - Parameter looks: whether texts are looked at first; if not, only the target's own configuration is opened.
  /// - Throws: for a data file that is damaged or lacks a configuration.
  init(_ data: ScriptData, _ target: ScriptTarget, hasTofu: Bool, looks: Bool) throws(ScriptDataError) {
    self.data = data
    self.target = target
    self.hasTofu = hasTofu
    var conversions: [Conversion] = []
    for id in looks ? target.conversions : [target.conversions[0]] {
      conversions.append(try data.conversion(id, hasTofu: hasTofu))
    }
    self.conversions = conversions
    look =
      looks
      ? try ScriptLook(data, tellsZhe: target.isSimplified, tellsMechanical: target.isFromSimplified) : nil
  }

  /// A worker for one thread; `give` takes it back.
  func take() -> ScriptWorker {
    let taken = idle.withLock { idle in idle.workers.popLast() }
    return taken ?? ScriptWorker(conversions, look?.mechanical)
  }

  func give(_ worker: ScriptWorker) {
    let box = IdleScriptWorkers(workers: [worker])
    idle.withLock { $0.workers += box.workers }
  }

  /// The plain form of a configuration, for the places where it has a choice. Its dictionaries are read at the first call, which takes
  /// a while; `nil` when they cannot be read.
  func plain(_ id: String) -> PlainConverter? {
    plain.withLock { known in
      if let converter = known[id] { return converter }
      let converter = (try? data.configuration(id, hasTofu: hasTofu)).map(PlainConverter.init)
      known[id] = converter
      return converter
    }
  }
}

/// Workers that are not in use. Each belongs to whoever took it, one thread at a time.
private struct IdleScriptWorkers: @unchecked Sendable { var workers: [ScriptWorker] = [] }

/// Converters with their buffers, for one thread.
final class ScriptWorker: @unchecked Sendable {
  private let converters: [(id: String, converter: Converter)]
  private let mechanical: MechanicalConversion?
  private var before = ByteBuffer()
  private var after = ByteBuffer()

  fileprivate init(_ conversions: [Conversion], _ mechanical: MechanicalConversion?) {
    converters = conversions.map { ($0.id, $0.converter()) }
    self.mechanical = mechanical
  }

  func converter(_ id: String) -> Converter? { converters.first { $0.id == id }?.converter }

  /// Calls `body` with what a route makes of a text, and with the text that the last conversion began with.
  func convert(
    _ text: borrowing TextView, _ route: ScriptRoute, _ variety: TraditionalVariety,
    _ body: (_ result: borrowing ByteBuffer, _ last: borrowing ByteBuffer) -> Void
  ) {
    before.removeAll()
    if route.isRepaired, let mechanical {
      var cursor = 0
      let view = copy text
      mechanical.repairs(of: text, variety) { range, scalar in
        before.append(view.extracting(cursor..<range.lowerBound))
        before.append(scalar: scalar)
        cursor = range.upperBound
      }
      before.append(view.extracting(cursor..<view.count))
    } else {
      before.append(text)
    }
    after.removeAll()
    for (index, id) in route.chain.enumerated() {
      if index > 0 { swap(&before, &after) }
      after.removeAll()
      _ = converter(id)?.convert(before.span, into: &after)
    }
    if route.chain.isEmpty { swap(&before, &after) }
    body(after, before)
  }
}
