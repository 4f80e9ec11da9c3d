import CKernels

/// A convolution over rows, each column by itself, that sees a row and those before it.
public struct CausalConvolution: Sendable {
    private let columns, kernel: Int
    /// Kernel × columns, for the earliest row first.
    private let weights: [Float]

    /// - Parameter weights: columns × kernel, row-major, for the earliest row first.
    public init(columns: Int, kernel: Int, weights: [Float]) throws {
        guard columns > 0, kernel > 0, weights.count == columns * kernel else {
            throw ComputeError.shapeMismatch(
                "\(weights.count) weights for \(columns) columns and \(kernel) rows")
        }
        self.columns = columns
        self.kernel = kernel
        self.weights = (0..<kernel).flatMap { place in
            (0..<columns).map { weights[$0 * kernel + place] }
        }
    }

    /// - Parameter values: rows × columns.
    /// - Returns: as many.
    public func callAsFunction(_ values: [Float]) throws -> [Float] {
        guard values.count % columns == 0 else {
            throw ComputeError.shapeMismatch("\(values.count) values in rows of \(columns)")
        }
        var result = [Float](repeating: 0, count: values.count)
        trove_causal_convolution(
            values, values.count / columns, columns, weights, kernel, &result)
        return result
    }
}
