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
}
