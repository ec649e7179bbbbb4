internal import CICU
internal import DescrapeText

extension Transform {
  /// The ids that ICU lists. It knows more: short names, variants, and several joined by semicolons.
  public static var ids: [String] {
    var ids: [String] = []
    unsafe withUnsafeMutablePointer(to: &ids) { ids in
      unsafe cicu_transform_ids(ids) { context, id in
        // Unsafe: ICU calls this while the array is in place, with text that ends in a zero.
        guard let context = unsafe context, let id = unsafe id else { return }
        unsafe context.assumingMemoryBound(to: [String].self).pointee.append(String(cString: id))
      }
    }
    return ids
  }

  /// Why ICU opens nothing under `id`, in one clause, with the ids that may have been meant: ICU itself only says that the
  /// id is not right.
  public static func problem(with id: String) -> String {
    var rest = Substring(id)
    var isFirst = true
    while true {
      rest = rest.drop { $0 == " " }
      let hasFilter = rest.first == "["
      if hasFilter {
        let length = unsafe String(rest).withCString { unsafe cicu_set_length($0) }
        guard length > 0 else { return "the filter at the start of \"\(rest)\" is not a set such as [:Han:]" }
        rest = Substring(rest.utf8.dropFirst(length))
      }
      let end = rest.firstIndex(of: ";")
      // What stands in parentheses is for the other direction.
      let name = trimmed(rest[..<(end ?? rest.endIndex)].prefix { $0 != "(" })
      if name.isEmpty, !(isFirst && hasFilter && end != nil), rest.first != "(" {
        return "a name is missing in the ICU transform \"\(id)\""
      }
      if !name.isEmpty, (try? Transform(name)) == nil { return unknown(name) }
      guard let end else { break }
      rest = rest[rest.index(after: end)...].drop { $0 == " " }
      if rest.isEmpty { break }
      isFirst = false
    }
    return "\"\(id)\" does not make up an ICU transform"
  }

  private static func unknown(_ name: String) -> String {
    var known = ids
    if !name.contains("-") {
      // The short name of a transform from anything.
      known = known.filter { $0.hasPrefix("Any-") && !$0.contains("/") }.map { String($0.dropFirst(4)) }
    }
    let near = nearest(3, to: name, among: known).map { "\"\($0)\"" }
    let meant = near.count > 1 ? near.dropLast().joined(separator: ", ") + " or " + near[near.count - 1] : near.first
    return "no ICU transform is called \"\(name)\"" + (meant.map { "; did you mean \($0)?" } ?? "")
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
