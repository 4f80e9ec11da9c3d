import Compute

/// Layer normalisation with its learned gain and bias.
struct LayerNorm: Sendable {
    private let gain: [Float]
    private let bias: [Float]
    private let epsilon: Float

    init(name: String, width: Int, epsilon: Float, weights: Checkpoint) throws {
        gain = try weights.tensor(name + ".weight", shape: [width])
        bias = try weights.tensor(name + ".bias", shape: [width])
        self.epsilon = epsilon
    }

    func apply(to values: inout [Float], rows: Int) throws {
        try Activation.layerNorm(&values, rows: rows, gain: gain, bias: bias, epsilon: epsilon)
    }
}
