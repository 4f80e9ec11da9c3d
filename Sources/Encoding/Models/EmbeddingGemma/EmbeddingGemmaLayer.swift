import Compute

/// A layer of EmbeddingGemma 2's language model: after attention and feed-forward network a third
/// part, which is gated by what the layer's own projection makes of the embedded tokens.
///
/// Reference: `EmbeddingGemma2EncoderLayer`, `EmbeddingGemma2TextPLE`.
struct EmbeddingGemmaLayer: Sendable {
    let isSliding: Bool
    private let layer: GemmaLayer
    /// Rows of the projection that all layers have together.
    private let inputProjection: Linear
    private let inputNorm: RMSNorm
    private let gate, projection: Linear
    private let projectedNorm: RMSNorm
    private let scale: Float

    /// - Parameters:
    ///   - inputWeights: of this layer, the scale included; layer input width × width.
    ///   - inputNorm: the one that all layers share.
    init(
        prefix: String, configuration: EmbeddingGemmaConfiguration.Text, index: Int,
        inputWeights: [Float], inputNorm: RMSNorm, weights: Checkpoint
    ) throws {
        let width = configuration.width
        let inputWidth = configuration.layerInputWidth
        isSliding = configuration.layers[index].reach != nil
        layer = try GemmaLayer(
            prefix: prefix, shape: configuration.layers[index], weights: weights)
        inputProjection = try Linear(
            inputs: width, outputs: inputWidth, weights: inputWeights,
            bias: [Float](repeating: 0, count: inputWidth), precision: weights.precision)
        self.inputNorm = inputNorm
        gate = try weights.linear(
            "\(prefix).ple_block.per_layer_input_gate", inputs: width, outputs: inputWidth,
            isBiased: false)
        projection = try weights.linear(
            "\(prefix).ple_block.per_layer_projection", inputs: inputWidth, outputs: width,
            isBiased: false)
        projectedNorm = try RMSNorm(
            name: "\(prefix).ple_block.post_per_layer_input_norm", columns: width,
            epsilon: configuration.epsilon, weights: weights)
        scale = try weights.tensor("\(prefix).layer_scalar", shape: [1])[0]
    }

    /// - Parameters:
    ///   - states: rows × width, replaced by the layer's output.
    ///   - inputs: what the first layer was given.
    func apply(
        to states: inout [Float], inputs: [Float], rows: Int, rotary: RotaryTable
    ) throws {
        try layer.apply(to: &states, rows: rows, rotary: rotary)
        var gates = try gate(states, rows: rows)
        try Activation.geluGate(&gates, inputNorm(inputProjection(inputs, rows: rows)))
        try states.add(projectedNorm(projection(gates, rows: rows)))
        for index in states.indices { states[index] *= scale }
    }
}
