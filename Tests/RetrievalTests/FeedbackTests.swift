import Encoding
import MediaTypes
import Retrieval
import Testing

/// "More like this, not like this", by the ids of earlier results.
@Suite struct FeedbackTests {
    private func library() throws -> TestLibrary {
        var library = try TestLibrary()
        try library.add("/a.jpg", .image, [(.image, nil, [1, 0, 0, 0])])
        try library.add("/near.jpg", .image, [(.image, nil, [0.9, 0.3, 0, 0])])
        try library.add("/far.wav", .audio, [(.audio, seconds(0, 2), [0.5, 0, 0.8, 0])])
        return library
    }

    @Test func partIsTheStoredEmbedding() throws {
        let engine = try SearchEngine(catalog: library().catalog, space: .plain)
        let (part, asset) = try engine.part(like: 3, weight: 2)
        #expect(part.modality == .audio && part.weight == 2 && asset == 3)
        #expect(part.embedding == Embedding(normalizing: [0.5, 0, 0.8, 0]))
    }

    @Test func excludedAssetIsNotFound() throws {
        let engine = try SearchEngine(catalog: library().catalog, space: .plain)
        let (part, asset) = try engine.part(like: 1)
        let answer = try engine.search(Query([part], excluding: [asset]))
        #expect(answer.results.map(\.path) == ["/near.jpg", "/far.wav"])
        #expect(answer.rejected.isEmpty)
    }

    @Test func unwantedResultIsVetoed() throws {
        let engine = try SearchEngine(catalog: library().catalog, space: .plain)
        let wanted = try engine.part(like: 1).part
        let unwanted = try engine.part(like: 3).part
        let answer = try engine.search(Query([wanted], without: [unwanted]))
        #expect(answer.results.map(\.path) == ["/a.jpg", "/near.jpg"])
        #expect(answer.rejected.map(\.rejection) == [.unwanted(part: 0)])
    }

    @Test func unknownIDIsNamed() throws {
        let engine = try SearchEngine(catalog: library().catalog, space: .plain)
        for id in [0, -1, 4, Int64.max] {
            #expect(throws: SearchError.unknownResult(id)) { try engine.part(like: id) }
        }
    }

    @Test func longTextIsRefused() {
        let text = String(repeating: "a", count: 100_000)
        #expect(throws: SearchError.textTooLong(characters: 100_000, limit: Space.longestText)) {
            try Space.plain.part(of: .text(text))
        }
    }
}
