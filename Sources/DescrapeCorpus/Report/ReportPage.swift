internal import CReport
internal import Descrape
internal import DescrapeText

/// The page of a run: what the ledger has of it, as JSON in a page whose script draws it.
struct ReportPage {
  private let account: Account
  private let job: CorpusJob
  private let stages: [StageInfo]
  /// The files' accounts, in the order of their places.
  private let files: [(place: String, account: Account)]
  private var sketch = ReportSketch(.corpus)

  /// Over so many groups of files, in the order of their places, the edits of a stage are shown.
  private static let groups = 48
  /// So many files and lines are named.
  private static let named = 12
  private static let lines = 40

  init(
    _ rows: [String: Ledger.Row], _ ledger: Ledger, _ account: Account, _ job: CorpusJob, _ plan: Plan
  ) throws(Failure) {
    self.account = account
    self.job = job
    stages = plan.stages.map(\.info)
    files = rows.values.sorted { $0.place < $1.place }.map { ($0.place, Account($0.account) ?? Account()) }
    var all = ReportSketch(.corpus)
    var isDamaged = false
    try ledger.sketches { place, text in
      guard rows[place] != nil else { return }
      guard let one = try? ReportSketch(text, .file(of: job.files)) else { return isDamaged = true }
      all.merge(one, place: place)
    }
    if isDamaged { throw Failure(.input, "the ledger is damaged; use --restart") }
    sketch = all
  }

  /// The whole page.
  func html() -> ByteBuffer {
    var page = ByteBuffer(capacity: 1 << 17)
    // Unsafe: the bytes are the program's own, and stay.
    let template = unsafe Span(_unsafeStart: creport_page(), count: Int(creport_size()))
    var json = ByteBuffer(capacity: 1 << 16)
    write(into: &json)
    let mark: StaticString = "@DATA@"
    var place = 0
    while place < template.count, !template.has(mark, at: place) { place += 1 }
    page.append(template.extracting(0..<place))
    Self.seal(json.span, into: &page)
    page.append(template.extracting(min(place + mark.utf8CodeUnitCount, template.count)..<template.count))
    return page
  }

  /// Appends JSON so that nothing in it can end the element that it stands in: `<`, `>`, `&`, U+2028 and U+2029, which stand
  /// in strings alone, are written as numbers. O(n).
  static func seal(_ json: borrowing Span<UInt8>, into page: inout ByteBuffer) {
    var start = 0
    for index in json.indices {
      let number: StaticString
      var length = 1
      switch json[index] {
      case 0x3C: number = "\\u003c"
      case 0x3E: number = "\\u003e"
      case 0x26: number = "\\u0026"
      case 0xE2 where index + 2 < json.count && json[index + 1] == 0x80 && json[index + 2] == 0xA8:
        number = "\\u2028"
        length = 3
      case 0xE2 where index + 2 < json.count && json[index + 1] == 0x80 && json[index + 2] == 0xA9:
        number = "\\u2029"
        length = 3
      default: continue
      }
      page.append(json.extracting(start..<index))
      page.append(number)
      start = index + length
    }
    page.append(json.extracting(start..<json.count))
  }

  private func write(into json: inout ByteBuffer) {
    json.append("{\"descrape-report\":1")
    for (name, value) in [
      ("version", Version.current), ("icu", Version.icu), ("unicode", Version.unicode),
      ("profile", job.clean.configuration.profile.rawValue), ("target", job.clean.configuration.target ?? ""),
      ("script-data", job.clean.configuration.scriptSource ?? ""),
    ] {
      json.append(",\n")
      json.append(jsonString: name)
      json.append(":")
      json.append(jsonString: value)
    }
    json.append(",\n\"counts\":{")
    for (index, count) in account.counts.sorted(by: { $0.key < $1.key }).enumerated() {
      json.append(index > 0 ? ",\n" : "\n")
      json.append(jsonString: count.key)
      json.append(":\(count.value)")
    }
    json.append("},\n\"stages\":[")
    for (index, stage) in stages.enumerated() {
      json.append(index > 0 ? ",\n" : "\n")
      write(stage, into: &json)
    }
    json.append("],\n\"histogram\":[")
    let edits = files.map { Self.edits($0.account, "edits/") }
    // How many files have no edit, 1, 2 or 3, 4 to 7, 8 to 15 and so on.
    var histogram: [Int] = [0]
    for count in edits {
      let bucket = count == 0 ? 0 : Int.bitWidth - count.leadingZeroBitCount
      while histogram.count <= bucket { histogram.append(0) }
      histogram[bucket] += 1
    }
    write(histogram, into: &json)
    json.append("],\n\"most\":[")
    write(highest: edits, edits, into: &json)
    json.append("],\n\"worst\":[")
    let harm = files.map { file in
      file.account["damages"] * 1000 + file.account["quarantined"] * 1000 + file.account["unsettled"] * 10
        + file.account["bad-sequences"]
    }
    write(highest: harm, edits, into: &json)
    json.append("],\n\"sampled\":\(sketch.documents),\"missed\":\(sketch.lines.missed),\"lines\":[")
    for (index, line) in sketch.lines.first(Self.lines).enumerated() {
      json.append(index > 0 ? ",\n[" : "\n[")
      json.append(jsonString: line.key)
      json.append(",\(line.value)]")
    }
    json.append("]}\n")
  }

