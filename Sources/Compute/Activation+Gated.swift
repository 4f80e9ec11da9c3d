import CKernels

/// Element-wise steps of gated transformers and conformers.
extension Activation {
    /// Divides each row by its root mean square, in place, and multiplies it by `gain`.
    ///
    /// - Parameters:
    ///   - columns: values of a row.
    ///   - gain: one value a column; nil for none.
    public static func rootMeanSquareNorm(
        _ values: inout [Float], columns: Int, gain: [Float]?, epsilon: Float
    ) throws {
        guard columns > 0, values.count % columns == 0, gain.map({ $0.count == columns }) ?? true
        else {
            throw ComputeError.shapeMismatch(
                "a norm over \(values.count) values in rows of \(columns)")
        }
        trove_rms_norm(&values, values.count / columns, columns, gain, epsilon)
    }

    /// `gate = gelu(gate) · values`, by the approximation of the Gaussian error linear unit with
    /// tanh.
    public static func geluGate(_ gate: inout [Float], _ values: [Float]) throws {
        guard gate.count == values.count else {
            throw ComputeError.shapeMismatch("\(gate.count) gates for \(values.count) values")
        }
        trove_gelu_tanh_gate(&gate, values, gate.count)
    }

    /// `x · sigmoid(x)`, in place.
    public static func silu(_ values: inout [Float]) { trove_silu(&values, values.count) }

    /// The first half of each row times the sigmoid of its second half.
    ///
    /// - Parameter columns: values of a row, an even number.
    public static func gatedHalves(_ values: [Float], columns: Int) throws -> [Float] {
        guard columns > 0, columns % 2 == 0, values.count % columns == 0 else {
            throw ComputeError.shapeMismatch(
                "halves of \(values.count) values in rows of \(columns)")
        }
        var result = [Float](repeating: 0, count: values.count / 2)
        trove_gated_halves(values, values.count / columns, columns, &result)
        return result
    }

    /// Limits values to a range, in place.
    public static func clip(_ values: inout [Float], to range: ClosedRange<Float>) {
        trove_clip(&values, values.count, range.lowerBound, range.upperBound)
    }
}
