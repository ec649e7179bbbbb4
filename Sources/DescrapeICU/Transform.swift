internal import CICU
public import DescrapeText

/// An ICU transform. It has state: one for each thread.
@safe
public final class Transform {
  private let handle: OpaquePointer

  /// Opens a transform by its ICU id, such as `Traditional-Simplified`.
  public init(_ id: String) throws(ICUError) {
    var status: Int32 = 0
    guard let handle = unsafe cicu_transform_open(id, &status) else { throw ICUError(status) }
    unsafe self.handle = handle
  }

  deinit { unsafe cicu_transform_close(handle) }

  /// Calls `body` with the transformed text.
  public func apply<Result>(_ text: borrowing TextView, _ body: (borrowing Span<UInt8>) -> Result) -> Result {
    var size = 0
    let result = unsafe text.withUnsafeBufferPointer { bytes in
      unsafe cicu_transform_apply(handle, bytes.baseAddress, bytes.count, &size)
    }
    // Unsafe: the bytes live until the next call, and `body` cannot make one with this borrow.
    return body(unsafe Span(_unsafeElements: UnsafeBufferPointer(start: result, count: size)))
  }

  /// Calls `body` with each range of `text` that the transform changes, ascending and on scalar borders, and what takes its
  /// place. ICU moves the rest of the text at each change: meant for lines.
  public func changes(of text: borrowing TextView, _ body: (Range<Int>, borrowing Span<UInt8>) -> Void) {
    let status = unsafe text.withUnsafeBufferPointer { bytes in
      unsafe bytes.baseAddress.map { unsafe cicu_transform_run(handle, $0, bytes.count) }
    }
    guard let status, status <= 0 else { return }
    var (start, length, size) = (0, 0, 0)
    var replacement: UnsafePointer<UInt8>?
    while unsafe cicu_transform_next(handle, &start, &length, &replacement, &size) {
      // Unsafe: the bytes live until the next run, and `body` cannot start one with this borrow.
      body(start..<start + length, unsafe Span(_unsafeElements: UnsafeBufferPointer(start: replacement, count: size)))
    }
  }
}
