import Compute

/// One transformer layer of BERT: self-attention and a feed-forward network, each with a
/// residual connection that is normalised afterwards.
struct BERTLayer: Sendable {
    private let heads: Int
    private let query, key, value, attentionOutput, intermediate, output: Linear
    private let attentionNorm, outputNorm: LayerNorm

    init(
        prefix: String, width: Int, heads: Int, intermediate size: Int, epsilon: Float,
        file: SafeTensorsFile
    ) throws {
        func linear(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Linear {
            try Linear(
                inputs: inputs, outputs: outputs,
                weights: file.tensor("\(prefix).\(name).weight", shape: [outputs, inputs]),
                bias: file.tensor("\(prefix).\(name).bias", shape: [outputs]))
        }
        self.heads = heads
        query = try linear("attention.self.query", width, width)
        key = try linear("attention.self.key", width, width)
        value = try linear("attention.self.value", width, width)
        attentionOutput = try linear("attention.output.dense", width, width)
        intermediate = try linear("intermediate.dense", width, size)
        output = try linear("output.dense", size, width)
        attentionNorm = try LayerNorm(
            name: "\(prefix).attention.output.LayerNorm", width: width, epsilon: epsilon, file: file
        )
        outputNorm = try LayerNorm(
            name: "\(prefix).output.LayerNorm", width: width, epsilon: epsilon, file: file)
    }

    /// - Parameter states: rows × width, replaced by the layer's output.
    func apply(to states: inout [Float], rows: Int) throws {
        var attended = try attentionOutput(attention(states, rows: rows), rows: rows)
        for index in attended.indices { attended[index] += states[index] }
        try attentionNorm.apply(to: &attended, rows: rows)

        var hidden = try intermediate(attended, rows: rows)
        Activation.gelu(&hidden)
        states = try output(hidden, rows: rows)
        for index in states.indices { states[index] += attended[index] }
        try outputNorm.apply(to: &states, rows: rows)
    }

    /// Scaled dot-product attention, head by head; heads are neighbouring columns.
    private func attention(_ states: [Float], rows: Int) throws -> [Float] {
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
            try Activation.softmax(&scores, rows: rows)
            try Matrix.multiply(
                MatrixView(scores, rows: rows, columns: rows), view(values), into: &context,
                resultStride: width, resultOffset: head * headWidth)
        }
        return context
    }
}
