import Compute

/// The convolution of a layer of the sound tower: gated states, mixed over time column by column.
///
/// Reference: `Gemma4AudioLightConv1d`.
struct GemmaAudioConvolution: Sendable {
    private let width: Int
    private let widening, narrowing: ClippedLinear
    private let convolution: CausalConvolution
    private let firstNorm, mixedNorm: RMSNorm
    private let limits: ClosedRange<Float>

    init(
        prefix: String, configuration: EmbeddingGemmaConfiguration.Audio, weights: Checkpoint
    ) throws {
        width = configuration.width
        let layout = ClippedLinear.Layout.nested(isClipped: configuration.isClipped)
        widening = try ClippedLinear(
            prefix + ".linear_start", inputs: width, outputs: 2 * width, layout: layout,
            weights: weights)
        narrowing = try ClippedLinear(
            prefix + ".linear_end", inputs: width, outputs: width, layout: layout,
            weights: weights)
        convolution = try CausalConvolution(
            columns: width, kernel: configuration.kernel,
            weights: weights.tensor(
                prefix + ".depthwise_conv1d.weight", shape: [width, 1, configuration.kernel]))
        firstNorm = try RMSNorm(
            name: prefix + ".pre_layer_norm", columns: width, epsilon: configuration.epsilon,
            weights: weights)
        mixedNorm = try RMSNorm(
            name: prefix + ".conv_norm", columns: width, epsilon: configuration.epsilon,
            weights: weights)
        limits = -configuration.limit...configuration.limit
    }

    func apply(to states: inout [Float], rows: Int) throws {
        let gated = try Activation.gatedHalves(
            widening(firstNorm(states), rows: rows), columns: 2 * width)
        var mixed = try convolution(gated)
        Activation.clip(&mixed, to: limits)
        try mixedNorm.apply(to: &mixed)
        Activation.silu(&mixed)
        try states.add(narrowing(mixed, rows: rows))
    }
}
