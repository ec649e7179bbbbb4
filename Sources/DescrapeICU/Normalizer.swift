internal import CICU
public import DescrapeText

/// Unicode Normalization Form C, in UTF-8 throughout. ICU's normalizer is immutable: no state, no lock.
public enum Normalizer {
  /// Whether `text` is in Form C. O(n), about a gigabyte a second.
  public static func isNormalized(_ text: borrowing TextView) -> Bool {
    unsafe text.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return true }
      return unsafe cicu_nfc_is_normalized(base, bytes.count)
    }
  }

  /// Calls `body` with each range of `text` that Form C changes, ascending, and what takes its place.
  public static func changes(
    of text: borrowing TextView, _ body: (Range<Int>, borrowing Span<UInt8>) -> Void
  ) {
    var status: Int32 = 0
    let edits = unsafe text.withUnsafeBufferPointer { bytes in
      unsafe bytes.baseAddress.flatMap { unsafe cicu_nfc_edits($0, bytes.count, &status) }
    }
    guard let edits = unsafe edits else { return }
    defer { unsafe cicu_edits_close(edits) }
    var (start, length, size) = (0, 0, 0)
    var replacement: UnsafePointer<UInt8>?
    while unsafe cicu_edits_next(edits, &start, &length, &replacement, &size) {
      // Unsafe: ICU's bytes live until the edits are closed.
      body(start..<start + length, unsafe Span(_unsafeElements: UnsafeBufferPointer(start: replacement, count: size)))
    }
  }
}
