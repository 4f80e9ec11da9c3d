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
        /// Nil where each architecture takes what suits it.
        let requestedPrecision: Precision?
        let shared = SharedModels()
        /// By folder.
        let parts: [String: SpaceManifest.PartEntry]

        var precision: Precision { requestedPrecision ?? .preferred }

        func path(_ relative: String) -> String {
            relative == "." ? directory : directory + "/" + relative
        }
    }

    static let image: [String: @Sendable (Entry, Location) throws -> any ImageEncoder] = [
        SpacePart.architecture: { entry, location in
            try SpacePart(entry, location).unmapped(.image) { $0.image }
        },
        "efficientnet-lite0": efficientNetLite,
        "efficientnet-lite1": efficientNetLite,
        "efficientnet-lite2": efficientNetLite,
        "clip": { entry, location in
            try imageEncoder(
                CLIPVisionModel(
                    directory: location.path(entry.weights), precision: location.precision),
                .clip, entry, location)
        },
        "siglip": { entry, location in
            try imageEncoder(
                SigLIPVisionModel(
                    directory: location.path(entry.weights), precision: location.precision),
                .siglip, entry, location)
        },
        EmbeddingGemma.architecture: { entry, location in
            let model = try embeddingGemma(entry, location)
            guard let vision = model.configuration.vision else {
                throw unsupported(.image, entry, location)
            }
            let directory = location.path(entry.weights)
            return EmbeddingGemmaImageEncoder(
                model: model,
                tower: try GemmaVisionTower(
                    configuration: vision, outputs: model.languageModel.width,
                    weights: Checkpoint(directory: directory, precision: model.precision)),
                preprocessing: try GemmaPreprocessing(
                    directory: directory, vision: vision, tokenLimit: entry.maximumSoftTokens),
                bridge: try bridge(
                    entry, location, classCount: 0, featureCount: model.dimension))
        },
    ]

    static let audio: [String: @Sendable (Entry, Location) throws -> any AudioEncoder] = [
        SpacePart.architecture: { entry, location in try SpacePart(entry, location).audio() },
        "aisfx": { entry, location in
            let model = try SoundEffectsNetwork(
                weights: location.path(entry.weights),
                precision: location.requestedPrecision ?? SoundEffectsNetwork.preferredPrecision)
            return try SoundEffectsEncoder(
                model: model,
                bridge: bridge(
                    entry, location, classCount: model.classCount,
                    featureCount: model.featureCount))
        },
        EmbeddingGemma.architecture: { entry, location in
            let model = try embeddingGemma(entry, location)
            guard let audio = model.configuration.audio else {
                throw unsupported(.audio, entry, location)
            }
            let directory = location.path(entry.weights)
            let tower = try GemmaAudioTower(
                configuration: audio, outputs: model.languageModel.width,
                weights: Checkpoint(directory: directory, precision: model.precision))
            return EmbeddingGemmaAudioEncoder(
                model: model, tower: tower,
                preprocessing: try GemmaSpectrogram(
                    directory: directory, bandCount: tower.bandCount),
                bridge: try bridge(
                    entry, location, classCount: 0, featureCount: model.dimension))
        },
        "clap": { entry, location in
            let directory = location.path(entry.weights)
            let model = try CLAPAudioModel(
                directory: directory, precision: location.precision)
            return CLAPAudioEncoder(
                model: model,
                preprocessing: try CLAPPreprocessing(
                    directory: directory, bandCount: model.bandCount, longest: model.longest),
                bridge: try bridge(
                    entry, location, classCount: 0, featureCount: model.dimension))
        },
    ]

    static let text: [String: @Sendable (Entry, Location) throws -> any TextEncoder] = [
        SpacePart.architecture: { entry, location in
            try SpacePart(entry, location).unmapped(.text) { $0.text }
        },
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
        "siglip": { entry, location in
            try sentenceEncoder(
                SigLIPTextModel(
                    directory: location.path(entry.weights), precision: location.precision),
                entry, location)
        },
        EmbeddingGemma.architecture: { entry, location in
            try sentenceEncoder(
                EmbeddingGemmaTextModel(
                    model: embeddingGemma(entry, location),
                    tokenizer: gemmaTokenizer(entry, location),
                    directory: location.path(entry.weights)), entry, location)
        },
        "clap": { entry, location in
            try sentenceEncoder(
                CLAPTextModel(
                    directory: location.path(entry.weights), precision: location.precision),
                entry, location)
        },
    ]

    /// By `model_type` of `config.json`: what a plain Hugging Face folder is a space of. Its
    /// encoders are those of the same name.
    static let folders: [String: @Sendable (String) throws -> HuggingFaceFolder.Contents] = [
        "clip": CLIPConfiguration.contents,
        "siglip": SigLIPConfiguration.contents,
        EmbeddingGemma.architecture: EmbeddingGemma.contents,
        "clap": CLAPConfiguration.contents,
    ]

    private static func imageEncoder(
        _ model: any VisionModel, _ family: CLIPPreprocessing.Family, _ entry: Entry,
        _ location: Location
    ) throws -> any ImageEncoder {
        CLIPImageEncoder(
            model: model,
            preprocessing: try CLIPPreprocessing(
                directory: location.path(entry.weights), side: model.imageSide, for: family),
            bridge: try bridge(entry, location, classCount: 0, featureCount: model.dimension))
    }

    /// All its encoders run through one language model.
    private static func embeddingGemma(
        _ entry: Entry, _ location: Location
    ) throws -> EmbeddingGemma {
        let directory = location.path(entry.weights)
        return try location.shared.model(at: directory) {
            let model = try EmbeddingGemma(
                directory: directory, tokenizer: gemmaTokenizer(entry, location),
                dimension: location.dimension, precision: location.precision)
            guard model.dimension <= model.languageModel.dimension else {
                throw EncodingError.malformedFile(
                    path: location.path(SpaceManifest.fileName),
                    reason: "its dimension is \(model.dimension), the encoder "
                        + "\(entry.architecture) gives \(model.languageModel.dimension) values")
            }
            return model
        }
    }

    private static func gemmaTokenizer(
        _ entry: Entry, _ location: Location
    ) throws -> GemmaTokenizerFile {
        let path = location.path(entry.weights) + "/" + EmbeddingGemma.tokenizerFile
        return try location.shared.model(at: path) { try GemmaTokenizerFile(path: path) }
    }

    private static func unsupported(
        _ modality: Modality, _ entry: Entry, _ location: Location
    ) -> EncodingError {
        .malformedFile(
            path: location.path(entry.weights) + "/" + HuggingFaceFolder.configuration,
            reason: "it describes no encoder for \(modality.rawValue)")
    }

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
