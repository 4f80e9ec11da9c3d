import MediaTypes
import Testing

@testable import Retrieval

@Suite struct QueryTests {
    private func unit(_ values: [Float]) throws -> Embedding {
        try #require(Embedding(normalizing: values))
    }

    @Test func severalPartsGiveTheMean() throws {
        let query = try Query([unit([1, 0]), unit([0, 3])])
        #expect(query.embedding.values.allSatisfy { abs($0 - Float(0.5).squareRoot()) < 1e-6 })
    }

    @Test func onePartStaysAsItIs() throws {
        let part = try unit([0.1, 0.2, 0.7])
        #expect(try Query([part]).embedding == part)
    }

    @Test func nothingAndContradictionAreRefused() throws {
        #expect(throws: SearchError.emptyQuery) { try Query([]) }
        let (up, down) = try (unit([0, 1]), unit([0, -1]))
        #expect(throws: SearchError.contradictoryQuery) { try Query([up, down]) }
    }
}
