import MediaTypes
import Testing
import VectorIndex

/// A filter costs no recall, however few it leaves, and wherever they lie.
@Suite struct FilteredSearchTests {
    private static let sample = GraphSample(clusters: 40, count: 4000, dimension: 16, seed: 21)
    private static let index = Result { try sample.index() }

    @Test(arguments: [2, 10, 100, 1000] as [Int64])
    func oneInSoManyIsFound(step: Int64) throws {
        let index = try Self.index.get()
        let allowed = IDSet(Self.sample.vectors.map(\.id).filter { $0 % step == 0 })
        #expect(try Self.sample.recall(of: index, among: allowed, queries: 60) >= 0.99)
    }

    /// All that passes is in other clusters than the query.
    @Test(arguments: [0.5, 0.1, 0.01])
    func whatIsFarFromTheQueryIsFound(share: Double) throws {
        let index = try Self.index.get()
        for seed in 0..<8 as Range<UInt64> {
            let query = Self.sample.query(seed)
            let byDistance = Self.sample.vectors.sorted {
                dot($0.vector, query) < dot($1.vector, query)
            }
            let count = Int(share * Double(byDistance.count))
            let allowed = IDSet(byDistance.prefix(count).map(\.id))
            #expect(
                try Self.sample.recall(of: index, among: allowed, queries: [query]) >= 0.9,
                "query \(seed)")
        }
    }

    /// All that passes is around the query.
    @Test func whatIsNearTheQueryIsFound() throws {
        let index = try Self.index.get()
        for seed in 0..<8 as Range<UInt64> {
            let query = Self.sample.query(seed)
            let near = Self.sample.vectors.filter { dot($0.vector, query) > 0.5 }
            let allowed = IDSet(near.map(\.id))
            #expect(try Self.sample.recall(of: index, among: allowed, queries: [query]) >= 0.9)
        }
    }
}
