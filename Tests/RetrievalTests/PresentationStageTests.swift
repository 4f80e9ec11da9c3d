import Catalog
import MediaTypes
import Testing

@testable import Retrieval

/// Collapse of duplicates, and diversity.
@Suite struct PresentationStageTests {
    private var library: TestLibrary

    init() throws {
        library = try TestLibrary()
    }

    private func duplicates(in library: TestLibrary) throws -> [Candidate] {
        try library.context(Query([.letters("a")])).candidates(after: DuplicateStage())
    }

    @Test func nearDuplicatesCollapseIntoTheBest() throws {
        var library = library
        for (name, cosine) in [("best", 0.9), ("burst", 0.89), ("copy", 0.88), ("other", 0.5)]
            as [(String, Float)]
        {
            try library.add("/\(name).jpg", .image, [(.image, nil, vector(cosine))])
        }
        let after = try duplicates(in: library)
        #expect(after.map(\.asset.path) == ["best", "burst", "copy", "other"].map { "/\($0).jpg" })
        #expect(after[0].similar.map(\.path) == ["/burst.jpg", "/copy.jpg"])
        #expect(
            after.map(\.rejection)
                == [nil, .duplicate(of: "/best.jpg"), .duplicate(of: "/best.jpg"), nil])

        let answer = try library.engine().search(Query([.letters("a")], limit: 2))
        #expect(answer.results.map(\.path) == ["/best.jpg", "/other.jpg"])
        #expect(answer.results.first?.similar == ["/burst.jpg", "/copy.jpg"])
    }

    @Test func onlyOneTypeIsCompared() throws {
        var library = library
        try library.add("/p.jpg", .image, [(.image, nil, vector(0.9))])
        try library.add("/v.mp4", .video, [(.image, seconds(0, 5), vector(0.9))])
        #expect(try duplicates(in: library).allSatisfy { $0.rejection == nil })
    }

    @Test func sameSoundWithAnotherPictureIsNoDuplicate() throws {
        var library = library
        for (name, picture) in [("one", [0.7, 0.7, 0, 0]), ("two", [0.7, 0, 0.7, 0])]
            as [(String, [Float])]
        {
            try library.add(
                "/\(name).mp4", .video,
                [(.audio, seconds(0, 5), vector(0.7)), (.image, seconds(0, 5), picture)])
        }
        #expect(try duplicates(in: library).allSatisfy { $0.rejection == nil })
    }

    @Test func momentsOfOneAssetStayUnlessTheyOverlap() throws {
        var library = library
        try library.add(
            "/v.mp4", .video,
            [
                (.image, seconds(0, 10), vector(0.9)), (.image, seconds(10, 30), vector(0)),
                (.image, seconds(30, 40), vector(0.9)),
            ])
        let search = try library.context(Query([.letters("a")]))
        var candidates = try search.candidates()
        #expect(candidates.count == 2)
        let inner = try #require(try search.moment(of: candidates[0].asset, in: seconds(2, 4)))
        candidates.append(Candidate(asset: candidates[0].asset, moment: inner))
        let after = try DuplicateStage().rerank(candidates, in: search)
        #expect(after.map(\.rejection) == [nil, nil, .duplicate(of: "/v.mp4")])
        #expect(after.allSatisfy { $0.similar.isEmpty })
    }

    @Test func differentResultsComeFirstOnRequest() throws {
        var library = library
        try library.add("/best.jpg", .image, [(.image, nil, [0.8, 0.6, 0, 0])])
        try library.add("/alike.jpg", .image, [(.image, nil, [0.78, 0.6, 0.1, 0])])
        try library.add("/different.jpg", .image, [(.image, nil, [0.6, -0.8, 0, 0])])
        let query = try Query([.letters("a")])
        let before = try library.context(query).candidates()
        #expect(before.map(\.asset.path) == ["/best.jpg", "/alike.jpg", "/different.jpg"])
        let after = try library.context(query).candidates(after: DiversityStage())
        #expect(after.map(\.asset.path) == ["/best.jpg", "/different.jpg", "/alike.jpg"])
        #expect(after.map(\.score) == [before[0].score, before[2].score, before[2].score.nextDown])
    }
}
