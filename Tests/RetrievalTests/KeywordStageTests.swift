import Catalog
import MediaTypes
import Testing

@testable import Retrieval

@Suite struct KeywordStageTests {
    private var library: TestLibrary

    init() throws {
        library = try TestLibrary()
    }

    private func candidates(
        _ words: [String], phrases: [String] = [], in library: TestLibrary
    ) throws -> [Candidate] {
        try library.context(Query([.letters("a")], words: words, phrases: phrases))
            .candidates(after: KeywordStage())
    }

    /// 150 photos that embeddings propose, and one that they don't.
    private func largeLibrary() throws -> TestLibrary {
        var library = library
        for index in 0..<150 {
            let cosine = 0.9 - Float(index) / 300
            try library.add("/\(index).jpg", .image, [(.image, nil, vector(cosine))])
        }
        try library.add("/summer/Dog on a beach.jpg", .image, [(.image, nil, vector(-0.2))])
        return library
    }

    @Test func namesBringInWhatEmbeddingsDidNotPropose() throws {
        let library = try largeLibrary()
        let search = try library.context(Query([.letters("a")]))
        #expect(try !search.candidates().contains { $0.asset.path.contains("beach") })
        let after = try candidates(["dogs", "on", "the", "beach"], in: library)
        let dog = try #require(after.first)
        #expect(dog.asset.path == "/summer/Dog on a beach.jpg")
        #expect(dog.isCertain)
        #expect(dog.moment.evidence[.seen].map { abs($0.cosine + 0.2) < 1e-5 } == true)
        #expect(after.dropFirst().allSatisfy { !$0.isCertain })
        // 1/61 + 1/161 for the one, 1/61 for the next.
        #expect(after.dropFirst().first?.asset.path == "/0.jpg")
        #expect(after.dropFirst().first?.score ?? 0 < dog.score)
    }

    @Test func oneWordOfSeveralIsNotCertain() throws {
        let after = try candidates(["beach", "party"], in: largeLibrary())
        #expect(after.first?.asset.path == "/summer/Dog on a beach.jpg")
        #expect(after.allSatisfy { !$0.isCertain })
    }

    @Test func oneWordOfSeveralDoesNotMakeUpForChance() throws {
        var library = library
        try library.add("/1.jpg", .image, [(.image, nil, vector(0.9))])
        try library.add("/2.jpg", .image, [(.image, nil, vector(0.2))])
        try library.add("/fox, a dog.jpg", .image, [(.image, nil, vector(0.1))])
        func order(_ words: [String]) throws -> [String] {
            try candidates(words, in: library).map(\.asset.path)
        }
        #expect(try order(["dog", "barks"]).first == "/fox, a dog.jpg")
        try library.recordFloors()
        #expect(try order(["dog", "barks"]) == ["/1.jpg", "/fox, a dog.jpg", "/2.jpg"])
        #expect(try candidates(["dog", "barks"], in: library)[1].score < NoiseFloor.chance)
        #expect(try order(["dog"]).first == "/fox, a dog.jpg")
    }

    @Test func noScoreFallsAndOthersKeepTheirs() throws {
        let library = try largeLibrary()
        let search = try library.context(Query([.letters("a")]))
        let before = Dictionary(
            uniqueKeysWithValues: try search.candidates().map { ($0.asset.id, $0.score) })
        for candidate in try candidates(["beach"], in: library) {
            guard let score = before[candidate.asset.id] else { continue }
            #expect(candidate.score == score)
        }
    }

    @Test func withoutWordsNothingHappens() throws {
        let library = try largeLibrary()
        let before = try library.context(Query([.letters("a")])).candidates().map(\.score)
        #expect(try candidates([], in: library).map(\.score) == before)
        #expect(try candidates(["zebra", "the"], in: library).map(\.score) == before)
    }

    @Test func folderOfManyTellsLittle() throws {
        var library = library
        for index in 0..<60 {
            try library.add(
                "/dogs/\(index).jpg", .image, [(.image, nil, vector(0.5 - Float(index) / 1000))])
        }
        try library.add("/0815.jpg", .image, [(.image, nil, vector(0.9))])
        try library.add("/dog.jpg", .image, [(.image, nil, vector(-0.5))])
        let paths = try candidates(["dog"], in: library).map(\.asset.path)
        let named = try #require(paths.firstIndex(of: "/dog.jpg"))
        let last = try #require(paths.firstIndex(of: "/dogs/59.jpg"))
        #expect(named < last)
    }

    @Test func lineOfSubtitlesIsAMoment() throws {
        var library = library
        var metadata = MediaMetadata()
        metadata.subtitles = [
            SubtitleLine(range: seconds(2, 4), text: "Hello"),
            SubtitleLine(range: seconds(31, 33.5), text: "Look, a dog"),
        ]
        try library.add(
            "/v.mp4", .video,
            [
                (.image, seconds(0, 20), vector(0.9)), (.image, seconds(20, 60), vector(0.1)),
                (.audio, seconds(30, 35), vector(0.2)),
            ], metadata)
        let after = try candidates(["dog"], in: library)
        #expect(after.map(\.moment.range).contains(seconds(31, 33.5)))
        let line = try #require(after.first { $0.moment.range == seconds(31, 33.5) })
        #expect(Set(line.moment.evidence.keys) == [.seen, .heard])
        #expect(after.count == 2)
        // Where the moment is a candidate already, there is no second one.
        #expect(try candidates(["hello"], in: library).map(\.moment.range) == [seconds(0, 20)])
    }

    @Test func quotedPhraseIsRequired() throws {
        var library = library
        var metadata = MediaMetadata()
        metadata.captions = ["The low tide at noon"]
        try library.add("/tide, low.jpg", .image, [(.image, nil, vector(0.9))])
        try library.add("/1.jpg", .image, [(.image, nil, vector(0.1))], metadata)
        let after = try candidates(["low", "tide"], phrases: ["low tide"], in: library)
        #expect(after.first { $0.asset.path == "/1.jpg" }?.rejection == nil)
        #expect(after.first { $0.asset.path == "/1.jpg" }?.isCertain == true)
        #expect(after.first { $0.asset.path == "/tide, low.jpg" }?.rejection == .lacksPhrase)
    }

    @Test func ranksAreJoinedReciprocally() throws {
        var library = library
        for cosine in [0.8, 0.6, 0.4, 0.2] as [Float] {
            try library.add("/\(cosine).jpg", .image, [(.image, nil, vector(cosine))])
        }
        let before = try library.context(Query([.letters("a")])).candidates()
        func order(_ ranks: [Float?]) -> [String] {
            ReciprocalRankFusion.join(before, with: ranks).map(\.asset.path)
        }
        #expect(order([nil, nil, nil, nil]) == before.map(\.asset.path))
        #expect(order([nil, 2, nil, 1]) == ["/0.6.jpg", "/0.2.jpg", "/0.8.jpg", "/0.4.jpg"])
        // 1/61 + 1/90 is less than 1/62 + 1/61.
        #expect(order([30, 1, nil, nil]).prefix(2) == ["/0.6.jpg", "/0.8.jpg"])
        let joined = ReciprocalRankFusion.join(before, with: [nil, nil, nil, 1])
        #expect(joined == joined.sorted { $0.precedes($1) })
        #expect(joined.dropFirst().map(\.score) == before.dropLast().map(\.score))
    }
}

extension Candidate: Equatable {
    public static func == (one: Candidate, other: Candidate) -> Bool {
        one.asset == other.asset && one.moment == other.moment && one.score == other.score
    }
}
