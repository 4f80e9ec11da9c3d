/// `config.json` of a SigLIP folder, also of SigLIP 2 with pictures of a fixed size.
///
/// What the file leaves out is as in `transformers.SiglipConfig`, whose defaults are
/// `siglip-base-patch16-224`.
struct SigLIPConfiguration: Sendable, Decodable {
    struct Text: Sendable {
        let tower: CLIPConfiguration.Tower
        let vocabularySize, positionCount: Int
    }

    let text: Text
    let vision: CLIPConfiguration.Vision
    /// Length of what both towers give.
    let dimension: Int

    private enum Key: String, CodingKey {
        case text = "text_config"
        case vision = "vision_config"
        case width = "hidden_size"
        case intermediateSize = "intermediate_size"
        case layerCount = "num_hidden_layers"
        case headCount = "num_attention_heads"
        case activation = "hidden_act"
        case epsilon = "layer_norm_eps"
        case vocabularySize = "vocab_size"
        case positionCount = "max_position_embeddings"
        case projectionSize = "projection_size"
        case imageSide = "image_size"
        case patchSide = "patch_size"
        case channelCount = "num_channels"
        case usesHead = "vision_use_head"
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        // A published file may say no more than what kind of model it is.
        let text: KeyedDecodingContainer<Key>? = try values.objectIfPresent(.text)
        let vision: KeyedDecodingContainer<Key>? = try values.objectIfPresent(.vision)
        let textTower = try Self.tower(text)
        self.text = Text(
            tower: textTower, vocabularySize: try text.size(.vocabularySize, default: 32_000),
            positionCount: try text.size(.positionCount, default: 64))
        self.vision = CLIPConfiguration.Vision(
            tower: try Self.tower(vision), imageSide: try vision.size(.imageSide, default: 224),
            patchSide: try vision.size(.patchSide, default: 16))
        dimension = try text.size(.projectionSize, default: textTower.width)
        guard self.vision.tower.width == dimension else {
            throw vision.invalid(.width, "the text tower gives \(dimension) values")
        }
        guard self.text.positionCount >= 2 else {
            throw text.invalid(.positionCount, "too small")
        }
        guard self.vision.imageSide >= self.vision.patchSide else {
            throw vision.invalid(.patchSide, "larger than a picture")
        }
        guard try vision.size(.channelCount, default: 3) == 3 else {
            throw vision.invalid(.channelCount, "3 is needed")
        }
        guard try vision?.decodeIfPresent(Bool.self, forKey: .usesHead) ?? true else {
            throw vision.invalid(.usesHead, "without its head the tower gives no embedding")
        }
    }

    private static func tower(
        _ values: KeyedDecodingContainer<Key>?
    ) throws -> CLIPConfiguration.Tower {
        let tower = CLIPConfiguration.Tower(
            width: try values.size(.width, default: 768),
            intermediateSize: try values.size(.intermediateSize, default: 3072),
            layerCount: try values.size(.layerCount, default: 12),
            headCount: try values.size(.headCount, default: 12),
            activation: try values?.decodeIfPresent(HiddenActivation.self, forKey: .activation)
                ?? .geluTanh,
            epsilon: try values?.decodeIfPresent(Float.self, forKey: .epsilon) ?? 1e-6)
        guard tower.width % tower.headCount == 0 else {
            throw values.invalid(.headCount, "does not divide hidden_size")
        }
        guard tower.epsilon > 0, tower.epsilon.isFinite else {
            throw values.invalid(.epsilon, "out of range")
        }
        return tower
    }
}

extension SigLIPConfiguration {
    /// What makes a plain folder a space.
    @Sendable static func contents(of directory: String) throws -> HuggingFaceFolder.Contents {
        let configuration: SigLIPConfiguration = try JSONFile.decode(
            path: directory + "/" + HuggingFaceFolder.configuration)
        return HuggingFaceFolder.Contents(
            modalities: [.image, .text], dimension: configuration.dimension,
            files: try [HuggingFaceFolder.configuration, CLIPPreprocessing.fileName(in: directory)]
                + SigLIPTokenizer.fileNames(in: directory)
                + Checkpoint(directory: directory).fileNames)
    }

    /// As `CLIPConfiguration.checkAllRead`.
    static func checkAllRead(_ weights: Checkpoint, but otherTower: String) throws {
        try CLIPConfiguration.checkAllRead(weights, but: [otherTower, "logit_bias"])
    }
}
