/// `config.json` of a CLAP folder.
///
/// What the file leaves out is as in `transformers.ClapConfig`. What would make another network,
/// such as the fusion of several spectrograms, is refused.
struct CLAPConfiguration: Sendable, Decodable {
    struct Text: Sendable {
        let network: BERTConfiguration
        let paddingToken: Int
        let projectionActivation: HiddenActivation

        /// Tokens that a text may have: RoBERTa's positions begin after that of the padding.
        var longestSequence: Int { network.positionCount - paddingToken - 1 }
    }

    struct Audio: Sendable {
        /// Bands of the spectrogram.
        let bandCount: Int
        /// Width and height of the picture that is made of the spectrogram, of its patches and of
        /// the windows that see themselves alone, the latter in patches.
        let side, patchSide, windowSide: Int
        /// Channels of the first stage; each other has twice those of the one before.
        let width: Int
        /// Layers and heads of each stage.
        let depths, heads: [Int]
        /// Hidden values of the feed-forward network by those of the layer.
        let widening: Double
        let activation: HiddenActivation
        let hasAttentionBias: Bool
        let epsilon: Float
        let projectionActivation: HiddenActivation

        /// How many stretches of time lie one above the other in the picture.
        var stretchCount: Int { side / bandCount }
        /// Rows and columns of states in the first stage.
        var grid: Int { side / patchSide }
        var featureCount: Int { width << (depths.count - 1) }
    }

    let projectionDimension: Int
    let text: Text
    let audio: Audio

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        projectionDimension = try values.size(.projectionDimension, default: 512)
        // The reference hands the outer activation to the texts' projection alone.
        text = try Text(
            Part(try values.objectIfPresent(.text)),
            projectionActivation: try values.decodeIfPresent(
                HiddenActivation.self, forKey: .projectionActivation) ?? .relu)
        audio = try Audio(Part(try values.objectIfPresent(.audio)))
    }

    enum Key: String, CodingKey {
        case text = "text_config"
        case audio = "audio_config"
        case projectionDimension = "projection_dim"
        case projectionActivation = "projection_hidden_act"
        case hiddenSize = "hidden_size"
        case layerCount = "num_hidden_layers"
        case headCount = "num_attention_heads"
        case intermediateSize = "intermediate_size"
        case positionCount = "max_position_embeddings"
        case typeCount = "type_vocab_size"
        case vocabularySize = "vocab_size"
        case epsilon = "layer_norm_eps"
        case activation = "hidden_act"
        case paddingToken = "pad_token_id"
        case windowSide = "window_size"
        case bandCount = "num_mel_bins"
        case side = "spec_size"
        case patchSide = "patch_size"
        case patchStride = "patch_stride"
        case depths
        case fuses = "enable_fusion"
        case channelCount = "patch_embed_input_channels"
        case flattens = "flatten_patch_embeds"
        case width = "patch_embeds_hidden_size"
        case hasPatchNorm = "enable_patch_layer_norm"
        case hasAttentionBias = "qkv_bias"
        case widening = "mlp_ratio"
    }
}

extension CLAPConfiguration {
    /// What makes a plain folder a space.
    @Sendable static func contents(of directory: String) throws -> HuggingFaceFolder.Contents {
        let configuration: CLAPConfiguration = try JSONFile.decode(
            path: directory + "/" + HuggingFaceFolder.configuration)
        return HuggingFaceFolder.Contents(
            modalities: [.audio, .text], dimension: configuration.projectionDimension,
            files: try [HuggingFaceFolder.configuration, CLAPPreprocessing.fileName(in: directory)]
                + RoBERTaTokenizerFile.names(in: directory)
                + Checkpoint(directory: directory).fileNames)
    }

    /// Checks that a tower has read all tensors but those of the other and those that no vector
    /// depends on.
    static func checkAllRead(_ weights: Checkpoint, but otherTower: [String]) throws {
        let unused: Set = [
            "logit_scale_a", "logit_scale_t", "text_model.embeddings.position_ids",
            "text_model.embeddings.token_type_ids",
        ]
        try weights.checkAllRead { name in
            unused.contains(name) || name.hasSuffix(".relative_position_index")
                || name.hasSuffix(".num_batches_tracked")
                || otherTower.contains(where: name.hasPrefix)
        }
    }
}
