import Descrape
import DescrapeScript
import DescrapeStages
import DescrapeText
import Foundation
import Testing

/// One case of Corpus/stages, as its file has it.
struct StageCase: Decodable, Sendable, CustomTestStringConvertible {
  enum Kind: String, CaseIterable { case positive, negative, knownFailures = "known-failures" }

  var label: String
  var source: String
  var input: String
  /// What is right; a negative case has none, since its input must not change.
  var expected: String?
  var options: [String: String]?
  var profile: String?
  /// Stages that run before this one: what a stage repairs may be what another one left.
  var with: [String]?

  var testDescription: String { "\(stage): \(label)" }
  var stage = ""
  var kind = Kind.positive

  private enum CodingKeys: String, CodingKey { case label, source, input, expected, options, profile, with }

  /// The folder of the cases and pages.
  static let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Corpus")

  /// The cases of one kind, of all stages in the catalogue.
  static func load(_ kind: Kind) -> [StageCase] {
    StageCatalog.all.flatMap { entry -> [StageCase] in
      // What OpenCC's dictionaries make of a text cannot be told without them.
      if entry.info.id == Script.info.id, Dictionaries.data == nil { return [] }
      let file = corpus.appending(path: "stages/\(entry.info.id)/\(kind.rawValue).json")
      guard let data = try? Data(contentsOf: file) else { return [] }
      do {
        return try JSONDecoder().decode([StageCase].self, from: data).map {
          var one = $0
          one.stage = entry.info.id
          one.kind = kind
          return one
        }
      } catch {
        Issue.record("\(file.lastPathComponent) of \(entry.info.id) is not well formed: \(error)")
        return []
      }
    }
  }

  /// The plan that runs the case's stage alone, or the whole pipeline with the case's options.
  func plan(alone: Bool) throws -> Plan {
    var configuration = Configuration()
    if alone { configuration.only = (with ?? []) + [stage] }
    configuration.profile = try Profile(named: profile ?? "standard")
    configuration.scriptData = Dictionaries.data
    configuration.settings = (options ?? [:]).sorted { $0.key < $1.key }.map { ("\(stage).\($0.key)", $0.value) }
    return try configuration.plan()
  }
}

/// OpenCC's dictionaries, compiled beside the release build; tests that need them skip with a word when they are not there.
enum Dictionaries {
  static let data: ScriptData? = {
    let file = StageCase.corpus.deletingLastPathComponent().appending(path: ".build/release/descrape.data")
    guard let bytes = try? Data(contentsOf: file) else {
      FileHandle.standardError.write(Data("no descrape.data beside the release build: skipped\n".utf8))
      return nil
    }
    do { return try ScriptData(StableBytes(copying: [UInt8](bytes))) } catch {
      Issue.record("descrape.data: \(error)")
      return nil
    }
  }()
}

/// What came of cleaning one text.
struct Cleaned {
  var text: [UInt8]
  var changed: Bool
  var record: JournalRecord?
  var statistics: Statistics

  /// Cleans `text` as one document.
  init(_ text: [UInt8], _ plan: Plan, journal: Bool = false) {
    let worker = Worker(plan, journal: journal)
    var output = ByteBuffer()
    changed = worker.clean(text.span, into: &output)
    self.text = changed ? output.bytes : text
    record = worker.record
    statistics = worker.statistics
  }

  var string: String { String(decoding: text, as: UTF8.self) }
}

extension ByteBuffer {
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for index in 0..<count { bytes.append(span[index]) }
    return bytes
  }
}
