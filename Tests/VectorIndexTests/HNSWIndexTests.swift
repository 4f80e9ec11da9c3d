import MediaTypes
import Testing
import VectorIndex

@Suite struct HNSWIndexTests {
    private func graph(
        _ dimension: Int, _ vectors: [(id: Int64, vector: Embedding)]
    ) throws -> HNSWIndex {
        try GraphSample(dimension: dimension, vectors: vectors).index()
    }

    @Test func conforms() throws {
        try VectorIndexConformance(build: graph, minimumRecall: 0.9, tolerance: 2e-3).check()
    }

    @Test func findsWhatAnExactScanFinds() throws {
        let sample = GraphSample(clusters: 40, count: 3000, dimension: 32, seed: 1)
        let index = try sample.index()
        #expect(try sample.recall(of: index, queries: 100) >= 0.99)
    }

    @Test func moreBreadthFindsNoLess() throws {
        let sample = GraphSample(clusters: 10, count: 2000, dimension: 24, seed: 2)
        var index = try sample.index(HNSWParameters(m: 6, efConstruction: 40))
        let recalls = try [10, 40, 160, 640].map { breadth in
            index.breadth = breadth
            return try sample.recall(of: index, queries: 100)
        }
        #expect(zip(recalls, recalls.dropFirst()).allSatisfy { $0 <= $1 + 0.01 }, "\(recalls)")
        #expect(recalls[3] >= 0.99, "\(recalls)")
    }

    /// Copies of one photo in many folders, all in one place of the space.
    @Test func everyOneOfManyEqualVectorsIsFound() throws {
        let one = RandomVectors.unit(16, seed: 3)
        let others = RandomVectors.numbered(500, dimension: 16, seed: 4)
        let copies = (1000..<1300).map { (id: Int64($0), vector: one) }
        let index = try graph(16, others + copies)
        let found = Set(try index.search(one, limit: 300).map(\.id))
        #expect(found == Set(1000..<1300))
    }

    @Test func everyVectorFindsItself() throws {
        let sample = GraphSample(clusters: 3, count: 1500, dimension: 16, seed: 5)
        let index = try sample.index(HNSWParameters(m: 8, efConstruction: 40))
        let lost = try sample.vectors.filter { id, vector in
            try index.search(vector, limit: 10).contains { $0.id == id } == false
        }
        #expect(lost.count <= sample.vectors.count / 100, "\(lost.count) lost")
    }

    @Test func removedVectorsAreNeverProposed() throws {
        let sample = GraphSample(clusters: 20, count: 1000, dimension: 16, seed: 6)
        var index = try sample.index()
        let removed = IDSet(sample.vectors.map(\.id).filter { $0 % 3 == 0 })
        index.removed = removed
        #expect(index.remaining == index.count - removed.count)
        let rest = sample.without(removed)
        #expect(try rest.recall(of: index, queries: 50) >= 0.98)
        for (id, vector) in sample.vectors.prefix(50) {
            let found = try index.search(vector, limit: 20).map(\.id)
            #expect(found.allSatisfy { !removed.contains($0) })
            #expect(try index.scores(vector, of: [id]).isEmpty == removed.contains(id))
        }
    }

    @Test func vectorsThatPointNowhereAreRefused() throws {
        for values in [[Float.nan, 1, 0], [.infinity, 0, 0], [0, 0, 0]] as [[Float]] {
            let builder = try HNSWBuilder(ids: [7], mean: [0, 0, 0], space: "s")
            #expect(throws: VectorIndexError.noDirection(id: 7)) { try builder.append(values) }
            #expect(builder.missing == 1)
        }
        let builder = try HNSWBuilder(ids: [7], mean: [0, 0, 0], space: "s")
        #expect(throws: VectorIndexError.dimensionMismatch(expected: 3, got: 2)) {
            try builder.append([1, 0])
        }
    }

    @Test func anEmptyIndexWorks() throws {
        let index = try graph(3, [])
        #expect(
            try index.search(RandomVectors.unit(3, seed: 1), limit: 5, among: IDSet([1])).isEmpty)
        #expect(try index.scores(RandomVectors.unit(3, seed: 1), of: [1]).isEmpty)
    }
}
