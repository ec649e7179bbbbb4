internal import DescrapeText

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// Tells on standard error how far a run is.
struct Progress {
  private let style: ProgressStyle
  private let phase: String
  private let isTerminal: Bool
  private let files: Int
  private let bytes: Int
  private let started = milliseconds()
  private var shown: Int
  private var hasBar = false

  /// - Parameter phase: what the run is at.
  init(_ style: ProgressStyle, _ phase: String, files: Int, bytes: Int) {
    self.style = style
    self.phase = phase
    self.files = files
    self.bytes = bytes
    isTerminal = isatty(2) == 1
    shown = started
  }

  /// Shows how far the run is, when it is time again: on a terminal five times a second, else once a minute.
  mutating func show(_ scheduler: Scheduler) {
    if case .none = style { return }
    var isBar = false
    if case .automatic = style { isBar = isTerminal }
    let now = milliseconds()
    guard now - shown >= (isBar ? 200 : 60_000) else { return }
    shown = now
    let (done, records, doneFiles) = scheduler.monitor.locked {
      (scheduler.doneBytes, scheduler.doneRecords, scheduler.doneFiles)
    }
    let spent = max(now - started, 1)
    let speed = done * 1000 / spent
    let left = speed > 0 ? max(bytes - done, 0) / speed : 0
    let sink = ByteSink.standardError()
    if case .json = style {
      sink.append(
        "{\"phase\":\"\(phase)\",\"files\":\(doneFiles),\"of-files\":\(files),\"records\":\(records),\"bytes\":\(done),\"of-bytes\":\(bytes),"
          + "\"bytes-per-second\":\(speed),\"seconds-left\":\(left)}\n")
    } else {
      let share = bytes > 0 ? min(done * 100 / bytes, 100) : 100
      let text =
        "\(phase == "write" ? "" : "\(phase): ")\(share) %, \(doneFiles) of \(files) files, \(records) records, \(speed / 1_000_000) MB/s, \(left / 60) min \(left % 60) s left"
      if isBar {
        let full = share / 5
        sink.append(
          "\r\u{1B}[K[\(String(repeating: "#", count: full))\(String(repeating: ".", count: 20 - full))] \(text)")
        hasBar = true
      } else {
        sink.append("descrape: \(text)\n")
      }
    }
    sink.flush()
  }

  /// A message as a line of JSON, for `ProgressStyle.json`.
  static func line(_ message: String) -> String {
    var line = ByteBuffer()
    line.append("{\"message\":")
    line.append(jsonString: message)
    line.append("}\n")
    return String(copying: line.span)
  }

  /// Takes the bar away.
  mutating func end() {
    guard hasBar else { return }
    let sink = ByteSink.standardError()
    sink.append("\r\u{1B}[K")
    sink.flush()
    hasBar = false
  }
}
