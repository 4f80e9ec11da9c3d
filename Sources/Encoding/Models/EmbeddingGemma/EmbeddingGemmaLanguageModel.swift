import Compute

/// EmbeddingGemma 2's language model: a transformer that sees in both directions, through which
/// texts, pictures and sounds alike become embeddings.
///
/// Reference: `transformers.EmbeddingGemma2TextModel`.
struct EmbeddingGemmaLanguageModel: Sendable {
    /// Of the tokens' states within the network, and of what towers give it.
    let width: Int
    /// Of an embedding.
    let dimension: Int
    private let configuration: EmbeddingGemmaConfiguration.Text
    private let tokenEmbeddings: TensorRows
    private let layers: [EmbeddingGemmaLayer]
    private let finalNorm: RMSNorm
    private let projection: Linear

    /// - Throws: `EncodingError` naming the file and the tensor at fault.
    init(configuration: EmbeddingGemmaConfiguration.Text, weights: Checkpoint) throws {
        self.configuration = configuration
        width = configuration.width
        dimension = configuration.dimension
        let prefix = EmbeddingGemmaConfiguration.languagePrefix
        let (width, inputWidth) = (configuration.width, configuration.layerInputWidth)
        tokenEmbeddings = try weights.rows(
            prefix + "embed_tokens.weight", shape: (configuration.vocabularySize, width))
        let scale = 1 / Float(width).squareRoot()
        let inputWeights = try weights.tensor(
            prefix + "ple.per_layer_model_projection.weight",
            shape: [configuration.layers.count * inputWidth, width]
        ).map { $0 * scale }
        let inputNorm = try RMSNorm(
            name: prefix + "ple.per_layer_projection_norm", columns: inputWidth,
            epsilon: configuration.epsilon, weights: weights)
        layers = try configuration.layers.indices.map { index in
            try EmbeddingGemmaLayer(
                prefix: "\(prefix)layers.\(index)", configuration: configuration, index: index,
                inputWeights: Array(
                    inputWeights[index * inputWidth * width..<(index + 1) * inputWidth * width]),
                inputNorm: inputNorm, weights: weights)
        }
        finalNorm = try RMSNorm(
            name: prefix + "norm", columns: width, epsilon: configuration.epsilon, weights: weights)
        projection = try weights.linear(
            prefix + "embedding_projection", inputs: width, outputs: dimension, isBiased: false,
            precision: .f32)
    }

    /// What the first layer is given for tokens: tokens × width.
    func inputs(for tokens: [Int]) throws -> [Float] {
        var inputs: [Float] = []
        inputs.reserveCapacity(tokens.count * width)
        let scale = Float(width).squareRoot()
        for token in tokens {
            guard token >= 0, token < configuration.vocabularySize else {
                throw ComputeError.shapeMismatch("token \(token) is outside the vocabulary")
            }
            inputs += try tokenEmbeddings.row(token).map { $0 * scale }
        }
        return inputs
    }

    /// The mean of all rows once they are normalised, projected: `dimension` values, not of unit
    /// length.
    func features(of inputs: [Float]) throws -> [Float] {
        let states = try finalNorm(states(of: inputs))
        return try projection(Array(mean: states, rows: states.count / width), rows: 1)
    }

    /// States after the first `count` layers, or after all of them.
    func states(of inputs: [Float], afterLayers count: Int? = nil) throws -> [Float] {
        let rows = inputs.count / width
        var rotary: [Bool: RotaryTable] = [:]
        var states = inputs
        for (layer, shape) in zip(layers, configuration.layers).prefix(count ?? layers.count) {
            if rotary[layer.isSliding] == nil {
                rotary[layer.isSliding] = try RotaryTable(
                    coordinates: [Array(0..<rows)], headWidth: shape.headWidth,
                    base: layer.isSliding ? configuration.slidingBase : configuration.fullBase)
            }
            guard let table = rotary[layer.isSliding] else { continue }
            try layer.apply(to: &states, inputs: inputs, rows: rows, rotary: table)
        }
        return states
    }
}
