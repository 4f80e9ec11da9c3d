import Compute

/// One transformer layer of BERT: self-attention and a feed-forward network, each with a
/// residual connection that is normalised afterwards.
struct BERTLayer: Sendable {
    private let attention: SelfAttention
    private let feedForward: FeedForward
    private let attentionNorm, outputNorm: LayerNorm

    init(
        prefix: String, width: Int, heads: Int, intermediate size: Int, epsilon: Float,
        activation: HiddenActivation, weights: Checkpoint
    ) throws {
        func square(_ name: String) throws -> Linear {
            try weights.linear("\(prefix).\(name)", inputs: width, outputs: width)
        }
        attention = try SelfAttention(
            heads: heads, query: square("attention.self.query"), key: square("attention.self.key"),
            value: square("attention.self.value"), output: square("attention.output.dense"))
        feedForward = try FeedForward(
            widening: weights.linear(
                "\(prefix).intermediate.dense", inputs: width, outputs: size),
            narrowing: weights.linear("\(prefix).output.dense", inputs: size, outputs: width),
            activation: activation)
        attentionNorm = try LayerNorm(
            name: "\(prefix).attention.output.LayerNorm", width: width, epsilon: epsilon,
            weights: weights)
        outputNorm = try LayerNorm(
            name: "\(prefix).output.LayerNorm", width: width, epsilon: epsilon, weights: weights)
    }

    /// - Parameter states: rows × width, replaced by the layer's output.
    func apply(to states: inout [Float], rows: Int) throws {
        try attention.add(to: &states, sequences: [0..<rows])
        try attentionNorm.apply(to: &states, rows: rows)
        try feedForward.add(to: &states, rows: rows)
        try outputNorm.apply(to: &states, rows: rows)
    }
}
