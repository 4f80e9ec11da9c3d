import Catalog
import Foundation
import MediaTypes
import Testing

@testable import Retrieval

@Suite struct CropStageTests {
    private static let left = Crop(left: 0, top: 0, width: 0.6, height: 1)
    private static let right = Crop(left: 0.4, top: 0, width: 0.6, height: 1)

    private var library: TestLibrary

    /// A photo of which the right half is what is looked for, and one that is a little like it.
    init() throws {
        library = try TestLibrary()
        try library.addPhoto(
            "/street.jpg", whole: [0.2, 0, 0.98, 0],
            crops: [(Self.left, [0.1, 0, 0.9, 0.1]), (Self.right, [0.9, 0, 0.1, 0.3])])
        try library.add("/small.jpg", .image, [(.image, nil, vector(0.6))])
    }

    private func results(
        _ query: Query, without stage: String = "", in other: TestLibrary? = nil
    ) throws -> [SearchResult] {
        try (other ?? library).engine().search(
            query, stages: RerankStages.standard.filter { type(of: $0).name != stage }
        ).results
    }

    @Test func theBestCropSpeaksForItsPhoto() throws {
        let found = try results(Query([.letters("a")]))
        #expect(found.map(\.path) == ["/street.jpg", "/small.jpg"])
        #expect(found[0].crop == Self.right)
        #expect(found[0].score < found[0].evidence[0].score)
        #expect(abs(found[0].score - found[0].evidence[0].score + CropStage.handicap) < 1e-5)
        #expect(found[0].evidence.map(\.crop) == [Self.right, nil])
        #expect(found[1].crop == nil)
        // The whole names the find.
        #expect(found[0].id == found[0].evidence[1].id)

        let whole = try results(Query([.letters("a")]), without: "crops")
        #expect(whole.map(\.path) == ["/small.jpg", "/street.jpg"])
        #expect(whole.allSatisfy { $0.crop == nil })
    }

    @Test func aCropThatIsHardlyNearerSaysNothing() throws {
        var library = library
        try library.addPhoto("/sky.jpg", whole: vector(0.8), crops: [(Self.left, vector(0.81))])
        let sky = try #require(
            results(Query([.letters("a")]), in: library).first { $0.path == "/sky.jpg" })
        #expect(sky.crop == nil)
        #expect(sky.score == sky.evidence[0].score)
    }

    @Test func theWholeSpeaksWhereItIsNearer() throws {
        let found = try results(Query([.letters("c")]))
        #expect(found.first?.path == "/street.jpg")
        #expect(found.first.map { abs($0.score - 0.98) < 0.01 } == true)
        #expect(found.first.map { $0.crop == nil } == true)
    }

    @Test func cropsAreMeasuredAgainstTheirOwnChance() throws {
        try library.recordFloors()
        // What is plain for a whole photo is chance for the best of several crops.
        let floors = try library.catalog.noiseFloors(in: library.spaceID)
        try library.catalog.recordNoiseFloors(
            floors.map {
                NoiseFloorRecord(
                    query: $0.query, type: $0.type, segments: $0.segments, areCrops: $0.areCrops,
                    cutoff: $0.areCrops ? 0.95 : $0.cutoff, scale: $0.scale)
            }, in: library.spaceID)
        #expect(try results(Query([.letters("a")])).map(\.path) == ["/small.jpg"])
    }

    @Test func aCropProposesItsPhoto() throws {
        var library = library
        for index in 0..<150 {
            try library.add("/\(index).jpg", .image, [(.image, nil, vector(0.55))])
        }
        #expect(try results(Query([.letters("a")]), in: library).first?.path == "/street.jpg")
    }

    @Test func aFilterLeavesNoCropsOfOtherPhotos() throws {
        var filter = AssetFilter()
        filter.folders = ["/small.jpg"]
        let found = try results(Query([.letters("a")], filter: filter))
        #expect(found.map(\.path) == ["/small.jpg"])
    }

    @Test func photosWithOneThingInCommonAreNoDuplicates() throws {
        var library = library
        try library.addPhoto(
            "/other.jpg", whole: [0.1, 0.9, 0.1, 0], crops: [(Self.left, [0.9, 0, 0.1, 0.3])])
        let found = try results(Query([.letters("a")]), in: library)
        #expect(Set(found.map(\.path)) == ["/street.jpg", "/other.jpg", "/small.jpg"])
        #expect(found.allSatisfy { $0.similar.isEmpty })
    }

    @Test func whatIsUnwantedIsLookedForInTheCropThatMatches() throws {
        try library.recordFloors()
        let query = try Query([.letters("a")], without: [.letters("aaad")])
        let answer = try library.engine().search(query)
        let street = try #require(answer.rejected.first { $0.path == "/street.jpg" })
        #expect(street.rejection == .unwanted(part: 0))
    }

    @Test func explanationsAndResultsNameTheCrop() throws {
        let found = try results(Query([.letters("a")]))
        func json(_ value: some Encodable) throws -> String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        let crop = #""crop":{"height":1,"left":0.4,"top":0,"width":0.6}"#
        #expect(try json(found[0]).contains(crop))
        #expect(try json(Explanation(found[0], filters: [])).contains(crop))
        #expect(try !json(found[1]).contains("crop"))
    }
}
