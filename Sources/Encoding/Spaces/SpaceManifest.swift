import Foundation

/// What `space.json` says: which encoders a space has, where they come from and under which
/// licence. `docs/space-format.md` describes every field.
public struct SpaceManifest: Sendable, Codable, Equatable {
    /// The newest layout of `space.json` that this version reads.
    public static let currentFormat = 1

    public struct BridgeEntry: Sendable, Codable, Equatable {
        /// `class-mixture`, `centring` or `linear`.
        public let kind: String
        /// Path of its tensors within the space folder.
        public let file: String
    }

    /// A space that this one is made of.
    public struct PartEntry: Sendable, Codable, Equatable {
        public let name: String
        public let identity: String
        public let dimension: Int
    }

    public struct EncoderEntry: Sendable, Codable, Equatable {
        /// A name that `ArchitectureRegistry` knows.
        public let architecture: String
        /// A safetensors file, or a folder in the layout of Hugging Face or of a space, within the
        /// space folder.
        public let weights: String
        /// Nil where the encoder's output is in the space already.
        public let bridge: BridgeEntry?
        /// How many tokens a picture becomes at most; nil for what the model's folder says, and
        /// where pictures don't become tokens.
        public var maximumSoftTokens: Int?

        enum CodingKeys: String, CodingKey {
            case architecture, weights, bridge
            case maximumSoftTokens = "max_soft_tokens"
        }
    }

    /// Something a space was made from.
    public struct SourceEntry: Sendable, Codable, Equatable {
        public let name: String
        public let version: String
        public let sha256: String
        /// SPDX identifier.
        public let licence: String
        public let source: String
        public let use: String

        public init(
            name: String, version: String, sha256: String, licence: String, source: String,
            use: String
        ) {
            (self.name, self.version, self.sha256) = (name, version, sha256)
            (self.licence, self.source, self.use) = (licence, source, use)
        }
    }

    public let format: Int
    public let name: String
    public let version: String
    public let identity: String
    public let dimension: Int
    public let preprocessingVersion: Int
    /// By modality: `image`, `audio`, `text`.
    public let encoders: [String: EncoderEntry]
    public let sources: [SourceEntry]
    public let notes: [String]
    /// By folder, of a space that was bridged; nil for others.
    public var parts: [String: PartEntry]?

    enum CodingKeys: String, CodingKey {
        case format, name, version, identity, dimension, encoders, sources, notes, parts
        case preprocessingVersion = "preprocessing_version"
    }
}

extension SpaceManifest {
    static let fileName = "space.json"

    /// Reads `space.json` of a space folder, or makes up what it would say of a plain Hugging Face
    /// folder, whose files are read for it.
    public init(directory: String) throws {
        let path = directory + "/" + Self.fileName
        if !FileManager.default.fileExists(atPath: path), HuggingFaceFolder.lies(at: directory) {
            self = try HuggingFaceFolder(directory: directory).manifest()
            return
        }
        self = try JSONFile.decode(path: path)
        guard format <= Self.currentFormat else {
            throw EncodingError.malformedFile(
                path: path,
                reason: "it has format \(format), this version of Trove reads up to "
                    + "\(Self.currentFormat): a newer Trove is needed")
        }
        guard dimension > 0 else {
            throw EncodingError.malformedFile(path: path, reason: "its dimension is not positive")
        }
    }
}
