import Compute

/// The embeddings and transformer layers that BERT and RoBERTa have in common.
///
/// Reference: "BERT: Pre-training of Deep Bidirectional Transformers" (Devlin et al., 2019),
/// "RoBERTa: A Robustly Optimized BERT Pretraining Approach" (Liu et al., 2019).
struct BERTEncoder: Sendable {
    let width: Int
    private let vocabularySize: Int
    private let positionCount: Int
    private let wordEmbeddings: TensorRows
    private let positionEmbeddings: [Float]
    private let typeEmbedding: [Float]
    private let embeddingNorm: LayerNorm
    private let layers: [BERTLayer]

    /// - Parameter prefix: of the tensors' names, with its dot.
    /// - Throws: `EncodingError` naming the tensor at fault.
    init(prefix: String = "", configuration: BERTConfiguration, weights: Checkpoint) throws {
        let width = configuration.hiddenSize
        self.width = width
        vocabularySize = configuration.vocabularySize
        positionCount = configuration.positionCount
        wordEmbeddings = try weights.rows(
            prefix + "embeddings.word_embeddings.weight",
            shape: (configuration.vocabularySize, width))
        positionEmbeddings = try weights.tensor(
            prefix + "embeddings.position_embeddings.weight",
            shape: [configuration.positionCount, width])
        // A single text is all of type 0.
        let types = try weights.tensor(
            prefix + "embeddings.token_type_embeddings.weight",
            shape: [configuration.typeCount, width])
        typeEmbedding = Array(types.prefix(width))
        let epsilon = configuration.layerNormEpsilon
        embeddingNorm = try LayerNorm(
            name: prefix + "embeddings.LayerNorm", width: width, epsilon: epsilon, weights: weights)
        layers = try (0..<configuration.layerCount).map { index in
            try BERTLayer(
                prefix: "\(prefix)encoder.layer.\(index)", width: width,
                heads: configuration.headCount, intermediate: configuration.intermediateSize,
                epsilon: epsilon, activation: configuration.activation, weights: weights)
        }
    }

    /// States after the embeddings and after each layer, each tokens × `width`.
    ///
    /// - Parameter positions: one a token.
    func hiddenStates(of tokens: [Int], at positions: some Collection<Int>) throws -> [[Float]] {
        var states: [Float] = []
        states.reserveCapacity(tokens.count * width)
        for (token, position) in zip(tokens, positions) {
            guard token >= 0, token < vocabularySize else {
                throw ComputeError.shapeMismatch("token \(token) is outside the vocabulary")
            }
            guard position >= 0, position < positionCount else {
                throw ComputeError.shapeMismatch("there is no position \(position)")
            }
            let word = try wordEmbeddings.row(token)
            for column in 0..<width {
                states.append(
                    word[column] + positionEmbeddings[position * width + column]
                        + typeEmbedding[column])
            }
        }
        try embeddingNorm.apply(to: &states, rows: tokens.count)
        var all = [states]
        for layer in layers {
            try layer.apply(to: &states, rows: tokens.count)
            all.append(states)
        }
        return all
    }
}
