internal import DescrapeICU
internal import Synchronization

/// Transforms that are open and not in use. An ICU transform has state and takes milliseconds to open, so each thread takes one for
/// the length of a block; the lock is held for a pointer's time.
final class TransformPool: Sendable {
  /// An open transform belongs to whoever took it, one thread at a time.
  private struct Idle: @unchecked Sendable { var transforms: [Transform] = [] }

  let id: String
  private let idle = Mutex(Idle())

  init(_ id: String) { self.id = id }

  /// A transform that nobody else has, or `nil` when ICU has none of that id.
  func take() -> Transform? {
    let box = idle.withLock { idle in Idle(transforms: idle.transforms.popLast().map { [$0] } ?? []) }
    return box.transforms.first ?? (try? Transform(id))
  }

  /// Hands a transform in for the next one who asks; the caller keeps no reference.
  func put(_ transform: Transform) {
    let box = Idle(transforms: [transform])
    idle.withLock { $0.transforms += box.transforms }
  }
}
