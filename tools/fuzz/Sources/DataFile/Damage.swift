import Support

@testable import DescrapeScript

/// What the fuzzer does to a data file.
struct Damage {
  private var file: [UInt8]
  private let sample: Sample
  private let fixes: UInt8

  private static let scalars = String(decoding: Words.text, as: UTF8.self).unicodeScalars.map(\.value)
  /// The arrays of a table, and how long their elements are.
  private static let arrays: [(field: TableLayout.Field, size: Int)] = [
    (.roots, 4), (.units, 8), (.wholeRoots, 4), (.wholeUnits, 8), (.pageIndex, 2), (.pageEntries, 4), (.pageLinks, 4),
    (.filter, 8), (.wholeFilter, 8), (.insideFilter, 8), (.equivalentScalars, 4), (.equivalentTargets, 4),
    (.complexScalars, 4), (.complexValues, 4), (.pool, 1),
  ]

  init(_ sample: Sample, _ input: inout Input) {
    self.sample = sample
    file = sample.bytes
    fixes = input.byte()
  }

  var isTable: Bool { sample.isTable && fixes & 7 != 7 }
  /// Whether the file is checked whole before it is used.
  var isChecked: Bool { fixes & 16 != 0 }

  mutating func run(_ input: inout Input) {
    var steps = 0
    while !input.isAtEnd, steps < 32 {
      steps += 1
      step(&input)
    }
    // Mostly all is put right that tells of the damage.
    if fixes & 1 == 0 || fixes & 6 != 6 {
      if fixes & 8 != 0 { put(UInt64(max(file.count - sample.section.lowerBound, 0)), at: sample.entry + 8) }
      let end = Swift.min(sample.section.upperBound, file.count)
      if sample.section.lowerBound <= end {
        put(
          DataFile.checksum(file.span, sample.section.lowerBound..<(fixes & 8 != 0 ? file.count : end)),
          at: sample.entry + 16)
      }
      put(UInt64(file.count), at: 16)
      if sample.directory.upperBound <= file.count { put(DataFile.checksum(file.span, sample.directory), at: 24) }
    }
  }

  private mutating func step(_ input: inout Input) {
    let kind = input.byte() & 15
    let start = sample.section.lowerBound
    switch kind {
    case 0...9 where !sample.isTable: overwrite(&input, sample.section)
    case 0, 1: change(start + 4 * input.number(below: TableLayout.headerSize / 4), 4, &input)
    case 2...6:
      let (field, size) = input.pick(Self.arrays)
      let place = number(start + field.rawValue * 4, 4)
      if place != 0 { change(start + Int(place) + size * index(&input), size, &input) }
    case 7:
      change(start + Int(number(start + TableLayout.Field.entries.rawValue * 4, 4)) + 4 * scalar(&input), 4, &input)
    case 8: change(start + Int(number(start + TableLayout.Field.links.rawValue * 4, 4)) + 4 * scalar(&input), 4, &input)
    case 9, 10: overwrite(&input, sample.section)
    case 11: overwrite(&input, 0..<sample.directory.upperBound)
    case 12: change(sample.entry + 8 * input.number(below: 2), 8, &input)
    case 13: file.removeLast(min(Int(input.word() >> (8 * UInt32(input.byte() & 3))), file.count))
    case 14: file += input.take(64)
    default: change(start + input.number(below: 4096) * 64, 8, &input)
    }
  }

  private func index(_ input: inout Input) -> Int {
    let kind = input.byte()
    return kind < 0xE0 ? Int(kind) : Int(input.byte()) << 4 | Int(kind & 15)
  }

  private func scalar(_ input: inout Input) -> Int { Int(input.pick(Self.scalars) & 0xFFFF) }

  private mutating func overwrite(_ input: inout Input, _ range: Range<Int>) {
    let place = range.lowerBound + Int(input.word()) % max(range.count, 1)
    for (offset, byte) in input.take(1 + input.number(below: 8)).enumerated() where place + offset < file.count {
      file[place + offset] = byte
    }
  }

  /// Changes a number, mostly to one that means something.
  private mutating func change(_ place: Int, _ size: Int, _ input: inout Input) {
    guard place + size <= file.count else { return }
    let old = number(place, size)
    let kind = input.byte()
    let new: UInt64 =
      switch kind & 15 {
      case 0: 0
      case 1: .max
      case 2: old &+ 1
      case 3: old &- 1
      case 4, 5, 6: old ^ 1 << UInt64(input.byte() & 63)
      case 7: UInt64(sample.section.count)
      case 8: UInt64(sample.section.count) &- UInt64(input.byte())
      case 9: old &+ UInt64(kind >> 4) &* 64
      case 10: old ^ UInt64(kind >> 4) << 28
      case 11: old | 0xFFF_FFFF
      case 12: UInt64(input.word())
      case 13: UInt64(input.word()) << 32 | UInt64(input.word())
      case 14:
        number(Swift.min(sample.section.lowerBound + Int(input.word()) % sample.section.count, file.count - 8), size)
      default: UInt64(input.byte())
      }
    put(new, at: place, size)
  }

  private func number(_ place: Int, _ size: Int) -> UInt64 {
    guard place >= 0, place + size <= file.count else { return 0 }
    return (0..<size).reduce(0) { $0 | UInt64(file[place + $1]) << UInt64($1 * 8) }
  }

  private mutating func put(_ number: UInt64, at place: Int, _ size: Int = 8) {
    guard place >= 0, place + size <= file.count else { return }
    for index in 0..<size { file[place + index] = UInt8(truncatingIfNeeded: number >> UInt64(index * 8)) }
  }

  /// The file in memory of just its size.
  func bytes() -> StableBytes {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: file.count, alignment: 64)
    memory.copyMemory(from: file, byteCount: file.count)
    return StableBytes(unsafe: UnsafeRawPointer(memory), count: file.count) { base, _ in base.deallocate() }
  }
}
