import MediaTypes
import TestSupport

/// Reproducible unit vectors.
enum RandomVectors {
    static func unit(_ dimension: Int, seed: UInt64) -> Embedding {
        var generator = SeededGenerator(seed: seed)
        return unit(dimension, using: &generator)
    }

    /// Vectors under the ids 1…count, in a shuffled order.
    static func numbered(
        _ count: Int, dimension: Int, seed: UInt64
    ) -> [(id: Int64, vector: Embedding)] {
        var generator = SeededGenerator(seed: seed)
        return (1...Int64(count)).shuffled(using: &generator).map {
            ($0, unit(dimension, using: &generator))
        }
    }

    private static func unit(_ dimension: Int, using generator: inout SeededGenerator) -> Embedding
    {
        while true {
            let values = (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) }
            if let embedding = Embedding(normalizing: values) { return embedding }
        }
    }
}
