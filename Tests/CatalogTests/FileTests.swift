import Catalog
import Foundation
import MediaTypes
import TestSupport
import Testing

@Suite struct FileTests {
    @Test func anIndexedFileIsKnown() throws {
        let fixture = try Fixture()
        #expect(try fixture.record("/a.wav", content: 1, seconds: 2) == 2)
        let state = try fixture.catalog.fileState(path: "/a.wav", in: fixture.space)
        #expect(state.indexed == fingerprint(1))
        #expect(state.isCovered)
        #expect(state.quarantined == nil)
        let unknown = try fixture.catalog.fileState(path: "/b.wav", in: fixture.space)
        #expect(unknown.indexed == nil && !unknown.isCovered)
    }

    @Test func theSameContentIsEncodedOnce() throws {
        let fixture = try Fixture()
        try fixture.record("/a.wav", content: 1, seconds: 2)
        #expect(try fixture.record("/b.wav", content: 1, seconds: 2) == 0)
        let asset = try #require(try fixture.catalog.asset(hash: hash(1), in: fixture.space))
        try fixture.catalog.linkPath("/c.wav", fingerprint: fingerprint(1), to: asset.id)
        let counts = try fixture.catalog.counts()
        #expect(counts.assets == [.audio: 1])
        #expect(counts.paths == 3)
        #expect(counts.segments == [.audio: 2])
    }

    @Test func changedContentReplacesTheOld() throws {
        let fixture = try Fixture()
        try fixture.record("/a.wav", content: 1, seconds: 3)
        let old = try fixture.allEmbeddings()
        try fixture.record("/a.wav", content: 2, seconds: 1)
        #expect(try fixture.sweep().assets == 1)
        let new = try fixture.allEmbeddings()
        #expect(new.count == 1)
        #expect(Set(old).isDisjoint(with: new), "a segment's number came to mean another one")
        #expect(try fixture.catalog.asset(hash: hash(1), in: fixture.space) == nil)
    }

    @Test func contentThatIsSeenElsewhereStays() throws {
        let fixture = try Fixture()
        try fixture.record("/a.wav", content: 1)
        try fixture.record("/b.wav", content: 1)
        try fixture.record("/a.wav", content: 2)
        #expect(try fixture.sweep().assets == 0)
        #expect(try fixture.catalog.counts().assets == [.audio: 2])
    }

    @Test func unseenContentIsKeptForAWhile() throws {
        let fixture = try Fixture()
        let day = 86_400.0
        let start = Date(timeIntervalSince1970: 1_700_000_000)
        func sweep(_ days: Double, gone: Bool = false) throws -> RemovalCounts {
            try fixture.catalog.removePaths(
                under: ["/"], keepingAssetsFor: 30 * day, at: start.addingTimeInterval(days * day)
            ) { _ in gone }
        }
        try fixture.record("/a.wav", content: 1, seconds: 2)
        #expect(try sweep(0, gone: true).paths == 1)
        #expect(try fixture.allEmbeddings().isEmpty, "found no more at once")
        var counts = try fixture.catalog.counts()
        #expect(counts.unseen == 1 && counts.assets.isEmpty && counts.segments.isEmpty)
        #expect(counts.embeddings.isEmpty && counts.assetBytes == 0)
        #expect(try fixture.catalog.assets(matching: AssetFilter()).isEmpty)
        #expect(try sweep(29).assets == 0)

        // It comes back as it was.
        let known = try #require(try fixture.catalog.asset(hash: hash(1), in: fixture.space))
        #expect(known.isCovered)
        try fixture.catalog.linkPath("/b.wav", fingerprint: fingerprint(1), to: known.id)
        #expect(try fixture.allEmbeddings().count == 2)
        #expect(try sweep(40).assets == 0)

        #expect(try sweep(50, gone: true).assets == 0)
        #expect(try sweep(79).assets == 0)
        #expect(try sweep(81).assets == 1)
        counts = try fixture.catalog.counts()
        #expect(counts.unseen == 0)
    }

    @Test func aClockThatIsSetBackLosesNothingAndKeepsNothingForEver() throws {
        let fixture = try Fixture()
        let late = Date(timeIntervalSince1970: 1_900_000_000)
        let now = Date(timeIntervalSince1970: 1_700_000_000)
        func sweep(_ time: Date) throws -> Int {
            try fixture.catalog.removePaths(under: ["/"], keepingAssetsFor: 100, at: time) { _ in
                true
            }.assets
        }
        try fixture.record("/a.wav", content: 1)
        #expect(try sweep(late) == 0)
        #expect(try sweep(now) == 0)
        #expect(try sweep(now.addingTimeInterval(99)) == 0)
        #expect(try sweep(now.addingTimeInterval(101)) == 1)
    }

    @Test func nothingIsForgottenWhileItIsUncertain() throws {
        let fixture = try Fixture()
        try fixture.record("/a.wav", content: 1)
        try fixture.catalog.recordFailure(
            path: "/b.wav", fingerprint: fingerprint(2), stage: .decode, reason: "bad")
        let counts = try fixture.catalog.removePaths(
            under: ["/"], ifCertain: { false }, where: { _ in true })
        #expect(counts == RemovalCounts())
        #expect(try fixture.catalog.quarantine().count == 1)
        #expect(try fixture.allEmbeddings().count == 1)
    }

