import Compute
import MediaTypes

/// A fitted linear map from an encoder's features into the space, which a bridge adds to what it
/// has: `share · unit(W · features + b)`.
struct LinearTerm: Sendable {
    private let layer: Linear
    /// Length of the term beside the unit vector that it is added to.
    private let share: Float

    /// Reads `linear.weight` (dimension × features), `linear.bias` (dimension) and `linear.share`
    /// (1); nil when the file has no linear term.
    init?(file: SafeTensorsFile, features: Int, dimension: Int) throws {
        guard file.shape(of: "linear.weight") != nil else { return nil }
        layer = try Linear(
            inputs: features, outputs: dimension,
            weights: file.tensor("linear.weight", shape: [dimension, features]),
            bias: file.tensor("linear.bias", shape: [dimension]))
        share = try file.tensor("linear.share", shape: [1])[0]
    }

    /// Features without a direction of their own add nothing.
    func add(to vector: inout [Float], features: [Float]) throws {
        guard let unit = try Embedding(normalizing: layer(features, rows: 1)) else { return }
        for (index, value) in unit.values.enumerated() { vector[index] += share * value }
    }
}
