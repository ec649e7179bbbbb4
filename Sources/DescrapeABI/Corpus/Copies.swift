public import CDescrape
internal import DescrapeText

// What tells documents apart, and how alike they are.

/// What the copies of a text are found by.
private struct CopyFacts {
  private let lengths: NumberBuilder
  private let highs: NumberBuilder
  private let lows: NumberBuilder
  private let sketches: ColumnBuilder?

  init(_ column: TextColumn, hasSketch: Bool) {
    let count = column.count
    lengths = NumberBuilder(capacity: count)
    highs = NumberBuilder(capacity: count)
    lows = NumberBuilder(capacity: count)
    sketches = hasSketch ? ColumnBuilder(.small, capacity: count, bytes: count * Sketcher.size) : nil
    var sketcher = Sketcher()
    var repair = TextRepair()
    for place in 0..<count {
      var print: TextFingerprint?
      if !column.isNull(place) {
        column.text(place) { raw in
          guard raw.count <= longestCompared else { return }
          repair.with(raw) { text in
            guard Sketcher.hasContent(text) else { return }
            print = TextFingerprint(text)
            lengths.append(text.count)
            sketches?.append { _ = sketcher.sketch(text, into: &$0) }
          }
        }
      }
      guard let print else {
        for numbers in [lengths, highs, lows] { numbers.appendNull() }
        sketches?.appendNull()
        continue
      }
      highs.append(bits: print.high)
      lows.append(bits: print.low)
    }
  }

  func export() throws(Refusal) -> ArrowArray {
    // The one that may be refused comes first: what was exported has to be released by hand.
    let sketch = try unsafe sketches?.export()
    var children = unsafe [lengths.export(), highs.export(), lows.export()]
    if let sketch = unsafe sketch { unsafe children.append(sketch) }
    return unsafe ArrowOwner.array(
      length: Int(children[0].length), nullCount: 0, buffers: [nil], children: children, keeping: nil)
  }

  func schema() -> ArrowSchema {
    var children = unsafe [
      SchemaOwner.schema("l", "length"), SchemaOwner.schema("l", "high"), SchemaOwner.schema("l", "low"),
    ]
    if sketches != nil { unsafe children.append(SchemaOwner.schema("z", "sketch")) }
    return unsafe SchemaOwner.schema("+s", isNullable: false, children: children)
  }
}

@c @implementation
public func descrape_copy_facts_arrow(
  _ texts: UnsafePointer<ArrowArray>?, _ schema: UnsafePointer<ArrowSchema>?, _ flags: UInt32,
  _ result: UnsafeMutablePointer<ArrowArray>?, _ resultSchema: UnsafeMutablePointer<ArrowSchema>?,
  _ message: MessagePointer?
) -> Int32 {
  unsafe guarded(message) { () throws(Refusal) in
    let place = try unsafe ArrowPlace(result, resultSchema)
    try check(flags, allowed: DESCRAPE_SKETCH)
    let given = try unsafe GivenArray(texts, schema)
    let column = try unsafe TextColumn(given.array, TextLayout(given.schema))
    let facts = CopyFacts(column, hasSketch: flags != 0)
    unsafe place.put(try facts.export(), facts.schema())
  }
}

@c @implementation
public func descrape_sketch_bands_arrow(
  _ sketches: UnsafePointer<ArrowArray>?, _ schema: UnsafePointer<ArrowSchema>?, _ similarity: UInt32,
  _ result: UnsafeMutablePointer<ArrowArray>?, _ resultSchema: UnsafeMutablePointer<ArrowSchema>?,
  _ message: MessagePointer?
) -> Int32 {
  unsafe guarded(message) { () throws(Refusal) in
    let place = try unsafe ArrowPlace(result, resultSchema)
    guard (500...1000).contains(similarity) else {
      throw .argument("the similarity is in thousandths from 500 to 1000, not \(similarity)")
    }
    let given = try unsafe GivenArray(sketches, schema)
    let column = try unsafe TextColumn(given.array, TextLayout(given.schema, isBinary: true))
    let bands = SketchBands(similarity: Int(similarity))
    let lists = NumberListBuilder(capacity: column.count)
    for index in 0..<column.count {
      if !column.isNull(index) { column.text(index) { bands.forEach(of: $0) { _, hash in lists.append(hash) } } }
      try lists.close()
    }
    unsafe place.put(lists.export(), NumberListBuilder.schema())
  }
}

@c @implementation
public func descrape_sketch_similarities_arrow(
  _ one: UnsafePointer<ArrowArray>?, _ oneSchema: UnsafePointer<ArrowSchema>?,
  _ other: UnsafePointer<ArrowArray>?, _ otherSchema: UnsafePointer<ArrowSchema>?,
  _ result: UnsafeMutablePointer<ArrowArray>?, _ resultSchema: UnsafeMutablePointer<ArrowSchema>?,
  _ message: MessagePointer?
) -> Int32 {
  unsafe guarded(message) { () throws(Refusal) in
    let place = try unsafe ArrowPlace(result, resultSchema)
    let first = try unsafe GivenArray(one, oneSchema)
    let second = try unsafe GivenArray(other, otherSchema)
    let one = try unsafe TextColumn(first.array, TextLayout(first.schema, isBinary: true))
    let other = try unsafe TextColumn(second.array, TextLayout(second.schema, isBinary: true))
    guard one.count == other.count else {
      throw .arrow("there are \(one.count) sketches on one side and \(other.count) on the other")
    }
    let numbers = NumberBuilder(capacity: one.count)
    for index in 0..<one.count {
      guard !one.isNull(index), !other.isNull(index) else {
        numbers.appendNull()
        continue
      }
      numbers.append(one.text(index) { one in other.text(index) { other in TextSketch.similarity(one, other) } })
    }
    unsafe place.put(numbers.export(), SchemaOwner.schema("l"))
  }
}
