internal import DescrapeScript
internal import DescrapeText

/// What `--to` can name, and how each text gets there.
enum ScriptTarget: Sendable, Equatable {
  case hans
  case hant
  case hantTaiwan
  case hantHongKong
  case japanese
  /// One of OpenCC's configurations.
  case configuration(String)

  /// The names that are no configurations.
  private static let scripts: [(name: String, target: ScriptTarget)] = [
    ("hans", .hans), ("hant", .hant), ("hant-tw", .hantTaiwan), ("hant-hk", .hantHongKong), ("jp", .japanese),
  ]

  static let names = scripts.map(\.name) + ConversionConfiguration.names

  init?(_ name: String) {
    if let script = Self.scripts.first(where: { $0.name == name }) {
      self = script.target
    } else if ConversionConfiguration.names.contains(name) {
      self = .configuration(name)
    } else {
      return nil
    }
  }

  /// The transform of ICU that does roughly the same, where there is one.
  var fallback: String? {
    switch self {
    case .hans: "Traditional-Simplified"
    case .hant: "Simplified-Traditional"
    default: nil
    }
  }

  /// Which script the text comes out in: with a configuration, what its name says behind the 2.
  var isSimplified: Bool {
    switch self {
    case .hans: true
    case .configuration(let id): id.hasSuffix("2s") || id.hasSuffix("2sp")
    default: false
    }
  }

  /// Whether Simplified text is converted to Traditional.
  var isFromSimplified: Bool {
    switch self {
    case .hant, .hantTaiwan, .hantHongKong: true
    case .configuration(let id): id.hasPrefix("s2")
    default: false
    }
  }

  /// Whether Japanese text is meant too.
  var isJapanese: Bool {
    switch self {
    case .japanese: true
    case .configuration(let id): id == "t2jp" || id == "jp2t"
    default: false
    }
  }

  /// All configurations that may be needed.
  var conversions: [String] {
    switch self {
    case .hans: ["tw2s", "hk2s"]
    case .hant: ["s2t"]
    case .hantTaiwan: ["s2tw", "t2tw", "hk2t"]
    case .hantHongKong: ["s2hk", "t2hk", "tw2t"]
    case .japanese: ["t2jp"]
    case .configuration(let id): id.hasPrefix("s2") ? [id, "t2s"] : [id]
    }
  }
}

/// What becomes of a paragraph.
struct ScriptRoute: Sendable, Equatable {
  /// Whether what a machine got wrong is put right first.
  var isRepaired = false
  /// The configurations to go through, in order.
  var chain: [String] = []

  static let leave = ScriptRoute()
}

extension ScriptTarget {
  /// The way of a paragraph, from what its document and it itself show. Text in the target script is left as it is, and so is what is
  /// quoted in it.
  func route(_ document: ScriptCounts, isJapanese: Bool, _ paragraph: ScriptCounts) -> ScriptRoute {
    if isJapanese { return self.isJapanese ? ScriptRoute(chain: conversions) : .leave }
    if case .configuration("jp2t") = self { return .leave }
    if isFromSimplified { return toTraditional(document, paragraph) }
    // From here on Traditional text is converted.
    guard document.script != .simplified, Self.hasTraditional(document, paragraph) else { return .leave }
    if case .hans = self { return ScriptRoute(chain: [document.hasTaiwanZhe ? "tw2s" : "hk2s"]) }
    return ScriptRoute(chain: conversions)
  }

  private func toTraditional(_ document: ScriptCounts, _ paragraph: ScriptCounts) -> ScriptRoute {
    let isTraditional =
      switch document.script {
      case .traditional: true
      case .simplified: paragraph.script == .traditional
      case .mixed: Self.isMainlyTraditional(paragraph, in: document)
      // Nothing tells; only a configuration says what it is.
      case .neutral: false
      }
    if document.script == .neutral {
      if case .configuration(let id) = self { return ScriptRoute(chain: [id]) }
      return .leave
    }
    guard isTraditional else { return ScriptRoute(chain: [conversions[0]]) }
    switch self {
    case .configuration(let id): return document.isMechanical ? ScriptRoute(chain: ["t2s", id]) : .leave
    case .hantTaiwan: return ScriptRoute(isRepaired: document.isMechanical, chain: regional(document, .taiwan))
    case .hantHongKong: return ScriptRoute(isRepaired: document.isMechanical, chain: regional(document, .hongKong))
    default: return ScriptRoute(isRepaired: document.isMechanical)
    }
  }

  /// From one region's forms to another's; what is written in the target's already, or in nobody's, needs no more than its forms.
  private func regional(_ document: ScriptCounts, _ target: TraditionalVariety) -> [String] {
    switch document.variety {
    case target: []
    case .taiwan, .hongKong: [conversions[2], conversions[1]]
    case .standard, .unclear: [conversions[1]]
    }
  }

  /// Whether a paragraph holds Traditional text to convert: not one in which it is only quoted.
  private static func hasTraditional(_ document: ScriptCounts, _ paragraph: ScriptCounts) -> Bool {
    switch paragraph.script {
    case .traditional, .mixed: true
    case .simplified: false
    case .neutral: document.traditional > document.simplified
    }
  }

  private static func isMainlyTraditional(_ paragraph: ScriptCounts, in document: ScriptCounts) -> Bool {
    switch paragraph.script {
    case .traditional: true
    case .simplified, .mixed: false
    case .neutral: document.traditional > document.simplified
    }
  }
}
