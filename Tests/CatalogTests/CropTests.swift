import Catalog
import MediaTypes
import Testing

@Suite struct CropTests {
    private static let crop = Crop(left: 0.4, top: 0, width: 0.6, height: 0.6)

    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
    }

    private func recordLargePhoto(in space: SpaceID? = nil) throws -> Int {
        try fixture.catalog.recordIndexed(
            path: "/large.jpg", fingerprint: fingerprint(1),
            asset: AssetDescription(
                hash: hash(1), byteSize: 5, type: .image, width: 4000, height: 3000),
            segments: [
                EncodedSegment(modality: .image, range: nil, embedding: embedding(1, 0)),
                EncodedSegment(
                    modality: .image, range: nil, crop: Self.crop, embedding: embedding(0, 1)),
            ], in: space ?? fixture.space)
    }

    private func found(areCrops: Bool?) throws -> [StoredSegment] {
        var found: [StoredSegment] = []
        let selection = areCrops.map {
            SegmentSelection(type: .image, modality: .image, areCrops: $0)
        }
        try fixture.catalog.forEachEmbedding(in: fixture.space, selection) { segment, _ in
            found.append(segment)
        }
        return found
    }

    @Test func cropsComeBackAsTheyWere() throws {
        #expect(try recordLargePhoto() == 2)
        try fixture.recordPhoto("/small.jpg", content: 2)
        #expect(try found(areCrops: true).map(\.crop) == [Self.crop])
        #expect(try found(areCrops: false).map(\.crop) == [nil, nil])
        let all = try found(areCrops: nil)
        #expect(all.map(\.crop) == [nil, Self.crop, nil])
        #expect(try fixture.catalog.segments(ids: all.map(\.id)).map(\.crop) == all.map(\.crop))
        #expect(try fixture.catalog.counts().segments == [.image: 3])
    }

    @Test func spacesShareCrops() throws {
        #expect(try recordLargePhoto() == 2)
        let other = try fixture.catalog.registerSpace(
            identity: "b", name: "other", dimension: 2, preprocessingVersion: 1)
        #expect(try recordLargePhoto(in: other) == 2)
        #expect(try fixture.catalog.counts().segments == [.image: 2])
        #expect(try fixture.catalog.counts().embeddings == [fixture.space: 2, other: 2])
    }

    @Test func cropsHaveFloorsOfTheirOwn() throws {
        let floors = [false, true].map {
            NoiseFloorRecord(
                query: .text, type: .image, segments: .image, areCrops: $0,
                cutoff: $0 ? 0.3 : 0.2, scale: 0.1)
        }
        try fixture.catalog.recordNoiseFloors(floors, in: fixture.space)
        #expect(
            try fixture.catalog.noiseFloors(in: fixture.space)
                .sorted { $0.cutoff < $1.cutoff } == floors)
    }
}
