extension EmbeddingGemmaConfiguration {
    /// Gemma 4's tower for pictures: `vision_config`.
    struct Vision: Sendable, Decodable {
        let layer: GemmaLayerShape
        let layerCount: Int
        /// Width and height of a patch, in pixels.
        let patchSide: Int
        /// So many patches in each direction become one token.
        let poolingSide: Int
        /// Patches at most in either direction.
        let positionCount: Int
        let rotaryBase: Float
        /// Whether tokens are shifted and scaled by what was learned.
        let isStandardized: Bool

        enum Key: String, CodingKey {
            case width = "hidden_size"
            case intermediateSize = "intermediate_size"
            case layerCount = "num_hidden_layers"
            case heads = "num_attention_heads"
            case keyHeads = "num_key_value_heads"
            case headWidth = "head_dim"
            case epsilon = "rms_norm_eps"
            case poolingSide = "pooling_kernel_size"
            case patchSide = "patch_size"
            case positionCount = "position_embedding_size"
            case isClipped = "use_clipped_linears"
            case isStandardized = "standardize"
            case rotation = "rope_parameters"
            case rotaryBase = "rope_theta"
            case rotationType = "rope_type"
            case activation = "hidden_activation"
            case hasBias = "attention_bias"
            case modelType = "model_type"
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            try values.require(.modelType, is: "gemma4_vision")
            try values.require(.activation, is: "gelu_pytorch_tanh")
            try values.require(.hasBias, is: false)
            layer = GemmaLayerShape(
                width: try values.size(.width, default: 768),
                intermediateSize: try values.size(.intermediateSize, default: 3072),
                heads: try values.size(.heads, default: 12),
                keyHeads: try values.size(.keyHeads, default: 12),
                headWidth: try values.size(.headWidth, default: 64),
                epsilon: try values.positive(.epsilon, default: 1e-6),
                layout: .nested(
                    isClipped: try values.decodeIfPresent(Bool.self, forKey: .isClipped) ?? false),
                reach: nil)
            guard layer.heads % layer.keyHeads == 0 else {
                throw values.invalid(.keyHeads, "it must divide num_attention_heads")
            }
            guard layer.headWidth % 4 == 0 else {
                throw values.invalid(.headWidth, "it must be divisible by 4")
            }
            layerCount = try values.size(.layerCount, default: 16)
            patchSide = try values.size(.patchSide, default: 16)
            poolingSide = try values.size(.poolingSide, default: 3)
            guard patchSide <= 1024, poolingSide <= 64 else {
                throw values.invalid(.patchSide, "a token is larger than any picture")
            }
            positionCount = try values.size(.positionCount, default: 10_240)
            isStandardized =
                try values.decodeIfPresent(Bool.self, forKey: .isStandardized) ?? false
            let rotation = try values.objectIfPresent(.rotation, keyedBy: Key.self)
            rotaryBase = try rotation?.positive(.rotaryBase, default: 100) ?? 100
            let type = try rotation?.decodeIfPresent(String.self, forKey: .rotationType)
            guard ["axial", "default"].contains(type ?? "axial") else {
                throw values.invalid(.rotation, "only the rope_type axial is known")
            }
        }
    }

    /// Gemma 4's tower for sound: `audio_config`.
    struct Audio: Sendable, Decodable {
        let width, layerCount, heads, outputWidth: Int
        /// Of the two convolutions that halve time and bands.
        let channels: [Int]
        /// Rows that the convolution within a layer sees.
        let kernel: Int
        let isClipped: Bool
        let epsilon: Float
        /// Share of a feed-forward network's result that is added to the states.
        let residualWeight: Float
        let attention: Attention
        /// Beyond which no state gets before it is normalised.
        let limit: Float

        /// How far a row sees. The reference computes it in blocks, whose size leaves its mark in
        /// what distances are encoded as.
        struct Attention: Sendable {
            let block, left, right: Int
            let cap: Float
        }

        enum Key: String, CodingKey {
            case width = "hidden_size"
            case layerCount = "num_hidden_layers"
            case heads = "num_attention_heads"
            case outputWidth = "output_proj_dims"
            case channels = "subsampling_conv_channels"
            case kernel = "conv_kernel_size"
            case isClipped = "use_clipped_linears"
            case epsilon = "rms_norm_eps"
            case residualWeight = "residual_weight"
            case block = "attention_chunk_size"
            case left = "attention_context_left"
            case right = "attention_context_right"
            case cap = "attention_logit_cap"
            case limit = "gradient_clipping"
            case activation = "hidden_act"
            case modelType = "model_type"
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            try values.require(.modelType, is: "gemma4_audio")
            try values.require(.activation, is: "silu")
            width = try values.size(.width, default: 1024)
            layerCount = try values.size(.layerCount, default: 12)
            heads = try values.size(.heads, default: 8)
            guard width % heads == 0, width % 2 == 0 else {
                throw values.invalid(.heads, "it must divide hidden_size, which is even")
            }
            outputWidth = try values.size(.outputWidth, default: 1536)
            channels = try values.decodeIfPresent([Int].self, forKey: .channels) ?? [128, 32]
            guard channels.count == 2, channels.allSatisfy((1...65_536).contains),
                channels[0] % 4 == 0
            else {
                throw values.invalid(.channels, "two numbers are needed, the first divisible by 4")
            }
            kernel = try values.size(.kernel, default: 5)
            isClipped = try values.decodeIfPresent(Bool.self, forKey: .isClipped) ?? true
            epsilon = try values.positive(.epsilon, default: 1e-6)
            residualWeight = try values.positive(.residualWeight, default: 0.5)
            limit = try values.positive(.limit, default: 1e10)
            attention = Attention(
                block: try values.size(.block, default: 12),
                left: try values.size(.left, default: 13),
                right: try values.decodeIfPresent(Int.self, forKey: .right) ?? 0,
                cap: try values.positive(.cap, default: 50))
            guard (2...65_536).contains(attention.left) else {
                throw values.invalid(.left, "a row must see itself")
            }
            guard (0...65_536).contains(attention.right), attention.block <= 65_536 else {
                throw values.invalid(.right, "out of range")
            }
        }
    }
}