  /// Writes the files with the highest scores above 0, those in front first where scores are the same.
  private func write(highest scores: [Int], _ edits: [Int], into json: inout ByteBuffer) {
    let ranked = files.indices.filter { scores[$0] > 0 }.sorted {
      (scores[$1], files[$0].place) < (scores[$0], files[$1].place)
    }
    for (rank, index) in ranked.prefix(Self.named).enumerated() {
      json.append(rank > 0 ? ",\n" : "\n")
      write(files[index], edits[index], into: &json)
    }
  }

  private static func edits(_ account: Account, _ prefix: String) -> Int {
    account.counts.reduce(0) { $0 + ($1.key.hasPrefix(prefix) ? $1.value : 0) }
  }

  private func write(_ numbers: [Int], into json: inout ByteBuffer) {
    for (index, number) in numbers.enumerated() {
      if index > 0 { json.append(",") }
      json.append(jsonNumber: number)
    }
  }

  private func write(_ file: (place: String, account: Account), _ edits: Int, into json: inout ByteBuffer) {
    json.append("{\"file\":")
    json.append(jsonString: printable(file.place))
    json.append(",\"edits\":\(edits)")
    for name in ["records-in", "bytes-in", "damages", "quarantined", "unsettled", "bad-sequences"] {
      json.append(",")
      json.append(jsonString: name)
      json.append(":\(file.account[name])")
    }
    json.append("}")
  }

  private func write(_ stage: StageInfo, into json: inout ByteBuffer) {
    json.append("{\"id\":")
    json.append(jsonString: stage.id)
    json.append(",\"summary\":")
    json.append(jsonString: stage.summary)
    json.append(",\"safety\":")
    json.append(jsonString: stage.safety.rawValue)
    var groups = [Int](repeating: 0, count: min(Self.groups, max(files.count, 1)))
    var touched = 0
    var rules = [Int](repeating: 0, count: stage.rules.count)
    for (index, file) in files.enumerated() {
      var sum = 0
      for (place, rule) in stage.rules.enumerated() {
        let count = file.account["edits/\(stage.id)/\(rule.id)"]
        if count > 0 { rules[place] += 1 }
        sum += count
      }
      if sum > 0 { touched += 1 }
      groups[index * groups.count / files.count] += sum
    }
    json.append(",\"files\":\(touched),\"groups\":[")
    write(groups, into: &json)
    json.append("],\"rules\":[")
    for (index, rule) in stage.rules.enumerated() {
      json.append(index > 0 ? ",{\"id\":" : "{\"id\":")
      json.append(jsonString: rule.id)
      json.append(",\"confidence\":\(rule.confidence),\"why\":")
      json.append(jsonString: rule.why)
      json.append(",\"edits\":\(account["edits/\(stage.id)/\(rule.id)"]),\"files\":\(rules[index])}")
    }
    json.append("],\"samples\":[")
    for (index, sample) in sketch.chosen(stage.id).enumerated() {
      json.append(index > 0 ? ",\n[" : "\n[")
      for (part, text) in [
        sample.rule, printable(sample.place), sample.before, sample.removed, sample.inserted, sample.after,
      ].enumerated() {
        if part > 0 { json.append(",") }
        json.append(jsonString: text)
      }
      json.append("]")
    }
    json.append("]}")
  }
}
