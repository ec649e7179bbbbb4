internal import ArgumentParser
internal import DescrapeCorpus
internal import DescrapeText

/// How sites are told, and which of their lines count as known; the commands that clean take it.
struct SiteOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The key, or column, with a document's URL (url); its host is the site.", valueName: "key"))
  var urlKey: String?

  @Option(
    help: ArgumentHelp("Lines in so many documents of a site are known (5).", valueName: "n"))
  var siteCount: Int?

  @Option(
    help: ArgumentHelp("And in so many of a hundred of its documents (20).", valueName: "n"))
  var siteShare: Int?

  /// The thresholds.
  func thresholds(_ file: ConfigurationFile) throws(Failure) -> SiteLineOptions {
    var options = SiteLineOptions()
    if let count = try file.number("site-count", siteCount) {
      guard (2...1_000_000).contains(count) else { throw Failure(.usage, "--site-count takes a number from 2") }
      options.count = count
    }
    if let share = try file.number("site-share", siteShare) {
      guard (0...100).contains(share) else { throw Failure(.usage, "--site-share takes a number from 0 to 100") }
      options.share = share
    }
    return options
  }
}

/// Lines of sites that are known from an earlier run; the commands that clean a stream or a text take it.
struct KnownLineOptions: ParsableArguments {
  @OptionGroup var sites: SiteOptions

  @Option(
    help: ArgumentHelp("Remove the lines of sites that corpus counted and saved here.", valueName: "file"))
  var siteLines: String?

  @Option(
    help: ArgumentHelp(
      "The site of documents without a URL: a host, or a folder with / in front of it.", valueName: "name"))
  var site: String?

  /// The lines, when any are asked for.
  func table(_ file: ConfigurationFile) throws(Failure) -> SiteLineTable? {
    guard let path = try file.text("site-lines", siteLines) else { return nil }
    return try SiteLineTable(path: path, sites.thresholds(file))
  }
}
