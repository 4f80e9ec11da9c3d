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
        let precision: Precision

        func path(_ relative: String) -> String { directory + "/" + relative }
    }

    static let image: [String: @Sendable (Entry, Location) throws -> any ImageEncoder] = [
        "efficientnet-lite0": efficientNetLite,
        "efficientnet-lite1": efficientNetLite,
        "efficientnet-lite2": efficientNetLite,
        "clip": { entry, location in
            let directory = location.path(entry.weights)
            let model = try CLIPVisionModel(
                directory: directory, precision: location.precision)
            return CLIPImageEncoder(
                model: model,
                preprocessing: try CLIPPreprocessing(directory: directory, side: model.imageSide),
                bridge: try bridge(
                    entry, location, classCount: 0, featureCount: model.dimension))
        },
    ]

    static let audio: [String: @Sendable (Entry, Location) throws -> any AudioEncoder] = [
        "aisfx": { entry, location in
            let model = try SoundEffectsNetwork(
                weights: location.path(entry.weights), precision: location.precision)
            return SoundEffectsEncoder(
                model: model,
                bridge: try bridge(
                    entry, location, classCount: model.classCount,
                    featureCount: model.featureCount))
        }
    ]

    static let text: [String: @Sendable (Entry, Location) throws -> any TextEncoder] = [
        "bert": { entry, location in
            try sentenceEncoder(
                BERTModel(
                    directory: location.path(entry.weights), precision: location.precision),
                entry, location)
        },
        "clip": { entry, location in
            try sentenceEncoder(
                CLIPTextModel(
                    directory: location.path(entry.weights), precision: location.precision),
                entry, location)
        },
    ]

    /// By `model_type` of `config.json`: what a plain Hugging Face folder is a space of. Its
    /// encoders are those of the same name.
    static let folders: [String: @Sendable (String) throws -> HuggingFaceFolder.Contents] = [
        "clip": CLIPConfiguration.contents
    ]

    private static func sentenceEncoder(
        _ model: any TextModel, _ entry: Entry, _ location: Location
    ) throws -> any TextEncoder {
        SentenceEncoder(
            model: model,
            bridge: try bridge(entry, location, classCount: 0, featureCount: model.dimension))
    }

    @Sendable private static func efficientNetLite(
        _ entry: Entry, _ location: Location
    ) throws -> any ImageEncoder {
        let model = try EfficientNetLite(
            variant: entry.architecture, weights: location.path(entry.weights),
            precision: location.precision)
        return EfficientNetLiteEncoder(
            model: model,
            bridge: try bridge(
                entry, location, classCount: EfficientNetLite.classCount,
                featureCount: model.featureCount))
    }

    private static func bridge(
        _ entry: Entry, _ location: Location, classCount: Int, featureCount: Int
    ) throws -> any Bridge {
        guard let bridge = entry.bridge else {
            guard featureCount == location.dimension else {
                throw EncodingError.malformedFile(
                    path: location.path(SpaceManifest.fileName),
                    reason: "its dimension is \(location.dimension), the encoder "
                        + "\(entry.architecture) gives \(featureCount) values and has no bridge")
            }
            return UnitBridge(architecture: entry.architecture)
        }
        let file = try SafeTensorsFile(path: location.path(bridge.file))
        try BridgeFit(
            architecture: entry.architecture, preprocessingVersion: location.preprocessingVersion
        ).check(file)
        switch bridge.kind {
        case "class-mixture":
            return try ClassMixtureBridge(
                file: file, classCount: classCount, featureCount: featureCount,
                dimension: location.dimension)
        case "centring":
            return try CentringBridge(file: file, dimension: location.dimension)
        default:
            throw EncodingError.unknownArchitecture(
                "bridge " + bridge.kind, path: location.path("space.json"))
        }
    }
}
