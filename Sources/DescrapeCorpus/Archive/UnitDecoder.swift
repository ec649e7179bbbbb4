internal import DescrapeText

/// What a step of unpacking came to.
enum UnpackState: Equatable {
  /// The unit goes on.
  case more
  /// The unit is at its end, and its checksum is right.
  case ended
  case failed(String)
}

/// Unpacks one kind of archive unit by unit: a gzip member, a Zstandard frame. It has state: one for each file.
protocol UnitDecoder: AnyObject {
  /// What a unit is called.
  var unit: String { get }

  /// Forgets the unit before.
  func start()

  /// Unpacks from `input`.
  /// - Returns: how many bytes were taken, and what became of the unit.
  func step(_ input: borrowing Span<UInt8>, into output: inout ByteBuffer) -> (taken: Int, state: UnpackState)

  /// Unpacks a whole small unit at once, where that is quicker.
  /// - Returns: how long the unit was; `nil` when this way does not serve, and `output` is as it was.
  func whole(_ input: borrowing Span<UInt8>, into output: inout ByteBuffer) -> Int?

  /// Whether a unit may begin at `offset`.
  func begins(_ bytes: borrowing Span<UInt8>, at offset: Int) -> Bool
}

/// How much one step may unpack.
let unpackStep = 1 << 18
