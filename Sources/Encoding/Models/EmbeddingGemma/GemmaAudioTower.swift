import Compute

/// Gemma 4's tower for sound: a conformer over a quarter of a spectrogram's frames, each of which
/// becomes a token that the language model sees.
///
/// Reference: `transformers.Gemma4AudioModel`. Frames that reach beyond the sound are left out, where
/// the reference masks them.
struct GemmaAudioTower: Sendable {
    /// Bands of a spectrogram.
    var bandCount: Int { subsampling.bandCount }
    private let width: Int
    private let subsampling: GemmaAudioSubsampling
    private let layers: [GemmaAudioLayer]
    private let output: Linear
    private let projection: TowerProjection

    /// - Parameter outputs: width of the language model.
    /// - Throws: `EncodingError` naming the file and the tensor at fault.
    init(
        configuration: EmbeddingGemmaConfiguration.Audio, outputs: Int, weights: Checkpoint
    ) throws {
        width = configuration.width
        let prefix = "audio_tower."
        subsampling = try GemmaAudioSubsampling(
            prefix: prefix + "subsample_conv_projection.", configuration: configuration,
            weights: weights)
        layers = try (0..<configuration.layerCount).map { index in
            try GemmaAudioLayer(
                prefix: "\(prefix)layers.\(index)", configuration: configuration,
                weights: weights)
        }
        output = try weights.linear(
            prefix + "output_proj", inputs: width, outputs: configuration.outputWidth)
        projection = try TowerProjection(
            prefix: "embed_audio.", inputs: configuration.outputWidth, outputs: outputs,
            epsilon: configuration.epsilon, weights: weights)
        try EmbeddingGemmaConfiguration.checkAllRead(weights, own: [prefix, "embed_audio."])
    }

    /// Tokens for the language model.
    ///
    /// - Parameter spectrogram: frames × `bandCount`.
    func callAsFunction(_ spectrogram: [Float]) throws -> [Float] {
        let states = try states(of: spectrogram)
        let rows = states.count / width
        return try projection(output(states, rows: rows), rows: rows)
    }

    /// States after the first `count` layers, or after all of them.
    func states(of spectrogram: [Float], afterLayers count: Int? = nil) throws -> [Float] {
        var states = try subsampling(spectrogram)
        for layer in layers.prefix(count ?? layers.count) {
            try layer.apply(to: &states, rows: states.count / width)
        }
        return states
    }
}
