import Compute

/// Brings a tower's tokens to the language model, which takes them for embedded words.
///
/// Reference: `EmbeddingGemma2MultimodalEmbedder`.
struct TowerProjection: Sendable {
    private let norm: RMSNorm
    private let projection: Linear

    init(prefix: String, inputs: Int, outputs: Int, epsilon: Float, weights: Checkpoint) throws {
        norm = RMSNorm(columns: inputs, epsilon: epsilon)
        projection = try weights.linear(
            prefix + "embedding_projection", inputs: inputs, outputs: outputs, isBiased: false)
    }

    /// - Parameter tokens: rows × what the tower gives.
    func callAsFunction(_ tokens: [Float], rows: Int) throws -> [Float] {
        try projection(norm(tokens), rows: rows)
    }
}
