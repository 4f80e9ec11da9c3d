import COneDNN

/// A row-major matrix inside an array: `rows` rows of `columns` values, `stride` values apart,
/// the first at `offset`.
public struct MatrixView: Sendable {
    let values: [Float]
    let rows, columns, stride, offset: Int

    public init(_ values: [Float], rows: Int, columns: Int, stride: Int? = nil, offset: Int = 0) {
        self.values = values
        self.rows = rows
        self.columns = columns
        self.stride = stride ?? columns
        self.offset = offset
    }
}

/// Matrix products on the calling thread alone.
public enum Matrix {
    /// `result = scale · left · rightᵀ`, plus what `result` holds when `adding` is set.
    ///
    /// - Parameter result: rows of `left` × rows of `right`, row-major and already that large.
    public static func multiply(
        _ left: MatrixView, transposed right: MatrixView, into result: inout [Float],
        scale: Float = 1, adding: Bool = false
    ) throws {
        try multiply(
            left, right, transposesRight: true, columns: right.rows, into: &result,
            resultStride: right.rows, resultOffset: 0, scale: scale, adding: adding)
    }

    /// `result = left · right`, written into columns `resultOffset…` of rows `resultStride` apart.
    public static func multiply(
        _ left: MatrixView, _ right: MatrixView, into result: inout [Float], resultStride: Int,
        resultOffset: Int
    ) throws {
        try multiply(
            left, right, transposesRight: false, columns: right.columns, into: &result,
            resultStride: resultStride, resultOffset: resultOffset, scale: 1, adding: false)
    }

    private static func multiply(
        _ left: MatrixView, _ right: MatrixView, transposesRight: Bool, columns: Int,
        into result: inout [Float], resultStride: Int, resultOffset: Int, scale: Float,
        adding: Bool
    ) throws {
        let inner = transposesRight ? right.columns : right.rows
        guard left.columns == inner, left.offset >= 0, left.offset <= left.values.count,
            right.offset >= 0, right.offset <= right.values.count, resultOffset >= 0,
            resultOffset <= result.count
        else {
            throw ComputeError.shapeMismatch(
                "a product of \(left.columns) columns with \(inner) rows")
        }
        let status = left.values.withUnsafeBufferPointer { a in
            right.values.withUnsafeBufferPointer { b in
                result.withUnsafeMutableBufferPointer { c in
                    trove_matrix_multiply(
                        Int64(left.rows), Int64(columns), Int64(inner),
                        a.baseAddress.map { $0 + left.offset }, a.count - left.offset,
                        Int64(left.stride), b.baseAddress.map { $0 + right.offset },
                        b.count - right.offset, Int64(right.stride), transposesRight ? 1 : 0,
                        scale, adding ? 1 : 0, c.baseAddress.map { $0 + resultOffset },
                        c.count - resultOffset, Int64(resultStride))
                }
            }
        }
        guard status == 0 else {
            throw ComputeError.shapeMismatch("a matrix is larger than the array that holds it")
        }
        OperationCount.add(2 * left.rows * inner * columns)
    }
}
