import Compute

/// Scaled dot-product attention, head by head; heads are neighbouring columns.
///
/// "Attention Is All You Need" (Vaswani et al., 2017).
struct SelfAttention: Sendable {
    let heads: Int
    let query, key, value, output: Linear
    /// Whether a row sees only itself and those before it.
    var isCausal = false

    /// - Parameter states: rows × width.
    func callAsFunction(_ states: [Float], rows: Int) throws -> [Float] {
        let width = query.outputs
        let headWidth = width / heads
        let queries = try query(states, rows: rows)
        let keys = try key(states, rows: rows)
        let values = try value(states, rows: rows)
        var context = [Float](repeating: 0, count: rows * width)
        var scores = [Float](repeating: 0, count: rows * rows)
        for head in 0..<heads {
            func view(_ matrix: [Float]) -> MatrixView {
                MatrixView(
                    matrix, rows: rows, columns: headWidth, stride: width, offset: head * headWidth)
            }
            try Matrix.multiply(
                view(queries), transposed: view(keys), into: &scores,
                scale: 1 / Float(headWidth).squareRoot())
            if isCausal {
                for row in 0..<rows {
                    for later in row + 1..<max(row + 1, rows) {
                        scores[row * rows + later] = -.infinity
                    }
                }
            }
            try Activation.softmax(&scores, rows: rows)
            try Matrix.multiply(
                MatrixView(scores, rows: rows, columns: rows), view(values), into: &context,
                resultStride: width, resultOffset: head * headWidth)
        }
        return try output(context, rows: rows)
    }
}
