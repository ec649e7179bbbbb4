import Foundation
import XCTest

/// However a run is stopped, the next one makes the tree that an undisturbed one makes.
final class CorpusResumeTests: XCTestCase {
  private static let arguments = ["corpus", "in", "-j", "2", "--only", "stray-comma", "--quiet", "-o"]

  /// A corpus of many files, two of them large enough for all workers.
  private func corpus() throws -> (program: Program, expected: [String: Data]) {
    let program = try Program()
    try program.writeCorpus()
    for number in 0..<60 {
      try program.write("in/many/\(number).jsonl", data: Data((0..<200).map(Program.line).joined().utf8))
    }
    for name in ["large", "large2"] {
      try program.write("in/\(name).jsonl", data: Data((0..<25_000).map(Program.line).joined().utf8))
    }
    let outcome = try program.run(Self.arguments + ["expected"])
    XCTAssertEqual(outcome.status, 1, outcome.error)
    return (program, try program.tree("expected"))
  }

  /// All files under their final names are whole.
  private func checkWhole(_ program: Program, _ expected: [String: Data], _ label: String) throws {
    for (name, data) in try program.tree("out") where name != "stats.json" {
      XCTAssertTrue(expected[name] == data, "\(label): \(name)")
    }
  }

  func testKilledAnywhere() throws {
    let (program, expected) = try corpus()
    var random = SystemRandomNumberGenerator()
    for round in 0..<5 {
      try? FileManager.default.removeItem(at: program.path("out"))
      // It is killed, and its next run as well.
      for _ in 0..<2 {
        let process = program.process(Self.arguments + ["out"])
        process.standardError = FileHandle.nullDevice
        try process.run()
        let delay = Int.random(in: 5...1000, using: &random)
        usleep(UInt32(delay * 1000))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try checkWhole(program, expected, "round \(round), after \(delay) ms")
      }
      let outcome = try program.run(Self.arguments + ["out"])
      XCTAssertEqual(outcome.status, 1, outcome.error)
      XCTAssertTrue(try program.tree("out") == expected, "round \(round)")
      XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: program.path("out/.descrape/parts").path), [])
    }
  }

  func testInterrupt() throws {
    let (program, expected) = try corpus()
    let process = program.process(Self.arguments + ["out"])
    let error = Pipe()
    process.standardError = error
    try process.run()
    usleep(400_000)
    let started = Date()
    process.interrupt()
    process.waitUntilExit()
    XCTAssertLessThan(Date().timeIntervalSince(started), 1)
    XCTAssertEqual(process.terminationReason, .uncaughtSignal)
    XCTAssertEqual(process.terminationStatus, SIGINT)
    let said = String(decoding: try error.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    XCTAssertTrue(said.contains("the same command goes on from here"), said)
    XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: program.path("out/.descrape/parts").path), [])
    try checkWhole(program, expected, "interrupted")
    XCTAssertEqual(try program.run(Self.arguments + ["out"]).status, 1)
    XCTAssertTrue(try program.tree("out") == expected)
  }

  func testOnlyWhatIsMissing() throws {
    let program = try Program()
    try program.writeCorpus(5)
    XCTAssertEqual(try program.run(["corpus", "in", "-o", "out"]).status, 1)
    let first = try program.tree("out")
    try FileManager.default.removeItem(at: program.path("out/d.tsv"))
    try program.write("in/new.txt", data: Data("\(Program.damaged)\n".utf8))
    let second = try program.run(["corpus", "in", "-o", "out"])
    XCTAssertTrue(second.error.contains("7 files are done already"), second.error)
    XCTAssertEqual(try program.tree("out")["d.tsv"], first["d.tsv"])
    XCTAssertEqual(try program.text("out/new.txt"), "\(Program.clean)\n")
    // Another plan.
    let bold = try program.run(["corpus", "in", "-o", "out", "--profile", "thorough"])
    XCTAssertEqual(bold.status, 2)
    XCTAssertTrue(bold.error.contains("another profile (standard, now thorough)"), bold.error)
    XCTAssertEqual(try program.run(["corpus", "in", "-o", "out", "--profile", "thorough", "--restart"]).status, 1)
    // Another input, of the same size.
    try program.write("in/new.txt", data: Data("\(Program.damaged.reversed())\n".utf8))
    let changed = try program.run(["corpus", "in", "-o", "out", "--profile", "thorough"])
    XCTAssertEqual(changed.status, 2)
    XCTAssertTrue(changed.error.contains("in/new.txt changed since it was cleaned"), changed.error)
    XCTAssertEqual(try program.run(["corpus", "in", "-o", "out", "--profile", "thorough", "--restart"]).status, 1)
  }

  /// A large file goes on from the last checkpoint, in its output, its journal and its quarantine.
  func testGoesOnInsideOfFiles() throws {
    let program = try Program()
    var lines = (0..<60_000).map(Program.line)
    for number in stride(from: 5, to: lines.count, by: 9_000) { lines[number] = "no JSON\n" }
    try program.write("in/a.jsonl", data: Data(lines.joined().utf8))
    // One unit, longer than what is held back for its checksum.
    let text = String(repeating: "平静的生活。", count: 200)
    let archive = (0..<3_000).reduce(into: Data()) { $0 += Program.record("\(Program.damaged)\($1) \(text)") }
    try program.write("in/b.warc.gz", data: try Program.pack(archive, "gzip"))
    let arguments = ["corpus", "in", "-j", "2", "--only", "stray-comma", "--quiet", "--journal", "-o"]
    XCTAssertEqual(try program.run(arguments + ["expected"]).status, 1)
    let expected = try program.tree("expected")
    let shim = try Self.buildShim(in: program)
    for (name, fault) in [("a.jsonl", 9), ("a.jsonl", 15), ("b.warc.gz", 7), ("b.warc.gz", 10)] {
      let run = ["corpus", "in/\(name)"] + arguments.dropFirst(2) + ["out", "--checkpoint", "64"]
      let label = "\(name), \(fault)"
      try? FileManager.default.removeItem(at: program.path("out"))
      program.environment = ["LD_PRELOAD": shim, "FAULT_CALL": "fsync", "FAULT_NUMBER": "\(fault)", "FAULT_ERRNO": "5"]
      XCTAssertEqual(try program.run(run).status, 3, label)
      program.environment = [:]
      let parts = try FileManager.default.contentsOfDirectory(atPath: program.path("out/.descrape/parts").path)
      XCTAssertFalse(parts.isEmpty, label)
      let again = try program.run(run)
      XCTAssertTrue(again.error.contains("in/\(name) goes on at byte "), "\(label): \(again.error)")
      let tree = try program.tree("out")
      XCTAssertEqual(tree.count, name == "a.jsonl" ? 4 : 3, label)
      for (place, data) in tree where place != "stats.json" {
        XCTAssertTrue(data == expected[place], "\(label): \(place)")
      }
      XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: program.path("out/.descrape/parts").path), [])
    }
  }

  /// What a checkpoint has is not done again; and it is of no use when the input or the plan is another.
  func testCheckpointsAreTrusted() throws {
    let program = try Program()
    let lines = (0..<60_000).map(Program.line).joined()
    try program.write("in/a.jsonl", data: Data(lines.utf8))
    let shim = try Self.buildShim(in: program)
    let run = { (more: [String]) in
      try program.run(["corpus", "in", "-o", "out", "--only", "stray-comma", "--checkpoint", "64", "-j", "1"] + more)
    }
    let stop = {
      try? FileManager.default.removeItem(at: program.path("out"))
      program.environment = ["LD_PRELOAD": shim, "FAULT_CALL": "fsync", "FAULT_NUMBER": "7", "FAULT_ERRNO": "5"]
      XCTAssertEqual(try run([]).status, 3)
      program.environment = [:]
      let parts = try FileManager.default.contentsOfDirectory(atPath: program.path("out/.descrape/parts").path)
      XCTAssertEqual(parts.count, 1)
      return "out/.descrape/parts/\(parts[0])"
    }
    let part = try stop()
    let file = try FileHandle(forUpdating: program.path(part))
    try file.write(contentsOf: Data("{\"ID\"".utf8))
    try file.close()
    XCTAssertTrue(try run([]).error.contains("goes on"))
    let clean = lines.replacingOccurrences(of: Program.damaged, with: Program.clean)
    XCTAssertTrue(try program.text("out/a.jsonl") == "{\"ID\"" + clean.dropFirst(5))

    let changes: [(String, [String], () throws -> Void)] = [
      ("another plan", ["--skip", "gloss"], {}), ("anew", ["--restart"], {}),
      ("no part", [], { try FileManager.default.removeItem(at: program.path("out/.descrape/parts")) }),
      ("another input", [], { try program.write("in/a.jsonl", data: Data((lines + lines).utf8)) }),
    ]
    for (label, more, change) in changes {
      _ = try stop()
      try change()
      let outcome = try run(more)
      XCTAssertEqual(outcome.status, 0, "\(label): \(outcome.error)")
      XCTAssertFalse(outcome.error.contains("goes on"), label)
      XCTAssertTrue(try program.text("out/a.jsonl").hasPrefix(clean), label)
      XCTAssertEqual(
        try FileManager.default.contentsOfDirectory(atPath: program.path("out/.descrape/parts").path), [], label)
    }
    // The file is gone: what was kept of it goes.
    _ = try stop()
    try program.write("in/b.txt", data: Data("\(Program.damaged)\n".utf8))
    XCTAssertEqual(try program.run(["corpus", "in/b.txt", "-o", "out", "--only", "stray-comma"]).status, 0)
    XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: program.path("out/.descrape/parts").path), [])
  }

  /// Every write that fails is told of, and leaves nothing that is not whole.
  func testFailingWrites() throws {
    let program = try Program()
    try program.writeCorpus(5)
    XCTAssertEqual(try program.run(["corpus", "in", "-o", "expected"]).status, 1)
    let expected = try program.tree("expected")
    let shim = try Self.buildShim(in: program)
    var failed = 0
    for call in ["write", "pwrite64", "fsync", "fdatasync", "syncfs", "renameat", "openat", "close"] {
      for number in call == "close" ? [3, 9, 14, 18, 25] : [1, 2, 3, 5, 8, 13, 21] {
        try? FileManager.default.removeItem(at: program.path("out"))
        program.environment = [
          "LD_PRELOAD": shim, "FAULT_CALL": call, "FAULT_NUMBER": "\(number)",
          "FAULT_ERRNO": "\(number % 2 == 0 ? 5 : 28)",
        ]
        let outcome = try program.run(["corpus", "in", "-o", "out", "-j", "1", "--quiet"])
        program.environment = [:]
        if outcome.status != 1 {
          failed += 1
          XCTAssertEqual(outcome.status, 3, "\(call) \(number): \(outcome.error)")
          XCTAssertTrue(outcome.error.contains("descrape: "), "\(call) \(number)")
        }
        try checkWhole(program, expected, "\(call) \(number)")
        let again = try program.run(["corpus", "in", "-o", "out", "--quiet"])
        XCTAssertEqual(again.status, 1, "\(call) \(number): \(again.error)")
        XCTAssertTrue(try program.tree("out") == expected, "\(call) \(number)")
      }
    }
    XCTAssertGreaterThan(failed, 20, "the faults are not where they should be")
  }

  /// A library that makes one call of a kind fail. The program's own calls go through it, and those of SQLite.
  private static func buildShim(in program: Program) throws -> String {
    let source = """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <errno.h>
      #include <stdarg.h>
      #include <stdlib.h>
      #include <string.h>
      #include <fcntl.h>
      #include <sys/types.h>
      static int count;
      static int hit(const char *name) {
        const char *call = getenv("FAULT_CALL");
        if (!call || strcmp(call, name) || __sync_add_and_fetch(&count, 1) != atoi(getenv("FAULT_NUMBER"))) return 0;
        errno = atoi(getenv("FAULT_ERRNO"));
        return 1;
      }
      #define NEXT(type, name) static __typeof__(type) next; if (!next) next = (__typeof__(type))dlsym(RTLD_NEXT, name)
      ssize_t write(int f, const void *b, size_t n) {
        NEXT(ssize_t (*)(int, const void *, size_t), "write");
        return f > 2 && hit("write") ? -1 : next(f, b, n);
      }
      ssize_t pwrite64(int f, const void *b, size_t n, off64_t o) {
        NEXT(ssize_t (*)(int, const void *, size_t, off64_t), "pwrite64");
        return hit("pwrite64") ? -1 : next(f, b, n, o);
      }
      int fsync(int f) { NEXT(int (*)(int), "fsync"); return hit("fsync") ? -1 : next(f); }
      int syncfs(int f) { NEXT(int (*)(int), "syncfs"); return hit("syncfs") ? -1 : next(f); }
      int fdatasync(int f) { NEXT(int (*)(int), "fdatasync"); return hit("fdatasync") ? -1 : next(f); }
      int close(int f) { NEXT(int (*)(int), "close"); int r = next(f); return hit("close") ? -1 : r; }
      int renameat(int a, const char *p, int b, const char *q) {
        NEXT(int (*)(int, const char *, int, const char *), "renameat");
        return hit("renameat") ? -1 : next(a, p, b, q);
      }
      int openat(int d, const char *p, int flags, ...) {
        va_list list;
        va_start(list, flags);
        mode_t mode = va_arg(list, mode_t);
        va_end(list);
        NEXT(int (*)(int, const char *, int, mode_t), "openat");
        return hit("openat") ? -1 : next(d, p, flags, mode);
      }
      """
    try program.write("shim.c", source)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.currentDirectoryURL = program.folder
    process.arguments = ["cc", "-shared", "-fPIC", "-O1", "-o", "shim.so", "shim.c", "-ldl"]
    try process.run()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 0)
    return program.path("shim.so").path
  }
}
