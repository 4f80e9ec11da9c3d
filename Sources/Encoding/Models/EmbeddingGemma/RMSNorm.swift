import Compute

/// Normalisation by the root mean square, with a learned gain or none.
///
/// "Root Mean Square Layer Normalization" (Zhang & Sennrich, 2019).
struct RMSNorm: Sendable {
    private let columns: Int
    private let gain: [Float]?
    private let epsilon: Float

    /// The norm of `NAME.weight`.
    init(name: String, columns: Int, epsilon: Float, weights: Checkpoint) throws {
        self.columns = columns
        self.epsilon = epsilon
        gain = try weights.tensor(name + ".weight", shape: [columns])
    }

    /// A norm without a gain.
    init(columns: Int, epsilon: Float) {
        self.columns = columns
        self.epsilon = epsilon
        gain = nil
    }

    /// - Parameter values: any number of rows, replaced by what becomes of them.
    func apply(to values: inout [Float]) throws {
        try Activation.rootMeanSquareNorm(
            &values, columns: columns, gain: gain, epsilon: epsilon)
    }

    func callAsFunction(_ values: [Float]) throws -> [Float] {
        var values = values
        try apply(to: &values)
        return values
    }
}
