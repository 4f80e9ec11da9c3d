import MediaTypes

/// Which encoder a name in `space.json` stands for. A new architecture is a file in `Models`,
/// its encoder, and a line here.
enum ArchitectureRegistry {
    typealias Entry = SpaceManifest.EncoderEntry

    /// Where an encoder's parts lie and how wide the space is.
    struct Location {
        let directory: String
        let dimension: Int

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
                bridge: try bridge(entry.bridge, location, classCount: model.classCount))
        }
    ]

    static let text: [String: @Sendable (Entry, Location) throws -> any TextEncoder] = [
        "bert": { entry, location in
            SentenceEncoder(
                model: try BERTModel(directory: location.path(entry.weights)),
                bridge: try bridge(entry.bridge, location, classCount: 0))
        }
    ]

    @Sendable private static func efficientNetLite(
        _ entry: Entry, _ location: Location
    ) throws -> any ImageEncoder {
        EfficientNetLiteEncoder(
            model: try EfficientNetLite(
                variant: entry.architecture, weights: location.path(entry.weights)),
            bridge: try bridge(
                entry.bridge, location, classCount: EfficientNetLite.classCount))
    }

    private static func bridge(
        _ entry: SpaceManifest.BridgeEntry, _ location: Location, classCount: Int
    ) throws -> any Bridge {
        let path = location.path(entry.file)
        switch entry.kind {
        case "class-mixture":
            return try ClassMixtureBridge(
                path: path, classCount: classCount, dimension: location.dimension)
        case "centring":
            return try CentringBridge(path: path, dimension: location.dimension)
        default:
            throw EncodingError.unknownArchitecture(
                "bridge " + entry.kind, path: location.path("space.json"))
        }
    }
}
