import DescrapeText
import Testing

/// The keys of lines, which counts that were saved and pipelines rely on.
@Suite struct SiteLineTests {
  private func normal(_ line: String) -> String {
    let bytes = Array(line.utf8)
    var output = ByteBuffer()
    SiteLine.normalize(bytes.span, 0..<bytes.count, into: &output)
    var normal: [UInt8] = []
    for index in 0..<output.count { normal.append(output.span[index]) }
    return String(decoding: normal, as: UTF8.self)
  }

  private func key(_ line: String, _ site: String) -> UInt64? {
    let bytes = Array(line.utf8)
    var scratch = ByteBuffer()
    return SiteLine.key(bytes.span, 0..<bytes.count, site: SiteLine.site(named: site), &scratch)
  }

  @Test func linesAreComparedInOneForm() {
    #expect(normal(" \t\u{3000}Read  MORE\u{A0}\u{3000} Here \u{A0}") == "read more here")
    #expect(normal("第12页 / 共30页") == "第12页 / 共30页")
    #expect(normal("ÀÉ・あか\u{3000}い") == "ÀÉ・あか い")
    #expect(normal("\u{3000} ") == "")
  }

  /// Other implementations and saved counts depend on these numbers.
  @Test func keysStayTheSame() {
    #expect(SiteLine.site(named: "example.org") == 18_417_377_018_809_975_088)
    #expect(key("Read more", "example.org") == 11_320_178_170_574_762_541)
    #expect(key("  READ\u{3000}more", "example.org") == key("Read more", "example.org"))
    #expect(key("分享到微信", "/news") == 10_506_461_876_493_816_320)
    #expect(key("Read more", "example.com") != key("Read more", "example.org"))
    #expect(key("Read more", "example.com")! >> 63 == 1)
    #expect(key(String(repeating: "x", count: SiteLine.longest), "a") != nil)
    #expect(key(String(repeating: "x", count: SiteLine.longest + 1), "a") == nil)
  }

  @Test(arguments: [
    ("https://www.Example.org/a/b?c#d", "example.org"), ("http://example.org:8080", "example.org"),
    ("https://user:secret@News.example.org./x", "news.example.org"), ("//cdn.example.org/x", "cdn.example.org"),
    ("http://[2001:db8::1]:80/x", "[2001:db8::1]"), ("ftp://example.org\\x", "example.org"), ("http://www./", "www"),
    ("http://例え.jp/x", "例え.jp"), ("http://wwww.example.org", "wwww.example.org"),
  ])
  func hosts(_ url: String, _ host: String) {
    let bytes = Array(url.utf8)
    #expect(SiteLine.host(ofURL: bytes.span) == host)
  }

  @Test(arguments: ["", "example.org/x", "/a/b", "mailto:a@example.org", "http://", "http:///x", "://x", "http://:80"])
  func noHosts(_ url: String) {
    let bytes = Array(url.utf8)
    #expect(SiteLine.host(ofURL: bytes.span) == nil)
  }

  @Test func tablesHoldWhatWasPutIn() {
    var (all, odd, even) = (SiteLineTable(), SiteLineTable(capacity: 10), SiteLineTable())
    let keys = (0..<5000).map { (UInt64($0) &* 0x9E37_79B9_7F4A_7C15) | 1 << 63 }
    for (index, key) in keys.enumerated() {
      all.insert(key)
      all.insert(key)
      if index % 2 == 0 { even.insert(key) } else { odd.insert(key) }
    }
    #expect(all.count == keys.count)
    #expect(keys.allSatisfy { all.contains($0) && (odd.contains($0) != even.contains($0)) })
    #expect(!all.contains(1 << 63 | 12345))
    #expect(odd.union(even).mark == all.mark)
    #expect(odd.mark != even.mark)
  }

  private func read(_ text: String, longest: Int = 1000) -> (lines: [String], keys: [UInt64], document: UInt32) {
    let bytes = Array(text.utf8)
    var page = SitePage()
    page.read(bytes.span, site: 1, longest: longest)
    return (page.lines.map { String(decoding: bytes[$0], as: UTF8.self) }, page.keys, page.document)
  }

  @Test(arguments: [0, 1, 5, 127, 128, 129, 200, 255, 256, 257, 700])
  func pagesAreReadAtTheirEnds(_ count: Int) {
    let lines = (0..<count).map { String(repeating: "x", count: 1 + $0 * 37 % 101) + "\($0)" }
    let page = read(lines.map { " \($0) \n \n" }.joined())
    #expect(page.lines == (count <= 256 ? lines : Array(lines[..<128] + lines[(count - 128)...])))
    #expect(page.keys.count == min(count, 256))
    #expect(page.keys == page.keys.sorted())
    // What tells it from others are its longest lines, wherever they stand.
    let longest = lines.sorted { $0.utf8.count > $1.utf8.count }.prefix(3)
    let others = lines.filter { !longest.contains($0) }
    #expect(read((longest + others).joined(separator: "\n")).document == page.document)
    if count > 0 { #expect(read((longest.dropLast() + others).joined(separator: "\n")).document != page.document) }
  }

  @Test func linesOfAPageCountOnce() {
    let page = read("Home\nNews\nHOME\n  home\nA longer line")
    #expect(page.keys.count == 3)
    #expect(page.lines.count == 5)
    #expect(read("Home\nA longer line", longest: 4).keys.count == 1)
  }
}
