/// Ideographic description sequences (`⿰女子`): they describe a character, so that their parts are no text to convert.
///
/// The bounds are OpenCC's, so that both leave the same sequences alone.
enum IdeographicDescription {
  static let depthLimit = 16
  static let scalarLimit = 64

  /// How many parts follow the operator; 0 for any other scalar.
  static func arity(_ scalar: UInt32) -> Int {
    switch scalar {
    case 0x2FF2, 0x2FF3: 3
    case 0x2FFE, 0x2FFF: 1
    case 0x2FF0...0x2FFD: 2
    default: 0
    }
  }

  /// The length in bytes of the sequence that starts at `start`; 0 when none does, or when it is not whole before `end`.
  /// - Parameters:
  ///   - scalar: the scalar at an offset and its length; the length is 0 where no whole scalar is left.
  static func length(from start: Int, to end: Int, scalar: (Int) -> (value: UInt32, length: Int)) -> Int {
    guard arity(scalar(start).value) > 0 else { return 0 }
    var offset = start
    var scalars = 0
    // How many parts are still to come at each depth.
    var open = [1]
    while let parts = open.last {
      if parts == 0 {
        open.removeLast()
        continue
      }
      guard offset < end, open.count <= depthLimit, scalars < scalarLimit else { return 0 }
      let (value, length) = scalar(offset)
      guard length > 0, offset + length <= end else { return 0 }
      open[open.count - 1] -= 1
      scalars += 1
      offset += length
      let arity = arity(value)
      if arity > 0 { open.append(arity) }
    }
    return offset - start
  }
}
