import MediaTypes

/// A fully connected layer: `y = x · Wᵀ + b`.
///
/// The weights are packed once, in the layer's precision; nothing else is kept of them.
public struct Linear: Sendable {
    public let inputs: Int
    public let outputs: Int
    public let precision: Precision
    let weights: PackedWeights

    /// - Parameters:
    ///   - weights: outputs × inputs, row-major.
    ///   - bias: one value an output.
    ///   - precision: of int8, at most 65,536 inputs.
    public init(
        inputs: Int, outputs: Int, weights: [Float], bias: [Float], precision: Precision = .f32
    ) throws {
        guard inputs > 0, outputs > 0, weights.count == inputs * outputs, bias.count == outputs,
            precision != .int8 || inputs <= 65536
        else {
            throw ComputeError.shapeMismatch(
                "a layer from \(inputs) to \(outputs) in \(precision.rawValue) got "
                    + "\(weights.count) weights and \(bias.count) biases")
        }
        self.inputs = inputs
        self.outputs = outputs
        self.precision = precision
        self.weights = try PackedWeights(
            inputs: inputs, outputs: outputs, weights: weights, bias: bias, precision: precision)
    }

    /// - Parameter values: rows × inputs, row-major.
    /// - Returns: rows × outputs.
    public func callAsFunction(_ values: [Float], rows: Int) throws -> [Float] {
        guard rows > 0 else { return [] }
        var result = [Float](repeating: 0, count: rows * outputs)
        try Workspace.borrow { workspace in
            try workspace.pack(
                MatrixView(values, rows: rows, columns: inputs), precision: precision)
            try workspace.multiply(by: self, into: &result)
        }
        return result
    }
}
