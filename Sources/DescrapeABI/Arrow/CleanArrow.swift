public import CDescrape
internal import DescrapeText

/// What is wanted of an array of texts.
struct ArrowWish: Sendable {
  let layout: TextLayout
  let isStruct: Bool
  let hasJournal: Bool

  init(_ layout: TextLayout, _ flags: UInt32) throws(Refusal) {
    try check(flags, allowed: DESCRAPE_JOURNAL | DESCRAPE_STRUCT)
    self.layout = layout
    hasJournal = flags & UInt32(DESCRAPE_JOURNAL) != 0
    isStruct = flags != 0
  }

  /// The schema of what comes out.
  func schema() -> ArrowSchema {
    guard isStruct else { return unsafe SchemaOwner.schema(layout.format) }
    var children = unsafe [
      SchemaOwner.schema(layout.format, "text"), SchemaOwner.schema("l", "edits", isNullable: false),
    ]
    if hasJournal { unsafe children.append(SchemaOwner.schema(layout.format, "journal")) }
    return unsafe SchemaOwner.schema("+s", isNullable: false, children: children)
  }

  /// Cleans an array. Nulls stay nulls, with no edits.
  func clean(_ array: UnsafePointer<ArrowArray>, _ handle: Handle) throws(Refusal) -> ArrowArray {
    let column = try unsafe TextColumn(array, layout)
    return try unsafe (hasJournal ? handle.journaling : handle.plain).use { bench throws(Refusal) in
      try unsafe clean(column, bench) { _ in }
    }
  }

  /// Cleans a column.
  /// - Parameter prepare: is called with the place of each text before it is cleaned.
  func clean(_ column: TextColumn, _ bench: Bench, _ prepare: (Int) -> Void) throws(Refusal) -> ArrowArray {
    let texts = ColumnBuilder(layout, capacity: column.count, bytes: column.byteCount)
    let edits = isStruct ? NumberBuilder(capacity: column.count) : nil
    let journals = hasJournal ? ColumnBuilder(layout, capacity: column.count) : nil
    for place in 0..<column.count {
      guard !column.isNull(place) else {
        texts.appendNull()
        edits?.append(0)
        journals?.appendNull()
        continue
      }
      prepare(place)
      let found = column.text(place) { raw in
        let found = bench.clean(raw) { texts.append($0) }
        if !found.isChanged { texts.append(raw) }
        return found
      }
      edits?.append(found.edits)
      guard let journals else { continue }
      if let record = found.record { journals.append { $0.append(journal: record) } } else { journals.appendNull() }
    }
    guard let edits else { return try unsafe texts.export() }
    // An array that was exported is released by hand when another one fails.
    var text = try unsafe texts.export()
    var children = unsafe [text, edits.export()]
    if let journals {
      do { try unsafe children.append(journals.export()) } catch {
        unsafe text.release?(&text)
        unsafe children[1].release?(&children[1])
        throw error
      }
    }
    return unsafe ArrowOwner.array(
      length: column.count, nullCount: 0, buffers: [nil], children: children, keeping: nil)
  }
}

@c @implementation
public func descrape_clean_arrow(
  _ cleaner: OpaquePointer?, _ array: UnsafePointer<ArrowArray>?, _ schema: UnsafePointer<ArrowSchema>?,
  _ flags: UInt32, _ result: UnsafeMutablePointer<ArrowArray>?, _ resultSchema: UnsafeMutablePointer<ArrowSchema>?,
  _ message: MessagePointer?
) -> Int32 {
  unsafe guarded(message) { () throws(Refusal) in
    let handle = try unsafe handle(cleaner)
    let given = try unsafe GivenArray(array, schema)
    let place = try unsafe ArrowPlace(result, resultSchema)
    let wish = try unsafe ArrowWish(TextLayout(given.schema), flags)
    unsafe place.put(try wish.clean(given.array, handle), wish.schema())
  }
}
