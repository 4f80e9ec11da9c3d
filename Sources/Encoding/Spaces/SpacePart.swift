import MediaTypes

/// A space whose encoders another space uses: its folder lies within the other's.
struct SpacePart {
    /// What `space.json` calls it.
    static let architecture = "space"
    static let bridgeKind = "linear"

    private let entry: ArchitectureRegistry.Entry
    private let location: ArchitectureRegistry.Location
    private let manifest: SpaceManifest

    private var directory: String { location.path(entry.weights) }

    /// - Throws: `EncodingError` when it is not the one that the space was made of.
    init(
        _ entry: ArchitectureRegistry.Entry, _ location: ArchitectureRegistry.Location
    ) throws {
        self.entry = entry
        self.location = location
        let directory = location.path(entry.weights)
        manifest = try SpaceManifest(directory: directory)
        guard !manifest.isBridged else {
            throw EncodingError.malformedFile(
                path: directory + "/" + SpaceManifest.fileName,
                reason: "it is made of parts, and can't be one")
        }
        guard let part = location.parts[entry.weights] else {
            throw malformed("the field 'parts' lacks '\(entry.weights)'")
        }
        guard part.identity == manifest.identity, part.dimension == manifest.dimension else {
            throw malformed(
                "its part '\(entry.weights)' is \(part.identity), in the folder lies "
                    + manifest.identity)
        }
    }

    /// What a bridge must have been fitted for.
    static func fit(of manifest: SpaceManifest) -> BridgeFit {
        BridgeFit(
            architecture: manifest.identity, preprocessingVersion: manifest.preprocessingVersion)
    }

    /// The part's encoder, whose embeddings are in the space already.
    func unmapped<Encoder>(
        _ modality: Modality, _ encoder: (Space) -> Encoder?
    ) throws -> Encoder {
        guard entry.bridge == nil else {
            throw malformed("its encoder for \(modality.rawValue) has a bridge, only sound may")
        }
        guard manifest.dimension == location.dimension else {
            throw malformed(
                "its dimension is \(location.dimension), that of its part '\(entry.weights)' "
                    + "\(manifest.dimension)")
        }
        return try load(modality, encoder)
    }

    /// The part's sound encoder, with its bridge.
    func audio() throws -> any AudioEncoder {
        guard let bridge = entry.bridge else { return try unmapped(.audio) { $0.audio } }
        guard bridge.kind == Self.bridgeKind else {
            throw EncodingError.unknownArchitecture(
                "bridge " + bridge.kind, path: location.path(SpaceManifest.fileName))
        }
        let file = try SafeTensorsFile(path: location.path(bridge.file))
        try Self.fit(of: manifest).check(file)
        return BridgedAudioEncoder(
            encoder: try load(.audio) { $0.audio },
            bridge: try LinearBridge(
                file: file, features: manifest.dimension, dimension: location.dimension))
    }

    private func load<Encoder>(
        _ modality: Modality, _ encoder: (Space) -> Encoder?
    ) throws -> Encoder {
        let space = try Space(
            directory: directory, modalities: [modality], precision: location.requestedPrecision)
        guard let encoder = encoder(space) else {
            throw malformed("its part '\(entry.weights)' has no encoder for \(modality.rawValue)")
        }
        return encoder
    }

    private func malformed(_ reason: String) -> EncodingError {
        .malformedFile(path: location.path(SpaceManifest.fileName), reason: reason)
    }
}

extension SpaceManifest {
    /// Whether it uses encoders of other spaces.
    public var isBridged: Bool {
        encoders.values.contains { $0.architecture == SpacePart.architecture }
    }
}
