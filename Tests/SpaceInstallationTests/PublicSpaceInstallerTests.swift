import Encoding
import Foundation
import TestSupport
import Testing

@testable import SpaceInstallation

/// A small SigLIP that is served on the loopback as if it were public.
///
/// One after the other: a server that runs on would hold open what another test's process left it.
@Suite(.serialized, .timeLimit(.minutes(3))) struct PublicSpaceInstallerTests {
    private let folder: TemporaryDirectory
    private let space: PublicSpace
    private var served: String { folder.path + "/served" }
    private var store: SpaceStore { SpaceStore(directory: folder.path + "/spaces") }

    init() throws {
        folder = try TemporaryDirectory()
        space = try Self.publish("siglip-tiny", in: folder.path + "/served")
    }

    private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// - Parameter change: of the folder, before it is said what its files must be.
    private static func publish(
        _ name: String, in served: String, _ change: (String) throws -> Void = { _ in }
    ) throws -> PublicSpace {
        let revision = String(repeating: "a", count: 40)
        let place = served + "/someone/\(name)/resolve/" + revision
        try FileManager.default.createDirectory(
            atPath: (place as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: repository + "/Tests/EncodingTests/Fixtures/" + name, toPath: place)
        try change(place)
        let files = try FileManager.default.contentsOfDirectory(atPath: place).sorted().map {
            let path = place + "/" + $0
            return [
                "name": $0, "sha256": try Self.sha256(path),
                "size": try Data(contentsOf: URL(fileURLWithPath: path)).count,
            ]
        }
        let entry: [String: Any] = [
            "name": name, "title": "A small one", "repository": "someone/" + name,
            "revision": revision, "licence": "Apache-2.0", "files": files,
        ]
        return try JSONDecoder().decode(
            PublicSpace.self, from: JSONSerialization.data(withJSONObject: entry))
    }

    private static func sha256(_ path: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
        process.arguments = [path]
        process.standardOutput = output
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return String(text.prefix(64))
    }

    private func installer(_ server: String) -> PublicSpaceInstaller {
        PublicSpaceInstaller(
            store: store, downloads: folder.path + "/downloads", server: server)
    }

    private func message(_ server: String) -> String {
        do {
            _ = try installer(server).install(space)
            return "installed"
        } catch { return "\(error)" }
    }

    @Test func theTableIsRead() {
        #expect(PublicSpace.all.count >= 6)
        #expect(PublicSpace.all.allSatisfy { $0.size > 500_000_000 })
    }

    @Test func itIsDownloadedCheckedAndImported() throws {
        let server = try FileServer(served)
        var lines: [String] = []
        let directory = try installer(server.address).install(space) { lines.append($0) }
        #expect(directory == store.directory + "/siglip-tiny")
        #expect(lines[0].contains("Apache-2.0") && lines[0].contains("someone/siglip-tiny"))
        #expect(try server.requests().count == space.files.count)
        #expect(try store.load("siglip-tiny").dimension == 32)
        let sources = try store.manifest(of: "siglip-tiny").sources
        #expect(sources.map(\.sha256) == space.files.map(\.sha256))
        #expect(sources.allSatisfy { $0.source.hasPrefix(PublicSpace.server) })
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path + "/downloads").isEmpty)
        // There it is: it must not be replaced unasked.
        #expect(message(server.address).contains("there is a space 'siglip-tiny' already"))
    }

    @Test func aDownloadThatBreaksOffIsContinued() throws {
        let server = try FileServer(served, breakAfter: 50_000)
        _ = try installer(server.address).install(space)
        let requests = try server.requests().filter { $0.contains("model.safetensors") }
        #expect(requests.count == 3)
        #expect(requests.last?.hasSuffix("bytes=100000-") == true)
    }

    /// As CLAP is published.
    @Test func weightsOfPyTorchAreConverted() throws {
        let clip = try Self.publish("clip-tiny", in: served) { place in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [
                "python3", Self.repository + "/Scripts/spaces/save_checkpoint.py",
                place + "/model.safetensors", place + "/pytorch_model.bin",
            ]
            try process.run()
            process.waitUntilExit()
            try #require(process.terminationStatus == 0)
            try FileManager.default.removeItem(atPath: place + "/model.safetensors")
        }
        let server = try FileServer(served)
        _ = try installer(server.address).install(clip)
        let original = try Space(
            directory: Self.repository + "/Tests/EncodingTests/Fixtures/clip-tiny",
            modalities: [.text])
        let installed = try store.load("clip-tiny", modalities: [.text])
        #expect(try installed.text?.encode(["a dog"]) == original.text?.encode(["a dog"]))
        let sources = try store.manifest(of: "clip-tiny").sources.map(\.use)
        #expect(sources.contains("pytorch_model.bin"))
    }

    @Test func whatIsNoCheckpointIsNotInstalled() throws {
        let clip = try Self.publish("clip-tiny", in: served) { place in
            try FileManager.default.moveItem(
                atPath: place + "/model.safetensors", toPath: place + "/pytorch_model.bin")
        }
        let server = try FileServer(served)
        #expect {
            _ = try installer(server.address).install(clip)
        } throws: {
            "\($0)".contains("pytorch_model.bin was not converted")
        }
        #expect(store.names().isEmpty)
    }

    @Test func withoutANetworkItIsToldWhatToFetch() throws {
        let nowhere = "http://127.0.0.1:1"
        let error = message(nowhere)
        let downloads = installer(nowhere).folder(of: space)
        for file in space.files {
            #expect(error.contains(space.address(of: file, on: nowhere)))
            #expect(error.contains(file.sha256))
        }
        #expect(error.contains(downloads))
        // And then there is no need of one.
        for file in space.files {
            try FileManager.default.copyItem(
                atPath: served + "/someone/siglip-tiny/resolve/\(space.revision)/\(file.name)",
                toPath: downloads + "/" + file.name)
        }
        #expect(message(nowhere) == "installed")
    }

    @Test func anotherContentIsNotInstalled() throws {
        let weights = served + "/someone/siglip-tiny/resolve/\(space.revision)/model.safetensors"
        var data = try Data(contentsOf: URL(fileURLWithPath: weights))
        data[data.count - 1] ^= 1
        try data.write(to: URL(fileURLWithPath: weights))
        let server = try FileServer(served)
        #expect(message(server.address).contains("were not downloaded"))
        #expect(store.names().isEmpty)
    }

    @Test func stoppingInstallsNothing() throws {
        let server = try FileServer(served)
        #expect(throws: CancellationError.self) {
            _ = try installer(server.address).install(space, isCancelled: { true })
        }
        #expect(store.names().isEmpty)
    }

    @Test func aMirrorMayBeNamed() {
        func server(_ value: String?) -> String {
            PublicSpaceInstaller.standardServer(
                environment: value.map { ["HF_ENDPOINT": $0] } ?? [:])
        }
        #expect(server(nil) == PublicSpace.server && server("") == PublicSpace.server)
        #expect(server("https://mirror.example/") == "https://mirror.example")
    }
}
