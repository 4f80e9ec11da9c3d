import MediaTypes
import Testing
import VectorIndex

@Suite struct FlatIndexTests {
    private func flat(
        _ dimension: Int, _ vectors: [(id: Int64, vector: Embedding)]
    ) throws -> FlatIndex {
        var index = FlatIndex(dimension: dimension)
        index.reserveCapacity(vectors.count)
        for (id, vector) in vectors { try index.append(id: id, vector.values) }
        return index
    }

    @Test func conforms() throws {
        try VectorIndexConformance(build: flat, minimumRecall: 1).check()
    }

    @Test func orderOfStoringDoesNotMatter() throws {
        let vectors = RandomVectors.numbered(1500, dimension: 24, seed: 11)
        let query = RandomVectors.unit(24, seed: 12)
        let forwards = try flat(24, vectors).search(query, limit: 50).map(\.id)
        let backwards = try flat(24, vectors.reversed()).search(query, limit: 50).map(\.id)
        #expect(forwards == backwards)
    }

    @Test func refusesVectorOfAnotherDimension() {
        var index = FlatIndex(dimension: 4)
        #expect(throws: VectorIndexError.dimensionMismatch(expected: 4, got: 5)) {
            try index.append(id: 1, RandomVectors.unit(5, seed: 1).values)
        }
        #expect(index.count == 0)
    }
}
