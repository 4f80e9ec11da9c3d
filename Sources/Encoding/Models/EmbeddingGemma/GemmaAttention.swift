import Compute

/// Self-attention with rotated, normalised queries and keys, of which several heads may share keys
/// and values.
///
/// "GQA: Training Generalized Multi-Query Transformer Models" (Ainslie et al., 2023). The scores are
/// not divided by anything, since queries and keys are normalised.
struct GemmaAttention: Sendable {
    /// Scores are held for so many rows of queries at once: memory grows with the rows, not with
    /// their square.
    private static let block = 256

    private let shape: GemmaLayerShape
    private let query, key, value, output: ClippedLinear
    private let queryNorm, keyNorm, valueNorm: RMSNorm

    init(prefix: String, shape: GemmaLayerShape, weights: Checkpoint) throws {
        self.shape = shape
        func layer(_ name: String, from inputs: Int, to outputs: Int) throws -> ClippedLinear {
            try ClippedLinear(
                "\(prefix).\(name)", inputs: inputs, outputs: outputs, layout: shape.layout,
                weights: weights)
        }
        let width = shape.heads * shape.headWidth
        let keyWidth = shape.keyHeads * shape.headWidth
        query = try layer("q_proj", from: shape.width, to: width)
        key = try layer("k_proj", from: shape.width, to: keyWidth)
        value = try layer("v_proj", from: shape.width, to: keyWidth)
        output = try layer("o_proj", from: width, to: shape.width)
        func norm(_ name: String) throws -> RMSNorm {
            try RMSNorm(
                name: "\(prefix).\(name)", columns: shape.headWidth, epsilon: shape.epsilon,
                weights: weights)
        }
        queryNorm = try norm("q_norm")
        keyNorm = try norm("k_norm")
        valueNorm = RMSNorm(columns: shape.headWidth, epsilon: shape.epsilon)
    }

    /// - Parameter states: rows × width.
    func callAsFunction(_ states: [Float], rows: Int, rotary: RotaryTable) throws -> [Float] {
        var queries = try queryNorm(query(states, rows: rows))
        try rotary.rotate(&queries, heads: shape.heads)
        var keys = try keyNorm(key(states, rows: rows))
        try rotary.rotate(&keys, heads: shape.keyHeads)
        let values = try valueNorm(value(states, rows: rows))
        var context = [Float](repeating: 0, count: queries.count)
        for begin in stride(from: 0, to: rows, by: Self.block) {
            try attend(
                from: begin..<min(rows, begin + Self.block), rows: rows, queries: queries,
                keys: keys, values: values, into: &context)
        }
        return try output(context, rows: rows)
    }

    private func attend(
        from seeing: Range<Int>, rows: Int, queries: [Float], keys: [Float], values: [Float],
        into context: inout [Float]
    ) throws {
        let headWidth = shape.headWidth
        let width = shape.heads * headWidth
        let keyWidth = shape.keyHeads * headWidth
        let reach = min(shape.reach ?? rows, rows)
        let seen =
            max(0, seeing.lowerBound - reach)..<min(rows, seeing.upperBound + reach)
        var scores = [Float](repeating: 0, count: seeing.count * seen.count)
        for head in 0..<shape.heads {
            let column = head * headWidth
            let keyColumn = head / (shape.heads / shape.keyHeads) * headWidth
            func keyView(_ matrix: [Float]) -> MatrixView {
                MatrixView(
                    matrix, rows: seen.count, columns: headWidth, stride: keyWidth,
                    offset: seen.lowerBound * keyWidth + keyColumn)
            }
            try Matrix.multiply(
                MatrixView(
                    queries, rows: seeing.count, columns: headWidth, stride: width,
                    offset: seeing.lowerBound * width + column),
                transposed: keyView(keys), into: &scores)
            if reach < rows {
                for row in seeing {
                    let start = (row - seeing.lowerBound) * seen.count - seen.lowerBound
                    for other in seen.lowerBound..<max(seen.lowerBound, row - reach) {
                        scores[start + other] = -.infinity
                    }
                    for other in min(row + reach + 1, seen.upperBound)..<seen.upperBound {
                        scores[start + other] = -.infinity
                    }
                }
            }
            try Activation.softmax(&scores, rows: seeing.count)
            try Matrix.multiply(
                MatrixView(scores, rows: seeing.count, columns: seen.count), keyView(values),
                into: &context, resultStride: width,
                resultOffset: seeing.lowerBound * width + column)
        }
    }
}
