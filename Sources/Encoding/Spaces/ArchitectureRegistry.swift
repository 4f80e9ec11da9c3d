import MediaTypes

/// Which encoder a name in `space.json` stands for. A new architecture is a file in `Models`,
/// its encoder, and a line here.
enum ArchitectureRegistry {
    typealias Entry = SpaceManifest.EncoderEntry

    /// Where an encoder's parts lie, and what all parts of the space have in common.
    struct Location {
        let directory: String
        let dimension: Int
        let preprocessingVersion: Int

        func path(_ relative: String) -> String { directory + "/" + relative }
    }

    static let image: [String: @Sendable (Entry, Location) throws -> any ImageEncoder] = [
        "efficientnet-lite0": efficientNetLite,
        "efficientnet-lite1": efficientNetLite,
        "efficientnet-lite2": efficientNetLite,
    ]

    static let audio: [String: @Sendable (Entry, Location) throws -> any AudioEncoder] = [
        "aisfx": { entry, location in
            let model = try SoundEffectsNetwork(weights: location.path(entry.weights))
            return SoundEffectsEncoder(
                model: model,
                bridge: try bridge(
                    entry, location, classCount: model.classCount,
                    featureCount: model.featureCount))
        }
    ]

    static let text: [String: @Sendable (Entry, Location) throws -> any TextEncoder] = [
        "bert": { entry, location in
            let model = try BERTModel(directory: location.path(entry.weights))
            return SentenceEncoder(
                model: model,
                bridge: try bridge(
                    entry, location, classCount: 0, featureCount: model.dimension))
        }
    ]

    @Sendable private static func efficientNetLite(
        _ entry: Entry, _ location: Location
    ) throws -> any ImageEncoder {
        EfficientNetLiteEncoder(
            model: try EfficientNetLite(
                variant: entry.architecture, weights: location.path(entry.weights)),
            bridge: try bridge(
                entry, location, classCount: EfficientNetLite.classCount,
                featureCount: EfficientNetLite.featureCount))
    }

    private static func bridge(
        _ entry: Entry, _ location: Location, classCount: Int, featureCount: Int
    ) throws -> any Bridge {
        let file = try SafeTensorsFile(path: location.path(entry.bridge.file))
        try BridgeFit(
            architecture: entry.architecture, preprocessingVersion: location.preprocessingVersion
        ).check(file)
        switch entry.bridge.kind {
        case "class-mixture":
            return try ClassMixtureBridge(
                file: file, classCount: classCount, featureCount: featureCount,
                dimension: location.dimension)
        case "centring":
            return try CentringBridge(file: file, dimension: location.dimension)
        default:
            throw EncodingError.unknownArchitecture(
                "bridge " + entry.bridge.kind, path: location.path("space.json"))
        }
    }
}
