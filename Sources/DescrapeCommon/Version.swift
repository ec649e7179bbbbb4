internal import DescrapeICU

/// The versions that outputs depend on.
public enum Version {
  /// The version of this program.
  public static let current = "0.1.0"
  /// All versions in one line.
  public static var line: String { "descrape \(current) (ICU \(ICU.version), Unicode \(ICU.unicodeVersion))" }

  package static var icu: String { ICU.version }
  package static var unicode: String { ICU.unicodeVersion }
}
