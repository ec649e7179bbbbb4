import Descrape
import DescrapeText
import Foundation
import Testing

/// Whole pages: those of Corpus/pages, which must come out exactly, and any others at hand, for what holds on every page.
@Suite struct PageTests {
  /// The pages of the project: raw.txt, and what each profile and target makes of it (`standard.txt`, `standard.hans.txt`).
  static let pages = folders(StageCase.corpus.appending(path: "pages"))

  @Test(arguments: pages)
  func comesOutExactly(_ page: URL) throws {
    let raw = try [UInt8](Data(contentsOf: page.appending(path: "raw.txt")))
    var answers = 0
    for profile in Profile.allCases {
      for target in [nil, "hans", "hant"] where target == nil || Dictionaries.data != nil {
        let name = [profile.rawValue, target].compactMap(\.self).joined(separator: ".") + ".txt"
        guard let expected = try? Data(contentsOf: page.appending(path: name)) else { continue }
        answers += 1
        let clean = Cleaned(raw, try plan(profile, target))
        #expect(clean.string == String(decoding: expected, as: UTF8.self), "\(page.lastPathComponent)/\(name)")
      }
    }
    #expect(answers > 0, "\(page.lastPathComponent) has no answer")
  }

  /// Pages to try things on, where this machine has them beside the checkout; none of them belongs to the project.
  static let others: [URL] = {
    let shared = StageCase.corpus.deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared")
    let found = ["seed", "real/raw"].flatMap { Self.files(shared.appending(path: $0)) }
    if found.isEmpty { FileHandle.standardError.write(Data("no further pages to try on this machine: skipped\n".utf8)) }
    return found
  }()

  @Test(arguments: pages.map { $0.appending(path: "raw.txt") } + others)
  func keepsThePromises(_ file: URL) throws {
    let raw = try [UInt8](Data(contentsOf: file))
    let targets =
      Dictionaries.data == nil ? [nil] : [nil, "hans", "hant", "hant-tw", "hant-hk", "s2twp", "tw2sp", "jp"]
    for (profile, target) in Profile.allCases.map({ ($0, nil) }) + targets.map({ (.standard, $0) }) {
      let plan = try plan(profile, target)
      let clean = Cleaned(raw, plan, journal: true)
      #expect(Cleaned(clean.text, plan).text == clean.text, "a second run changes nothing")
      #expect(clean.statistics.unsettledDocuments == 0)
      var restored = ByteBuffer()
      let isRestored = try #require(clean.record).restore(clean.text.span, into: &restored)
      #expect(isRestored)
      #expect(restored.bytes == raw, "the journal gives the raw bytes back")
    }
  }

  private func plan(_ profile: Profile, _ target: String?) throws -> Plan {
    var configuration = Configuration()
    configuration.profile = profile
    configuration.target = target
    configuration.scriptData = Dictionaries.data
    return try configuration.plan()
  }

  private static func folders(_ parent: URL) -> [URL] {
    files(parent).filter { $0.hasDirectoryPath }
  }

  private static func files(_ parent: URL) -> [URL] {
    let found = try? FileManager.default.contentsOfDirectory(at: parent, includingPropertiesForKeys: nil)
    return (found ?? []).sorted { $0.path < $1.path }
  }
}
