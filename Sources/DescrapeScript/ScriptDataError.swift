/// What can be wrong with dictionaries, configurations or a data file. The text says what, where, and what would be right.
public struct ScriptDataError: Error, Sendable, CustomStringConvertible {
  /// What is wrong, where, and what would be right, in one line.
  public let description: String
  /// An error that says `description`.
  public init(_ description: String) { self.description = description }
}
