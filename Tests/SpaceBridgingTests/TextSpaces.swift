import MediaTypes
import TestSupport

@testable import SpaceBridging

/// Vectors of the corpus's texts in made-up spaces.
struct TextSpaces {
    let subjects: [Int]
    /// Sums of a random vector a word, so that texts that share words are near each other.
    let image: VectorTable
    private var random: SeededGenerator

    init(_ corpus: BridgeCorpus, dimension: Int, seed: UInt64 = 1) throws {
        random = SeededGenerator(seed: seed)
        var words: [Substring: [Float]] = [:]
        var table = VectorTable(width: dimension)
        for text in corpus.texts {
            var sum = [Float](repeating: 0, count: dimension)
            for word in text.text.split(separator: " ") {
                let vector = words[word] ?? Self.vector(dimension, using: &random)
                words[word] = vector
                for index in sum.indices { sum[index] += vector[index] }
            }
            table.append(Embedding(normalizing: sum)?.values ?? sum)
        }
        image = table
        subjects = corpus.texts.map(\.subject)
    }

    /// Roughly normal values.
    private static func vector(_ count: Int, using random: inout SeededGenerator) -> [Float] {
        (0..<count).map { _ in
            (0..<4).reduce(0) { sum, _ in sum + Float.random(in: -1...1, using: &random) }
        }
    }

    /// Orthogonal rows, by Gram and Schmidt.
    static func rotation(_ size: Int, seed: UInt64) -> [[Float]] {
        var random = SeededGenerator(seed: seed)
        var rows: [[Float]] = []
        for _ in 0..<size {
            var row = vector(size, using: &random)
            for other in rows {
                let share = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
                for index in row.indices { row[index] -= share * other[index] }
            }
            rows.append(Embedding(normalizing: row)?.values ?? row)
        }
        return rows
    }

    /// The image space turned, with noise of this length beside the unit vectors.
    mutating func turned(by rotation: [[Float]], noise: Float) -> VectorTable {
        var table = VectorTable(width: rotation.count)
        for row in 0..<image.count {
            let vector = image[row]
            let error = Embedding(normalizing: Self.vector(rotation.count, using: &random))
            let values = zip(rotation, error?.values ?? []).map { axis, error in
                zip(axis, vector).reduce(noise * error) { $0 + $1.0 * $1.1 }
            }
            table.append(Embedding(normalizing: values)?.values ?? values)
        }
        return table
    }

    /// Vectors that have nothing to do with the texts.
    mutating func unrelated(dimension: Int) -> VectorTable {
        var table = VectorTable(width: dimension)
        for _ in 0..<image.count {
            let vector = Self.vector(dimension, using: &random)
            table.append(Embedding(normalizing: vector)?.values ?? vector)
        }
        return table
    }
}