    @Test func contentThatTurnsUpElsewhereStays() throws {
        let fixture = try Fixture()
        try fixture.record("/a.wav", content: 1)
        let old = try #require(try fixture.catalog.asset(hash: hash(1), in: fixture.space))
        try fixture.record("/a.wav", content: 2)
        #expect(
            try fixture.catalog.segments(ids: fixture.allEmbeddings()).count == 1,
            "what no path shows is not found")
        try fixture.catalog.linkPath("/b.wav", fingerprint: fingerprint(1), to: old.id)
        #expect(try fixture.sweep().assets == 0)
        #expect(try fixture.catalog.segments(ids: fixture.allEmbeddings()).count == 2)
    }

    @Test func aSecondSpaceSharesSegments() throws {
        let fixture = try Fixture()
        try fixture.record("/a.wav", content: 1, seconds: 2)
        let second = try fixture.catalog.registerSpace(
            identity: "b", name: "other", dimension: 2, preprocessingVersion: 1)
        #expect(try !fixture.catalog.fileState(path: "/a.wav", in: second).isCovered)
        // This one hears a second more.
        #expect(try fixture.record("/a.wav", content: 1, seconds: 3, in: second) == 3)
        let counts = try fixture.catalog.counts()
        #expect(counts.segments == [.audio: 3])
        #expect(counts.embeddings == [fixture.space: 2, second: 3])
        #expect(try fixture.catalog.fileState(path: "/a.wav", in: second).isCovered)
        #expect(try fixture.allEmbeddings(in: second).prefix(2) == fixture.allEmbeddings()[...])
    }

    @Test func aFileIsRecordedWhollyOrNotAtAll() throws {
        let fixture = try Fixture()
        try fixture.record("/a.wav", content: 1)
        let before = try fixture.catalog.counts()
        // The second vector has a dimension too many; by then its asset and first segment exist.
        #expect(throws: CatalogError.self) {
            try fixture.catalog.recordIndexed(
                path: "/a.wav", fingerprint: fingerprint(2),
                asset: AssetDescription(hash: hash(2), byteSize: 1, type: .image),
                segments: [
                    EncodedSegment(modality: .image, range: nil, embedding: embedding(1, 1)),
                    EncodedSegment(
                        modality: .image, range: nil,
                        embedding: try #require(Embedding(normalizing: [1, 2, 3]))),
                ], in: fixture.space)
        }
        #expect(try fixture.catalog.counts() == before)
        let state = try fixture.catalog.fileState(path: "/a.wav", in: fixture.space)
        #expect(state.indexed == fingerprint(1))
    }

    @Test func anAssetWithoutSegmentsIsCoveredToo() throws {
        let fixture = try Fixture()
        try fixture.record("/silent.wav", content: 1, seconds: 0)
        #expect(try fixture.catalog.fileState(path: "/silent.wav", in: fixture.space).isCovered)
    }

    @Test(arguments: [
        (MediaType.video, 0, 5, -1.0), (.video, 5, -1, .nan), (.audio, 0, 0, .infinity),
        (.image, 1, 0, 3),
    ])
    func headersThatLieAreUnknown(type: MediaType, width: Int, height: Int, duration: Double) throws
    {
        let fixture = try Fixture()
        let asset = AssetDescription(
            hash: hash(1), byteSize: 0, type: type, width: width, height: height,
            duration: duration)
        #expect(asset.width == nil && asset.height == nil && asset.duration == nil)
        try fixture.catalog.recordIndexed(
            path: "/a", fingerprint: fingerprint(1), asset: asset, segments: [], in: fixture.space)
    }

    @Test func removalKeepsToItsRoots() throws {
        let fixture = try Fixture()
        let paths = ["/x/a", "/x/b/c", "/x-y", "/x", "/x0", "/y/a", "/x/Ω"]
        for (index, path) in paths.enumerated() {
            try fixture.record(path, content: UInt8(index + 1))
        }
        try fixture.catalog.recordFailure(
            path: "/x/bad", fingerprint: fingerprint(9), stage: .decode, reason: "bad")
        var asked: [String] = []
        let counts = try fixture.catalog.removePaths(under: ["/x"]) { path in
            asked.append(path)
            return path != "/x/a"
        }
        #expect(asked == ["/x", "/x/a", "/x/b/c", "/x/Ω", "/x/bad"])
        #expect(counts.paths == 3)
        #expect(counts.assets == 3)
        #expect(try fixture.catalog.counts().paths == 4)
        #expect(try fixture.catalog.quarantine().isEmpty)
        #expect(try fixture.catalog.removePaths(under: ["/"]) { _ in true }.paths == 4)
        #expect(try fixture.catalog.counts().embeddings.isEmpty)
        #expect(try fixture.catalog.counts().segments.isEmpty)
    }

    @Test func removingOneOfTwoPathsKeepsTheAsset() throws {
        let fixture = try Fixture()
        try fixture.record("/a", content: 1)
        try fixture.record("/b", content: 1)
        let counts = try fixture.catalog.removePaths(under: ["/a"]) { _ in true }
        #expect(counts.paths == 1)
        #expect(counts.assets == 0)
        #expect(try fixture.allEmbeddings().count == 1)
    }

    @Test func removalReachesEveryPage() throws {
        let fixture = try Fixture()
        try fixture.record("/a/0", content: 1)
        let asset = try #require(try fixture.catalog.asset(hash: hash(1), in: fixture.space))
        for number in 1...2300 {
            try fixture.catalog.linkPath(
                "/a/\(number)", fingerprint: fingerprint(1), to: asset.id)
        }
        #expect(try fixture.catalog.removePaths(under: ["/a"]) { $0 != "/a/7" }.paths == 2300)
        #expect(try fixture.catalog.counts().paths == 1)
    }
}
