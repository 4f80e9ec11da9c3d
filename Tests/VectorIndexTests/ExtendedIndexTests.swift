import MediaTypes
import Testing

@testable import VectorIndex

/// An index that is worked on finds as much as one that is made anew.
@Suite struct ExtendedIndexTests {
    private let sample = GraphSample(clusters: 20, count: 1200, dimension: 16, seed: 51)

    private func part(_ isIn: (Int64) -> Bool) -> GraphSample {
        GraphSample(dimension: 16, vectors: sample.vectors.filter { isIn($0.id) })
    }

    private func extended(
        _ old: HNSWIndex, without removed: IDSet = IDSet(), by added: GraphSample
    ) throws -> HNSWIndex {
        let builder = try HNSWBuilder(
            extending: old, without: removed, by: added.vectors.map(\.id))
        for (_, vector) in added.vectors { try builder.append(vector.values) }
        return try builder.index(threads: 2)
    }

    @Test func addedVectorsAreFound() throws {
        // Higher and lower ids than those that are there.
        let old = try part { $0 % 3 != 0 }.index()
        let index = try extended(old, by: part { $0 % 3 == 0 })
        #expect(index.count == 1200)
        #expect(try sample.recall(of: index, queries: 80) >= 0.98)
        #expect(IndexImageValidator(index.image).fault() == nil)
    }

    @Test func removedVectorsAreGoneAndTheirNeighboursStay() throws {
        let old = try sample.index()
        let removed = IDSet(sample.vectors.map(\.id).filter { $0 % 2 == 0 })
        let index = try extended(old, without: removed, by: part { _ in false })
        #expect(index.count == 600)
        #expect(try part { $0 % 2 == 1 }.recall(of: index, queries: 80) >= 0.97)
        #expect(IndexImageValidator(index.image).fault() == nil)
        for node in 0..<index.image.count { #expect(!removed.contains(index.image.ids[node])) }
    }

    @Test func aVectorMayBeReplaced() throws {
        let old = try sample.index()
        let new = GraphSample(
            dimension: 16, vectors: [(sample.vectors[0].id, RandomVectors.unit(16, seed: 77))])
        let index = try extended(old, without: IDSet([new.vectors[0].id]), by: new)
        #expect(index.count == 1200)
        let found = try index.search(new.vectors[0].vector, limit: 1)
        #expect(found.first?.id == new.vectors[0].id)
        #expect(abs((found.first?.score ?? 0) - 1) < 1e-3)
    }

    @Test func anIndexMayBeEmptiedAndFilledAgain() throws {
        let old = try sample.index()
        let all = IDSet(sample.vectors.map(\.id))
        let empty = try extended(old, without: all, by: part { _ in false })
        #expect(empty.count == 0)
        let index = try extended(empty, by: sample)
        #expect(try sample.recall(of: index, queries: 80) >= 0.98)
    }

    @Test func anIdThatIsThereIsRefused() throws {
        let old = try part { $0 < 100 }.index()
        #expect(throws: VectorIndexError.duplicate(id: 5)) {
            _ = try HNSWBuilder(extending: old, without: IDSet(), by: [5])
        }
    }
}
