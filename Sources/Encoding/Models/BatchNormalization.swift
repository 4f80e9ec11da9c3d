/// Folds an inference-time batch normalisation into the convolution before it.
enum BatchNormalization {
    /// Scales weights so that `convolution → normalisation` becomes one convolution with bias.
    ///
    /// - Parameters:
    ///   - weights: output channels × anything, row-major.
    ///   - name: prefix of the tensors `weight`, `bias`, `running_mean` and `running_var`.
    static func fold(
        _ weights: [Float], outputChannels: Int, name: String, epsilon: Float,
        file: SafeTensorsFile
    ) throws -> (weights: [Float], bias: [Float]) {
        let gain = try file.tensor(name + ".weight", shape: [outputChannels])
        let shift = try file.tensor(name + ".bias", shape: [outputChannels])
        let mean = try file.tensor(name + ".running_mean", shape: [outputChannels])
        let variance = try file.tensor(name + ".running_var", shape: [outputChannels])
        var folded = weights
        var bias = [Float](repeating: 0, count: outputChannels)
        let length = weights.count / outputChannels
        for channel in 0..<outputChannels {
            let scale = gain[channel] / (variance[channel] + epsilon).squareRoot()
            bias[channel] = shift[channel] - mean[channel] * scale
            for index in channel * length..<(channel + 1) * length { folded[index] *= scale }
        }
        return (folded, bias)
    }
}
