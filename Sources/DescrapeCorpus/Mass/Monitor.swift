internal import CSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// A lock that can be waited on.
@safe
final class Monitor: @unchecked Sendable {
  // Unsafe: both must stay where they are; they are freed with this object.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  init() {
    unsafe mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    unsafe condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    _ = unsafe pthread_mutex_init(mutex, nil)
    _ = unsafe pthread_cond_init(condition, nil)
  }

  deinit {
    _ = unsafe pthread_cond_destroy(condition)
    _ = unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// Runs `body` while no other thread is inside of the monitor.
  func locked<Result, Problem: Error>(_ body: () throws(Problem) -> Result) throws(Problem) -> Result {
    _ = unsafe pthread_mutex_lock(mutex)
    defer { _ = unsafe pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// Leaves the monitor until somebody calls `wake`; only inside of `locked`.
  func wait() { _ = unsafe pthread_cond_wait(condition, mutex) }

  /// As `wait`, for some time at most.
  func wait(milliseconds: Int) {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    let nanoseconds = time.tv_nsec + milliseconds * 1_000_000
    time.tv_sec += nanoseconds / 1_000_000_000
    time.tv_nsec = nanoseconds % 1_000_000_000
    _ = unsafe pthread_cond_timedwait(condition, mutex, &time)
  }

  /// Wakes all that wait.
  func wake() { _ = unsafe pthread_cond_broadcast(condition) }
}

/// A thread of its own.
@safe
struct WorkerThread {
  private var thread = pthread_t()

  private final class Box {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// - Throws: when the system gives no more threads.
  init(_ body: @escaping @Sendable () -> Void) throws(Failure) {
    // Unsafe: the box is kept for the thread, which takes it over.
    let box = unsafe Unmanaged.passRetained(Box(body)).toOpaque()
    let code = unsafe pthread_create(
      &thread, nil,
      { argument in
        if let argument = unsafe argument { unsafe Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, box)
    guard code == 0 else {
      unsafe Unmanaged<Box>.fromOpaque(box).release()
      throw Failure.system(.output, "start", "a worker", code: code)
    }
  }

  /// Waits until it has ended.
  func join() { _ = pthread_join(thread, nil) }
}

/// Milliseconds of a clock that only goes forward.
func milliseconds() -> Int {
  var time = timespec()
  _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}

extension CorpusRun {
  /// How many cores this process may use.
  public static var cores: Int { min(max(Int(csystem_cores()), 1), 256) }
}
