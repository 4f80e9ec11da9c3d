/// A batch normalisation at inference: `scale · x + shift`, a pair a channel.
struct BatchNormalization: Sendable {
    let scale, shift: [Float]
    /// What its results hardly ever exceed, one a channel, if they are distributed as in training:
    /// so many standard deviations above their mean.
    let largest: [Float]
    private static let deviations: Float = 14

    /// Of channels that are never above zero.
    private static let smallest: Float = 1e-3

    /// - Parameters:
    ///   - name: prefix of the tensors `weight`, `bias`, `running_mean` and `running_var`.
    ///   - tensor: reads a tensor of a name and shape.
    init(
        name: String, channels: Int, epsilon: Float,
        tensor: (_ name: String, _ shape: [Int]) throws -> [Float]
    ) throws {
        let gain = try tensor(name + ".weight", [channels])
        let bias = try tensor(name + ".bias", [channels])
        let mean = try tensor(name + ".running_mean", [channels])
        let variance = try tensor(name + ".running_var", [channels])
        let scale = zip(gain, variance).map { $0 / ($1 + epsilon).squareRoot() }
        self.scale = scale
        shift = (0..<channels).map { bias[$0] - mean[$0] * scale[$0] }
        largest = zip(bias, gain).map { max($0 + Self.deviations * abs($1), Self.smallest) }
    }

    /// Scales the weights of the convolution before it so that both become one convolution with bias.
    ///
    /// - Parameter weights: output channels × anything, row-major.
    static func fold(
        _ weights: [Float], outputChannels: Int, name: String, epsilon: Float,
        checkpoint: Checkpoint
    ) throws -> (weights: [Float], bias: [Float], largest: [Float]) {
        let normalization = try BatchNormalization(
            name: name, channels: outputChannels, epsilon: epsilon,
            tensor: { try checkpoint.tensor($0, shape: $1) })
        let length = weights.count / outputChannels
        var folded = weights
        for index in folded.indices { folded[index] *= normalization.scale[index / length] }
        return (folded, normalization.shift, normalization.largest)
    }
}
