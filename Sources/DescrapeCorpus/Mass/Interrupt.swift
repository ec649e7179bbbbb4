#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// Notices that somebody wants the program to end.
enum Interrupt {
  // Unsafe: a signal handler can only reach what stands at a fixed place.
  private nonisolated(unsafe) static let flag: UnsafeMutablePointer<sig_atomic_t> = {
    let flag = UnsafeMutablePointer<sig_atomic_t>.allocate(capacity: 1)
    unsafe flag.initialize(to: 0)
    return unsafe flag
  }()

  /// Signals end the program only when `end` says so.
  static func watch() {
    _ = unsafe flag
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // A signal that was ignored from outside stays ignored, as under `nohup`.
      let earlier = signal(number) { number in unsafe Interrupt.flag.pointee = number }
      if unsafe unsafeBitCast(earlier, to: Int.self) == 1 { _ = signal(number, SIG_IGN) }
    }
  }

  /// The signal that came, if one did.
  static var signalNumber: Int32? {
    let number = unsafe flag.pointee
    return number == 0 ? nil : number
  }

  /// Ends the program as the signal would have.
  static func end(_ number: Int32) {
    _ = signal(number, SIG_DFL)
    _ = raise(number)
  }
}
