#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

// Free functions under other names, for types that have methods called like them.

func systemRead(_ descriptor: Int32, _ target: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
  // Unsafe: the caller vouches for `count` bytes at `target`.
  unsafe read(descriptor, target, count)
}

func systemWrite(_ descriptor: Int32, _ source: UnsafePointer<UInt8>, _ count: Int) -> Int {
  // Unsafe: the caller vouches for `count` bytes at `source`.
  unsafe write(descriptor, source, count)
}

// Unsafe: Swift hands each path over as a C string that lives through the call.

func systemOpen(_ path: String, _ flags: Int32, mode: UInt32 = 0o666) -> Int32 { unsafe open(path, flags, mode) }

func systemRename(_ path: String, _ target: String) -> Bool { unsafe rename(path, target) == 0 }

func systemUnlink(_ path: String) { _ = unsafe unlink(path) }

func systemClose(_ descriptor: Int32) -> Bool { close(descriptor) == 0 }

/// The path without links; `nil` for what is not there.
func realPath(_ path: String) -> String? {
  // Unsafe: `realpath` gives a C string of its own, which is copied and freed.
  guard let found = unsafe realpath(path, nil) else { return nil }
  defer { unsafe free(found) }
  return unsafe String(cString: found)
}

/// Calls `body` with each name in a folder, but for `.` and `..`; `nil` for one that is not UTF-8.
/// - Returns: false when the folder cannot be opened; `errno` says why.
func forEachName(in folder: String, _ body: (String?) throws(Failure) -> Void) throws(Failure) -> Bool {
  // Unsafe: the directory is closed below; each entry is looked at before the next is read.
  guard let directory = unsafe opendir(folder) else { return false }
  defer { _ = unsafe closedir(directory) }
  while let entry = unsafe readdir(directory) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
      unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(validatingCString: $0) }
    }
    if name != ".", name != ".." { try body(name) }
  }
  return true
}
