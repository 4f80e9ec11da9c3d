import Compute

/// A layer of the sound tower: half a feed-forward network, attention, convolution, and the other
/// half.
///
/// "Conformer: Convolution-augmented Transformer for Speech Recognition" (Gulati et al., 2020);
/// reference: `Gemma4AudioLayer`.
struct GemmaAudioLayer: Sendable {
    private let first, second: GemmaAudioFeedForward
    private let attention: GemmaAudioAttention
    private let convolution: GemmaAudioConvolution
    private let attentionNorm, attendedNorm, lastNorm: RMSNorm
    private let limits: ClosedRange<Float>

    init(
        prefix: String, configuration: EmbeddingGemmaConfiguration.Audio, weights: Checkpoint
    ) throws {
        func part(_ name: String) throws -> GemmaAudioFeedForward {
            try GemmaAudioFeedForward(
                prefix: "\(prefix).\(name)", configuration: configuration, weights: weights)
        }
        first = try part("feed_forward1")
        second = try part("feed_forward2")
        attention = try GemmaAudioAttention(
            prefix: prefix + ".self_attn", configuration: configuration, weights: weights)
        convolution = try GemmaAudioConvolution(
            prefix: prefix + ".lconv1d", configuration: configuration, weights: weights)
        let width = configuration.width
        attentionNorm = try Self.norm(prefix + ".norm_pre_attn", width, weights)
        attendedNorm = try Self.norm(prefix + ".norm_post_attn", width, weights)
        lastNorm = try Self.norm(prefix + ".norm_out", width, weights)
        limits = -configuration.limit...configuration.limit
    }

    /// Here the reference does without the configuration's epsilon.
    static func norm(_ name: String, _ width: Int, _ weights: Checkpoint) throws -> RMSNorm {
        try RMSNorm(name: name, columns: width, epsilon: 1e-6, weights: weights)
    }

    /// - Parameter states: rows × width, replaced by the layer's output.
    func apply(to states: inout [Float], rows: Int) throws {
        try first.apply(to: &states, rows: rows)
        var hidden = states
        Activation.clip(&hidden, to: limits)
        hidden = try attention(attentionNorm(hidden), rows: rows)
        Activation.clip(&hidden, to: limits)
        try states.add(attendedNorm(hidden))
        try convolution.apply(to: &states, rows: rows)
        try second.apply(to: &states, rows: rows)
        Activation.clip(&states, to: limits)
        try lastNorm.apply(to: &states)
    }
}
