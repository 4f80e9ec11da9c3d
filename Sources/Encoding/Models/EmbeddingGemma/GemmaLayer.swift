import Compute

/// A transformer layer of Gemma 4: attention and a feed-forward network, each of which is given
/// normalised states, and whose normalised result is added to the states.
///
/// Reference: `Gemma4VisionEncoderLayer`, and the first two parts of `EmbeddingGemma2EncoderLayer`.
struct GemmaLayer: Sendable {
    private let attention: GemmaAttention
    private let feedForward: GatedFeedForward
    private let attentionNorm, attendedNorm, feedForwardNorm, fedForwardNorm: RMSNorm

    init(prefix: String, shape: GemmaLayerShape, weights: Checkpoint) throws {
        attention = try GemmaAttention(
            prefix: prefix + ".self_attn", shape: shape, weights: weights)
        feedForward = try GatedFeedForward(
            prefix: prefix + ".mlp", shape: shape, weights: weights)
        func norm(_ name: String) throws -> RMSNorm {
            try RMSNorm(
                name: "\(prefix).\(name)", columns: shape.width, epsilon: shape.epsilon,
                weights: weights)
        }
        attentionNorm = try norm("input_layernorm")
        attendedNorm = try norm("post_attention_layernorm")
        feedForwardNorm = try norm("pre_feedforward_layernorm")
        fedForwardNorm = try norm("post_feedforward_layernorm")
    }

    /// - Parameter states: rows × width, replaced by the layer's output.
    func apply(to states: inout [Float], rows: Int, rotary: RotaryTable) throws {
        try states.add(
            attendedNorm(attention(attentionNorm(states), rows: rows, rotary: rotary)))
        try states.add(fedForwardNorm(feedForward(feedForwardNorm(states), rows: rows)))
    }
}
