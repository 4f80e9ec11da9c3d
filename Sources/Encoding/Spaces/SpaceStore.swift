import Foundation
import MediaTypes

/// The folder where installed spaces lie, each in a folder of its name.
///
/// `$TROVE_SPACES`, else `$XDG_DATA_HOME/trove-spaces`, else `~/.local/share/trove-spaces`:
/// beside the libraries, since several of them share a space.
public struct SpaceStore: Sendable {
    public let directory: String

    public init(directory: String) { self.directory = directory }

    public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        func value(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        if let spaces = value("TROVE_SPACES") {
            directory = spaces
        } else if let data = value("XDG_DATA_HOME") {
            directory = data + "/trove-spaces"
        } else {
            directory = NSHomeDirectory() + "/.local/share/trove-spaces"
        }
    }

    /// Names of the installed spaces, sorted.
    public func names() -> [String] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return entries.filter { !$0.hasPrefix(".") && Self.isSpace("\(directory)/\($0)") }.sorted()
    }

    /// The folder of a space, given by name or by its folder.
    ///
    /// - Throws: `EncodingError.unknownSpace` when neither exists.
    public func path(of nameOrDirectory: String) throws -> String {
        var candidates = [directory + "/" + nameOrDirectory]
        if nameOrDirectory.contains("/") || nameOrDirectory == "." {
            candidates = [nameOrDirectory]
        }
        for candidate in candidates where Self.isSpace(candidate) { return candidate }
        throw EncodingError.unknownSpace(nameOrDirectory, searched: candidates)
    }

    private static func isSpace(_ directory: String) -> Bool {
        FileManager.default.fileExists(atPath: directory + "/" + SpaceManifest.fileName)
            || HuggingFaceFolder.lies(at: directory)
    }

    /// What `space.json` of a space says, or would say of a plain Hugging Face folder.
    public func manifest(of nameOrDirectory: String) throws -> SpaceManifest {
        try SpaceManifest(directory: path(of: nameOrDirectory))
    }

    /// Loads a space with the encoders of `modalities`.
    ///
    /// - Parameter defersTexts: whether the encoder of texts is loaded with the first of them.
    public func load(
        _ nameOrDirectory: String, modalities: Set<Modality> = Set(Modality.allCases),
        precision: Precision? = nil, defersTexts: Bool = false
    ) throws -> Space {
        let path = try path(of: nameOrDirectory)
        var space = try Space(
            directory: path, modalities: modalities, precision: precision,
            defersTexts: defersTexts)
        if path != directory + "/" + space.name {
            space.folder = URL(fileURLWithPath: path).standardizedFileURL.path
        }
        return space
    }
}
