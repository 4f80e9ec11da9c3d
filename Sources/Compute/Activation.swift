import CKernels

/// Element-wise steps of a transformer.
public enum Activation {
    /// What a layer's outputs may go through on their way to memory.
    public enum Function: Sendable {
        case none, gelu, quickGELU, geluTanh, rectifier

        var native: trove_activation {
            switch self {
            case .none: trove_activation_none
            case .gelu: trove_activation_gelu
            case .quickGELU: trove_activation_quick_gelu
            case .geluTanh: trove_activation_gelu_tanh
            case .rectifier: trove_activation_rectifier
            }
        }
    }

    /// Layer normalisation of `rows` rows, in place; gain and bias hold one value a column.
    public static func layerNorm(
        _ values: inout [Float], rows: Int, gain: [Float], bias: [Float], epsilon: Float
    ) throws {
        guard gain.count == bias.count, values.count == rows * gain.count else {
            throw ComputeError.shapeMismatch(
                "layer norm over \(values.count) values in \(rows) rows with \(gain.count) gains")
        }
        trove_layer_norm(&values, rows, gain.count, gain, bias, epsilon)
    }

    /// Softmax of each of `rows` rows, in place.
    public static func softmax(_ values: inout [Float], rows: Int) throws {
        guard rows > 0, values.count % rows == 0 else {
            throw ComputeError.shapeMismatch("softmax over \(values.count) values in \(rows) rows")
        }
        trove_softmax(&values, rows, values.count / rows)
    }

    /// `max(0, x)`, in place.
    public static func rectify(_ values: inout [Float]) {
        for index in values.indices { values[index] = max(0, values[index]) }
    }

    /// Gaussian error linear unit in its exact form, in place.
    public static func gelu(_ values: inout [Float]) {
        trove_gelu(&values, values.count)
    }

    /// The Gaussian error linear unit by its approximation with tanh, in place.
    public static func geluTanh(_ values: inout [Float]) {
        trove_gelu_tanh(&values, values.count)
    }

    /// `x · sigmoid(1.702 x)`, CLIP's approximation of the Gaussian error linear unit, in place.
    public static func quickGELU(_ values: inout [Float]) {
        trove_quick_gelu(&values, values.count)
    }
}
