import MediaTypes

/// Reproducible unit vectors.
enum RandomVectors {
    static func unit(_ dimension: Int, seed: UInt64) -> Embedding {
        var generator = SplitMix64(state: seed)
        return unit(dimension, using: &generator)
    }

    /// Vectors under the ids 1…count, in a shuffled order.
    static func numbered(
        _ count: Int, dimension: Int, seed: UInt64
    ) -> [(id: Int64, vector: Embedding)] {
        var generator = SplitMix64(state: seed)
        return (1...Int64(count)).shuffled(using: &generator).map {
            ($0, unit(dimension, using: &generator))
        }
    }

    private static func unit(_ dimension: Int, using generator: inout SplitMix64) -> Embedding {
        while true {
            let values = (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) }
            if let embedding = Embedding(normalizing: values) { return embedding }
        }
    }
}

struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
