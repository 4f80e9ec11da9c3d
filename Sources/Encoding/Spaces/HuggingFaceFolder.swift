import Foundation
import MediaTypes

/// A model as Hugging Face publishes it: `config.json`, weights, and what its preprocessing needs.
struct HuggingFaceFolder {
    /// What such a folder means as a space.
    struct Contents {
        let modalities: [Modality]
        let dimension: Int
        /// Names of the files that its vectors depend on.
        let files: [String]
        /// Lengths to which its vectors may be cut.
        var smallerDimensions: [Int] = []
        /// How many tokens a picture may become at most, and what the folder says; empty and nil
        /// where pictures don't become tokens.
        var tokenLimits: [Int] = []
        var tokenLimit: Int?
    }

    private struct Header: Decodable {
        let modelType: String

        enum CodingKeys: String, CodingKey { case modelType = "model_type" }
    }

    static let configuration = "config.json"
    /// Counts changes of what this program makes of the same files.
    private static let preprocessingVersion = 1

    let directory: String
    let architecture: String
    let contents: Contents

    static func lies(at directory: String) -> Bool {
        FileManager.default.fileExists(atPath: directory + "/" + configuration)
    }

    /// - Throws: `EncodingError` naming the file and field at fault.
    init(directory: String) throws {
        self.directory = directory
        let path = directory + "/" + Self.configuration
        architecture = try JSONFile.decode(path: path, as: Header.self).modelType
        guard let read = ArchitectureRegistry.folders[architecture] else {
            throw EncodingError.unknownArchitecture(architecture, path: path)
        }
        contents = try read(directory)
    }

    /// What its `space.json` would say; the identity comes from the content of its files, and from
    /// the settings that make other vectors of them.
    ///
    /// - Parameter name: nil for the folder's own.
    /// - Throws: `EncodingError`, also for settings that the model does not have.
    func manifest(
        name: String? = nil, settings: SpaceSettings = SpaceSettings(),
        sources: [SpaceManifest.SourceEntry] = []
    ) throws -> SpaceManifest {
        let dimension = try chosen(
            settings.dimension, of: [contents.dimension] + contents.smallerDimensions,
            "embeddings of the dimension")
        let tokens = try chosen(
            settings.imageTokens, of: contents.tokenLimits, "pictures of the tokens")
        var entries: [String: SpaceManifest.EncoderEntry] = [:]
        for modality in contents.modalities {
            entries[modality.rawValue] = SpaceManifest.EncoderEntry(
                architecture: architecture, weights: ".", bridge: nil,
                maximumSoftTokens: modality == .image ? tokens : nil)
        }
        var changes: [String] = []
        if let dimension, dimension != contents.dimension {
            changes.append("dimension=\(dimension)")
        }
        if let tokens, tokens != contents.tokenLimit { changes.append("tokens=\(tokens)") }
        return SpaceManifest(
            format: SpaceManifest.currentFormat,
            name: name ?? URL(fileURLWithPath: directory).standardizedFileURL.lastPathComponent,
            version: "1", identity: try identity(changes: changes),
            dimension: dimension ?? contents.dimension,
            preprocessingVersion: Self.preprocessingVersion, encoders: entries,
            sources: sources, notes: [])
    }

    private func chosen(_ value: Int?, of known: [Int], _ what: String) throws -> Int? {
        guard let value, !known.contains(value) else { return value }
        let choice =
            known.isEmpty
            ? "has no such setting" : "has \(known.map(String.init).joined(separator: ", "))"
        throw EncodingError.installationFailed(
            "for \(what) \(value) was asked, the model in \(directory) \(choice)")
    }

    private func identity(changes: [String]) throws -> String {
        var remembered = RememberedHashes()
        var summary = Data(changes.joined(separator: ",").utf8)
        for name in contents.files.sorted() {
            let hash = try remembered.hash(ofFile: directory + "/" + name)
            summary += Data(name.utf8) + [0] + hash.bytes
        }
        remembered.save()
        return architecture + "-" + FileHash(of: summary).text
    }
}
