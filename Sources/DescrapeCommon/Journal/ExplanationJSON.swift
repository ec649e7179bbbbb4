package import Descrape
package import DescrapeText

extension Explanation {
  /// One object; an edit a line, so that line tools can read it as well.
  package func json(badSequences: Int, into answer: inout ByteBuffer) {
    answer.append(
      "{\"changed\": \(!changes.isEmpty), \"bad-sequences\": \(badSequences), \"edits\": [")
    for (index, change) in changes.enumerated() {
      answer.append(index > 0 ? ",\n{\"stage\": " : "\n{\"stage\": ")
      answer.append(jsonString: change.stage)
      answer.append(", \"rule\": ")
      answer.append(jsonString: change.rule.id)
      answer.append(
        ", \"confidence\": \(change.rule.confidence), \"offset\": \(change.offset), \"line\": \(change.line)")
      answer.append(", \"column\": \(change.column), \"removed\": ")
      answer.append(jsonBytes: change.removed.span)
      answer.append(", \"inserted\": ")
      answer.append(jsonBytes: change.inserted.span)
      answer.append(", \"why\": ")
      answer.append(jsonString: change.rule.why)
      answer.append("}")
    }
    answer.append(changes.isEmpty ? "]}\n" : "\n]}\n")
  }
}
