/// Why a stage changes text: a name that stands in journals and statistics, a reason for people, and how sure it is.
public struct Rule: Sendable {
  /// The rule's position in its stage's list; a journal stores this number beside the list.
  public let index: UInt8
  /// Kebab-case and public: it stands in journals and statistics.
  public let id: String
  /// How sure the rule is of its edits, in percent. A profile drops edits below its threshold.
  public let confidence: UInt8
  /// One clause that says what the rule saw, for `explain`.
  public let why: String

  /// A rule with these parts.
  public init(_ index: UInt8, _ id: String, confidence: UInt8, why: String) {
    self.index = index
    self.id = id
    self.confidence = confidence
    self.why = why
  }
}

/// What a stage may do to a text.
public enum Safety: String, Sendable, CaseIterable {
  /// Nothing but the encoding of the same characters changes.
  case lossless
  /// Agreed equivalents replace each other.
  case normalizing
  /// A judgement, backed by the survey of the document.
  case evidence
}

/// What the survey finds out only where a stage asks for it.
public struct SurveyNeeds: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// How many characters are Simplified forms and how many Traditional ones.
  public static let scripts = SurveyNeeds(rawValue: 1 << 0)
  /// Which characters carry glosses.
  public static let glosses = SurveyNeeds(rawValue: 1 << 1)
}

/// The card of a stage in the catalogue.
public struct StageInfo: Sendable {
  /// Kebab-case and public.
  public let id: String
  /// What the stage may do to a text.
  public let safety: Safety
  /// One line for the list of stages.
  public let summary: String
  /// Recovering stages run before the survey: they bring back the characters that the survey counts.
  public let recovers: Bool
  /// What the survey has to find out for this stage beyond its counts.
  public let surveys: SurveyNeeds
  /// Its rules, each at the place that its index says.
  public let rules: [Rule]

  /// A card with these entries.
  public init(
    id: String, safety: Safety, recovers: Bool = false, surveys: SurveyNeeds = [], summary: String, rules: [Rule]
  ) {
    self.id = id
    self.safety = safety
    self.recovers = recovers
    self.summary = summary
    self.surveys = surveys
    self.rules = rules
  }
}
