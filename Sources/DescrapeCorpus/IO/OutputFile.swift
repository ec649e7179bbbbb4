#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// A file that appears whole or not at all: it is written beside its place, and takes it on `commit`.
///
/// What is no regular file (a device, a pipe) is written to directly.
public final class OutputFile {
  /// Takes the bytes.
  public let sink: ByteSink
  private let descriptor: Int32
  private let target: String
  private let temporary: String?
  private var isOpen = true

  /// Opens the file beside the one that `path` leads to.
  public init(path: String) throws(Failure) {
    let name = printable(path)
    let existing = FileIdentity(path: path)
    if let existing, !existing.isRegular {
      descriptor = systemOpen(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw Failure.system(.output, "write to", name) }
      (target, temporary) = (path, nil)
    } else {
      // A link stays a link: the file it leads to is replaced.
      let target = existing == nil ? path : Self.resolved(path)
      self.target = target
      let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
      let (opened, beside) = Self.create(in: folder)
      descriptor = opened
      guard opened >= 0 else { throw Failure.system(.output, "write to", name) }
      if let existing { _ = fchmod(descriptor, existing.mode) }
      temporary = beside
      Leftovers.add(beside)
    }
    sink = ByteSink(descriptor: descriptor, name: name)
  }

  deinit { abandon() }

  /// A new file under a name of its own.
  private static func create(in folder: String) -> (descriptor: Int32, path: String) {
    var attempt = 0
    while true {
      let path = "\(folder).descrape-\(getpid())-\(attempt).part"
      let descriptor = systemOpen(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC)
      guard descriptor < 0, errno == EEXIST, attempt < 100 else { return (descriptor, path) }
      attempt += 1
    }
  }

  private static func resolved(_ path: String) -> String {
    // Unsafe: `realpath` gives a C string of its own, which is copied and freed.
    guard let found = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(found) }
    return unsafe String(cString: found)
  }

  /// Writes the rest, makes it last, and puts the file in its place.
  public func commit() throws(Failure) {
    guard isOpen else { return }
    sink.flush()
    try sink.check()
    guard let temporary else {
      isOpen = false
      guard close(descriptor) == 0 else { throw Failure.system(.output, "write to", sink.name) }
      return
    }
    guard fsync(descriptor) == 0 else { throw Failure.system(.output, "write to", sink.name) }
    isOpen = false
    guard close(descriptor) == 0, systemRename(temporary, target) else {
      let code = errno
      systemUnlink(temporary)
      throw Failure.system(.output, "write to", sink.name, code: code)
    }
    Leftovers.remove(temporary)
  }

  /// Leaves the place as it was.
  public func abandon() {
    guard isOpen else { return }
    isOpen = false
    _ = close(descriptor)
    guard let temporary else { return }
    systemUnlink(temporary)
    Leftovers.remove(temporary)
  }
}
