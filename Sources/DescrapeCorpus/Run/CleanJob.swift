public import Descrape

/// How an input is cut into documents.
public enum Format: String, Sendable, CaseIterable {
  /// Each file is a document.
  case text
  /// Each line is an object, and the string under a key of it is a document.
  case jsonl
  /// Each line is a document.
  case lines
}

/// Everything that is asked of a run of `clean`.
public struct CleanJob: Sendable {
  /// The profile, the stages and their options.
  public var configuration = Configuration()
  /// Paths; `-` is standard input. Their outputs follow each other.
  public var inputs = ["-"]
  /// Where the clean text goes; standard output when there is none.
  public var output: String?
  /// Where the journal goes.
  public var journal: String?
  /// Where the statistics go.
  public var statistics: String?
  /// Where the places go at which the script conversion had a choice.
  public var ambiguities: String?
  /// How inputs are cut into documents.
  public var format = Format.text
  /// The keys whose strings are texts, in `jsonl`; `textKeyLimit` at most.
  public var textKeys = ["text"]
  /// So many text keys can be looked for.
  public static let textKeyLimit = JSONLineScanner.keyLimit - 1
  /// The key whose string is a document's URL, in `jsonl`, or the column, in `tsv` and `csv`; its host is the document's site.
  public var urlKey = "url"
  /// The site of documents that have no URL; empty when it is not known.
  public var site = ""
  /// What the inputs are decoded from.
  public var charset = Charset.automatic
  /// Writes no text, and finds out only whether any would change.
  public var isCheck = false
  /// Fails on what would otherwise be replaced or passed through.
  public var isStrict = false
  /// How much of a text is in memory at once, in bytes of UTF-8. The output of longer texts depends on it: what a
  /// window shows counts from there on.
  public var window = 64 << 20

  /// How many bytes one `read` asks for: nothing that comes out depends on it.
  var readSize = 1 << 20

  /// Standard input to standard output, as one text.
  public init() {}

  /// A line longer than this is passed through as it is: with what cleaning needs beside it, half a window keeps to
  /// the memory of a whole one.
  var lineLimit: Int { max(window / 2, 1) }

  /// The keys as they stand in a message.
  var textKeyNames: String { textKeys.map { "\"\(printable($0))\"" }.joined(separator: " or ") }
}

/// What a run found.
public struct Report: Sendable {
  /// Whether any output differs from its input.
  public var hasChanges = false
  /// Whether an input could not be read.
  public var hasFailed = false
}

extension CleanJob {
  /// The size that a text such as `512K`, `64M`, `1G` or `4096` stands for, in bytes.
  public static func size(_ text: String) -> Int? {
    let shift =
      switch text.last {
      case "k", "K": 10
      case "m", "M": 20
      case "g", "G": 30
      default: 0
      }
    guard let number = Int(shift == 0 ? text : String(text.dropLast())), number > 0, number <= (1 << 40) >> shift else {
      return nil
    }
    return number << shift
  }
}
