// swift-tools-version: 6.1
import PackageDescription

// Coverage-guided fuzzers of readers of bytes, apart from the product and its tests. See README.md.
let package = Package(
    name: "fuzzing",
    dependencies: [.package(name: "trove", path: "..")],
    targets: [
        .executableTarget(
            name: "IndexFileFuzzer",
            dependencies: [.product(name: "TroveLibrary", package: "trove")],
            swiftSettings: [.unsafeFlags(["-parse-as-library", "-sanitize=fuzzer"])],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])])
    ]
)
