// swift-tools-version: 6.2
import PackageDescription

/// The targets without an unsafe line compile with strict memory safety as an error; the others say `unsafe` where they mean it.
let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatWarning("StrictMemorySafety", as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
/// Types that hand out a `Span` of their own storage need lifetime annotations.
let kernels: [SwiftSetting] = strict + [.enableExperimentalFeature("Lifetimes")]

let package = Package(
  name: "descrape",
  products: [
    .library(name: "Descrape", targets: ["Descrape", "DescrapeText"]),
    // Script conversion alone: no ICU, no IO.
    .library(name: "DescrapeScript", targets: ["DescrapeScript", "DescrapeText"]),
    .executable(name: "descrape", targets: ["DescrapeCommand"]),
    // The interface in C; tools/build-library makes libdescrape.so of it.
    .library(name: "descrape-c", type: .dynamic, targets: ["DescrapeABI"]),
  ],
  dependencies: [
    // Command line parsing; it brings FoundationEssentials at most, so start-up stays low.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // The configuration file; the one TOML reader here that does without Foundation.
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    .target(
      name: "CICU",
      linkerSettings: [
        .linkedLibrary("icui18n"), .linkedLibrary("icuuc"), .linkedLibrary("icudata"), .linkedLibrary("stdc++"),
      ]),
    .target(name: "CModel", exclude: ["model.bin"]),
    .target(name: "CReport", exclude: ["page.html"]),
    .target(name: "CBlocks"),
    .target(name: "CSystem"),
    // What the corpus run stands on: long gzip streams, gzip members, Zstandard, and the ledger.
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CDeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "DescrapeText", dependencies: ["CBlocks"], swiftSettings: kernels),
    .target(name: "DescrapeModel", dependencies: ["CModel", "DescrapeText"], swiftSettings: kernels),
    .target(name: "DescrapeICU", dependencies: ["CICU", "DescrapeText"], swiftSettings: kernels),
    .target(name: "DescrapeScript", dependencies: ["DescrapeText"], swiftSettings: kernels),
    .target(
      name: "DescrapeStages", dependencies: ["DescrapeText", "DescrapeICU", "DescrapeModel", "DescrapeScript"],
      swiftSettings: strict),
    .target(
      name: "Descrape", dependencies: ["DescrapeText", "DescrapeICU", "DescrapeScript", "DescrapeStages"],
      swiftSettings: strict),
    // What the command, the corpus run and the C interface share: settings, messages, JSON and journals.
    .target(
      name: "DescrapeCommon",
      dependencies: ["CBlocks", "Descrape", "DescrapeText", "DescrapeICU", "DescrapeScript", "TOMLKit"],
      swiftSettings: kernels),
    .target(
      name: "DescrapeCorpus",
      dependencies: [
        "CBlocks", "CDeflate", "CReport", "CSQLite", "CSystem", "CZlib", "CZstd", "Descrape", "DescrapeCommon",
        "DescrapeText",
        "DescrapeICU",
        "DescrapeModel",
        "DescrapeScript", "DescrapeStages",
      ],
      swiftSettings: kernels),
    .executableTarget(
      name: "DescrapeCommand",
      dependencies: [
        "Descrape", "DescrapeCommon", "DescrapeCorpus", "DescrapeText", "DescrapeICU", "DescrapeScript",
        "DescrapeStages",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .target(name: "CDescrape"),
    .target(
      name: "DescrapeABI",
      dependencies: ["CDescrape", "Descrape", "DescrapeCommon", "DescrapeText"],
      swiftSettings: kernels),
    .testTarget(name: "DescrapeTextTests", dependencies: ["DescrapeText"]),
    .testTarget(name: "DescrapeModelTests", dependencies: ["DescrapeModel", "DescrapeText"]),
    .testTarget(name: "DescrapeScriptTests", dependencies: ["DescrapeScript", "DescrapeText"]),
    .testTarget(name: "DescrapeICUTests", dependencies: ["DescrapeICU", "DescrapeText"]),
    .testTarget(name: "DescrapeTests", dependencies: ["Descrape", "DescrapeText"]),
    .testTarget(name: "DescrapeCorpusTests", dependencies: ["DescrapeCommon", "DescrapeCorpus", "DescrapeText"]),
    .testTarget(name: "CorpusTests", dependencies: ["Descrape", "DescrapeScript", "DescrapeStages", "DescrapeText"]),
    .testTarget(name: "CommandTests", dependencies: ["DescrapeCommand"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
