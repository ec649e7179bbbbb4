internal import DescrapeText

/// Counts by name. They add up; names with `/` in them are groups.
struct Account: Equatable {
  private(set) var counts: [String: Int] = [:]

  subscript(_ name: String) -> Int {
    get { counts[name, default: 0] }
    set { counts[name] = newValue == 0 ? nil : newValue }
  }

  static func += (sum: inout Account, more: Account) {
    for (name, count) in more.counts { sum[name] += count }
  }

  /// The records that came in, by what became of them. They must be `records-in`.
  var records: Int { self["records-out"] + self["dropped"] + self["quarantined"] }

  /// One line for each count, sorted: what the ledger keeps.
  var text: String {
    counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }.joined()
  }

  init() {}

  /// What `text` gave; `nil` for anything else.
  init?(_ text: String) {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count == 2, let count = Int(parts[1]) else { return nil }
      counts[String(parts[0])] = count
    }
  }

  /// Adds what the documents between two statistics of a worker were written in, and how many did not settle.
  mutating func add(_ statistics: Statistics, since earlier: Statistics) {
    let (now, then) = (statistics.scripts, earlier.scripts)
    self["unsettled"] += statistics.unsettledDocuments - earlier.unsettledDocuments
    self["characters/han"] += now.han - then.han
    self["characters/kana"] += now.kana - then.kana
    self["characters/hangul"] += now.hangul - then.hangul
    for (index, kind) in ScriptMix.Kind.allCases.enumerated() {
      self["scripts/\(kind.name)"] += now.documents[index] - then.documents[index]
    }
  }

  mutating func add(edits: [[Int]], earlier: [[Int]], _ plan: Plan) {
    for (index, stage) in plan.stages.enumerated() {
      for (place, rule) in stage.info.rules.enumerated() {
        let count = edits[index][place] - earlier[index][place]
        if count > 0 { self["edits/\(stage.info.id)/\(rule.id)"] += count }
      }
    }
  }
}
