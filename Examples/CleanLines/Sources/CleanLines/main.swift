import Descrape
import DescrapeText

let plan = try Configuration().plan()
let worker = Worker(plan)  // one for each thread
var clean = ByteBuffer()
while let line = readLine(strippingNewline: false) {
  let isChanged = worker.clean(Array(line.utf8).span, into: &clean)
  print(isChanged ? try String(copying: UTF8Span(validating: clean.span)) : line, terminator: "")
}
