/// SHA-1 after FIPS 180-4, for the digests of WARC records. It guards against accidents, not against attackers.
struct SHA1 {
  private var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
  private var schedule = [UInt32](repeating: 0, count: 80)

  /// The 20 bytes of the digest. O(n).
  static func digest(_ bytes: borrowing Span<UInt8>) -> [UInt8] {
    var hash = SHA1()
    var place = 0
    while bytes.count - place >= 64 {
      hash.add(bytes, at: place)
      place += 64
    }
    var tail: [UInt8] = []
    for index in place..<bytes.count { tail.append(bytes[index]) }
    tail.append(0x80)
    while tail.count % 64 != 56 { tail.append(0) }
    let bits = UInt64(bytes.count) * 8
    for shift in stride(from: UInt64(56), through: 0, by: -8) { tail.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    for block in stride(from: 0, to: tail.count, by: 64) { hash.add(tail.span, at: block) }
    return hash.state.flatMap { word in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
    }
  }

  private mutating func add(_ bytes: borrowing Span<UInt8>, at place: Int) {
    for index in 0..<16 {
      var word: UInt32 = 0
      for byte in 0..<4 { word = word << 8 | UInt32(bytes[place + index * 4 + byte]) }
      schedule[index] = word
    }
    for index in 16..<80 {
      let word = schedule[index - 3] ^ schedule[index - 8] ^ schedule[index - 14] ^ schedule[index - 16]
      schedule[index] = word << 1 | word >> 31
    }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for index in 0..<80 {
      let (mix, key): (UInt32, UInt32) =
        switch index {
        case 0..<20: (b & c | ~b & d, 0x5A82_7999)
        case 20..<40: (b ^ c ^ d, 0x6ED9_EBA1)
        case 40..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
        default: (b ^ c ^ d, 0xCA62_C1D6)
        }
      let next = (a << 5 | a >> 27) &+ mix &+ e &+ key &+ schedule[index]
      (a, b, c, d, e) = (next, a, b << 30 | b >> 2, c, d)
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
  }

  /// In base 32 after RFC 4648, as WARC writes it: 32 characters for 20 bytes.
  static func base32(_ digest: [UInt8]) -> String {
    var text = ""
    var (bits, count): (UInt64, UInt64) = (0, 0)
    for byte in digest {
      bits = bits << 8 | UInt64(byte)
      count += 8
      while count >= 5 {
        count -= 5
        let digit = UInt8(truncatingIfNeeded: bits >> count & 31)
        text.unicodeScalars.append(Unicode.Scalar(digit < 26 ? 0x41 + digit : 0x32 + digit - 26))
      }
    }
    return text
  }
}
