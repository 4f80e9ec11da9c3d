import CKernels

/// The learned gain and bias of a layer normalisation, one value a column.
public struct LayerNormalization: Sendable {
    let gain: [Float]
    let bias: [Float]
    let epsilon: Float

    public init(gain: [Float], bias: [Float], epsilon: Float) throws {
        guard gain.count == bias.count else {
            throw ComputeError.shapeMismatch(
                "a layer norm with \(gain.count) gains and \(bias.count) biases")
        }
        self.gain = gain
        self.bias = bias
        self.epsilon = epsilon
    }

    /// Normalises `rows` rows in place.
    public func apply(to values: inout [Float], rows: Int) throws {
        try Activation.layerNorm(&values, rows: rows, gain: gain, bias: bias, epsilon: epsilon)
    }

    func withNative<Result>(
        _ body: (UnsafePointer<trove_layer_normalization>) -> Result
    ) -> Result {
        gain.withUnsafeBufferPointer { gain in
            bias.withUnsafeBufferPointer { bias in
                var native = trove_layer_normalization(
                    gain: gain.baseAddress, bias: bias.baseAddress, epsilon: epsilon)
                return body(&native)
            }
        }
    }
}
