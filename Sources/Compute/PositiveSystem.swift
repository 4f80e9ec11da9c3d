/// A symmetric positive definite system of equations, factored as in Cholesky's decomposition.
public struct PositiveSystem: Sendable {
    public let size: Int
    /// The upper factor U of UᵀU, size × size, row-major; what is below its diagonal is no part of
    /// it.
    private let factor: [Double]

    /// - Parameter matrix: size × size, row-major; its upper half is read.
    /// - Returns: nil for a matrix that is not positive definite, or holds no numbers.
    public init?(_ matrix: [Double], size: Int) {
        precondition(matrix.count == size * size, "a square matrix")
        var factor = matrix
        let isPositive = factor.withUnsafeMutableBufferPointer { values in
            for pivot in 0..<size {
                let root = values[pivot * size + pivot].squareRoot()
                guard root > 0, root.isFinite else { return false }
                for column in pivot..<size { values[pivot * size + column] /= root }
                for row in pivot + 1..<max(pivot + 1, size) {
                    let share = values[pivot * size + row]
                    for column in row..<size {
                        values[row * size + column] -= share * values[pivot * size + column]
                    }
                }
            }
            return true
        }
        guard isPositive else { return nil }
        self.size = size
        self.factor = factor
    }

    /// - Parameter right: size × columns, row-major.
    /// - Returns: what multiplied by the matrix gives `right`, size × columns.
    public func solution(for right: [Double]) -> [Double] {
        precondition(size > 0 && right.count % size == 0, "as many rows as the system has")
        let columns = right.count / size
        var result = right
        result.withUnsafeMutableBufferPointer { values in
            func subtract(_ share: Double, row source: Int, from target: Int) {
                for column in 0..<columns {
                    values[target * columns + column] -= share * values[source * columns + column]
                }
            }
            func divide(row: Int) {
                let pivot = factor[row * size + row]
                for column in 0..<columns { values[row * columns + column] /= pivot }
            }
            for row in 0..<size {
                divide(row: row)
                for later in row + 1..<max(row + 1, size) {
                    subtract(factor[row * size + later], row: row, from: later)
                }
            }
            for row in (0..<size).reversed() {
                divide(row: row)
                for earlier in 0..<row {
                    subtract(factor[earlier * size + row], row: row, from: earlier)
                }
            }
        }
        return result
    }
}
