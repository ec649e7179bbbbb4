import Foundation
import XCTest

/// A folder of dictionaries in OpenCC's formats, in few words of our own.
enum SmallDictionaries {
  static let texts = [
    "STCharacters.txt": "# tiny\n头\t頭\n发\t發 髮\n里\t裏 里\n为\t爲 為\n后\t後 后\n这\t這\n软\t軟\n",
    "STPhrases.txt": "头发\t頭髮\n皇后\t皇后\n",
    "STPhrases_GeneratedFromRegionalPhrases.txt": "软件\t軟件\n",
    "TSCharacters.txt": "頭\t头\n發\t发\n髮\t发\n裏\t里\n裡\t里\n爲\t为\n為\t为\n後\t后\n這\t这\n軟\t软\n",
    "TWVariants.txt": "爲\t為\n裏\t裡\n",
    "TWPhrases.txt": "軟件\t軟體\n",
    "HKVariants.txt": "爲\t為\n",
  ]

  private static let phrases = ["STPhrases.txt", "STPhrases_GeneratedFromRegionalPhrases.txt"]

  /// What each configuration is made of: the dictionaries of each step of its chain.
  private static let chains: [String: [[String]]] = {
    let toTraditional = phrases + ["STCharacters.txt"]
    let (toSimplified, taiwan, hongKong) = (["TSCharacters.txt"], ["TWVariants.txt"], ["HKVariants.txt"])
    return [
      "s2t": [toTraditional], "s2tw": [toTraditional, taiwan], "s2hk": [toTraditional, hongKong],
      "s2twp": [toTraditional, ["TWPhrases.txt", "TWVariants.txt"]], "s2hkp": [toTraditional, hongKong],
      "t2s": [toSimplified], "tw2s": [toSimplified], "hk2s": [toSimplified], "tw2sp": [toSimplified],
      "hk2sp": [toSimplified], "t2tw": [taiwan], "tw2t": [taiwan], "t2hk": [hongKong], "hk2t": [hongKong],
      "t2jp": [hongKong], "jp2t": [hongKong],
    ]
  }()

  /// What is built of them: it takes a while without optimization.
  static let built = Result {
    let program = try Program()
    try write("dicts", for: program)
    let outcome = try program.run(["data", "build", "--from", "dicts", "-o", "small.data"])
    XCTAssertEqual(outcome.status, 0, outcome.error)
    XCTAssertEqual(outcome.text, "small.data: \(try program.read("small.data").count) bytes\n")
    XCTAssertEqual(try program.files(), ["dicts", "small.data"])
    return try program.read("small.data")
  }

  private static func group(_ files: [String]) -> String {
    let dicts = files.map { #"{"type": "text", "file": "\#($0)"}"# }
    return #"{"type": "group", "dicts": [\#(dicts.joined(separator: ", "))]}"#
  }

  /// Writes all files into a folder of the program's own.
  static func write(_ folder: String, for program: Program) throws {
    try program.makeFolder("\(folder)/config")
    for (name, text) in texts { try program.write("\(folder)/\(name)", text) }
    for (id, chain) in chains {
      let steps = chain.map { #"{"dict": \#(group($0))}"# }.joined(separator: ", ")
      // Two conversions go piece by piece.
      let cut = chain.count > 1 ? #""segmentation": {"type": "mmseg", "dict": \#(group(phrases))}, "# : ""
      try program.write(
        "\(folder)/config/\(id).json", #"{"name": "tiny \#(id)", \#(cut)"conversion_chain": [\#(steps)]}"#)
    }
  }
}

extension Program {
  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(at: path(name), withIntermediateDirectories: true)
  }

  /// Writes the small dictionaries to `dicts`, and what is built of them to `name`.
  func buildSmallData(_ name: String) throws {
    try SmallDictionaries.write("dicts", for: self)
    try SmallDictionaries.built.get().write(to: path(name))
  }

  /// Sees to it that no data file is found: a copy of the program stands alone, and the user has nothing.
  func standAlone() throws {
    try makeFolder("bin")
    try makeFolder("home")
    try FileManager.default.copyItem(at: Program.url, to: path("bin/descrape"))
    executable = path("bin/descrape")
    environment = ["HOME": path("home").path, "XDG_DATA_HOME": path("home").path, "DESCRAPE_DATA": ""]
  }
}
