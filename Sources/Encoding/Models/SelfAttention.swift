import Compute

/// Scaled dot-product attention, head by head; heads are neighbouring columns.
///
/// "Attention Is All You Need" (Vaswani et al., 2017).
struct SelfAttention: Sendable {
    /// Changes a window's scores of a head, rows × rows, before the softmax.
    typealias Adjustment = (_ window: Int, _ head: Int, _ scores: inout [Float]) -> Void

    let heads: Int
    let query, key, value, output: Linear
    /// Whether a row sees only itself and those before it.
    var isCausal = false

    /// - Parameters:
    ///   - states: rows × width.
    ///   - windows: the rows are so many windows of equal length, each of which sees itself alone.
    /// - Precondition: the attention is not causal.
    func callAsFunction(
        _ states: [Float], rows: Int, windows: Int, adjust: Adjustment
    ) throws -> [Float] {
        precondition(windows > 0 && rows % windows == 0, "windows of equal length")
        precondition(!isCausal, "rows of a window see all of it")
        let width = query.outputs
        let headWidth = width / heads
        let length = rows / windows
        let queries = try query(states, rows: rows)
        let keys = try key(states, rows: rows)
        let values = try value(states, rows: rows)
        var context = [Float](repeating: 0, count: rows * width)
        var scores = [Float](repeating: 0, count: length * length)
        for window in 0..<windows {
            for head in 0..<heads {
                let offset = window * length * width + head * headWidth
                func view(_ matrix: [Float]) -> MatrixView {
                    MatrixView(
                        matrix, rows: length, columns: headWidth, stride: width, offset: offset)
                }
                try Matrix.multiply(
                    view(queries), transposed: view(keys), into: &scores,
                    scale: 1 / Float(headWidth).squareRoot())
                adjust(window, head, &scores)
                try Activation.softmax(&scores, rows: length)
                try Matrix.multiply(
                    MatrixView(scores, rows: length, columns: length), view(values),
                    into: &context, resultStride: width, resultOffset: offset)
            }
        }
        return try output(context, rows: rows)
    }
}
