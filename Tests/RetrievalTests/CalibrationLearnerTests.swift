import Catalog
import Encoding
import MediaTypes
import TestSupport
import Testing

@testable import Retrieval

@Suite struct CalibrationLearnerTests {
    private var library: TestLibrary

    init() throws {
        library = try TestLibrary()
    }

    /// Photos and recordings that point anywhere.
    private func filled(_ library: TestLibrary) throws -> TestLibrary {
        var library = library
        var random = SeededGenerator(seed: 5)
        func anywhere() -> [Float] {
            (0..<4).map { _ in Float.random(in: -1...1, using: &random) }
        }
        for index in 0..<60 {
            try library.add("/\(index).jpg", .image, [(.image, nil, anywhere())])
            try library.add("/\(index).wav", .audio, [(.audio, seconds(0, 5), anywhere())])
        }
        return library
    }

    @Test func floorsAreLearntKeptAndUsed() throws {
        let library = try filled(library)
        let query = try Query([.letters("ab")])
        let raw = try library.engine().search(query).results
        let learner = try CalibrationLearner(catalog: library.catalog, space: .plain)
        #expect(try learner.isDue)
        try learner.learn()
        #expect(try !learner.isDue)

        let floors = try library.catalog.noiseFloors(in: library.spaceID)
        #expect(floors.allSatisfy { $0.scale > 0 && (-1...1).contains($0.cutoff) })
        let pairs = Set(floors.map { "\($0.query) \($0.type) \($0.segments)" })
        #expect(
            pairs == [
                "text image image", "image image image", "audio image image",
                "text audio audio", "image audio audio", "audio audio audio",
            ])
        #expect(pairs.count == floors.count)

        let calibrated = try library.engine().search(
            Query([.letters("ab")], dropsChance: false)
        ).results
        #expect(calibrated.map(\.score) != raw.map(\.score))
        let floor = try #require(
            floors.first { $0.query == .text && $0.type == .image })
        let photo = try #require(calibrated.first { $0.type == .image }?.evidence.first)
        let expected = NoiseFloor(cutoff: floor.cutoff, scale: floor.scale).score(photo.cosine)
        #expect(photo.score == expected)
        // What it learns again is the same.
        try learner.learn()
        #expect(
            Set(try library.catalog.noiseFloors(in: library.spaceID).map(\.cutoff))
                == Set(floors.map(\.cutoff)))
    }

    @Test func aCropIsNeverMeasuredAgainstLessThanAWholePhoto() throws {
        var library = try filled(library)
        // By itself it would come near to nothing.
        try library.addPhoto(
            "/large.jpg", whole: [1, 1, 1, 1],
            crops: [(Crop(left: 0, top: 0, width: 0.5, height: 0.5), [-1, -1, -1, -1])])
        try CalibrationLearner(catalog: library.catalog, space: .plain).learn()
        let floors = try library.catalog.noiseFloors(in: library.spaceID)
            .filter { $0.type == .image }
        for crop in floors.filter(\.areCrops) {
            let whole = try #require(floors.first { !$0.areCrops && $0.query == crop.query })
            #expect(crop.cutoff >= whole.cutoff)
        }
        #expect(floors.count { $0.areCrops } == 3)
    }

    @Test func mostUnanswerableRequestsFindNothing() throws {
        let library = try filled(library)
        try CalibrationLearner(catalog: library.catalog, space: .plain).learn()
        let engine = try library.engine()
        var silent = 0
        for text in UnanswerableTexts.all {
            let query = try Query([.letters(text)], types: [.image])
            if try engine.search(query, stages: [CutoffStage()]).results.isEmpty { silent += 1 }
        }
        let share = Double(silent) / Double(UnanswerableTexts.all.count)
        #expect(share >= 0.9, "\(share)")
    }

    @Test func scoresGrowWithCosines() {
        let floor = NoiseFloor(cutoff: 0.3, scale: 0.05)
        #expect(floor.score(0.3) == NoiseFloor.chance)
        let scores = stride(from: Float(-1), through: 1, by: 0.05).map(floor.score)
        #expect(scores == scores.sorted())
        #expect(scores.allSatisfy { (0...1).contains($0) })
    }

    @Test func emptyLibraryTeachesNothing() throws {
        let learner = try CalibrationLearner(catalog: library.catalog, space: .plain)
        try learner.learn()
        #expect(try library.catalog.noiseFloors(in: library.spaceID).isEmpty)
        #expect(try learner.isDue)
    }

    @Test func withoutTextsTheOthersAreLearnt() throws {
        let library = try filled(library)
        let mute = Space(name: "plain", identity: "plain-1", dimension: 4, preprocessingVersion: 1)
        try CalibrationLearner(catalog: library.catalog, space: mute).learn()
        let floors = try library.catalog.noiseFloors(in: library.spaceID)
        #expect(!floors.isEmpty)
        #expect(floors.allSatisfy { $0.query != .text })
        // A text has no floor then: its scores are cosines, and nothing is cut off.
        let answer = try library.engine().search(Query([.letters("ab")], limit: .max))
        #expect(!answer.rejected.contains { $0.rejection == .chance })
    }

    @Test func otherSpaceIsRefused() throws {
        let other = Space(name: "x", identity: "x-1", dimension: 4, preprocessingVersion: 1)
        #expect(throws: SearchError.otherSpace(asked: "x", indexed: ["plain"])) {
            try CalibrationLearner(catalog: library.catalog, space: other)
        }
    }
}
