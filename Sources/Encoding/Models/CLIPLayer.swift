import Compute

/// One transformer layer of CLIP or SigLIP: self-attention and a feed-forward network, each of which works
/// on normalised states and is added to those before the normalisation.
struct CLIPLayer: Sendable {
    private let attention: SelfAttention
    private let feedForward: FeedForward
    private let attentionNorm, feedForwardNorm: LayerNorm

    init(
        prefix: String, configuration: CLIPConfiguration.Tower, isCausal: Bool, weights: Checkpoint
    ) throws {
        let width = configuration.width
        func square(_ name: String) throws -> Linear {
            try weights.linear("\(prefix).self_attn.\(name)", inputs: width, outputs: width)
        }
        attention = try SelfAttention(
            heads: configuration.headCount, query: square("q_proj"), key: square("k_proj"),
            value: square("v_proj"), output: square("out_proj"), isCausal: isCausal)
        feedForward = try FeedForward(
            prefix: "\(prefix).mlp", configuration: configuration, weights: weights)
        func norm(_ name: String) throws -> LayerNorm {
            try LayerNorm(
                name: "\(prefix).\(name)", width: width, epsilon: configuration.epsilon,
                weights: weights)
        }
        attentionNorm = try norm("layer_norm1")
        feedForwardNorm = try norm("layer_norm2")
    }

    /// - Parameters:
    ///   - states: rows × width, replaced by the layer's output.
    ///   - sequences: of which rows each picture or text consists, one after the other.
    func apply(to states: inout [Float], sequences: [Range<Int>]) throws {
        try attention.add(to: &states, sequences: sequences, normalizedBy: attentionNorm)
        try feedForward.add(
            to: &states, rows: sequences.last?.upperBound ?? 0, normalizedBy: feedForwardNorm)
    }

    /// The layer's output at one row of each sequence: all that is needed of the last layer.
    ///
    /// - Parameter rows: a causal network's are the sequences' last.
    /// - Returns: sequences × width.
    func output(
        of states: [Float], sequences: [Range<Int>], rows: [Int]
    ) throws -> [Float] {
        let width = attentionNorm.width
        var result = rows.flatMap { states[$0 * width..<($0 + 1) * width] }
        try attention.add(
            toRows: &result, of: states, sequences: sequences, normalizedBy: attentionNorm)
        try feedForward.add(to: &result, rows: rows.count, normalizedBy: feedForwardNorm)
        return result
    }
}
