/// What a run does to each document, decided once: the stages with their options, in running order. Sendable; each thread builds
/// its own `Worker` from it.
public struct Plan: Sendable {
  /// The stages in running order; those that recover come first.
  public let stages: [any Stage]
  /// Edits of rules below this confidence, in percent, are dropped.
  public let threshold: UInt8
  /// Readings for the survey; without them no gloss is recognised.
  public let readings: (any ReadingSource)?
  /// A long text is worked on in blocks of about this many bytes, cut at line ends, so that its working set stays in the cache.
  public let blockSize: Int
  /// Tells scripts for the survey; without it the readings do.
  public let scripts: (any ScriptSurveying)?

  /// A plan of these stages. Those that recover are moved to the front; the order stays otherwise.
  public init(
    stages: [any Stage], threshold: UInt8, readings: (any ReadingSource)?, blockSize: Int = 1 << 20,
    scripts: (any ScriptSurveying)? = nil
  ) {
    self.stages = stages.filter { $0.info.recovers } + stages.filter { !$0.info.recovers }
    self.threshold = threshold
    self.readings = readings
    self.blockSize = max(blockSize, 64)
    self.scripts = scripts
  }

  /// What the survey has to find out for these stages.
  var surveys: SurveyNeeds { stages.reduce(into: []) { $0.formUnion($1.info.surveys) } }

  /// How many of the stages run before the survey.
  var recovering: Int { stages.prefix { $0.info.recovers }.count }
}

extension Stage {
  /// The stage's card, for a value whose type is not known.
  public var info: StageInfo { Self.info }
}

/// Counts over all documents of a worker. They add up.
public struct Statistics: Sendable {
  /// Documents that were cleaned.
  public var documents = 0
  /// Documents that came out otherwise than they went in.
  public var changedDocuments = 0
  /// Documents that went on changing when cleaned again, and so were left as they came.
  public var unsettledDocuments = 0
  /// Documents that took more than one pass to settle.
  public var resettledDocuments = 0
  /// The length of all documents as they came, in bytes of UTF-8.
  public var bytesIn = 0
  /// The length of all clean documents, in bytes of UTF-8.
  public var bytesOut = 0
  /// Which scripts the clean documents are in.
  public var scripts = ScriptMix()
  /// For each stage of the plan, the edits of each of its rules.
  public var edits: [[Int]] = []

  /// No documents yet.
  public init(plan: Plan) { edits = plan.stages.map { [Int](repeating: 0, count: $0.info.rules.count) } }

  /// Adds the counts of another worker of the same plan.
  public static func += (sum: inout Statistics, more: Statistics) {
    sum.documents += more.documents
    sum.changedDocuments += more.changedDocuments
    sum.unsettledDocuments += more.unsettledDocuments
    sum.resettledDocuments += more.resettledDocuments
    sum.bytesIn += more.bytesIn
    sum.bytesOut += more.bytesOut
    sum.scripts += more.scripts
    for (stage, counts) in more.edits.enumerated() {
      for (rule, count) in counts.enumerated() { sum.edits[stage][rule] += count }
    }
  }
}
