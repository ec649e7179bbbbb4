internal import Descrape
internal import DescrapeText

extension Cleaner {
  /// The statistics as one JSON object, for people and programs.
  func statisticsText() -> String {
    let statistics = worker.statistics
    var text = ByteBuffer()
    text.append("{\n  \"version\": ")
    text.append(jsonString: Version.current)
    text.append(",\n  \"icu\": ")
    text.append(jsonString: Version.icu)
    text.append(",\n  \"unicode\": ")
    text.append(jsonString: Version.unicode)
    if let source = job.configuration.scriptSource {
      text.append(",\n  \"script-data\": ")
      text.append(jsonString: source)
    }
    text.append(",\n  \"profile\": ")
    text.append(jsonString: job.configuration.profile.rawValue)
    text.append(",\n  \"format\": ")
    text.append(jsonString: job.format.rawValue)
    let numbers: [(String, Int)] = [
      ("documents", counts.documents), ("changed", counts.changedDocuments),
      ("unsettled", statistics.unsettledDocuments), ("resettled", statistics.resettledDocuments),
      ("bytes-in", counts.bytesIn), ("bytes-out", job.isCheck ? 0 : sink.bytesWritten),
      ("bad-sequences", counts.badSequences),
      ("lines", counts.lines), ("lines-not-json", counts.linesNotJSON), ("lines-without-text", counts.linesWithoutText),
      ("lines-too-long", counts.linesTooLong), ("lines-left", counts.linesLeft),
    ]
    for (name, number) in numbers {
      text.append(",\n  ")
      text.append(jsonString: name)
      text.append(": ")
      text.append(jsonNumber: number)
    }
    text.append(",\n  \"edits\": {")
    for (index, stage) in plan.stages.enumerated() {
      text.append(index > 0 ? ",\n    " : "\n    ")
      text.append(jsonString: stage.info.id)
      text.append(": {")
      for (place, rule) in stage.info.rules.enumerated() {
        if place > 0 { text.append(", ") }
        text.append(jsonString: rule.id)
        text.append(": ")
        text.append(jsonNumber: statistics.edits[index][place])
      }
      text.append("}")
    }
    text.append("\n  }\n}\n")
    return String(copying: text.span)
  }
}
