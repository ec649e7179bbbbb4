// swift-tools-version: 6.2
import PackageDescription

/// A target for libFuzzer, which brings its own `main`.
func fuzzer(_ name: String, _ folder: String) -> Target {
  .executableTarget(
    name: name,
    dependencies: ["Support", .product(name: "DescrapeScript", package: "descrape")],
    path: "Sources/\(folder)",
    swiftSettings: [.unsafeFlags(["-parse-as-library"])])
}

let package = Package(
  name: "descrape-fuzz",
  dependencies: [.package(name: "descrape", path: "../..")],
  targets: [
    .target(
      name: "Support",
      dependencies: [.product(name: "DescrapeScript", package: "descrape")]),
    fuzzer("fuzz-convert", "Convert"),
    fuzzer("fuzz-datafile", "DataFile"),
    fuzzer("fuzz-dictionary", "Dictionary"),
  ],
  swiftLanguageModes: [.v6]
)
