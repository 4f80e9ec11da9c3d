import Compute
import Encoding

/// Fits an affine map from vectors to their counterparts that balances the squared error against
/// the map's size: "Ridge Regression" (Hoerl & Kennard, 1970).
struct RidgeRegression {
    private let inputs, outputs: Int
    private let inputMean, outputMean: [Double]
    /// Of centred vectors: inputs × inputs, and inputs × outputs.
    private let gram, moment: [Double]

    /// - Parameters:
    ///   - from: what is mapped.
    ///   - to: as many counterparts.
    init(from: VectorTable, to: VectorTable) throws {
        precondition(from.count == to.count && from.count > 0, "a counterpart for each vector")
        (inputs, outputs) = (from.width, to.width)
        (inputMean, outputMean) = (from.mean, to.mean)
        func columns(_ table: VectorTable, _ mean: [Double]) -> [Float] {
            (0..<table.width).flatMap { column in
                (0..<table.count).map { row in
                    Float(Double(table.values[row * table.width + column]) - mean[column])
                }
            }
        }
        let (x, y) = (columns(from, inputMean), columns(to, outputMean))
        gram = try Self.product(x, x, rows: from.count)
        moment = try Self.product(x, y, rows: from.count)
    }

    /// Sums over the rows of two tables, of which each is given column by column.
    private static func product(
        _ left: [Float], _ right: [Float], rows: Int
    ) throws -> [Double] {
        let (height, width) = (left.count / rows, right.count / rows)
        var result = [Float](repeating: 0, count: height * width)
        try Matrix.multiply(
            MatrixView(left, rows: height, columns: rows),
            transposed: MatrixView(right, rows: width, columns: rows), into: &result)
        return result.map(Double.init)
    }

    /// - Parameter penalty: in units of the mean variance of an input value, times their number.
    /// - Returns: nil where no map is determined, as by vectors that are all the same.
    func map(penalty: Double) -> LinearMap? {
        var matrix = gram
        let trace = (0..<inputs).reduce(0.0) { $0 + gram[$1 * inputs + $1] }
        for index in 0..<inputs {
            matrix[index * inputs + index] += penalty * trace / Double(inputs)
        }
        guard let solution = PositiveSystem(matrix, size: inputs)?.solution(for: moment) else {
            return nil
        }
        var weight = [Float](repeating: 0, count: outputs * inputs)
        var bias = outputMean
        for input in 0..<inputs {
            for output in 0..<outputs {
                let value = solution[input * outputs + output]
                weight[output * inputs + input] = Float(value)
                bias[output] -= value * inputMean[input]
            }
        }
        guard weight.allSatisfy({ $0.isFinite }), bias.allSatisfy({ $0.isFinite }) else {
            return nil
        }
        return LinearMap(
            inputs: inputs, outputs: outputs, weight: weight, bias: bias.map { Float($0) })
    }
}
