// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "convert-bench",
  dependencies: [.package(name: "descrape", path: "../../..")],
  targets: [
    .executableTarget(
      name: "convert-bench",
      dependencies: [
        .product(name: "DescrapeScript", package: "descrape")
      ],
      path: "Sources/ConvertBench")
  ],
  swiftLanguageModes: [.v6]
)
