internal import DescrapeText

/// What `EntrySort` sorts: three words, by the first, then the second, then the third.
protocol SortEntry {
  init(words: (UInt64, UInt64, UInt64))
  var words: (UInt64, UInt64, UInt64) { get }
}

extension SortEntry {
  /// How many bytes an entry takes in a file.
  static var size: Int { 24 }

  static func < (a: Self, b: Self) -> Bool { a.words < b.words }

  /// Reads an entry from its bytes in a file.
  init(_ bytes: borrowing Span<UInt8>, at offset: Int) {
    self.init(words: (bytes.word(at: offset), bytes.word(at: offset + 8), bytes.word(at: offset + 16)))
  }

  /// Writes it as it stands in a file.
  func write(to buffer: inout ByteBuffer) {
    buffer.append(word: words.0)
    buffer.append(word: words.1)
    buffer.append(word: words.2)
  }
}

/// Sorts more entries than memory holds: sorted runs of them go to one file, and are merged from there.
///
/// A database could do it, but one of 10^9 rows takes longer to sort than the corpus takes to clean; entries all
/// have one size, so the whole of it is short. Memory: 48 MiB for a run, and as much for the merge.
final class EntrySort<Entry: SortEntry> {
  private let tree: OutputTree
  private let runLimit: Int
  private var run: [Entry] = []
  private var file: PartFile?
  /// Where the runs lie in the file.
  private var runs: [Range<Int>] = []

  /// - Parameter runLimit: how many entries are sorted in memory.
  init(_ tree: OutputTree, runLimit: Int = 2 << 20) {
    self.tree = tree
    self.runLimit = max(runLimit, 2)
  }

  /// So often the sort looks whether somebody wants the program to end.
  private var untilLook = 4096

  /// - Throws: also when a signal came: sorting can take long, and is done again by the next run.
  private func look() throws(Failure) {
    untilLook -= 1
    guard untilLook == 0 else { return }
    untilLook = 4096
    if Interrupt.signalNumber != nil { throw Failure(.output, "the run was stopped") }
  }

  func add(_ entry: Entry) throws(Failure) {
    try look()
    run.append(entry)
    if run.count == runLimit { try spill() }
  }

  private func spill() throws(Failure) {
    run.sort(by: <)
    if file == nil { file = try tree.part(for: "sorted entries") }
    guard let file else { return }
    let start = file.size
    var buffer = ByteBuffer()
    for entry in run {
      entry.write(to: &buffer)
      if buffer.count >= 1 << 20 {
        file.append(buffer)
        buffer.removeAll()
      }
    }
    file.append(buffer)
    try file.check()
    runs.append(start..<file.size)
    run.removeAll(keepingCapacity: true)
  }

  /// Gives all entries in order. O(n log n); once.
  func forEach(_ body: (Entry) throws(Failure) -> Void) throws(Failure) {
    guard !runs.isEmpty, let file else {
      run.sort(by: <)
      for entry in run {
        try look()
        try body(entry)
      }
      return
    }
    try spill()
    run = []
    // As large as memory allows: each read of a run is a jump on the disk.
    let room = min(1 << 20, max(1 << 12, (48 << 20) / runs.count)) / Entry.size * Entry.size
    var heap: [RunReader<Entry>] = []
    for range in runs {
      let reader = RunReader<Entry>(file, range, room: room)
      if try reader.advance() { heap.append(reader) }
    }
    for index in stride(from: heap.count / 2, through: 0, by: -1) { Self.sink(&heap, index) }
    while let first = heap.first {
      try look()
      try body(first.entry)
      if try !first.advance() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
      }
      Self.sink(&heap, 0)
    }
  }

  /// Moves the reader at `index` down to where it belongs in the heap.
  private static func sink(_ heap: inout [RunReader<Entry>], _ index: Int) {
    var index = index
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2] where child < heap.count && heap[child].entry < heap[least].entry {
        least = child
      }
      guard least != index else { return }
      heap.swapAt(index, least)
      index = least
    }
  }
}

/// Reads a run from its file.
private final class RunReader<Entry: SortEntry> {
  private(set) var entry = Entry(words: (0, 0, 0))
  private let file: PartFile
  private var rest: Range<Int>
  private let room: Int
  private var buffer = ByteBuffer()
  private var offset = 0

  init(_ file: PartFile, _ range: Range<Int>, room: Int) {
    self.file = file
    self.rest = range
    self.room = room
  }

  /// Goes to the next entry; false at the end.
  func advance() throws(Failure) -> Bool {
    if offset >= buffer.count {
      guard !rest.isEmpty else { return false }
      var wanted = min(room, rest.count)
      wanted = try file.read(from: rest.lowerBound, into: &buffer, room: wanted)
      guard wanted >= Entry.size else { throw Failure(.output, "sorted entries could not be read back") }
      // What of an entry was cut off is read again.
      buffer.truncate(to: wanted / Entry.size * Entry.size)
      rest = rest.lowerBound + buffer.count..<rest.upperBound
      offset = 0
    }
    entry = Entry(buffer.span, at: offset)
    offset += Entry.size
    return true
  }
}

extension ByteBuffer {
  mutating func append(word: UInt64) {
    // Unsafe: the buffer has room for eight bytes.
    _ = unsafe appending(room: 8) { target in
      unsafe UnsafeMutableRawPointer(target).storeBytes(of: word.littleEndian, as: UInt64.self)
      return 8
    }
  }
}
