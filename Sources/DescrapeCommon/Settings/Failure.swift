#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// Why a run could not go on: one line that says what happened.
public struct Failure: Error, Sendable, CustomStringConvertible {
  /// What failed, for the exit status.
  public enum Kind: Sendable {
    /// The command or the configuration is wrong; nothing was done.
    case usage
    /// Something could not be read; other inputs can still be done.
    case input
    /// Something was read that a strict run does not take.
    case refused
    /// Something could not be written.
    case output
    /// Whoever read standard output has gone. No error.
    case closedPipe
  }

  /// What failed.
  public let kind: Kind
  /// The message, without a full stop.
  public let description: String

  /// A failure with its message.
  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// A failed system call: `action` and the name of the file, then what the system said.
  package static func system(_ kind: Kind, _ action: String, _ name: String, code: Int32 = errno) -> Failure {
    // Unsafe: `strerror` gives a C string that lives until the next call; it is copied at once.
    let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    return Failure(kind, "cannot \(action) \(name): \(reason)")
  }
}

/// `name` as it may stand in a message: control and direction characters are written out, so that a file's name
/// cannot paint on a terminal.
public func printable(_ name: String) -> String {
  var result = ""
  for scalar in name.unicodeScalars {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
      result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
