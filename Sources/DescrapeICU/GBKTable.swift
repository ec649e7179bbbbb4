internal import DescrapeText

/// The two-byte codes of GBK with the characters they stand for, the user-defined areas included, after ICU's converter.
///
/// Working on bytes that somebody shifted takes many look-ups of single codes; a converter is made for streams.
public struct GBKTable: Sendable {
  /// `nil` where ICU has no such converter.
  public static let standard = GBKTable()

  private static let leads = 126
  private static let trails = 190

  /// For each code its character; 0 where there is none.
  private let scalars: [UInt16]
  /// For each character of the basic plane its code; 0 where there is none.
  private var codes: [UInt16]

  private init?() {
    var bytes = ByteBuffer()
    for lead in UInt8(0x81)...0xFE {
      for trail in UInt8(0x40)...0xFE where trail != 0x7F {
        bytes.append(lead)
        bytes.append(trail)
      }
    }
    var text = ByteBuffer()
    guard let converter = try? CharsetConverter("gb18030"),
      (try? converter.decode(bytes.span, isLast: true, into: &text)) != nil
    else { return nil }
    var scalars: [UInt16] = []
    scalars.reserveCapacity(Self.leads * Self.trails)
    codes = [UInt16](repeating: 0, count: 0x10000)
    let span = text.span
    var offset = 0
    while offset < span.count {
      let (scalar, length) = span.scalar(at: offset)
      let isMapped = scalar >= 0x80 && scalar < 0x10000 && scalar != 0xFFFD
      let index = scalars.count
      if isMapped { codes[Int(scalar)] = UInt16(Self.code(at: index)) }
      scalars.append(isMapped ? UInt16(scalar) : 0)
      offset += max(length, 1)
    }
    guard scalars.count == Self.leads * Self.trails else { return nil }
    self.scalars = scalars
    // Characters that other tables give for the same bytes: cp936's dash, middle dot and tilde, and the vertical forms that
    // later editions of GB 18030 took out of the private use area.
    for (scalar, code) in [(0x2015, 0xA1AA), (0x00B7, 0xA1A4), (0x30FB, 0xA1A4), (0x301C, 0xA1AB)]
      + (0..<7).map({ (0xFE10 + $0, 0xA6D9 + $0) }) + [(0x1E3F, 0xA8BC), (0x01F9, 0xA8BF)] where codes[scalar] == 0
    {
      codes[scalar] = UInt16(code)
    }
  }

  private static func code(at index: Int) -> Int {
    let trail = index % trails
    return (index / trails + 0x81) << 8 | trail + (trail < 63 ? 0x40 : 0x41)
  }

  /// The two bytes of `scalar`, lead first; 0 when GBK has none. O(1).
  public func code(of scalar: UInt32) -> UInt16 { scalar < 0x10000 ? codes[Int(scalar)] : 0 }

  /// The character of two bytes; 0 when they are none. O(1).
  public func scalar(_ lead: UInt8, _ trail: UInt8) -> UInt32 {
    guard lead >= 0x81, lead <= 0xFE, trail >= 0x40, trail <= 0xFE, trail != 0x7F else { return 0 }
    return UInt32(scalars[Int(lead - 0x81) * Self.trails + Int(trail) - (trail < 0x7F ? 0x40 : 0x41)])
  }
}
