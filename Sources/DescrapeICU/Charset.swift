internal import CICU
public import DescrapeText

/// Decodes a charset to UTF-8, piece by piece, and encodes UTF-8 back. It has state: one for each text.
@safe
public final class CharsetConverter {
  private let handle: OpaquePointer

  /// Opens a converter by any name of the charset that ICU knows, such as `gb18030` or `Shift_JIS`.
  public init(_ name: String) throws(ICUError) {
    var status: Int32 = 0
    guard let handle = unsafe cicu_converter_open(name, &status) else { throw ICUError(status) }
    unsafe self.handle = handle
  }

  deinit { unsafe cicu_converter_close(handle) }

  /// ICU's canonical name of the charset.
  public var name: String { unsafe String(cString: cicu_converter_name(handle)) }

  /// Appends the next piece as UTF-8.
  /// - Parameter isLast: whether the text ends with this piece, so that an unfinished character at its end is bad.
  /// - Returns: how many bad sequences became U+FFFD.
  public func decode(_ bytes: borrowing Span<UInt8>, isLast: Bool, into text: inout ByteBuffer) throws(ICUError) -> Int
  {
    var bad = 0
    var status: Int32 = 0
    unsafe bytes.withUnsafeBufferPointer { buffer in
      var source = buffer.baseAddress
      var length = buffer.count
      let room = length * 2 + 64
      var written = room
      while written == room, status <= 0 {
        written = unsafe text.appending(room: room) { target in
          unsafe cicu_converter_decode(handle, &source, &length, isLast, target, room, &bad, &status)
        }
      }
    }
    if status > 0 { throw ICUError(status) }
    return bad
  }

  /// Appends UTF-8 in this charset.
  /// - Throws: for a character that the charset has not.
  public func encode(_ text: borrowing TextView, into bytes: inout ByteBuffer) throws(ICUError) {
    var status: Int32 = 0
    let room = text.count * 4 + 64
    _ = unsafe bytes.appending(room: room) { target in
      unsafe text.withUnsafeBufferPointer { source in
        unsafe cicu_converter_encode(handle, source.baseAddress, source.count, target, room, &status)
      }
    }
    if status > 0 { throw ICUError(status) }
  }
}

/// ICU's guess at the charset of bytes.
public enum CharsetDetector {
  /// The most likely charset and how sure ICU is, 0 to 100; `nil` when nothing fits.
  public static func detect(_ bytes: borrowing Span<UInt8>) -> (name: String, confidence: Int)? {
    var confidence: Int32 = 0
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let name = unsafe cicu_detect_charset(buffer.baseAddress, buffer.count, &confidence) else { return nil }
      return (unsafe String(cString: name), Int(confidence))
    }
  }
}
