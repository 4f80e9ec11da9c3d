import Compute
import MediaTypes

/// CLAP's sound tower: HTSAT, a Swin network over a log-mel spectrogram, whose mean state is
/// projected.
///
/// Reads a Hugging Face folder: `config.json` and the weights.
/// Reference: `transformers.ClapModel.get_audio_features`, "HTS-AT: A Hierarchical Token-Semantic
/// Audio Transformer" (Chen et al., 2022) and "Large-scale Contrastive Language-Audio Pretraining
/// with Feature Fusion and Keyword-to-Caption Augmentation" (Wu et al., 2023).
public struct CLAPAudioModel: Sendable {
    /// Of the normalisations between the stages, which the configuration does not name.
    private static let epsilon: Float = 1e-5

    private struct Stage: Sendable {
        let layers: [SwinLayer]
        /// Nil after the last stage.
        let merging: PatchMerging?
        /// Rows and columns of states.
        let side: Int
    }

    public let dimension: Int
    public let precision: Precision
    /// Bands of the spectrogram.
    public let bandCount: Int
    /// Most frames that the spectrogram may have.
    public var longest: Int { patches.longest }
    private let spectrogramNorm: BatchNormalization
    private let patches: SpectrogramPatches
    private let patchEmbedding: Linear
    private let patchNorm, finalNorm: LayerNorm
    private let stages: [Stage]
    private let projection: FeedForward

    /// - Parameter precision: of its fully connected layers but the first and those behind the pooling.
    /// - Throws: `EncodingError` naming the file and the tensor or field at fault.
    public init(directory: String, precision: Precision = .f32) throws {
        let clap: CLAPConfiguration = try JSONFile.decode(path: directory + "/config.json")
        self.precision = precision
        let weights = try Checkpoint(directory: directory, precision: precision)
        let audio = clap.audio
        dimension = clap.projectionDimension
        bandCount = audio.bandCount
        let prefix = "audio_model.audio_encoder"
        spectrogramNorm = try BatchNormalization(
            name: prefix + ".batch_norm", channels: audio.bandCount, epsilon: Self.epsilon,
            tensor: weights.tensor)
        patches = SpectrogramPatches(
            bands: audio.bandCount, side: audio.side, patchSide: audio.patchSide)
        // A convolution whose stride is its size: each patch by itself.
        patchEmbedding = try weights.linear(
            prefix + ".patch_embed.proj", inputs: audio.patchSide * audio.patchSide,
            outputs: audio.width, shape: [audio.width, 1, audio.patchSide, audio.patchSide],
            precision: .f32)
        patchNorm = try LayerNorm(
            name: prefix + ".patch_embed.norm", width: audio.width, epsilon: Self.epsilon,
            weights: weights)
        stages = try audio.depths.indices.map { stage in
            try Self.stage(stage, prefix: "\(prefix).layers.\(stage)", audio, weights)
        }
        finalNorm = try LayerNorm(
            name: prefix + ".norm", width: audio.featureCount, epsilon: Self.epsilon,
            weights: weights)
        projection = try FeedForward(
            projection: "audio_projection", inputs: audio.featureCount, outputs: dimension,
            activation: audio.projectionActivation, weights: weights)
        try CLAPConfiguration.checkAllRead(weights, but: ["text_model.", "text_projection."])
    }

    private static func stage(
        _ number: Int, prefix: String, _ audio: CLAPConfiguration.Audio, _ weights: Checkpoint
    ) throws -> Stage {
        let width = audio.width << number
        let side = audio.grid >> number
        return Stage(
            layers: try (0..<audio.depths[number]).map { layer in
                try SwinLayer(
                    prefix: "\(prefix).blocks.\(layer)", width: width, heads: audio.heads[number],
                    side: side, isShifted: layer % 2 == 1, configuration: audio, weights: weights)
            },
            merging: number == audio.depths.count - 1
                ? nil
                : try PatchMerging(
                    prefix: prefix + ".downsample", width: width, epsilon: epsilon,
                    weights: weights),
            side: side)
    }

    /// The projected mean state, `dimension` values, not normalised.
    ///
    /// - Parameter spectrogram: frames × `bandCount`, in decibels.
    public func features(of spectrogram: [Float]) throws -> [Float] {
        try projection(pooled(hiddenStates(of: spectrogram).last ?? []), rows: 1)
    }

    /// The mean of the last stage's normalised states.
    func pooled(_ states: [Float]) throws -> [Float] {
        let rows = stages[stages.count - 1].side * stages[stages.count - 1].side
        var normed = states
        try finalNorm.apply(to: &normed, rows: rows)
        return Array(mean: normed, rows: rows)
    }

    /// States before the first stage and after each, merged for the next: rows × columns × width.
    func hiddenStates(of spectrogram: [Float]) throws -> [[Float]] {
        let frames = spectrogram.count / bandCount
        guard frames > 0, frames <= longest, spectrogram.count % bandCount == 0 else {
            throw ComputeError.shapeMismatch(
                "\(spectrogram.count) values are no spectrogram of \(bandCount) bands and at most "
                    + "\(longest) frames")
        }
        var normed = spectrogram
        for index in normed.indices {
            let band = index % bandCount
            normed[index] =
                normed[index] * spectrogramNorm.scale[band] + spectrogramNorm.shift[band]
        }
        let rows = stages[0].side * stages[0].side
        var states = try patchEmbedding(patches(normed), rows: rows)
        try patchNorm.apply(to: &states, rows: rows)
        var all = [states]
        for stage in stages {
            for layer in stage.layers { try layer.apply(to: &states) }
            if let merging = stage.merging { states = try merging(states, side: stage.side) }
            all.append(states)
        }
        return all
    }
}
