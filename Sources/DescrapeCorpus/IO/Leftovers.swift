#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// Removes unfinished files when a signal ends the program. Only the main thread opens and closes output files.
enum Leftovers {
  private static let limit = 8
  // Unsafe: a signal handler can only reach what stands at a fixed place. The slots are written before a path's file
  // is of use to anybody and read by the handler alone.
  private nonisolated(unsafe) static let paths: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = {
    let slots = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: limit)
    unsafe slots.initialize(repeating: nil, count: limit)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // A signal that was ignored from outside stays ignored, as under `nohup`.
      let earlier = signal(number, handle)
      if unsafe unsafeBitCast(earlier, to: Int.self) == 1 { _ = signal(number, SIG_IGN) }
    }
    return unsafe slots
  }()

  static func add(_ path: String) {
    for index in 0..<limit where unsafe paths[index] == nil {
      unsafe paths[index] = strdup(path)
      return
    }
  }

  static func remove(_ path: String) {
    for index in 0..<limit {
      guard let slot = unsafe paths[index], unsafe strcmp(slot, path) == 0 else { continue }
      unsafe paths[index] = nil
      unsafe free(slot)
      return
    }
  }

  /// Only calls that a signal handler may make; then the signal has the effect it would have had.
  private static let handle: @convention(c) (Int32) -> Void = { number in
    for index in 0..<limit {
      if let path = unsafe paths[index] { _ = unsafe unlink(path) }
    }
    _ = signal(number, SIG_DFL)
    _ = raise(number)
  }
}
