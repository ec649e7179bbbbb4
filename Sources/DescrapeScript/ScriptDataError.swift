/// What can be wrong with dictionaries, configurations or a data file. The text says what, where, and what would be right.
public struct ScriptDataError: Error, Sendable, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}
