internal import DescrapeText

/// How a data file lies in memory: a header, a directory of named sections, and the sections, each with a checksum.
///
///     0   "descrape"
///     8   32 bits: the format's version; 32 bits: how many sections there are
///     16  64 bits: the file's size
///     24  64 bits: the checksum of the directory
///     64  the directory: 56 bytes of name, 64 bits each of offset, size and checksum
///
/// Sections begin at multiples of 64.
enum DataFile {
  static let magic = Array("descrape".utf8)
  static let version: UInt32 = 9
  static let headerSize = 64
  static let entrySize = 80
  static let nameSize = 56
  static let sectionLimit = 4096

  /// The file of some sections. Equal sections are stored once.
  static func write(_ sections: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var directory: [UInt8] = []
    var body: [UInt8] = []
    let start = headerSize + sections.count * entrySize
    var places: [[UInt8]: Int] = [:]
    for section in sections {
      let offset: Int
      if let place = places[section.bytes] {
        offset = place
      } else {
        while (start + body.count) & 63 != 0 { body.append(0) }
        offset = start + body.count
        places[section.bytes] = offset
        body += section.bytes
      }
      let name = Array(section.name.utf8.prefix(nameSize))
      directory += name + [UInt8](repeating: 0, count: nameSize - name.count)
      let sum = checksum(section.bytes.span, 0..<section.bytes.count)
      for number in [UInt64(offset), UInt64(section.bytes.count), sum] { directory += bytes(number) }
    }
    var header = magic
    header += bytes(UInt64(sections.count) << 32 | UInt64(version))
    header += bytes(UInt64(start + body.count))
    header += bytes(checksum(directory.span, 0..<directory.count))
    header += [UInt8](repeating: 0, count: headerSize - header.count)
    return header + directory + body
  }

  /// A 64-bit checksum of a range, four words at a time in lanes of their own: some gigabytes a second. It finds damage, not malice.
  static func checksum(_ bytes: borrowing TextView, _ range: Range<Int>) -> UInt64 {
    unsafe bytes.withUnsafeBytes { bytes in
      // Unsafe: every load is below the range's end, which lies in the bytes.
      var lanes = SIMD4<UInt64>(
        0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x27D4_EB2F_1656_67C5)
      lanes[0] ^= UInt64(truncatingIfNeeded: range.count)
      var offset = range.lowerBound
      while offset &+ 32 <= range.upperBound {
        for lane in 0..<4 {
          let word = unsafe bytes.loadUnaligned(fromByteOffset: offset &+ lane &* 8, as: UInt64.self)
          let mixed = (lanes[lane] ^ word) &* 0x9E37_79B9_7F4A_7C15
          lanes[lane] = mixed ^ mixed &>> 29
        }
        offset &+= 32
      }
      var sum: UInt64 = 0
      for lane in 0..<4 { sum = (sum ^ lanes[lane]) &* 0xD6E8_FEB8_6659_FD93 ^ sum &>> 31 }
      while offset < range.upperBound {
        sum = (sum ^ UInt64(unsafe bytes[offset])) &* 0x100_0000_01B3
        offset += 1
      }
      return sum ^ sum &>> 32
    }
  }

  private static func bytes(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }
}

/// A section of a data file as its directory has it.
struct DataSection: Sendable {
  var range: Range<Int>
  var checksum: UInt64
}

extension StableBytes {
  /// Bytes of the file, for checking and reading.
  var span: TextView {
    @_lifetime(borrow self)
    get {
      let view = unsafe Span(_unsafeStart: base.assumingMemoryBound(to: UInt8.self), count: count)
      return unsafe _overrideLifetime(view, borrowing: self)
    }
  }

  /// The sections by name.
  /// - Throws: for what is no data file, is of another version, or is not whole.
  func sections() throws(ScriptDataError) -> [String: DataSection] {
    func number(_ offset: Int) -> UInt64 {
      (0..<8).reduce(UInt64(0)) { $0 | UInt64(span[offset + $1]) << UInt64($1 * 8) }
    }
    guard count >= DataFile.headerSize, DataFile.magic.indices.allSatisfy({ span[$0] == DataFile.magic[$0] }) else {
      throw ScriptDataError("it is no data file of descrape")
    }
    let version = UInt32(truncatingIfNeeded: number(8))
    guard version == DataFile.version else {
      throw ScriptDataError("it has the format \(version), and this program reads \(DataFile.version)")
    }
    guard number(16) == UInt64(count) else {
      throw ScriptDataError("it should have \(number(16)) bytes and has \(count); it was cut off or added to")
    }
    let size = Int(number(8) >> 32)
    let end = DataFile.headerSize + size * DataFile.entrySize
    guard size <= DataFile.sectionLimit, end <= count, DataFile.checksum(span, DataFile.headerSize..<end) == number(24)
    else {
      throw ScriptDataError("its directory is damaged")
    }
    var sections: [String: DataSection] = [:]
    for index in 0..<size {
      let place = DataFile.headerSize + index * DataFile.entrySize
      var name: [UInt8] = []
      while name.count < DataFile.nameSize, span[place + name.count] != 0 { name.append(span[place + name.count]) }
      let (offset, length) = (number(place + DataFile.nameSize), number(place + DataFile.nameSize + 8))
      guard offset >= UInt64(end), offset <= UInt64(count), length <= UInt64(count) - offset else {
        throw ScriptDataError("its directory is damaged")
      }
      sections[String(decoding: name, as: UTF8.self)] = DataSection(
        range: Int(offset)..<Int(offset) + Int(length), checksum: number(place + DataFile.nameSize + 16))
    }
    return sections
  }
}
