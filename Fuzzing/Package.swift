// swift-tools-version: 6.1
import PackageDescription

private let fuzzed: [SwiftSetting] = [.unsafeFlags(["-parse-as-library", "-sanitize=fuzzer"])]
private let linked: [LinkerSetting] = [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]

// Coverage-guided fuzzers of readers of bytes, apart from the product and its tests. See README.md.
let package = Package(
    name: "fuzzing",
    dependencies: [.package(name: "trove", path: "..")],
    targets: [
        .target(name: "FuzzerDriver"),
        .executableTarget(
            name: "IndexFileFuzzer",
            dependencies: ["FuzzerDriver", .product(name: "TroveLibrary", package: "trove")],
            swiftSettings: fuzzed, linkerSettings: linked),
        .executableTarget(
            name: "SafeTensorsFuzzer",
            dependencies: ["FuzzerDriver", .product(name: "TroveLibrary", package: "trove")],
            swiftSettings: fuzzed, linkerSettings: linked),
    ]
)
