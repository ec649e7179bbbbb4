internal import DescrapeStages
public import DescrapeText

/// How bold a run is: which stages it has, and how sure their rules must be.
public enum Profile: String, Sendable, CaseIterable {
  /// Only the encoding of the same characters changes.
  case lossless
  /// All that is proven on the negative corpus.
  case standard
  /// The bold rules as well.
  case thorough

  /// Rules below this confidence, in percent, make no edits.
  public var threshold: UInt8 {
    switch self {
    case .lossless: 99
    case .standard: 90
    case .thorough: 60
    }
  }

  func includes(_ info: StageInfo) -> Bool {
    switch self {
    case .lossless: info.safety == .lossless
    case .standard, .thorough: true
    }
  }

  /// The profile with that name.
  /// - Throws: an error that names the nearest known one.
  public init(named name: String) throws(ConfigurationError) {
    if let profile = Profile(rawValue: name) {
      self = profile
      return
    }
    let near = nearest(to: name, among: Self.allCases.map(\.rawValue)) ?? ""
    throw ConfigurationError("no profile is called \"\(name)\"; did you mean \"\(near)\"?")
  }
}
