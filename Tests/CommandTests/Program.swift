import Foundation
import XCTest

/// What a run of the built program left behind.
struct Outcome {
  var status: Int32
  var output: Data
  var error: String

  var text: String { String(decoding: output, as: UTF8.self) }
}

/// The built program, run in a folder of its own.
final class Program {
  let folder: URL
  /// What is run, where it is not the built program itself.
  var executable = Program.url
  /// What is changed in the environment; the program takes an empty variable for none.
  var environment: [String: String] = [:]

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("descrape-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// It stands beside the tests in the build folder.
  static let url: URL = {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    for _ in 0..<3 {
      let candidate = folder.appendingPathComponent("descrape")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      folder.deleteLastPathComponent()
    }
    return Bundle.main.bundleURL.appendingPathComponent("descrape")
  }()

  func path(_ name: String) -> URL { folder.appendingPathComponent(name) }

  func write(_ name: String, _ text: String) throws { try Data(text.utf8).write(to: path(name)) }

  func write(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: path(name)) }

  func read(_ name: String) throws -> Data { try Data(contentsOf: path(name)) }

  func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }

  /// Runs the program to its end.
  /// - Parameter output: a path for standard output instead of the outcome's own.
  func run(_ arguments: [String], _ input: Data = Data(), output: String? = nil) throws -> Outcome {
    let names = [".in", ".out", ".err"].map { path($0) }
    try input.write(to: names[0])
    for name in names.dropFirst() { try Data().write(to: name) }
    let process = process(arguments)
    process.standardInput = try FileHandle(forReadingFrom: names[0])
    process.standardOutput = try FileHandle(forWritingTo: output.map { URL(fileURLWithPath: $0) } ?? names[1])
    process.standardError = try FileHandle(forWritingTo: names[2])
    try process.run()
    process.waitUntilExit()
    let outcome = Outcome(
      status: process.terminationStatus, output: try Data(contentsOf: names[1]),
      error: String(decoding: try Data(contentsOf: names[2]), as: UTF8.self))
    for name in names { try FileManager.default.removeItem(at: name) }
    return outcome
  }

  func run(_ arguments: [String], _ input: String) throws -> Outcome { try run(arguments, Data(input.utf8)) }

  func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = executable
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.arguments = arguments
    process.currentDirectoryURL = folder
    return process
  }
}

/// One run and what it must give.
struct Case {
  var label: String
  var arguments: [String]
  var input = ""
  var output: String?
  var status: Int32 = 0
  /// What the one line on standard error holds; empty when there must be none.
  var error = ""
}

extension XCTestCase {
  /// Runs each case in `program`'s folder.
  func check(_ cases: [Case], in program: Program, file: StaticString = #filePath, line: UInt = #line) throws {
    for test in cases {
      let outcome = try program.run(test.arguments, test.input)
      XCTAssertEqual(outcome.status, test.status, "\(test.label): \(outcome.error)", file: file, line: line)
      if let output = test.output { XCTAssertEqual(outcome.text, output, test.label, file: file, line: line) }
      if test.error.isEmpty {
        XCTAssertEqual(outcome.error, "", test.label, file: file, line: line)
      } else {
        XCTAssertTrue(outcome.error.contains(test.error), "\(test.label): \(outcome.error)", file: file, line: line)
        XCTAssertEqual(outcome.error.filter { $0 == "\n" }.count, 1, "\(test.label): one line", file: file, line: line)
      }
    }
  }
}
