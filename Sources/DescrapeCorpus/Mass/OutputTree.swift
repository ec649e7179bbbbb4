internal import CSystem
internal import DescrapeText

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// The folder that a run writes. Nothing is written outside of it: each folder on the way is opened without following links.
///
/// Files are written under `.descrape/parts`, and take their place when they are whole.
final class OutputTree: @unchecked Sendable {
  let path: String
  private let root: Int32
  private let parts: Int32
  private let lock: Int32
  private let monitor = Monitor()
  private var nextPart = 0
  /// The parts that the ledger knows of.
  private var kept: Set<String> = []
  private var isAbandoned = false
  /// Folders in which names changed since the last `settle`.
  private var touched: Set<String> = []

  /// Opens the folder, and makes it if it is not there.
  /// - Throws: also when another run is at work there.
  init(_ path: String) throws(Failure) {
    self.path = path
    let name = printable(path)
    var end = path.startIndex
    while end < path.endIndex {
      end = path[path.index(after: end)...].firstIndex(of: "/") ?? path.endIndex
      _ = unsafe mkdir(String(path[..<end]), 0o777)
    }
    root = systemOpen(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard root >= 0 else { throw Failure.system(.output, "open", name) }
    let own = try Self.open(".descrape", in: root, name)
    defer { _ = close(own) }
    parts = try Self.open("parts", in: own, name)
    lock = unsafe openat(own, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard lock >= 0 else { throw Failure.system(.output, "write to", name) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      throw Failure(.usage, "another run is at work in \(name)")
    }
    realPath = DescrapeCorpus.realPath(path) ?? path
  }

  deinit {
    for descriptor in [root, parts, lock] { _ = close(descriptor) }
  }

  /// The folder's path without links: SQLite is told to follow none, so those on the way are followed here.
  let realPath: String

  /// Where the ledger lies.
  var ledgerPath: String { "\(realPath)/.descrape/ledger.sqlite" }

  private static func open(_ name: String, in folder: Int32, _ shown: String) throws(Failure) -> Int32 {
    // Almost always it is there.
    var opened = unsafe openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    if opened < 0, errno == ENOENT {
      if unsafe mkdirat(folder, name, 0o777) != 0, errno != EEXIST {
        throw Failure.system(.output, "make a folder in", shown)
      }
      opened = unsafe openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    }
    guard opened >= 0 else { throw Failure.system(.output, "open \(printable(name)) in", shown) }
    return opened
  }

  /// Throws away what a run that was killed left unfinished, but for parts that another run can go on from.
  /// - Parameter names: more of those.
  func clear(but names: [String] = []) {
    let known = monitor.locked {
      kept.formUnion(names)
      nextPart = kept.reduce(nextPart) { max($0, Int($1.dropLast(Self.ending.count)) ?? 0) }
      return kept
    }
    _ = try? forEachName(in: "\(path)/.descrape/parts") { name throws(Failure) in
      if let name, name.hasSuffix(Self.ending), !known.contains(name) { _ = unsafe unlinkat(parts, name, 0) }
    }
  }

  /// Throws away what is unfinished while others may still be at work: nothing is kept from now on.
  func abandon() {
    monitor.locked { isAbandoned = true }
    clear()
  }

  private static let ending = ".part"

  /// Leaves parts to another run, should this one be stopped: their names are on the disk then.
  func keep(_ files: [PartFile]) throws(Failure) {
    guard fsync(parts) == 0 else { throw Failure.system(.output, "write to", printable(path)) }
    for file in files { file.isKept = true }
    let isLate = monitor.locked {
      if !isAbandoned { kept.formUnion(files.map(\.name)) }
      return isAbandoned
    }
    if isLate { throw Failure(.output, "\(printable(path)) is left as it is: the run was stopped") }
  }

  /// Throws away parts that were kept.
  func drop(_ names: [String]) {
    monitor.locked { kept.subtract(names) }
    for name in names { _ = unsafe unlinkat(parts, name, 0) }
  }

  /// Opens a part that an earlier run has kept, and cuts off what was written behind its first `size` bytes.
  /// - Returns: `nil` when there are not so many.
  func reopen(_ name: String, size: Int, for place: String) throws(Failure) -> PartFile? {
    let descriptor = unsafe openat(parts, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0, let facts = FileFacts(descriptor: descriptor), facts.isRegular, facts.size >= size else {
      if descriptor >= 0 { _ = close(descriptor) }
      return nil
    }
    let file = PartFile(descriptor: descriptor, name: name, folder: parts, place: place, size: size)
    file.isKept = true
    guard ftruncate(descriptor, off_t(size)) == 0, lseek(descriptor, 0, SEEK_END) == off_t(size) else {
      throw Failure.system(.output, "write to", printable("\(path)/\(place)"))
    }
    return file
  }

  /// A new file without a place.
  func part(for place: String) throws(Failure) -> PartFile {
    let number = monitor.locked {
      nextPart += 1
      return nextPart
    }
    let name = "\(number)\(Self.ending)"
    let descriptor = unsafe openat(parts, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Failure.system(.output, "write to", printable("\(path)/\(place)")) }
    return PartFile(descriptor: descriptor, name: name, folder: parts, place: place)
  }

  /// Puts a file in its place, after all of it is on the disk.
  func commit(_ part: PartFile) throws(Failure) {
    try part.close(isGrouped: false)
    try place(part)
  }

  /// Waits until what was written to closed files is on the disk: for many small ones this is quicker than to wait for each.
  func sync() throws(Failure) {
    guard csystem_syncfs(parts) == 0 else { throw Failure.system(.output, "write to", printable(path)) }
  }

  /// Puts a file in its place that is on the disk already.
  func place(_ part: PartFile) throws(Failure) {
    try inFolder(of: part.place) { (folder, name) throws(Failure) in
      guard unsafe renameat(parts, part.name, folder, name) == 0 else {
        throw Failure.system(.output, "write to", printable("\(path)/\(part.place)"))
      }
      part.isPlaced = true
    }
  }

  /// Takes what an earlier run left at a place away.
  func remove(_ place: String) throws(Failure) {
    guard has(place) else { return }
    try inFolder(of: place) { (folder, name) throws(Failure) in
      if unsafe unlinkat(folder, name, 0) != 0, errno != ENOENT {
        throw Failure.system(.output, "remove", printable("\(path)/\(place)"))
      }
    }
  }

  /// Whether there is a file at a place.
  func has(_ place: String) -> Bool {
    var info = stat()
    return unsafe fstatat(root, place, &info, AT_SYMLINK_NOFOLLOW) == 0 && info.st_mode & S_IFMT == S_IFREG
  }

  private func inFolder(of place: String, _ body: (Int32, String) throws(Failure) -> Void) throws(Failure) {
    let names = place.split(separator: "/").map(String.init)
    var folder = root
    defer { if folder != root { _ = close(folder) } }
    for name in names.dropLast() {
      let next = try Self.open(name, in: folder, printable(path))
      if folder != root { _ = close(folder) }
      folder = next
    }
    try body(folder, names.last ?? "")
    monitor.locked { _ = touched.insert(names.dropLast().joined(separator: "/")) }
  }

  /// Makes the names of all files that took their place last.
  func settle() throws(Failure) {
    let folders = monitor.locked {
      let folders = touched
      touched = []
      return folders
    }
    for folder in folders.sorted() {
      // New folders are names in their parents.
      var paths = [""]
      for name in folder.split(separator: "/") {
        paths.append(paths.last == "" ? String(name) : "\(paths.last ?? "")/\(name)")
      }
      for place in paths {
        let opened = unsafe openat(root, place.isEmpty ? "." : place, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard opened >= 0 else { throw Failure.system(.output, "open", printable("\(path)/\(place)")) }
        defer { _ = close(opened) }
        guard fsync(opened) == 0 else { throw Failure.system(.output, "write to", printable("\(path)/\(place)")) }
      }
    }
  }
}

/// A file on its way into the tree. One thread at a time.
final class PartFile {
  let name: String
  let place: String
  /// How many bytes were written.
  private(set) var size: Int
  fileprivate(set) var isPlaced = false
  /// Whether another run may go on from it.
  fileprivate(set) var isKept = false
  private var descriptor: Int32
  private let folder: Int32
  private var failure: Failure?
  private static let small = 4 << 20

  fileprivate init(descriptor: Int32, name: String, folder: Int32, place: String, size: Int = 0) {
    self.size = size
    self.descriptor = descriptor
    self.name = name
    self.folder = folder
    self.place = place
  }

  deinit {
    if descriptor >= 0 { _ = systemClose(descriptor) }
    if !isPlaced, !isKept { _ = unsafe unlinkat(folder, name, 0) }
  }

  /// Writes at the end. After an error nothing more is written, and `close` throws it.
  func append(_ bytes: borrowing Span<UInt8>) {
    guard failure == nil else { return }
    failure = ByteSink.write(bytes, to: descriptor, printable(place))
    size += bytes.count
  }

  func append(_ buffer: borrowing ByteBuffer) { append(buffer.span) }

  func check() throws(Failure) {
    if let failure { throw failure }
  }

  /// Reads up to `room` bytes from `offset` on, in place of what the buffer holds.
  /// - Returns: how many bytes there were.
  func read(from offset: Int, into buffer: inout ByteBuffer, room: Int = 1 << 20) throws(Failure) -> Int {
    try check()
    buffer.removeAll()
    // Unsafe: the buffer has room for so many bytes.
    let done = unsafe buffer.appending(room: room) { unsafe max(pread(descriptor, $0, room, off_t(offset)), 0) }
    guard done > 0 || offset >= size else { throw Failure.system(.output, "read", printable(place)) }
    return done
  }

  /// A sink that writes here.
  func makeSink() -> ByteSink {
    ByteSink(name: name) { [self] bytes in
      append(bytes)
      return failure
    }
  }

  /// Waits until what was written is on the disk.
  func sync() throws(Failure) {
    try check()
    guard fsync(descriptor) == 0 else { throw Failure.system(.output, "write to", printable(place)) }
  }

  /// Ends the writing, and waits for the disk.
  /// - Parameter isGrouped: leaves a small file to the tree's `sync`.
  func close(isGrouped: Bool) throws(Failure) {
    try check()
    guard isGrouped && size < Self.small || fsync(descriptor) == 0 else {
      throw Failure.system(.output, "write to", printable(place))
    }
    let closing = descriptor
    descriptor = -1
    guard systemClose(closing) else { throw Failure.system(.output, "write to", printable(place)) }
  }
}
