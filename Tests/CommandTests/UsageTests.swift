import XCTest

/// Exit statuses and messages.
final class UsageTests: XCTestCase {
  func testMessages() throws {
    let program = try Program()
    try program.write("good.toml", "profile = \"standard\"\nformat = \"jsonl\"\n[set]\n")
    try program.write("only.toml", "only = [\"gloss\"]\n")
    try program.write("key.toml", "profil = \"standard\"\n")
    try program.write("kind.toml", "check = \"yes\"\n")
    try program.write("broken.toml", "a = = 1\n")
    try program.write("list.toml", "set = [\"stray-comma.no=1\"]\n")
    try check(
      [
        Case(label: "clean text stays", arguments: [], input: "平静。\n", output: "平静。\n"),
        Case(label: "clean by name", arguments: ["clean"], input: "合,、分\n", output: "合、分\n"),
        Case(label: "dash is standard input", arguments: ["-"], input: "合,、分\n", output: "合、分\n"),
        Case(label: "nothing in, nothing out", arguments: [], output: ""),
        Case(label: "no line feed at the end", arguments: [], input: "合,、分", output: "合、分"),
        Case(label: "check finds", arguments: ["--check"], input: "合,、分\n", output: "", status: 1),
        Case(label: "check finds nothing", arguments: ["--check"], input: "平静。\n", output: "", status: 0),
        Case(label: "only", arguments: ["--only", "gloss"], input: "合,、分\n", output: "合,、分\n"),
        Case(label: "skip", arguments: ["--skip", "gloss,stray-comma"], input: "合,、分\n", output: "合,、分\n"),
        Case(label: "lossless", arguments: ["--profile", "lossless"], input: "合,、分\r\n", output: "合,、分\n"),
        Case(label: "unknown option", arguments: ["--profil", "x"], status: 2, error: "'--profile'"),
        Case(label: "far option", arguments: ["--zz"], status: 2, error: "Did you mean '--"),
        Case(label: "missing value", arguments: ["--profile"], status: 2, error: "missing value for '--profile"),
        Case(label: "unknown stage", arguments: ["--only", "glos"], status: 2, error: "did you mean \"gloss\"?"),
        Case(label: "unknown stage to skip", arguments: ["--skip", "stray-coma"], status: 2, error: "\"stray-comma\""),
        Case(label: "unknown profile", arguments: ["--profile", "standart"], status: 2, error: "\"standard\""),
        Case(label: "unknown format", arguments: ["--format", "json"], status: 2, error: "\"jsonl\""),
        Case(label: "unknown charset", arguments: ["--charset", "gb1803"], status: 2, error: "\"gb18030\""),
        Case(
          label: "charset for jsonl", arguments: ["--charset", "gbk", "--format", "jsonl"], status: 2, error: "UTF-8"),
        Case(label: "setting without a value", arguments: ["--set", "gloss"], status: 2, error: "STAGE.OPTION=VALUE"),
        Case(label: "unknown stage to set", arguments: ["--set", "glos.a=1"], status: 2, error: "\"gloss\""),
        Case(
          label: "unknown option of a stage", arguments: ["--set", "gloss.a=1"], status: 2, error: "no option \"a\""),
        Case(
          label: "a transform", arguments: ["--set", "transliterate.id=Katakana-Hiragana"], input: "カ\n", output: "か\n"),
        Case(
          label: "unknown transform", arguments: ["--set", "transliterate.id=Katakana-Hirgana"], status: 2,
          error: "\"Katakana-Hiragana\"?"),
        Case(
          label: "a transform of two lines", arguments: ["--set", "transliterate.id=a\nb"], status: 2, error: "a\\u{A}b"
        ),
        Case(label: "wrong window", arguments: ["--window", "much"], status: 2, error: "--window takes a size"),
        Case(label: "small window", arguments: ["--window", "3"], status: 2, error: "64 bytes"),
        Case(label: "no such file", arguments: ["away.txt"], status: 3, error: "cannot open away.txt"),
        Case(label: "slip in a subcommand", arguments: ["restor"], status: 3, error: "the subcommand \"restore\""),
        Case(
          label: "control characters in a name", arguments: ["a\u{1B}[31m.txt"], status: 3, error: "a\\u{1B}[31m.txt"),
        Case(label: "a folder", arguments: ["."], status: 3, error: "cannot read"),
        Case(label: "restore without a journal", arguments: ["restore"], status: 2, error: "--journal"),
        Case(label: "unknown stage to show", arguments: ["stages", "glosses"], status: 2, error: "\"gloss\""),
        Case(
          label: "settings from a file", arguments: ["--config", "good.toml"], input: "{}\n", output: "{}\n",
          error: "1 of 1"),
        Case(label: "a list in a file", arguments: ["--config", "only.toml"], input: "合,、分\n", output: "合,、分\n"),
        Case(
          label: "the command line counts more", arguments: ["--config", "only.toml", "--only", "stray-comma"],
          input: "合,、分\n", output: "合、分\n"),
        Case(label: "unknown key", arguments: ["--config", "key.toml"], status: 2, error: "did you mean \"profile\"?"),
        Case(label: "wrong kind", arguments: ["--config", "kind.toml"], status: 2, error: "check takes true or false"),
        Case(label: "no TOML", arguments: ["--config", "broken.toml"], status: 2, error: "line 1"),
        Case(label: "option in a file", arguments: ["--config", "list.toml"], status: 2, error: "no option \"no\""),
        Case(label: "no file of settings", arguments: ["--config", "away.toml"], status: 2, error: "cannot open"),
        Case(
          label: "no journal to restore", arguments: ["restore", "--journal", "away"], status: 3, error: "cannot open"),
        Case(
          label: "a journal that is none", arguments: ["restore", "--journal", "good.toml"], status: 3, error: "journal"
        ),
      ], in: program)
  }

  func testHelpAndVersions() throws {
    let program = try Program()
    let version = try program.run(["--version"])
    XCTAssertEqual(version.status, 0)
    XCTAssertTrue(version.text.contains("ICU") && version.text.contains("Unicode"), version.text)
    for arguments in [["--help"], ["clean", "--help"], ["help", "restore"], ["stages", "--help"]] {
      let help = try program.run(arguments)
      XCTAssertEqual(help.status, 0, "\(arguments)")
      XCTAssertTrue(help.text.contains("USAGE"), "\(arguments)")
      XCTAssertEqual(help.error, "", "\(arguments)")
    }
    let list = try program.run(["stages"])
    XCTAssertTrue(list.text.contains("\nstray-comma "), list.text)
    let page = try program.run(["stages", "stray-comma"])
    XCTAssertTrue(page.text.contains("Rules\n") && page.text.contains(" %"), page.text)
  }

  func testOtherFilesAreDone() throws {
    let program = try Program()
    try program.write("a.txt", "合,、分\n")
    try program.write("b.txt", "天,、地\n")
    try check(
      [
        Case(label: "two files", arguments: ["a.txt", "b.txt"], output: "合、分\n天、地\n"),
        Case(
          label: "one is missing", arguments: ["a.txt", "no.txt", "b.txt"], output: "合、分\n天、地\n", status: 3,
          error: "no.txt"),
        Case(
          label: "one is missing, strictly", arguments: ["--strict", "no.txt", "b.txt"], output: "天、地\n", status: 3,
          error: "no.txt"),
      ], in: program)
  }
}
