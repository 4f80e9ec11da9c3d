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
    public init(store: SpaceStore, cache: String = StarterSpaceInstaller.defaultCache()) {
        self.store = store
        self.cache = cache
    }

    /// `$XDG_CACHE_HOME/trove/downloads`, else `~/.cache/trove/downloads`.
    public static func defaultCache(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String {
        let base =
            environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            ?? NSHomeDirectory() + "/.cache"
        return base + "/trove/downloads"
    }

    /// Installs the space, replacing another version of it; where this version is installed
    /// already, nothing is done.
    ///
    /// An installed space stays usable until the new one is complete; the script tells its
    /// progress on standard error.
    /// - Parameter report: gets a line for a person as each step begins.
    /// - Returns: the space's folder.
    /// - Throws: `EncodingError`.
    public func install(report: (String) -> Void = { _ in }) throws -> String {
        let files = FileManager.default
        let target = store.directory + "/" + Self.name
        if isCurrent(target) { return target }
        let partial =
            store.directory + "/.\(Self.name).\(ProcessInfo.processInfo.processIdentifier)"
        let scripts = partial + ".scripts"
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
        try run(["python3", scripts + "/convert.py", "--output", partial, "--cache", cache])
        report("Embedding the names of the classes that the classifiers know")
        try StarterBridges(directory: partial).write()
        // A space that does not load must not replace one that does.
        _ = try Space(directory: partial)
        try publish(partial, as: target)
        return target
    }

    /// Whether a space that this program would install again lies there and can be loaded.
    private func isCurrent(_ directory: String) -> Bool {
        guard let manifest = try? SpaceManifest(directory: directory),
            manifest.version == StarterScripts.version
        else { return false }
        return (try? Space(directory: directory)) != nil
    }

    private func run(_ command: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.standardError
        do {
            try process.run()
        } catch {
            throw EncodingError.installationFailed(
                "python3 can't be run: \(error.localizedDescription)")
        }
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw EncodingError.installationFailed(
                "downloading or converting its weights failed, see the lines above")
        }
    }

    private func publish(_ partial: String, as target: String) throws {
        let files = FileManager.default
        let old = partial + ".old"
        do {
            if files.fileExists(atPath: target) { try files.moveItem(atPath: target, toPath: old) }
            try files.moveItem(atPath: partial, toPath: target)
            try? files.removeItem(atPath: old)
        } catch {
            throw EncodingError.installationFailed(
                "can't move it to \(target): \(error.localizedDescription)")
        }
    }
}
