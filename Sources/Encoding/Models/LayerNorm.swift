import Compute

/// Layer normalisation with its learned gain and bias.
struct LayerNorm: Sendable {
    let normalization: LayerNormalization
    let width: Int

    init(name: String, width: Int, epsilon: Float, weights: Checkpoint) throws {
        normalization = try LayerNormalization(
            gain: weights.tensor(name + ".weight", shape: [width]),
            bias: weights.tensor(name + ".bias", shape: [width]), epsilon: epsilon)
        self.width = width
    }

    func apply(to values: inout [Float], rows: Int) throws {
        try normalization.apply(to: &values, rows: rows)
    }
}
