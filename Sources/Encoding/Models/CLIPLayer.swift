import Compute

/// One transformer layer of CLIP or SigLIP: self-attention and a feed-forward network, each of which works
/// on normalised states and is added to those before the normalisation.
struct CLIPLayer: Sendable {
    private let attention: SelfAttention
    private let feedForward: FeedForward
    private let attentionNorm, feedForwardNorm: LayerNorm

    init(
        prefix: String, configuration: CLIPConfiguration.Tower, isCausal: Bool, weights: Checkpoint
    ) throws {
        let width = configuration.width
        func square(_ name: String) throws -> Linear {
            try weights.linear("\(prefix).self_attn.\(name)", inputs: width, outputs: width)
        }
        attention = try SelfAttention(
            heads: configuration.headCount, query: square("q_proj"), key: square("k_proj"),
            value: square("v_proj"), output: square("out_proj"), isCausal: isCausal)
        feedForward = try FeedForward(
            prefix: "\(prefix).mlp", configuration: configuration, weights: weights)
        func norm(_ name: String) throws -> LayerNorm {
            try LayerNorm(
                name: "\(prefix).\(name)", width: width, epsilon: configuration.epsilon,
                weights: weights)
        }
        attentionNorm = try norm("layer_norm1")
        feedForwardNorm = try norm("layer_norm2")
    }

    /// - Parameter states: rows × width, replaced by the layer's output.
    func apply(to states: inout [Float], rows: Int) throws {
        var normed = states
        try attentionNorm.apply(to: &normed, rows: rows)
        try states.add(attention(normed, rows: rows))
        normed = states
        try feedForwardNorm.apply(to: &normed, rows: rows)
        try states.add(feedForward(normed, rows: rows))
    }
}
