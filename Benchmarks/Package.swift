// swift-tools-version: 6.1
import PackageDescription

// Measurements, apart from the product so that neither its build nor its tests wait for them.
let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "trove", path: "..")],
    targets: [
        .executableTarget(
            name: "SearchLatency", dependencies: [.product(name: "TroveLibrary", package: "trove")]),
        .executableTarget(
            name: "FlatScan", dependencies: [.product(name: "TroveLibrary", package: "trove")]),
    ]
)
