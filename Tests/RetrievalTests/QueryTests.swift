import MediaTypes
import Testing

@testable import Retrieval

@Suite struct QueryTests {
    private func part(_ values: [Float], weight: Float = 1) throws -> Query.Part {
        Query.Part(
            try #require(Embedding(normalizing: values)), modality: .text, weight: weight)
    }

    @Test func severalPartsGiveTheMean() throws {
        let query = try Query([part([1, 0]), part([0, 3])])
        #expect(query.embedding.values.allSatisfy { abs($0 - Float(0.5).squareRoot()) < 1e-6 })
    }

    @Test func weightsCount() throws {
        let query = try Query([part([1, 0], weight: 3), part([0, 1])])
        #expect(abs(query.embedding.values[0] - 3 * query.embedding.values[1]) < 1e-6)
    }

    @Test func unwantedPartsAreSubtracted() throws {
        let query = try Query([part([1, 0])], without: [part([0, 1])])
        #expect(query.embedding.values[0] > 0.8 && query.embedding.values[1] < -0.3)
    }

    @Test func onePartStaysAsItIs() throws {
        let part = try part([0.1, 0.2, 0.7])
        #expect(try Query([part]).embedding == part.embedding)
    }

    @Test func nothingAndContradictionAreRefused() throws {
        #expect(throws: SearchError.emptyQuery) { try Query([]) }
        let unwanted = try part([0, 1])
        #expect(throws: SearchError.onlyUnwanted) { try Query([], without: [unwanted]) }
        let (up, down) = try (part([0, 1]), part([0, -1]))
        #expect(throws: SearchError.contradictoryQuery) { try Query([up, down]) }
        #expect(throws: SearchError.contradictoryQuery) { try Query([up], without: [up]) }
    }
}
