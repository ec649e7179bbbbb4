internal import CDescrape
internal import Descrape
internal import DescrapeCommon
internal import DescrapeText

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// Why a call was refused: a status of the header, and a message.
struct Refusal: Error {
  let status: Int32
  let message: String

  init(_ status: Int, _ message: String) {
    self.status = Int32(truncatingIfNeeded: status)
    self.message = message
  }

  static func argument(_ message: String) -> Refusal { Refusal(DESCRAPE_ERROR_ARGUMENT, message) }
  static func arrow(_ message: String) -> Refusal { Refusal(DESCRAPE_ERROR_ARROW, message) }
}

/// What a pointer to `descrape_cleaner` leads to.
final class Handle: Sendable {
  private let configuration: Configuration
  let plan: Plan
  let plain: BenchPool
  let journaling: BenchPool
  /// The description, which C reads as it stands.
  let description: CText

  /// - Throws: for names that are not known, and settings that are no TOML.
  init(profile: String?, target: String?, toml: String?) throws(Refusal) {
    var wishes = Wishes()
    (wishes.profile, wishes.target) = (profile, target)
    wishes.folder = Self.folder
    var note: String?
    let configuration: Configuration
    do throws(Failure) {
      let file = try toml.map { text throws(Failure) in try ConfigurationFile(text, name: "the configuration") }
      configuration = try wishes.configuration(file ?? ConfigurationFile()) { note = $0 }
    } catch {
      throw Refusal(DESCRAPE_ERROR_CONFIGURATION, error.description)
    }
    do { plan = try configuration.plan() } catch {
      throw Refusal(DESCRAPE_ERROR_CONFIGURATION, printable(error.description))
    }
    self.configuration = configuration
    plain = BenchPool(plan, journal: false)
    journaling = BenchPool(plan, journal: true)
    description = CText(Self.describe(configuration, plan, note))
  }

  /// The same plan, with lines of sites that are to be removed.
  func plan(removing table: SiteLineTable) throws(Refusal) -> Plan {
    var configuration = configuration
    configuration.siteLines = table
    do { return try configuration.plan() } catch {
      throw Refusal(DESCRAPE_ERROR_CONFIGURATION, printable(error.description))
    }
  }

  private static func describe(_ configuration: Configuration, _ plan: Plan, _ note: String?) -> ByteBuffer {
    var text = ByteBuffer()
    text.append("{\"version\":")
    text.append(jsonString: Version.current)
    text.append(",\"icu\":")
    text.append(jsonString: Version.icu)
    text.append(",\"unicode\":")
    text.append(jsonString: Version.unicode)
    text.append(",\"profile\":")
    text.append(jsonString: configuration.profile.rawValue)
    if let source = configuration.scriptSource {
      text.append(",\"script-data\":")
      text.append(jsonString: source)
    }
    if let note {
      text.append(",\"note\":")
      text.append(jsonString: note)
    }
    text.append(",\"stages\":[")
    for (index, stage) in plan.stages.enumerated() {
      text.append(index > 0 ? ",{\"id\":" : "{\"id\":")
      text.append(jsonString: stage.info.id)
      text.append(",\"rules\":[")
      for (index, rule) in stage.info.rules.enumerated() {
        if index > 0 { text.append(0x2C) }
        text.append(jsonString: rule.id)
      }
      text.append("]}")
    }
    text.append("]}")
    return text
  }

  /// The folder that the library was loaded from.
  private static var folder: String? {
    // Unsafe: the name lives as long as the library, and is copied.
    guard let name = unsafe cdescrape_path() else { return nil }
    let path = unsafe String(cString: name)
    return path.lastIndex(of: "/").map { String(path[..<$0]) }
  }
}

/// All versions in one line, for C.
let versionLine = CText(ByteBuffer(copying: Version.line))

/// Bytes with a zero byte behind them, in memory of the C library that stays where it is.
// Unsafe: nobody writes to the memory after `init`, so threads may share it.
@safe
final class CText: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<CChar>?

  init(_ text: borrowing ByteBuffer) { unsafe pointer = copied(text.span) }

  deinit { unsafe free(pointer) }
}

/// A copy of bytes in memory of the C library, with a zero byte behind them; `nil` when there is no memory.
func copied(_ bytes: borrowing Span<UInt8>) -> UnsafeMutablePointer<CChar>? {
  // Unsafe: the block has room for the bytes and one more.
  guard let block = unsafe malloc(bytes.count + 1) else { return nil }
  unsafe bytes.withUnsafeBytes { source in
    if let start = source.baseAddress { _ = unsafe memcpy(block, start, source.count) }
  }
  unsafe block.storeBytes(of: 0, toByteOffset: bytes.count, as: UInt8.self)
  return unsafe block.assumingMemoryBound(to: CChar.self)
}

extension ByteBuffer {
  init(copying text: String) {
    self.init()
    append(text)
  }
}
