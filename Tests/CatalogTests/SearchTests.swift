import Catalog
import Foundation
import MediaTypes
import TestSupport
import Testing

@Suite struct SearchTests {
    @Test func embeddingsComeBackAsTheyWere() throws {
        let fixture = try Fixture()
        try fixture.record("/a.wav", content: 3, seconds: 2)
        var vectors: [[Float]] = []
        try fixture.catalog.forEachEmbedding(in: fixture.space) { vectors.append($1) }
        #expect(vectors == [embedding(3, 1).values, embedding(3, 2).values])
        let ids = try fixture.allEmbeddings()
        #expect(ids == ids.sorted())
        #expect(
            try fixture.catalog.embeddings(ofSegments: [ids[1], 999], in: fixture.space)
                == [ids[1]: embedding(3, 2).values])
    }

    @Test func modalitiesAndTypesNarrowTheScan() throws {
        let fixture = try Fixture()
        try fixture.record("/a.wav", content: 1)
        try fixture.recordPhoto("/b.jpg", content: 2)
        try fixture.catalog.recordIndexed(
            path: "/c.mp4", fingerprint: fingerprint(3),
            asset: AssetDescription(
                hash: hash(3), byteSize: 1, type: .video, width: 2, height: 2, duration: 1),
            segments: [
                EncodedSegment(
                    modality: .image, range: TimeRange(start: 0, end: 1),
                    embedding: embedding(1, 0)),
                EncodedSegment(
                    modality: .audio, range: TimeRange(start: 0, end: 1),
                    embedding: embedding(0, 1)),
            ], in: fixture.space)
        func found(_ selection: SegmentSelection?) throws -> [String] {
            var ids: [SegmentID] = []
            try fixture.catalog.forEachEmbedding(in: fixture.space, selection) { segment, _ in
                ids.append(segment.id)
            }
            if let selection {
                #expect(try fixture.catalog.segmentIDs(selection, in: fixture.space) == ids)
            }
            return try fixture.catalog.segments(ids: ids).map { $0.asset.path }
        }
        #expect(try found(nil).count == 4)
        #expect(try found(SegmentSelection(type: .image, modality: .image)) == ["/b.jpg"])
        #expect(try found(SegmentSelection(type: .video, modality: .image)) == ["/c.mp4"])
        #expect(try found(SegmentSelection(type: .video, modality: .audio)) == ["/c.mp4"])
        #expect(try found(SegmentSelection(type: .audio, modality: .audio)) == ["/a.wav"])
        #expect(try found(SegmentSelection(type: .audio, modality: .image)) == [])
    }

    @Test func segmentsComeInTheOrderAsked() throws {
        let fixture = try Fixture()
        try fixture.record("/z/a.wav", content: 1, seconds: 3)
        try fixture.record("/b/a.wav", content: 1, seconds: 3)
        try fixture.recordPhoto("/p.jpg", content: 2)
        let ids = try fixture.allEmbeddings()
        let records = try fixture.catalog.segments(ids: [ids[3], 12345, ids[1], ids[0]])
        #expect(records.map(\.id) == [ids[3], ids[1], ids[0]])
        let photo = records[0]
        #expect(photo.modality == .image)
        #expect(photo.range == nil)
        #expect(photo.asset.type == .image)
        #expect(photo.asset.width == 4 && photo.asset.height == 3)
        #expect(photo.asset.duration == nil)
        #expect(records[1].range == TimeRange(start: 1, end: 2))
        #expect(records[1].asset.duration == 3)
        #expect(
            records[1].asset.path == "/b/a.wav", "the lexically first path stands for the asset")
    }

    @Test func aSearchSeesOneMomentWhileARunWrites() throws {
        let fixture = try Fixture()
        for content in UInt8(1)...20 { try fixture.record("/\(content)", content: content) }
        let reader = try fixture.reader()
        var seen: [SegmentID] = []
        // Every row read, a file is added and one removed; neither side waits for the other.
        try reader.forEachEmbedding(in: fixture.space) { segment, _ in
            seen.append(segment.id)
            let content = UInt8(seen.count)
            try fixture.record("/new/\(content)", content: content + 100)
            _ = try fixture.catalog.removePaths(under: ["/\(21 - content)"]) { _ in true }
        }
        #expect(seen.count == 20)
        var after = 0
        try reader.forEachEmbedding(in: fixture.space) { _, _ in after += 1 }
        #expect(after == 20)
        #expect(try reader.segments(ids: seen).isEmpty, "all of the first twenty are gone")
    }

    @Test func aSearchWorksAfterTheWriterLeft() throws {
        let directory = try TemporaryDirectory()
        do {
            let catalog = try Catalog(library: directory.path)
            _ = try catalog.registerSpace(
                identity: "a", name: "test", dimension: 2, preprocessingVersion: 1)
        }
        let reader = try Catalog(library: directory.path, access: .read)
        #expect(try reader.space(identity: "a")?.dimension == 2)
        #expect(try reader.space(identity: "b") == nil)
        #expect(throws: CatalogError.self, "a reader writes nothing") {
            try reader.registerSpace(
                identity: "b", name: "test", dimension: 2, preprocessingVersion: 1)
        }
    }
}
