import COneDNN

/// A fully connected layer: `y = x · Wᵀ + b`.
public struct Linear: Sendable {
    public let inputs: Int
    public let outputs: Int
    private let weights: [Float]
    private let bias: [Float]

    /// - Parameters:
    ///   - weights: outputs × inputs, row-major.
    ///   - bias: one value an output.
    public init(inputs: Int, outputs: Int, weights: [Float], bias: [Float]) throws {
        guard weights.count == inputs * outputs, bias.count == outputs else {
            throw ComputeError.shapeMismatch(
                "a layer from \(inputs) to \(outputs) got \(weights.count) weights and \(bias.count) biases"
            )
        }
        self.inputs = inputs
        self.outputs = outputs
        self.weights = weights
        self.bias = bias
    }

    /// - Parameter values: rows × inputs, row-major.
    /// - Returns: rows × outputs.
    public func callAsFunction(_ values: [Float], rows: Int) throws -> [Float] {
        var result = [Float](unsafeUninitializedCapacity: rows * outputs) { buffer, count in
            for _ in 0..<rows {
                for value in bias {
                    buffer.initializeElement(at: count, to: value)
                    count += 1
                }
            }
        }
        try Matrix.multiply(
            MatrixView(values, rows: rows, columns: inputs),
            transposed: MatrixView(weights, rows: outputs, columns: inputs), into: &result,
            adding: true)
        return result
    }
}
