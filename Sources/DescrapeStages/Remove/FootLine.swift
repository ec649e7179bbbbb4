internal import DescrapeText

/// What a line's words and its shape say for it, without regard to its neighbours.
extension FootBlock {
  func score(_ text: borrowing TextView, _ line: inout EdgeLine) {
    let core = line.core
    let (inner, _) = reader.undecorated(text, core)
    // A table, a quotation, a macro, or code that is indented.
    guard !inner.isEmpty, text[core.lowerBound] != 0x7C, text[core.lowerBound] != 0x3E, text[core.lowerBound] != 0x2E,
      core.lowerBound == line.range.lowerBound || text[core.lowerBound] >= 0x80
    else { return }
    let body = EdgeShape.withoutBullet(text, core)
    line.isKeywords = parts.isKeywords(text, body)
    line.isMenuItem =
      inner.count <= FurnitureParts.longestMenuItem && (parts.isMenuItem(text, inner) || parts.isMenuItem(text, body))
    line.isHeading = parts.isListHeading(text, body)
    let isSentence =
      endsSentence(text, core) && !EdgeShape.asks(text, core) && !EdgeShape.isCut(text, core)
    let isLabelled = EdgeShape.holdsLabel(text, EdgeShape.withoutColon(text, core))
    line.isItem = core.count <= FurnitureParts.longestItem && !isSentence && !isLabelled
    line.isTitle =
      core.count <= FurnitureParts.longestTitle && !isSentence && !EdgeShape.isNote(text, core)
      && !Bylines.startsField(text, core)
    line.isOpen = line.isItem && !EdgeShape.isSignature(text, body) && !EdgeShape.isDate(text, body)
    if isSentence { markRemark(text, &line, body) }
    line.isDated = line.isTitle && EdgeShape.isDated(text, body)
    let request = parts.request(text, body)
    let words = words(text, &line, body, request)
    line.isSupport = words >= 3 && !line.isAddress
    line.points = words == 0 && isSentence ? -Self.enough : words
    // Authors name themselves as owners as well, with fewer words.
    line.isOwner = words == 3 && parts.isOwner(text, body)
    line.isSigned = line.isOwner && parts.isSigned(text, body)
    line.isButton = words == 2 && request == .button
    if line.isItem, !line.isOwner { line.points += 1 }
  }

  func markRemark(_ text: borrowing TextView, _ line: inout EdgeLine, _ body: Range<Int>) {
    line.isRemark =
      line.core.count <= Self.longestRemark && !EdgeShape.holdsLabel(text, line.core)
      && !EdgeShape.isSignature(text, body)
    line.speaksOfSite = line.isRemark && !cues(text, &line, body).roles.isEmpty
  }

  /// The points for what the words say.
  private func words(
    _ text: borrowing TextView, _ line: inout EdgeLine, _ body: Range<Int>, _ request: FurnitureParts.Request
  ) -> Int {
    let core = line.core
    if EdgeShape.isDate(text, body) { return 0 }
    if line.isHeading || request == .sure || parts.isTags(text, body) || isNotice(text, &line, body)
      || parts.isPager(text, body)
    {
      return Self.enough
    }
    if let row = parts.row(text, core, least: 3), row.pieces >= 3, row.known >= 2, row.known * 2 >= row.pieces {
      return Self.enough
    }
    let isSentence = endsSentence(text, body)
    if request == .named { return isSentence ? 3 : Self.enough }
    let known = reader.read(text, body, isNearHead: false)
    if let known, known.kind == .counter, body.contains(where: { isASCIIDigit(text[$0]) }) { return Self.enough }
    if line.isKeywords || parts.isOwner(text, body) { return 3 }
    if line.isMenuItem { return 2 }
    let contacts = parts.contacts(text, body)
    line.isAddress = contacts > 0
    if contacts > 0 { return contacts > 1 ? 3 : 2 }
    if let known, known.kind != .image {
      let isWeak = known.place == .weak || known.place == .item || known.kind == .counter
      return isWeak ? request == .button ? 2 : 1 : body == core ? 2 : 3
    }
    if EdgeShape.isArrowed(text, core) { return 3 }
    if parts.isNamedHeading(text, body), !isSentence { return 2 }
    let count = parts.count(text, body)
    if count.isCount { return count.isDone ? 3 : 2 }
    let cue = isSentence ? cuePoints(text, &line, body) : 0
    return cue > 0 ? cue : request == .none ? 0 : isSentence ? 1 : 2
  }

  func isNotice(_ text: borrowing TextView, _ line: inout EdgeLine, _ body: Range<Int>) -> Bool {
    parts.mayBeNotice(text, body) && parts.isNotice(cues(text, &line, body))
  }

  /// The cues of the line, which are read once. `body` is the line without its bullet.
  private func cues(_ text: borrowing TextView, _ line: inout EdgeLine, _ body: Range<Int>) -> NoticeCues {
    if let known = line.cues { return known }
    let found = parts.cues(text, body)
    line.cues = found
    return found
  }

  /// The points for one cue of a notice: with its neighbours it may be one.
  func cuePoints(_ text: borrowing TextView, _ line: inout EdgeLine, _ body: Range<Int>) -> Int {
    guard body.count <= Self.longestCue else { return 0 }
    let cues = cues(text, &line, body).roles
    return cues.contains(.cookie) ? 3 : cues.isDisjoint(with: [.rights, .denial]) ? 0 : 2
  }
}
