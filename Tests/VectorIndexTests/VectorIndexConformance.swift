import MediaTypes
import Testing
import VectorIndex

/// What every index must do, exact or not. A test of an index calls `check` with a way to build it.
struct VectorIndexConformance<Index: VectorIndex> {
    let build: (_ dimension: Int, _ vectors: [(id: Int64, vector: Embedding)]) throws -> Index
    /// The share of the true neighbours that must be found.
    let minimumRecall: Double
    /// How far a score may lie from the exact one.
    var tolerance: Float = 1e-5

    func check() throws {
        try emptyIndexFindsNothing()
        try limitsAreRespected()
        try wrongDimensionIsRefused()
        try storedVectorFindsItself()
        try equalVectorsComeInOrderOfTheirIds()
        try scoresAreThoseOfASearch()
        duplicatesAreRefused()
        try filteredIdsNeverCome()
        for seed in 1...4 as ClosedRange<UInt64> { try agreesWithNaiveScan(seed: seed) }
    }

    private func emptyIndexFindsNothing() throws {
        let index = try build(5, [])
        #expect(index.count == 0 && index.dimension == 5)
        #expect(try index.search(RandomVectors.unit(5, seed: 1), limit: 10).isEmpty)
    }

    private func limitsAreRespected() throws {
        let index = try build(8, RandomVectors.numbered(20, dimension: 8, seed: 2))
        let query = RandomVectors.unit(8, seed: 3)
        #expect(index.count == 20)
        for limit in [-1, 0, 1, 7, 20, 100] {
            #expect(try index.search(query, limit: limit).count == min(max(limit, 0), 20))
        }
    }

    private func wrongDimensionIsRefused() throws {
        let index = try build(8, RandomVectors.numbered(3, dimension: 8, seed: 4))
        #expect(throws: VectorIndexError.dimensionMismatch(expected: 8, got: 7)) {
            try index.search(RandomVectors.unit(7, seed: 5), limit: 1)
        }
    }

    private func storedVectorFindsItself() throws {
        let vectors = RandomVectors.numbered(200, dimension: 32, seed: 6)
        let index = try build(32, vectors)
        for (id, vector) in vectors.prefix(20) {
            let first = try #require(try index.search(vector, limit: 1).first)
            #expect(first.id == id)
            #expect(abs(first.score - 1) < tolerance)
        }
    }

    private func equalVectorsComeInOrderOfTheirIds() throws {
        let vector = RandomVectors.unit(16, seed: 7)
        let ids: [Int64] = [9, -4, 7, .max, 1, .min, 3]
        let index = try build(16, ids.map { ($0, vector) })
        #expect(try index.search(vector, limit: 7).map(\.id) == ids.sorted())
        #expect(try index.search(vector, limit: 3).map(\.id) == Array(ids.sorted().prefix(3)))
    }

    private func scoresAreThoseOfASearch() throws {
        let index = try build(24, RandomVectors.numbered(100, dimension: 24, seed: 13))
        let query = RandomVectors.unit(24, seed: 14)
        let found = try index.search(query, limit: 20)
        let scores = try index.scores(query, of: found.map(\.id) + [-7, 101])
        #expect(scores.count == found.count)
        for neighbor in found { #expect(scores[neighbor.id] == neighbor.score) }
    }

    private func duplicatesAreRefused() {
        let vector = RandomVectors.unit(4, seed: 15)
        #expect(throws: VectorIndexError.duplicate(id: 5)) {
            try build(4, [(5, vector), (6, vector), (5, vector)])
        }
    }

    private func filteredIdsNeverCome() throws {
        let index = try build(16, RandomVectors.numbered(300, dimension: 16, seed: 8))
        let query = RandomVectors.unit(16, seed: 9)
        let allowed = IDSet((0...400).filter { $0 % 10 == 3 })
        let found = try index.search(query, limit: 300, among: allowed)
        #expect(found.count == 30)
        #expect(found.allSatisfy { $0.id % 10 == 3 })
        #expect(try index.search(query, limit: 5, among: IDSet()).isEmpty)
    }

    /// Sizes lie around the blocks and strides that an index may use.
    private func agreesWithNaiveScan(seed: UInt64) throws {
        for (count, dimension) in [(1, 1), (17, 3), (1025, 20), (2049, 33)] {
            let vectors = RandomVectors.numbered(count, dimension: dimension, seed: seed)
            let index = try build(dimension, vectors)
            let query = RandomVectors.unit(dimension, seed: seed + 100)
            for keep in [1, 3] as [Int64] {
                let allowed = keep == 1 ? nil : IDSet(vectors.map(\.id).filter { $0 % keep == 0 })
                let expected = vectors.filter { allowed?.contains($0.id) ?? true }.map {
                    id, vector in
                    Neighbor(
                        id: id,
                        score: zip(vector.values, query.values).reduce(0) { $0 + $1.0 * $1.1 })
                }.sorted { $0.precedes($1) }.prefix(10)
                let found = try index.search(query, limit: 10, among: allowed)
                #expect(zip(found, found.dropFirst()).allSatisfy { $0.precedes($1) })
                // A naive sum rounds differently, so equal rank is judged by score.
                let worst = expected.last?.score ?? 0
                let hits = found.count { $0.score >= worst - tolerance }
                #expect(found.count == expected.count)
                #expect(Double(hits) >= minimumRecall * Double(expected.count))
                let scores = Dictionary(uniqueKeysWithValues: expected.map { ($0.id, $0.score) })
                for neighbor in found {
                    guard let score = scores[neighbor.id] else { continue }
                    #expect(abs(score - neighbor.score) < tolerance)
                }
            }
        }
    }
}
