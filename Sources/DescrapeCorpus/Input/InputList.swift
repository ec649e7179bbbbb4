#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// A file to clean, and its place in the output tree.
struct CorpusInput: Sendable {
  var path: String
  /// Names with `/` between them; none of them is `..`.
  var place: String
  var format: CorpusFormat
  var compression: Compression
  var outputCompression: Compression
  var size: Int
  /// Its number among the inputs, from 0.
  var number = 0

  /// The folder of its place, which is the site of documents without a URL. It begins with `/`, as no host does.
  var folder: String { "/" + place[..<(place.lastIndex(of: "/") ?? place.startIndex)] }
}

/// Finds the files that a run is to clean.
///
/// What lies in a folder that is named keeps its path below that folder, a file that is named keeps its name, what a
/// pattern finds keeps its path from the pattern's first `*` on, and a path in an `@list` is kept whole. Links that lie in a
/// folder are not followed, so no loop and no way out of the folder is taken.
struct InputList {
  private(set) var inputs: [CorpusInput] = []
  /// What was passed over, by reason.
  private(set) var leftOut: [String: Int] = [:]
  /// Inputs that cannot be read.
  private(set) var failures: [Failure] = []
  private let job: CorpusJob
  private let root: FileIdentity?
  private let rootPath: String

  /// Names at the top of the output tree that are the run's own.
  static let reserved: Set<String> = [
    ".descrape", "stats.json", "journal", "quarantine", "removed", "report.html", CopyList.groups,
  ]

  /// - Throws: a failure of kind `usage` for what cannot be meant: two inputs with one place, an input in the output.
  init(_ job: CorpusJob) throws(Failure) {
    self.job = job
    root = FileIdentity(path: job.output)
    rootPath = realPath(job.output) ?? job.output
    for argument in job.inputs { try add(argument) }
    // By bytes, so that the order is the same everywhere.
    inputs.sort { $0.place.utf8.lexicographicallyPrecedes($1.place.utf8) }
    for index in inputs.indices { inputs[index].number = index }
    for (one, next) in zip(inputs, inputs.dropFirst()) where one.place == next.place {
      throw Failure(
        .usage,
        "\(printable(one.path)) and \(printable(next.path)) would both become \(printable(one.place)); "
          + "name a folder that holds both")
    }
    for input in inputs {
      let first = input.place.split(separator: "/").first.map(String.init) ?? ""
      guard !Self.reserved.contains(first) else {
        throw Failure(.usage, "\(printable(input.path)) would lie at \(first), which is the run's own; rename it")
      }
    }
  }

  private mutating func add(_ argument: String) throws(Failure) {
    if argument.hasPrefix("@") {
      for path in try CharsetReport.paths(in: String(argument.dropFirst())) {
        let names = path.split(separator: "/").filter { $0 != "." }
        guard !names.contains("..") else {
          throw Failure(.usage, "\(printable(path)) in \(printable(argument)) leads upwards; write it without ..")
        }
        try add(path, place: names.joined(separator: "/"), isNamed: true)
      }
      return
    }
    if FileIdentity(path: argument) == nil, argument.contains(where: { "*?[".contains($0) }) {
      let found = Self.matches(argument)
      guard !found.isEmpty else { throw Failure(.usage, "nothing is called \(printable(argument))") }
      let fixed = argument.split(separator: "/", omittingEmptySubsequences: false)
        .prefix { part in !part.contains { "*?[".contains($0) } }.joined(separator: "/")
      for path in found {
        let place = path.dropFirst(fixed.count).drop { $0 == "/" }
        try add(path, place: String(place), isNamed: false)
      }
      return
    }
    try add(argument, place: nil, isNamed: true)
  }

  /// Adds a file or what lies in a folder.
  private mutating func add(_ path: String, place: String?, isNamed: Bool) throws(Failure) {
    var info = stat()
    guard unsafe stat(path, &info) == 0 else {
      failures.append(Failure.system(.input, "open", printable(path)))
      return
    }
    if let real = realPath(path), real == rootPath || real.hasPrefix(rootPath + "/") {
      throw Failure(.usage, "\(printable(path)) lies in the output folder; give -o another one")
    }
    if info.st_mode & S_IFMT == S_IFDIR {
      try walk(path, place: place ?? "")
    } else {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      try add(file: path, place: place ?? name, info, isNamed: isNamed)
    }
  }

  private mutating func walk(_ top: String, place: String) throws(Failure) {
    var open = [(path: top, place: place)]
    while let folder = open.popLast() {
      let isOpen = try forEachName(in: folder.path) { name throws(Failure) in
        guard let name else {
          failures.append(Failure(.input, "a name in \(printable(folder.path)) is not UTF-8; rename it"))
          return
        }
        let path = "\(folder.path)/\(name)"
        let place = folder.place.isEmpty ? name : "\(folder.place)/\(name)"
        var info = stat()
        guard unsafe lstat(path, &info) == 0 else {
          failures.append(Failure.system(.input, "open", printable(path)))
          return
        }
        switch info.st_mode & S_IFMT {
        case S_IFDIR:
          if let root, FileIdentity(path: path) == root { return }
          open.append((path, place))
        case S_IFREG: try add(file: path, place: place, info, isNamed: false)
        case S_IFLNK: leftOut["links", default: 0] += 1
        default: leftOut["devices, pipes and sockets", default: 0] += 1
        }
      }
      if !isOpen { failures.append(Failure.system(.input, "open", printable(folder.path))) }
    }
  }

  private mutating func add(file path: String, place: String, _ info: stat, isNamed: Bool) throws(Failure) {
    guard info.st_mode & S_IFMT == S_IFREG else {
      failures.append(Failure(.input, "\(printable(path)) is no regular file"))
      return
    }
    let (bare, compression) = Compression.split(place)
    for ending in [".parquet", ".arrow", ".feather"] where bare.hasSuffix(ending) && job.format == nil {
      failures.append(
        Failure(
          .input,
          "\(printable(path)): such files go through the Python package: python -m descrape parquet IN OUT"
        ))
      return
    }
    guard let format = job.format ?? CorpusFormat.of(bare) else {
      if isNamed {
        throw Failure(.usage, "\(printable(path)): its name does not say what it is; give --format")
      }
      leftOut["files whose name does not say what they are", default: 0] += 1
      return
    }
    let packed = job.compression ?? compression
    inputs.append(
      CorpusInput(
        path: path, place: job.compression == nil ? place : bare + packed.ending, format: format,
        compression: compression, outputCompression: packed, size: Int(info.st_size)))
  }

  private static func matches(_ pattern: String) -> [String] {
    var found = unsafe glob_t()
    defer { unsafe globfree(&found) }
    guard unsafe glob(pattern, 0, nil, &found) == 0 else { return [] }
    var paths: [String] = []
    for index in 0..<Int(unsafe found.gl_pathc) {
      // Unsafe: `glob` gives so many C strings.
      if let name = unsafe found.gl_pathv[index] { paths.append(unsafe String(cString: name)) }
    }
    return paths
  }
}
