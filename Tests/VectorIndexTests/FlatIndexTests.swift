import MediaTypes
import Testing
import VectorIndex

@Suite struct FlatIndexTests {
    private func flat(
        _ dimension: Int, _ vectors: [(id: Int64, vector: Embedding)],
        precision: FlatPrecision = .float32
    ) throws -> FlatIndex {
        var index = FlatIndex(dimension: dimension, precision: precision)
        index.reserveCapacity(vectors.count)
        for (id, vector) in vectors { try index.append(id: id, vector.values) }
        return index
    }

    @Test(
        arguments: [
            (FlatPrecision.float32, 1e-5, 1), (.float16, 1e-3, 1), (.int8, 2e-2, 0.9),
        ] as [(FlatPrecision, Float, Double)])
    func conforms(precision: FlatPrecision, tolerance: Float, recall: Double) throws {
        try VectorIndexConformance(
            build: { try flat($0, $1, precision: precision) }, minimumRecall: recall,
            tolerance: tolerance
        ).check()
    }

    @Test func vectorsThatPointNowhereAreRefused() {
        for values in [[Float.nan, 1], [.infinity, 0], [0, 0]] as [[Float]] {
            var index = FlatIndex(dimension: 2)
            #expect(throws: VectorIndexError.noDirection(id: 7)) {
                try index.append(id: 7, values)
            }
            #expect(index.count == 0)
        }
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
