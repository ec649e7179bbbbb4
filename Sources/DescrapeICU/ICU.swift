internal import CICU

/// The versions that everything here follows.
public enum ICU {
  /// The version of ICU that was compiled against, such as `72.1`.
  public static var version: String { unsafe String(cString: cicu_version()) }
  /// The version of Unicode whose properties and forms it has, such as `15.0`.
  public static var unicodeVersion: String { unsafe String(cString: cicu_unicode_version()) }
}

/// What ICU says went wrong.
public struct ICUError: Error, Sendable, CustomStringConvertible {
  /// ICU's name of the status, such as `U_FILE_ACCESS_ERROR`.
  public let description: String
  init(_ status: Int32) { description = unsafe String(cString: cicu_status_name(status)) }
}
