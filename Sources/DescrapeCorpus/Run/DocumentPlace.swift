/// Where a document stands.
struct DocumentPlace: Sendable {
  /// The number of its file among the inputs, from 0.
  var file = 0
  /// The number of its record in the file, from 1.
  var record: Int
  /// Which of the text keys it stands under, from 0.
  var key = 0
  /// Which part of a long text it is, from 0, and whether it is the last one.
  var window = 0
  var isLast = true

  /// The name of the site it is from, where that is asked for; empty when it is not known.
  var site = ""

  /// Whether it is a whole document.
  var isWhole: Bool { window == 0 && isLast }

  /// The number of the file above 40 bits with that of the record: in the order of the corpus.
  var packed: UInt64 {
    UInt64(truncatingIfNeeded: file) << 40 | UInt64(truncatingIfNeeded: record) & ((1 << 40) - 1)
  }
}

extension DocumentPlace {
  /// The place that `packed` stands for.
  init(packed: UInt64) { self.init(file: Int(packed >> 40), record: Int(packed & ((1 << 40) - 1))) }
}
