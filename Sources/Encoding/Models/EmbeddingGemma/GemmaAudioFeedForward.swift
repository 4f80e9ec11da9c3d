import Compute

/// A feed-forward network of the sound tower, of whose result a share is added to the states.
///
/// Reference: `Gemma4AudioFeedForward`.
struct GemmaAudioFeedForward: Sendable {
    private let widening, narrowing: ClippedLinear
    private let firstNorm, lastNorm: RMSNorm
    private let share: Float
    private let limits: ClosedRange<Float>

    init(
        prefix: String, configuration: EmbeddingGemmaConfiguration.Audio, weights: Checkpoint
    ) throws {
        let width = configuration.width
        let layout = ClippedLinear.Layout.nested(isClipped: configuration.isClipped)
        widening = try ClippedLinear(
            prefix + ".ffw_layer_1", inputs: width, outputs: 4 * width, layout: layout,
            weights: weights)
        narrowing = try ClippedLinear(
            prefix + ".ffw_layer_2", inputs: 4 * width, outputs: width, layout: layout,
            weights: weights)
        firstNorm = try GemmaAudioLayer.norm(prefix + ".pre_layer_norm", width, weights)
        lastNorm = try GemmaAudioLayer.norm(prefix + ".post_layer_norm", width, weights)
        share = configuration.residualWeight
        limits = -configuration.limit...configuration.limit
    }

    func apply(to states: inout [Float], rows: Int) throws {
        var hidden = states
        Activation.clip(&hidden, to: limits)
        try firstNorm.apply(to: &hidden)
        hidden = try widening(hidden, rows: rows)
        Activation.silu(&hidden)
        hidden = try narrowing(hidden, rows: rows)
        Activation.clip(&hidden, to: limits)
        try lastNorm.apply(to: &hidden)
        for index in states.indices { states[index] += share * hidden[index] }
    }
}
