import Catalog
import MediaTypes
import Testing

@testable import Retrieval

/// Agreement, unwanted parts and the cut-off.
@Suite struct JudgingStageTests {
    private var library: TestLibrary

    init() throws {
        library = try TestLibrary()
    }

    @Test func whatIsHeardAndSeenRises() throws {
        var library = library
        try library.add(
            "/both.mp4", .video,
            [(.image, seconds(0, 5), vector(0.6)), (.audio, seconds(0, 5), vector(0.6))])
        try library.add(
            "/one.mp4", .video,
            [(.image, seconds(0, 5), vector(0.62)), (.audio, seconds(20, 25), vector(0.1))])
        let query = try Query([.letters("a")])
        // Cosines of different modalities say nothing together.
        #expect(
            try library.context(query).candidates(after: AgreementStage()).first?.asset.path
                == "/one.mp4")
        try library.recordFloors()
        let after = try library.context(query).candidates(after: AgreementStage())
        #expect(after.first?.asset.path == "/both.mp4")
        let floor = NoiseFloor(cutoff: 0.5, scale: 0.1)
        let alone = floor.score(0.6)
        let expected = alone + (1 - alone) * (alone - 0.5)
        #expect(abs((after.first?.score ?? 0) - expected) < 1e-5)
    }

    @Test func weakerOneBelowChanceRaisesNothing() throws {
        var library = library
        try library.add(
            "/v.mp4", .video,
            [(.image, seconds(0, 5), vector(0.6)), (.audio, seconds(0, 5), vector(0.45))])
        try library.recordFloors()
        let search = try library.context(Query([.letters("a")]))
        #expect(
            try search.candidates(after: AgreementStage()).map(\.score)
                == search.candidates().map(\.score))
    }

    @Test func whatIsClearlyUnwantedIsRejected() throws {
        var library = library
        try library.add("/wanted.jpg", .image, [(.image, nil, [0.8, 0.6, 0, 0])])
        try library.add("/unwanted.jpg", .image, [(.image, nil, [0.6, 0, 0.8, 0])])
        try library.add("/neither.jpg", .image, [(.image, nil, [0.1, 0.9, 0.2, 0])])
        try library.recordFloors()
        let query = try Query([.letters("a")], without: [.letters("d"), .letters("c")])
        let after = try library.context(query).candidates(after: UnwantedStage())
        let reasons = Dictionary(uniqueKeysWithValues: after.map { ($0.asset.path, $0.rejection) })
        #expect(reasons["/wanted.jpg"] == .some(nil))
        #expect(reasons["/unwanted.jpg"] == .unwanted(part: 1))
        #expect(reasons["/neither.jpg"] == .some(nil))
    }

    @Test func whatIsNoBetterThanChanceIsDropped() throws {
        var library = library
        for (name, cosine) in [("good", 0.7), ("poor", 0.4)] as [(String, Float)] {
            try library.add("/\(name).jpg", .image, [(.image, nil, vector(cosine))])
        }
        func answer(dropsChance: Bool = true, words: [String] = []) throws -> SearchAnswer {
            try library.engine().search(
                Query([.letters("a")], words: words, dropsChance: dropsChance))
        }
        // Without floors, nothing is known about chance.
        #expect(try answer().results.map(\.path) == ["/good.jpg", "/poor.jpg"])
        #expect(try abs((answer().results.last?.score ?? 0) - 0.4) < 1e-6)

        try library.recordFloors()
        #expect(try answer().results.map(\.path) == ["/good.jpg"])
        #expect(try answer().rejected.map(\.path) == ["/poor.jpg"])
        #expect(try answer().rejected.map(\.rejection) == [.chance])
        #expect(try answer(dropsChance: false).results.count == 2)
        // Its name makes it certain.
        #expect(
            try answer(words: ["the", "poor"]).results.map(\.path) == ["/poor.jpg", "/good.jpg"])
    }
}
