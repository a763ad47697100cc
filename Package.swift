// swift-tools-version: 6.2
import PackageDescription

/// Every target is in Swift 6 mode, and a warning is an error.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// Fully static where the system's libraries can be had so (`make build` asks): it halves the start-up.
let isStatic = Context.environment["MESHRETRY_STATIC"] == "1"

func tool(
  _ name: String, _ dependencies: [Target.Dependency], path: String? = nil,
  staticLink: Bool = isStatic
) -> Target {
  let link = LinkerSetting.unsafeFlags(
    ["-static-executable"], .when(platforms: [.linux], configuration: .release))
  return .executableTarget(
    name: name, dependencies: dependencies, path: path, swiftSettings: strict,
    linkerSettings: staticLink ? [link] : [])
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "meshretry",
  products: ["mr-parse", "mr-match", "mr-envoy", "mr-backoff", "mr-query"].map {
    .executable(name: $0, targets: [$0])
  },
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // C libraries of the system: a module map each, nothing else.
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(name: "CLibJQ", providers: [.apt(["libjq-dev"]), .brew(["jq"])]),
    .systemLibrary(name: "CMalloc"),

    // Libraries; an arrow points only at what stands above it.
    library("JSON"),
    library("SystemIO", ["CMalloc"]),
    library("YAML", ["CLibYAML", "JSON"]),
    library("JQ", ["CLibJQ", "SystemIO"]),
    library("MeshRetryCore", ["JSON"]),
    library("Diagnostics", ["MeshRetryCore", "JSON"]),
    library("ToolSupport", ["Diagnostics", "MeshRetryCore", "JSON", "SystemIO", argumentParser]),

    // The tools: options → library call → output.
    tool(
      "mr-parse",
      [
        "ToolSupport", "Diagnostics", "YAML", "MeshRetryCore", "JSON", "SystemIO", argumentParser,
      ]),
    tool("mr-match", ["ToolSupport", "MeshRetryCore", "JSON", argumentParser]),
    tool("mr-envoy", ["ToolSupport", "MeshRetryCore", "JSON", argumentParser]),
    tool("mr-backoff", ["ToolSupport", "MeshRetryCore", "JSON", argumentParser]),
    // libjq finds this program's own definitions first, which takes a dynamic link.
    tool("mr-query", ["JQ", "SystemIO"], staticLink: false),

    // Manual pages' options, completions, lists: made from the tools (`make generate`).
    .executableTarget(
      name: "generate", dependencies: ["JQ", "MeshRetryCore", "JSON"], path: "Tests/generate",
      swiftSettings: strict),

    // Tests.
    .executableTarget(
      name: "conformance", dependencies: ["YAML", "MeshRetryCore", "JSON", "SystemIO"],
      path: "Tests/Conformance", exclude: ["expected-failures.txt"], swiftSettings: strict),
    tool("options-only", ["ToolSupport", argumentParser], path: "Tests/bench/OptionsOnly"),
    tool(
      "library-calls", ["YAML", "MeshRetryCore", "JSON", "SystemIO"],
      path: "Tests/bench/LibraryCalls"),
    .target(
      name: "FuzzTargets", dependencies: ["Diagnostics", "YAML", "MeshRetryCore", "JSON"],
      path: "Tests/fuzz/Targets", swiftSettings: strict),
    .executableTarget(
      name: "fuzz", dependencies: ["FuzzTargets"], path: "Tests/fuzz/Driver",
      swiftSettings: strict),
    tests("FuzzTests", ["FuzzTargets"]),
    tests("JSONTests", ["JSON"]),
    tests("SystemIOTests", ["SystemIO"]),
    tests("YAMLTests", ["YAML", "JSON"]),
    tests("JQTests", ["JQ", "CLibJQ", "MeshRetryCore", "SystemIO"]),
    tests("MeshRetryCoreTests", ["MeshRetryCore", "YAML", "JSON"], exclude: ["Verdicts"]),
    tests("DiagnosticsTests", ["Diagnostics", "MeshRetryCore", "JSON"]),
    tests(
      "CommandTests",
      ["mr-parse", "mr-match", "mr-envoy", "mr-backoff", "mr-query", "generate", "MeshRetryCore"]),
  ],
  swiftLanguageModes: [.v6]
)
