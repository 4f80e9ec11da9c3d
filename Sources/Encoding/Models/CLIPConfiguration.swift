/// `config.json` of a CLIP folder.
///
/// What the file leaves out is as in `transformers.CLIPConfig`, whose defaults are ViT-B/32.
struct CLIPConfiguration: Sendable, Decodable {
    /// What both towers have.
    struct Tower: Sendable {
        let width, intermediateSize, layerCount, headCount: Int
        let activation: HiddenActivation
        let epsilon: Float
    }

    struct Text: Sendable {
        let tower: Tower
        let vocabularySize, positionCount, endToken: Int
    }

    struct Vision: Sendable {
        let tower: Tower
        let imageSide, patchSide: Int
    }

    let projectionDimension: Int
    let text: Text
    let vision: Vision

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        projectionDimension = try values.size(.projectionDimension, default: 512)
        // Where an older file gives a tower twice, `…_config_dict` is what the reference takes.
        func tower(_ key: Key, older: Key) throws -> KeyedDecodingContainer<Key>? {
            try values.objectIfPresent(older) ?? values.objectIfPresent(key)
        }
        let text = try tower(.text, older: .olderText)
        self.text = Text(
            tower: try Tower(text, width: 512, intermediate: 2048, heads: 8),
            vocabularySize: try text.size(.vocabularySize, default: 49_408),
            positionCount: try text.size(.positionCount, default: 77),
            endToken: try text?.decodeIfPresent(Int.self, forKey: .endToken) ?? 49_407)
        let vision = try tower(.vision, older: .olderVision)
        self.vision = Vision(
            tower: try Tower(vision, width: 768, intermediate: 3072, heads: 12),
            imageSide: try vision.size(.imageSide, default: 224),
            patchSide: try vision.size(.patchSide, default: 32))
        guard self.text.positionCount >= 2 else {
            throw text.invalid(.positionCount, "out of range")
        }
        guard self.vision.imageSide >= self.vision.patchSide else {
            throw vision.invalid(.patchSide, "out of range")
        }
        guard try vision.size(.channelCount, default: 3) == 3 else {
            throw vision.invalid(.channelCount, "out of range")
        }
    }

    /// SigLIP's fields have the same names.
    enum Key: String, CodingKey {
        case text = "text_config"
        case olderText = "text_config_dict"
        case vision = "vision_config"
        case olderVision = "vision_config_dict"
        case projectionDimension = "projection_dim"
        case width = "hidden_size"
        case intermediateSize = "intermediate_size"
        case layerCount = "num_hidden_layers"
        case headCount = "num_attention_heads"
        case activation = "hidden_act"
        case epsilon = "layer_norm_eps"
        case vocabularySize = "vocab_size"
        case positionCount = "max_position_embeddings"
        case endToken = "eos_token_id"
        case imageSide = "image_size"
        case patchSide = "patch_size"
        case channelCount = "num_channels"
        case projectionSize = "projection_size"
        case usesHead = "vision_use_head"
    }
}

extension CLIPConfiguration.Tower {
    /// - Parameters: what stands for fields that are missing.
    init(
        _ values: KeyedDecodingContainer<CLIPConfiguration.Key>?, width: Int, intermediate: Int,
        heads: Int, activation: HiddenActivation = .quickGELU, epsilon: Float = 1e-5
    ) throws {
        self.width = try values.size(.width, default: width)
        intermediateSize = try values.size(.intermediateSize, default: intermediate)
        layerCount = try values.size(.layerCount, default: 12)
        headCount = try values.size(.headCount, default: heads)
        self.activation =
            try values?.decodeIfPresent(HiddenActivation.self, forKey: .activation) ?? activation
        self.epsilon = try values?.decodeIfPresent(Float.self, forKey: .epsilon) ?? epsilon
        guard self.width % headCount == 0 else {
            throw values.invalid(.headCount, "out of range")
        }
        guard self.epsilon > 0, self.epsilon.isFinite else {
            throw values.invalid(.epsilon, "out of range")
        }
    }
}

extension CLIPConfiguration {
    /// What makes a plain folder a space.
    @Sendable static func contents(of directory: String) throws -> HuggingFaceFolder.Contents {
        let configuration: CLIPConfiguration = try JSONFile.decode(
            path: directory + "/" + HuggingFaceFolder.configuration)
        return HuggingFaceFolder.Contents(
            modalities: [.image, .text], dimension: configuration.projectionDimension,
            files: try [HuggingFaceFolder.configuration, CLIPPreprocessing.fileName(in: directory)]
                + BytePairVocabulary.fileNames(in: directory)
                + Checkpoint(directory: directory).fileNames)
    }

    /// Checks that a tower has read all tensors but those of the other and those that no vector
    /// depends on.
    static func checkAllRead(_ weights: Checkpoint, but otherTower: [String]) throws {
        let unused: Set = [
            "logit_scale", "text_model.embeddings.position_ids",
            "vision_model.embeddings.position_ids",
        ]
        try weights.checkAllRead { name in
            unused.contains(name) || otherTower.contains(where: name.hasPrefix)
        }
    }
}
