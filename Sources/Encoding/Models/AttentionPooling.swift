import Compute
import MediaTypes

/// SigLIP's head: one learnt query attends to the states of all patches, and a feed-forward network
/// is added to what it gathers.
///
/// Reference: `transformers.SiglipMultiheadAttentionPoolingHead`, "Set Transformer" (Lee et al.,
/// 2019).
struct AttentionPooling: Sendable {
    private let heads: Int
    /// The learnt query, projected: the same for all pictures.
    private let query: [Float]
    private let key, value, output: Linear
    private let norm: LayerNorm
    private let feedForward: FeedForward

    init(prefix: String, configuration: CLIPConfiguration.Tower, weights: Checkpoint) throws {
        let width = configuration.width
        heads = configuration.headCount
        let all = try weights.tensor(
            "\(prefix).attention.in_proj_weight", shape: [3 * width, width])
        let bias = try weights.tensor("\(prefix).attention.in_proj_bias", shape: [3 * width])
        /// Query, key and value lie one below the other.
        func part(_ number: Int, _ precision: Precision) throws -> Linear {
            try Linear(
                inputs: width, outputs: width,
                weights: Array(all[number * width * width..<(number + 1) * width * width]),
                bias: Array(bias[number * width..<(number + 1) * width]), precision: precision)
        }
        query = try part(0, .f32)(weights.tensor("\(prefix).probe", shape: [1, 1, width]), rows: 1)
        key = try part(1, weights.precision)
        value = try part(2, weights.precision)
        output = try weights.linear("\(prefix).attention.out_proj", inputs: width, outputs: width)
        norm = try LayerNorm(
            name: "\(prefix).layernorm", width: width, epsilon: configuration.epsilon,
            weights: weights)
        feedForward = try FeedForward(
            prefix: "\(prefix).mlp", configuration: configuration, weights: weights)
    }

    /// - Parameter states: rows × width.
    /// - Returns: `width` values.
    func callAsFunction(_ states: [Float], rows: Int) throws -> [Float] {
        let width = key.outputs
        let headWidth = width / heads
        let keys = try key(states, rows: rows)
        let values = try value(states, rows: rows)
        var gathered = [Float](repeating: 0, count: width)
        var scores = [Float](repeating: 0, count: rows)
        for offset in stride(from: 0, to: width, by: headWidth) {
            func view(_ matrix: [Float], rows: Int) -> MatrixView {
                MatrixView(matrix, rows: rows, columns: headWidth, stride: width, offset: offset)
            }
            try Matrix.multiply(
                view(query, rows: 1), transposed: view(keys, rows: rows), into: &scores,
                scale: 1 / Float(headWidth).squareRoot())
            try Activation.softmax(&scores, rows: 1)
            try Matrix.multiply(
                MatrixView(scores, rows: 1, columns: rows), view(values, rows: rows),
                into: &gathered, resultStride: width, resultOffset: offset)
        }
        var state = try output(gathered, rows: 1)
        try feedForward.add(to: &state, rows: 1, normalizedBy: norm)
        return state
    }
}
