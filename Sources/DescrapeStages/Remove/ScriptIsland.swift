/// A stretch of program text among other text, and what its tokens were.
struct ScriptIsland {
  /// UTF-8 byte offsets; the end lies behind the last token that is surely program text.
  var range: Range<Int>
  /// Where the line begins that it starts in.
  var lineStart = 0
  /// A tag of a script stands before it or behind it, and is part of it.
  var isTagged = false
  /// It is a group of style rules, not statements.
  var isStyle = false
  /// It begins with the quote that closes a string whose beginning is lost.
  var startsInString = false
  /// Closing brackets without an opening one, and opening ones without a closing one.
  var orphans = 0
  var unclosed = 0
  var calls = 0
  var statements = 0
  var braces = 0
  var assignments = 0
  /// Names in quotes that a colon follows.
  var pairs = 0
  /// Declarations of known style properties.
  var properties = 0

  /// Cut off at one end, or both.
  var isCut: Bool { startsInString || orphans > 0 || unclosed > 0 }
  /// How much of a program's build it shows.
  var structure: Int { calls + statements + braces + assignments }
}
