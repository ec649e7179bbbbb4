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

private func thousandths(_ similarity: UInt32) throws(Refusal) -> Int {
  guard (500...1000).contains(similarity) else {
    throw .argument("the similarity is in thousandths from 500 to 1000, not \(similarity)")
  }
  return Int(similarity)
}

@c @implementation
public func descrape_sketch_bands_arrow(
  _ sketches: UnsafePointer<ArrowArray>?, _ schema: UnsafePointer<ArrowSchema>?, _ similarity: UInt32,
  _ result: UnsafeMutablePointer<ArrowArray>?, _ resultSchema: UnsafeMutablePointer<ArrowSchema>?,
  _ message: MessagePointer?
) -> Int32 {
  unsafe guarded(message) { () throws(Refusal) in
    let place = try unsafe ArrowPlace(result, resultSchema)
    let bands = SketchBands(similarity: try thousandths(similarity))
    let given = try unsafe GivenArray(sketches, schema)
    let column = try unsafe TextColumn(given.array, TextLayout(given.schema, isBinary: true))
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

/// The pairs of documents that are compared, after all that can be wrong with them was looked for: numbers of documents, the later one and
/// an earlier one, in the order of the later ones.
private struct ComparedPairs {
  private let later: NumberColumn
  private let earlier: NumberColumn
  let count: Int

  /// O(n).
  init(_ later: NumberColumn, _ earlier: NumberColumn, documents: Int) throws(Refusal) {
    guard later.count == earlier.count else {
      throw .arrow("there are \(later.count) later documents and \(earlier.count) earlier ones")
    }
    count = later.count
    self.later = later
    self.earlier = earlier
    var last: UInt64 = 0
    for place in 0..<count {
      guard let one = later[place], let other = earlier[place] else { throw .arrow("pair \(place) is null") }
      guard one < UInt64(documents), other < one else {
        throw .arrow("pair \(place) is not of a document and an earlier one")
      }
      guard one >= last else { throw .arrow("pairs are not in the order of the later documents at pair \(place)") }
      last = one
    }
  }

  subscript(place: Int) -> (later: Int, earlier: Int) {
    (Int(truncatingIfNeeded: later[place] ?? 0), Int(truncatingIfNeeded: earlier[place] ?? 0))
  }
}

/// Decides for each document which one stays in its place: itself, or of those that stay in place of the earlier ones that it is
/// compared with the most alike one, if it is alike enough, and of several the first.
private func settle(
  _ sketches: TextColumn, _ pairs: ComparedPairs, least: Int
) -> (kept: NumberBuilder, similarities: NumberBuilder) {
  var kept = Array(0..<sketches.count)
  var likeness = [Int](repeating: 1000, count: sketches.count)
  var place = 0
  while place < pairs.count {
    let later = pairs[place].later
    var best = (document: -1, likeness: 0)
    while place < pairs.count, pairs[place].later == later {
      // One that goes stands for the one that stays in its place.
      let other = kept[pairs[place].earlier]
      place += 1
      guard other != best.document, !sketches.isNull(later), !sketches.isNull(other) else { continue }
      let alike = sketches.text(later) { one in sketches.text(other) { TextSketch.similarity(one, $0) } }
      if alike > best.likeness || alike == best.likeness && other < best.document { best = (other, alike) }
    }
    if best.document >= 0, best.likeness >= least { (kept[later], likeness[later]) = (best.document, best.likeness) }
  }
  let numbers = NumberBuilder(capacity: kept.count)
  let similarities = NumberBuilder(capacity: kept.count)
  for number in kept { numbers.append(number) }
  for alike in likeness { similarities.append(alike) }
  return (numbers, similarities)
}

@c @implementation
public func descrape_settle_copies_arrow(
  _ sketches: UnsafePointer<ArrowArray>?, _ sketchSchema: UnsafePointer<ArrowSchema>?,
  _ later: UnsafePointer<ArrowArray>?, _ laterSchema: UnsafePointer<ArrowSchema>?,
  _ earlier: UnsafePointer<ArrowArray>?, _ earlierSchema: UnsafePointer<ArrowSchema>?, _ similarity: UInt32,
  _ result: UnsafeMutablePointer<ArrowArray>?, _ resultSchema: UnsafeMutablePointer<ArrowSchema>?,
  _ message: MessagePointer?
) -> Int32 {
  unsafe guarded(message) { () throws(Refusal) in
    let place = try unsafe ArrowPlace(result, resultSchema)
    let least = try thousandths(similarity)
    let given = try unsafe GivenArray(sketches, sketchSchema)
    let one = try unsafe GivenArray(later, laterSchema)
    let other = try unsafe GivenArray(earlier, earlierSchema)
    let column = try unsafe TextColumn(given.array, TextLayout(given.schema, isBinary: true))
    let pairs = try unsafe ComparedPairs(
      NumberColumn(one.array, one.schema), NumberColumn(other.array, other.schema), documents: column.count)
    let found = settle(column, pairs, least: least)
    unsafe place.put(
      ArrowOwner.array(
        length: column.count, nullCount: 0, buffers: [nil],
        children: [found.kept.export(), found.similarities.export()], keeping: nil),
      SchemaOwner.schema(
        "+s", isNullable: false,
        children: [
          SchemaOwner.schema("l", "kept", isNullable: false), SchemaOwner.schema("l", "similarity", isNullable: false),
        ]))
  }
}
