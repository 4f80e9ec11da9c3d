extension EmbeddingGemmaConfiguration {
    /// The language model: `text_config`.
    struct Text: Sendable, Decodable {
        let width, dimension, vocabularySize: Int
        /// The most tokens that it is made for.
        let positionCount: Int
        /// What stands in the place of media that is not there.
        let padToken: Int
        let epsilon: Float
        /// Of what each layer's own projection makes of the embedded tokens.
        let layerInputWidth: Int
        let layers: [GemmaLayerShape]
        /// Bases of the rotation's frequencies in layers that see a window, and in those that see
        /// all.
        let slidingBase, fullBase: Float

        enum Key: String, CodingKey {
            case width = "hidden_size"
            case dimension = "embedding_dim"
            case vocabularySize = "vocab_size"
            case positionCount = "max_position_embeddings"
            case padToken = "pad_token_id"
            case epsilon = "rms_norm_eps"
            case layerInputWidth = "hidden_size_per_layer_input"
            case intermediateSize = "intermediate_size"
            case layerCount = "num_hidden_layers"
            case heads = "num_attention_heads"
            case keyHeads = "num_key_value_heads"
            case headWidth = "head_dim"
            case fullKeyHeads = "num_global_key_value_heads"
            case fullHeadWidth = "global_head_dim"
            case layerTypes = "layer_types"
            case pattern = "sliding_window_pattern"
            case reach = "sliding_window"
            case overrides = "per_layer_config"
            case rotation = "rope_parameters"
            case activation = "hidden_activation"
            case hasBias = "attention_bias"
            case sharesKeys = "attention_k_eq_v"
            case sharingLayers = "num_kv_shared_layers"
            case hasExperts = "enable_moe_block"
            case direction = "use_bidirectional_attention"
        }

        /// What one layer has otherwise than the others.
        private struct Override {
            var keyHeads, headWidth: Int?
        }

        private struct Rotation: Decodable {
            let base: Float?
            let type: String?

            enum CodingKeys: String, CodingKey {
                case base = "rope_theta"
                case type = "rope_type"
            }
        }

        private static let (sliding, full) = ("sliding_attention", "full_attention")

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            try values.require(.activation, is: "gelu_pytorch_tanh")
            try values.require(.hasBias, is: false)
            try values.require(.sharesKeys, is: false)
            try values.require(.sharingLayers, is: 0)
            try values.require(.hasExperts, is: false)
            try values.require(.direction, is: "all")
            width = try values.size(.width, default: 512)
            dimension = try values.size(.dimension, default: 768)
            vocabularySize = try values.size(.vocabularySize, default: 262_144)
            positionCount = try values.size(.positionCount, default: 262_144)
            padToken = try values.decodeIfPresent(Int.self, forKey: .padToken) ?? 0
            epsilon = try values.positive(.epsilon, default: 1e-6)
            layerInputWidth = try values.size(.layerInputWidth, default: 512)
            let types = try Self.layerTypes(values)
            layers = try Self.layers(values, types: types, width: width, epsilon: epsilon)
            for (type, shape) in zip(types, layers) {
                // The reference has one table of rotations a type.
                let first = layers[types.firstIndex(of: type) ?? 0]
                guard shape.headWidth == first.headWidth else {
                    throw values.invalid(.overrides, "layers of a type differ in head_dim")
                }
            }
            let rotations = try values.decodeIfPresent(
                [String: Rotation].self, forKey: .rotation)
            func base(_ type: String, default standard: Float) throws -> Float {
                guard let rotations else { return standard }
                guard let rotation = rotations[type], let base = rotation.base, base > 0,
                    base.isFinite, rotation.type ?? "default" == "default"
                else {
                    throw values.invalid(
                        .rotation, "\(type) needs the rope_type default and a rope_theta")
                }
                return base
            }
            slidingBase =
                types.contains(Self.sliding) ? try base(Self.sliding, default: 10_000) : 10_000
            fullBase = try base(Self.full, default: 1_000_000)
        }

        private static func layerTypes(_ values: KeyedDecodingContainer<Key>) throws -> [String] {
            let count = try values.size(.layerCount, default: 24)
            guard count <= 1000 else { throw values.invalid(.layerCount, "out of range") }
            let pattern = try values.size(.pattern, default: 6)
            var types =
                try values.decodeIfPresent([String].self, forKey: .layerTypes)
                ?? (1...count).map { $0 % pattern == 0 ? full : sliding }
            guard types.count == count, types.allSatisfy([sliding, full].contains) else {
                throw values.invalid(.layerTypes, "\(count) of \(sliding) and \(full) are needed")
            }
            // As the reference does it.
            types[count - 1] = full
            return types
        }

        private static func layers(
            _ values: KeyedDecodingContainer<Key>, types: [String], width: Int, epsilon: Float
        ) throws -> [GemmaLayerShape] {
            let heads = try values.size(.heads, default: 4)
            let keyHeads = try values.size(.keyHeads, default: 2)
            let headWidth = try values.size(.headWidth, default: 256)
            let reach = try values.size(.reach, default: 512)
            let intermediateSize = try values.size(.intermediateSize, default: 2048)
            var overrides: [Int: Override] = [:]
            if values.contains(.overrides) {
                let named =
                    try values.decodeIfPresent([String: [String: Int]].self, forKey: .overrides)
                    ?? [:]
                for (name, settings) in named {
                    guard let index = Int(name), types.indices.contains(index) else {
                        throw values.invalid(.overrides, "there is no layer '\(name)'")
                    }
                    overrides[index] = Override()
                    for (setting, value) in settings {
                        switch Key(rawValue: setting) {
                        case .keyHeads: overrides[index]?.keyHeads = value
                        case .headWidth: overrides[index]?.headWidth = value
                        default:
                            throw values.invalid(
                                .overrides, "layer \(name) has its own \(setting)")
                        }
                    }
                }
            } else {
                let full = Override(
                    keyHeads: try values.size(.fullKeyHeads, default: 1),
                    headWidth: try values.size(.fullHeadWidth, default: 512))
                for (index, type) in types.enumerated() where type == Self.full {
                    overrides[index] = full
                }
            }
            return try types.enumerated().map { index, type in
                let shape = GemmaLayerShape(
                    width: width, intermediateSize: intermediateSize, heads: heads,
                    keyHeads: overrides[index]?.keyHeads ?? keyHeads,
                    headWidth: overrides[index]?.headWidth ?? headWidth, epsilon: epsilon,
                    layout: .plain, reach: type == sliding ? reach : nil)
                guard (1...heads).contains(shape.keyHeads), heads % shape.keyHeads == 0 else {
                    throw values.invalid(.keyHeads, "it must divide num_attention_heads")
                }
                guard (2...65_536).contains(shape.headWidth), shape.headWidth % 2 == 0 else {
                    throw values.invalid(.headWidth, "it must be even")
                }
                return shape
            }
        }
    }
}
