import Compute

/// Two convolutions that halve the frames and bands of a spectrogram, and a projection of what is
/// left.
///
/// Reference: `Gemma4AudioSubSampleConvProjection`.
struct GemmaAudioSubsampling: Sendable {
    /// A convolution of 3 × 3 with a stride of 2, and zeros around; then layer normalisation over
    /// the channels, and the rectifier.
    private struct Stage: Sendable {
        let inputs, outputs: Int
        /// Outputs × (3 × 3 × inputs).
        let product: Linear
        let gain: [Float]
        let epsilon: Float

        init(
            name: String, inputs: Int, outputs: Int, epsilon: Float, weights: Checkpoint
        ) throws {
            self.inputs = inputs
            self.outputs = outputs
            self.epsilon = epsilon
            let kernel = try weights.tensor(
                name + ".conv.weight", shape: [outputs, inputs, 3, 3])
            var reordered: [Float] = []
            reordered.reserveCapacity(kernel.count)
            for output in 0..<outputs {
                for place in 0..<9 {
                    for input in 0..<inputs {
                        reordered.append(kernel[(output * inputs + input) * 9 + place])
                    }
                }
            }
            product = try Linear(
                inputs: 9 * inputs, outputs: outputs, weights: reordered,
                bias: [Float](repeating: 0, count: outputs))
            gain = try weights.tensor(name + ".norm.weight", shape: [outputs])
        }

        /// - Parameter values: frames × bands × inputs.
        /// - Returns: half of the frames and bands, rounded up.
        func callAsFunction(_ values: [Float], frames: Int, bands: Int) throws -> [Float] {
            let (halfFrames, halfBands) = ((frames + 1) / 2, (bands + 1) / 2)
            var result: [Float] = []
            result.reserveCapacity(halfFrames * halfBands * outputs)
            // Frame by frame: all neighbourhoods at once would be nine times the spectrogram.
            var places = [Float](repeating: 0, count: halfBands * 9 * inputs)
            for frame in 0..<halfFrames {
                for band in 0..<halfBands {
                    for (place, (down, across)) in Self.neighbours.enumerated() {
                        let (y, x) = (2 * frame + down, 2 * band + across)
                        let isInside = y >= 0 && y < frames && x >= 0 && x < bands
                        let target = (band * 9 + place) * inputs
                        let source = (y * bands + x) * inputs
                        for input in 0..<inputs {
                            places[target + input] = isInside ? values[source + input] : 0
                        }
                    }
                }
                result += try product(places, rows: halfBands)
            }
            try Activation.layerNorm(
                &result, rows: halfFrames * halfBands, gain: gain,
                bias: [Float](repeating: 0, count: outputs), epsilon: epsilon)
            for index in result.indices { result[index] = max(0, result[index]) }
            return result
        }

        private static let neighbours = (-1...1).flatMap { y in (-1...1).map { (y, $0) } }
    }

    /// Of a spectrogram: four for each channel of the first convolution, so that what is left of
    /// them fits the projection.
    let bandCount: Int
    private let stages: [Stage]
    private let projection: Linear

    init(
        prefix: String, configuration: EmbeddingGemmaConfiguration.Audio, weights: Checkpoint
    ) throws {
        let channels = configuration.channels
        bandCount = channels[0]
        stages = try [1, channels[0]].enumerated().map { index, inputs in
            try Stage(
                name: "\(prefix)layer\(index)", inputs: inputs, outputs: channels[index],
                epsilon: configuration.epsilon, weights: weights)
        }
        projection = try weights.linear(
            prefix + "input_proj_linear", inputs: channels[0] / 4 * channels[1],
            outputs: configuration.width, isBiased: false)
    }

    /// - Parameter spectrogram: frames × `bandCount`.
    /// - Returns: a quarter of the frames, rounded up, each of the tower's width.
    func callAsFunction(_ spectrogram: [Float]) throws -> [Float] {
        var values = spectrogram
        var (frames, bands) = (spectrogram.count / bandCount, bandCount)
        for stage in stages {
            values = try stage(values, frames: frames, bands: bands)
            (frames, bands) = ((frames + 1) / 2, (bands + 1) / 2)
        }
        return try projection(values, rows: frames)
    }
}
