import MediaTypes

/// The direction of several embeddings together, without holding them all.
struct EmbeddingMean {
    private var sum: [Float] = []

    mutating func add(_ embedding: Embedding, weight: Float = 1) {
        if sum.isEmpty { sum = [Float](repeating: 0, count: embedding.dimension) }
        for (index, value) in embedding.values.enumerated() { sum[index] += weight * value }
    }

    /// Nil of none, and where they cancel each other out.
    var embedding: Embedding? { Embedding(normalizing: sum) }
}
