// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "trove",
    products: [
        .executable(name: "trove", targets: ["trove"]),
        // For Benchmarks.
        .library(
            name: "TroveLibrary",
            targets: ["MediaTypes", "Encoding", "VectorIndex", "Catalog", "Retrieval"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Plain values, known to every module; depends on nothing.
        .target(name: "MediaTypes"),

        // Numerics.
        .target(name: "CKernels"),
        .target(name: "COneDNN", linkerSettings: [.linkedLibrary("dnnl"), .linkedLibrary("gomp")]),
        .target(name: "Compute", dependencies: ["MediaTypes", "CKernels", "COneDNN"]),

        // What Trove exists for.
        .target(name: "Encoding", dependencies: ["MediaTypes", "Compute", "CXXHash"]),
        .target(name: "VectorIndex", dependencies: ["MediaTypes", "Compute", "CXXHash"]),
        .target(
            name: "Catalog",
            dependencies: ["MediaTypes", "Schema", .product(name: "GRDB", package: "GRDB.swift")]),
        .target(
            name: "Schema", path: "schema", exclude: ["current.sql"],
            resources: [
                .embedInCode("0001_initial.sql"), .embedInCode("0002_metadata.sql"),
                .embedInCode("0003_noise_floor.sql"), .embedInCode("0004_crops_and_times.sql"),
                .embedInCode("0005_index.sql"), .embedInCode("0006_overnight.sql"),
                .embedInCode("0007_space_migration.sql"), .embedInCode("0008_copies.sql"),
            ]),
        .systemLibrary(
            name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
        .target(
            name: "CImageCodecs",
            linkerSettings: [.linkedLibrary("jpeg"), .linkedLibrary("png")]),
        .target(name: "CHEIF", linkerSettings: [.linkedLibrary("heif")]),
        .target(name: "CRaw", linkerSettings: [.linkedLibrary("raw")]),
        .target(
            name: "CLibAV",
            linkerSettings: [
                .linkedLibrary("avformat"), .linkedLibrary("avcodec"), .linkedLibrary("avutil"),
                .linkedLibrary("swscale"), .linkedLibrary("swresample"),
            ]),
        .systemLibrary(name: "CSndFile"),
        .systemLibrary(name: "CExif", pkgConfig: "libexif", providers: [.apt(["libexif-dev"])]),
        .systemLibrary(
            name: "CExempi", pkgConfig: "exempi-2.0", providers: [.apt(["libexempi-dev"])]),
        .target(
            name: "MediaDecoding",
            dependencies: [
                "MediaTypes", "CImageCodecs", "CHEIF", "CRaw", "CLibAV", "CSndFile", "CExif",
                "CExempi",
            ]),
        .target(name: "CSandbox"),
        .target(
            name: "Ingestion",
            dependencies: [
                "MediaTypes", "MediaDecoding", "Encoding", "Catalog", "CSandbox", "CXXHash",
            ]),
        .target(
            name: "Jobs",
            dependencies: [
                "MediaTypes", "Ingestion", .product(name: "Yams", package: "Yams"),
            ]),
        .target(
            name: "Retrieval",
            dependencies: ["MediaTypes", "Compute", "Encoding", "VectorIndex", "Catalog"]),
        .target(
            name: "SpaceBridging", dependencies: ["MediaTypes", "Compute", "Encoding"],
            resources: [.embedInCode("vocabulary.json")]),
        .target(
            name: "SpaceInstallation", dependencies: ["Encoding", "SpaceScripts", "StarterScripts"]),
        // What downloads public models, and the table of them, compiled into the program.
        .target(
            name: "SpaceScripts", path: "Scripts/spaces",
            exclude: ["file_server.py", "save_checkpoint.py", "test_download.py"],
            resources: [.embedInCode("download.py"), .embedInCode("public-spaces.json")]),
        // The starter space's conversion and own weights, compiled into the program.
        .target(name: "CStarterWeights", path: "Scripts/starter/weights"),
        .target(
            name: "StarterScripts", dependencies: ["CStarterWeights"], path: "Scripts/starter",
            exclude: [
                "bridge_fit.py", "compare.py", "debian_sounds.py", "everyday-sounds.csv",
                "everyday_sounds.py", "fit_photos.py", "fit_sound.py", "output_map.py",
                "photo_features.py", "photos-linear.safetensors", "sound-captions.csv",
                "sound-linear.safetensors", "sound_to_picture.py", "test_convert.py",
                "validate_sounds.py", "weights",
            ],
            resources: [
                .embedInCode("convert.py"), .embedInCode("version.txt"),
                .embedInCode("torch_checkpoint.py"),
                .embedInCode("safetensors_file.py"), .embedInCode("photo-classes.txt"),
                .embedInCode("sound-classes.json"),
            ]),
        .executableTarget(
            name: "trove",
            dependencies: [
                "MediaTypes", "MediaDecoding", "Compute", "Encoding", "VectorIndex", "Catalog",
                "Ingestion", "Jobs", "Retrieval", "SpaceBridging", "SpaceInstallation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // Tests.
        .target(name: "TestSupport", dependencies: ["MediaTypes"], path: "Tests/Support"),
        .testTarget(name: "MediaTypesTests", dependencies: ["MediaTypes"]),
        .testTarget(
            name: "ComputeTests", dependencies: ["Compute", "MediaTypes", "TestSupport"]),
        .testTarget(
            name: "EncodingTests",
            dependencies: ["Encoding", "Compute", "MediaTypes", "TestSupport"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "SpaceBridgingTests",
            dependencies: ["SpaceBridging", "Encoding", "Compute", "MediaTypes", "TestSupport"]),
        .testTarget(
            name: "MediaDecodingTests", dependencies: ["MediaDecoding", "TestSupport"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "CatalogTests",
            dependencies: [
                "Catalog", "Schema", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "VectorIndexTests", dependencies: ["VectorIndex", "TestSupport"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "RetrievalTests", dependencies: ["Retrieval", "VectorIndex", "TestSupport"]),
        .executableTarget(
            name: "FaultyWorker", dependencies: ["Ingestion", "MediaDecoding", "MediaTypes"],
            path: "Tests/FaultyWorker"),
        .testTarget(
            name: "IngestionTests",
            dependencies: [
                "Ingestion", "FaultyWorker", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "JobsTests", dependencies: ["Jobs", "Ingestion", "MediaTypes", "TestSupport"]),
        .testTarget(
            name: "SpaceInstallationTests",
            dependencies: ["SpaceInstallation", "Encoding", "TestSupport"]),
        .testTarget(name: "TroveTests", dependencies: ["trove", "TestSupport"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "trove", "MediaTypes", "Catalog", "Compute", "Encoding", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
    ],
    cLanguageStandard: .gnu2x,
    cxxLanguageStandard: .cxx17
)
