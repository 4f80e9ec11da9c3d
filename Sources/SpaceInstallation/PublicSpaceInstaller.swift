import Encoding
import Foundation
import SpaceScripts
import StarterScripts

/// Installs a public model as a space: downloads its files, each checked by its sha256, and imports
/// them. Weights that are published for PyTorch alone are converted.
///
/// What was downloaded before, also in part, is not fetched again, and files that were put into the
/// folder by hand need no network at all.
public struct PublicSpaceInstaller: Sendable {
    /// Exit code of the script when a server can't be reached.
    private static let unreachable: Int32 = 3

    /// Weights as PyTorch saves them.
    private static let checkpoint = "pytorch_model.bin"

    private let store: SpaceStore
    private let downloads: String
    private let server: String

    /// - Parameters:
    ///   - store: where the space will lie.
    ///   - downloads: a folder that keeps what is downloaded until it is installed.
    ///   - server: that the files are fetched from.
    public init(
        store: SpaceStore, downloads: String = DownloadFolder.standard(),
        server: String = PublicSpaceInstaller.standardServer()
    ) {
        self.store = store
        self.downloads = downloads
        self.server = server
    }

    /// `$HF_ENDPOINT`, which other programs know too, else Hugging Face.
    public static func standardServer(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String {
        guard let mirror = environment["HF_ENDPOINT"], !mirror.isEmpty else {
            return PublicSpace.server
        }
        return mirror.hasSuffix("/") ? String(mirror.dropLast()) : mirror
    }

    /// - Parameters:
    ///   - report: gets a line for a person as each step begins.
    ///   - isCancelled: asked often; what is downloaded by then is kept, and nothing is installed.
    /// - Returns: the space's folder.
    /// - Throws: `EncodingError`, `CancellationError`.
    public func install(
        _ space: PublicSpace, report: (String) -> Void = { _ in },
        isCancelled: () -> Bool = { false }
    ) throws -> String {
        let importer = SpaceImporter(store: store)
        try importer.checkName(space.name)
        let folder = folder(of: space)
        report(
            "\(space.title)\n\(Self.megabytes(space.size)) under the licence \(space.licence)"
                + (space.licenceNote.map { " (\($0))" } ?? "") + ", from \(space.page)")
        try download(space, to: folder, report: report, isCancelled: isCancelled)
        if space.files.contains(where: { $0.name == Self.checkpoint }) {
            report("Converting \(Self.checkpoint)")
            try convertCheckpoint(in: folder, isCancelled: isCancelled)
        }
        _ = try importer.importFolder(
            folder, name: space.name, sources: sources(of: space), report: report,
            isCancelled: isCancelled)
        try? FileManager.default.removeItem(atPath: folder)
        return store.directory + "/" + space.name
    }

    /// Where its files are downloaded to, or may be put by hand.
    public func folder(of space: PublicSpace) -> String {
        "\(downloads)/\(space.name)-\(space.revision.prefix(8))"
    }

    private struct Order: Encodable {
        let name: String
        let url: String
        let size: Int64
        let sha256: String
    }

    private func download(
        _ space: PublicSpace, to folder: String, report: (String) -> Void, isCancelled: () -> Bool
    ) throws {
        let scripts = folder + "/.scripts"
        let script = scripts + "/download.py"
        let list = scripts + "/files.json"
        let orders = space.files.map {
            Order(
                name: $0.name, url: space.address(of: $0, on: server), size: $0.size,
                sha256: $0.sha256)
        }
        defer { try? FileManager.default.removeItem(atPath: scripts) }
        try write(
            [(script, Data(SpaceScripts.download)), (list, JSONEncoder().encode(orders))],
            to: scripts)
        report("Downloading to \(folder); what is there already is checked and kept")
        let status = try PythonScript.run(
            [script, "--files", list, "--output", folder], isCancelled: isCancelled)
        switch status {
        case 0: return
        case Self.unreachable: throw EncodingError.installationFailed(byHand(space, folder))
        default:
            throw EncodingError.installationFailed(
                "its files were not downloaded, see the line above; what is whole is kept in "
                    + folder)
        }
    }

    private func convertCheckpoint(in folder: String, isCancelled: () -> Bool) throws {
        let scripts = folder + "/.scripts"
        defer { try? FileManager.default.removeItem(atPath: scripts) }
        let files = StarterScripts.checkpointConverter
        try write(files.map { (scripts + "/" + $0.name, Data($0.bytes)) }, to: scripts)
        let status = try PythonScript.run(
            [
                scripts + "/" + files[0].name, folder + "/" + Self.checkpoint,
                folder + "/model.safetensors",
            ], isCancelled: isCancelled)
        guard status == 0 else {
            throw EncodingError.installationFailed(
                "\(Self.checkpoint) was not converted, see the line above")
        }
    }

    private func write(_ files: [(path: String, content: Data)], to folder: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            for file in files { try file.content.write(to: URL(fileURLWithPath: file.path)) }
        } catch {
            throw EncodingError.installationFailed(
                "can't write to \(folder): \(error.localizedDescription)")
        }
    }

    /// What to fetch and where to put it, where there is no network.
    private func byHand(_ space: PublicSpace, _ folder: String) -> String {
        let files = space.files.map { file in
            "  \(space.address(of: file, on: server))\n"
                + "    \(file.size) bytes, sha256 \(file.sha256)"
        }
        return
            "the server can't be reached. Run this again where there is a network, or fetch these "
            + "files on another machine, put them into \(folder) under their own names, and run it "
            + "again:\n" + files.joined(separator: "\n")
    }

    private func sources(of space: PublicSpace) -> [SpaceManifest.SourceEntry] {
        space.files.map { file in
            .init(
                name: space.repository, version: file.revision ?? space.revision,
                sha256: file.sha256, licence: space.licence,
                source: space.address(of: file, on: PublicSpace.server), use: file.name)
        }
    }

    private static func megabytes(_ bytes: Int64) -> String {
        "\((bytes + 500_000) / 1_000_000) MB"
    }
}
