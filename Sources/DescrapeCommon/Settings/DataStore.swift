public import DescrapeScript

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// Where the compiled dictionaries are found.
public enum DataStore {
  /// The file's name in each of the places.
  public static let fileName = "descrape.data"
  /// The variable that names the file.
  public static let variable = "DESCRAPE_DATA"

  /// Where `data build` writes when nothing else is said: in the user's own data folder.
  public static var userPath: String? {
    if let folder = environment("XDG_DATA_HOME"), folder.hasPrefix("/") { return "\(folder)/descrape/\(fileName)" }
    return environment("HOME").map { "\($0)/.local/share/descrape/\(fileName)" }
  }

  /// Opens the file at `path`; failing that the one that the environment names, and failing that the first of those in `folder`,
  /// beside the program, in the `share` folder beside its own, and in the user's data folder.
  /// - Parameter folder: where the library lies, for one that is loaded into somebody else's program.
  /// - Returns: `nil` when no file is named and none is found.
  /// - Throws: for a file that is named and not there, and for any that is no whole data file of this version.
  public static func open(
    _ path: String? = nil, folder: String? = nil
  ) throws(Failure) -> (data: ScriptData, path: String)? {
    guard let path = path ?? environment(variable) ?? places(folder).first(where: isThere) else { return nil }
    let bytes = try StableBytes.mapping(path)
    do { return (try ScriptData(bytes), path) } catch { throw refusal(path, error) }
  }

  /// A failure that says which file was wrong and what to do.
  public static func refusal(_ path: String, _ error: ScriptDataError) -> Failure {
    Failure(.usage, "\(printable(path)) cannot be used: \(error); build it again with \"descrape data build\"")
  }

  private static func places(_ folder: String?) -> [String] {
    var places: [String] = []
    if let folder { places.append("\(folder)/\(fileName)") }
    if let folder = programFolder() { places += ["\(folder)/\(fileName)", "\(folder)/../share/descrape/\(fileName)"] }
    if let userPath { places.append(userPath) }
    return places
  }

  // Unsafe: Swift hands the path over as a C string that lives through the call.
  private static func isThere(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  private static func programFolder() -> String? {
    // Unsafe: `realpath` gives a C string of its own, which is copied and freed.
    guard let found = unsafe realpath("/proc/self/exe", nil) else { return nil }
    defer { unsafe free(found) }
    let path = unsafe String(cString: found)
    return path.lastIndex(of: "/").map { String(path[..<$0]) }
  }

  private static func environment(_ name: String) -> String? {
    // Unsafe: the environment is not changed while the program runs; the text is copied at once.
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }
}
