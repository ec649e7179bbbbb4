// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "CleanLines",
  // Elsewhere: .package(url: "https://…/descrape", from: "0.1.0")
  dependencies: [.package(name: "descrape", path: "../..")],
  targets: [
    .executableTarget(name: "CleanLines", dependencies: [.product(name: "Descrape", package: "descrape")])
  ]
)
