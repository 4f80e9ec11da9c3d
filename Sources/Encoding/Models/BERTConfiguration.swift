/// What the layers of BERT and of RoBERTa are made of; decodes from BERT's `config.json`.
struct BERTConfiguration: Sendable, Decodable {
    let hiddenSize: Int
    let layerCount: Int
    let headCount: Int
    let intermediateSize: Int
    let positionCount: Int
    let typeCount: Int
    let vocabularySize: Int
    let layerNormEpsilon: Float
    let activation: HiddenActivation

    /// Whether there is a network of these sizes.
    var isUsable: Bool {
        hiddenSize > 0 && headCount > 0 && hiddenSize % headCount == 0 && positionCount > 2
            && layerCount > 0 && typeCount > 0
    }

    enum CodingKeys: String, CodingKey {
        case hiddenSize = "hidden_size"
        case layerCount = "num_hidden_layers"
        case headCount = "num_attention_heads"
        case intermediateSize = "intermediate_size"
        case positionCount = "max_position_embeddings"
        case typeCount = "type_vocab_size"
        case vocabularySize = "vocab_size"
        case layerNormEpsilon = "layer_norm_eps"
        case activation = "hidden_act"
    }
}
