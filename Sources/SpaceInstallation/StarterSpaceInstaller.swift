import Encoding
import Foundation
import StarterScripts

/// Installs the starter space: downloads its public weights, converts them and writes the
/// bridges.
///
/// Downloading and conversion are a Python script that needs only the standard library and pip;
/// it is compiled into the program. The bridges' text embeddings come from the space's own text
/// encoder, so they fit it exactly.
public struct StarterSpaceInstaller: Sendable {
    public static let name = "starter"

    private let store: SpaceStore
    private let cache: String

    /// - Parameters:
    ///   - store: where the space folder will lie.
    ///   - cache: a folder that keeps the downloaded packages.
    public init(store: SpaceStore, cache: String = DownloadFolder.standard()) {
        self.store = store
        self.cache = cache
    }

    /// Installs the space, replacing another version of it; where this version is installed
    /// already, nothing is done.
    ///
    /// An installed space stays usable until the new one is complete; the script tells its
    /// progress on standard error.
    /// - Parameters:
    ///   - report: gets a line for a person as each step begins.
    ///   - isCancelled: asked often; once it says so, nothing is installed.
    /// - Returns: the space's folder.
    /// - Throws: `EncodingError`, `CancellationError`.
    public func install(
        report: (String) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws -> String {
        let files = FileManager.default
        let target = store.directory + "/" + Self.name
        if isCurrent(target) { return target }
        let partials = PartialFolders(directory: store.directory)
        partials.removeStale()
        let partial = partials.path(of: Self.name)
        let scripts = partials.path(of: Self.name, "scripts")
        defer {
            try? files.removeItem(atPath: partial)
            try? files.removeItem(atPath: scripts)
        }
        do {
            try files.createDirectory(atPath: scripts, withIntermediateDirectories: true)
            for script in StarterScripts.files {
                try Data(script.bytes).write(to: URL(fileURLWithPath: scripts + "/" + script.name))
            }
        } catch {
            throw EncodingError.installationFailed(
                "can't write to \(store.directory): \(error.localizedDescription)")
        }
        report("Downloading and converting the weights (about 125 MB, kept in \(cache))")
        let status = try PythonScript.run(
            [scripts + "/convert.py", "--output", partial, "--cache", cache],
            isCancelled: isCancelled)
        guard status == 0 else {
            throw EncodingError.installationFailed(
                "downloading or converting its weights failed, see the lines above")
        }
        report("Embedding the names of the classes that the classifiers know")
        try StarterBridges(directory: partial).write()
        // A space that does not load must not replace one that does.
        _ = try Space(directory: partial)
        try partials.publish(Self.name)
        return target
    }

    /// Whether a space that this program would install again lies there and can be loaded.
    private func isCurrent(_ directory: String) -> Bool {
        guard let manifest = try? SpaceManifest(directory: directory),
            manifest.version == StarterScripts.version
        else { return false }
        return (try? Space(directory: directory)) != nil
    }
}
