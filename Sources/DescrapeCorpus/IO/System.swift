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
