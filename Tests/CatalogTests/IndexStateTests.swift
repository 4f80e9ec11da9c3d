import Catalog
import MediaTypes
import Testing

/// The catalog notes what its index files don't know.
@Suite struct IndexStateTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
        try fixture.record("/a.wav", content: 1, seconds: 3)
    }

    private func publish(in space: SpaceID? = nil, generation: Int64 = 1) throws {
        let space = space ?? fixture.space
        try fixture.catalog.recordIndexFiles(
            [
                IndexFileRecord(
                    segments: SegmentSelection(type: .audio, modality: .audio),
                    generation: generation, name: "\(space)-\(generation).hnsw", vectors: 3,
                    rebuiltVectors: 3)
            ], in: space)
    }

    private func changed(in space: SpaceID? = nil) throws -> [SegmentID] {
        try fixture.catalog.indexState(in: space ?? fixture.space).changed
    }

    @Test func withoutAnIndexNothingIsNoted() throws {
        #expect(try changed().isEmpty)
        #expect(try fixture.catalog.indexState(in: fixture.space).files.isEmpty)
    }

    @Test func whatComesAndGoesIsNotedUntilTheNextFile() throws {
        let first = try fixture.allEmbeddings()
        try publish()
        #expect(try changed().isEmpty)
        try fixture.record("/b.wav", content: 2, seconds: 2)
        let added = try fixture.allEmbeddings().filter { !first.contains($0) }
        #expect(try changed() == added)
        _ = try fixture.catalog.removePaths(under: ["/"]) { $0 == "/a.wav" }
        #expect(try changed() == first + added)
        try publish(generation: 2)
        #expect(try changed().isEmpty)
        #expect(try fixture.catalog.indexFileNames() == ["\(fixture.space)-2.hnsw"])
    }

    @Test func spacesAreApart() throws {
        let other = try fixture.catalog.registerSpace(
            identity: "b", name: "other", dimension: 2, preprocessingVersion: 1)
        try publish()
        try fixture.record("/a.wav", content: 1, seconds: 3, in: other)
        #expect(try changed().isEmpty)
        #expect(try changed(in: other).isEmpty)
        try publish(in: other)
        try fixture.record("/c.wav", content: 3, in: other)
        #expect(try changed(in: other).count == 1)
        #expect(try changed().isEmpty)
    }

    @Test func aRecordComesBackAsItWas() throws {
        try publish()
        let file = try #require(try fixture.catalog.indexState(in: fixture.space).files.first)
        #expect(file.segments == SegmentSelection(type: .audio, modality: .audio))
        #expect(file.generation == 1 && file.vectors == 3 && file.rebuiltVectors == 3)
    }
}
