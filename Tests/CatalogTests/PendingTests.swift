import Catalog
import MediaTypes
import TestSupport
import Testing

@Suite struct PendingTests {
    private func file(_ path: String, rank: Int = 0, key: Int64 = 0, size: Int64 = 1) -> PendingFile
    {
        PendingFile(
            path: path, type: .image, size: size, isExplicit: false,
            order: PendingFile.Order(rank: rank, key: key))
    }

    @Test func filesComeInTheirOrder() throws {
        let fixture = try Fixture()
        let files = [
            file("/b", rank: 1, key: -9), file("/c", rank: 0, key: 5), file("/a", rank: 0, key: 5),
            file("/d", rank: 0, key: -5),
        ]
        try fixture.catalog.addPending(files)
        var paths: [String] = []
        var last: PendingFile?
        while let next = try fixture.catalog.pending(after: last, limit: 1).first {
            paths.append(next.path)
            last = next
        }
        #expect(paths == ["/d", "/a", "/c", "/b"])
        #expect(try fixture.catalog.pending(after: nil, limit: 9).last == files[0])
    }

    @Test func whatIsDoneIsLeftNoMore() throws {
        let fixture = try Fixture()
        try fixture.catalog.addPending(["/a", "/b", "/c", "/d"].map { file($0, size: 10) })
        try fixture.record("/a", content: 1)
        let asset = try #require(try fixture.catalog.asset(hash: hash(1), in: fixture.space))
        try fixture.catalog.linkPath("/b", fingerprint: fingerprint(1), to: asset.id)
        try fixture.catalog.recordFailure(
            path: "/c", fingerprint: fingerprint(2), stage: .decode, reason: "bad")
        let left = try #require(try fixture.catalog.pendingCounts()[.image])
        #expect(left.files == 1 && left.bytes == 10)
        try fixture.catalog.removePending(paths: ["/d"])
        #expect(try fixture.catalog.pendingCounts().isEmpty)
    }

    @Test func aRunForgetsWhatWasLeftUnderItsRoots() throws {
        let fixture = try Fixture()
        try fixture.catalog.addPending(["/a/1", "/a/b/2", "/ab/3", "/c"].map { file($0) })
        try fixture.catalog.clearPending(under: ["/a", "/c"])
        #expect(try fixture.catalog.pending(after: nil, limit: 9).map(\.path) == ["/ab/3"])
    }

    @Test func volumesAreRemembered() throws {
        let fixture = try Fixture()
        let volumes = ["/a", "/a/b", "/ab"].map { Volume(path: $0, device: .max, inode: 2) }
        try fixture.catalog.recordVolumes(volumes)
        #expect(try fixture.catalog.volumes(under: ["/a"]) == Array(volumes[..<2]))
        try fixture.catalog.recordVolumes([Volume(path: "/a", device: 7, inode: 8)])
        try fixture.catalog.forgetVolumes(at: ["/a/b"])
        #expect(
            try fixture.catalog.volumes(under: ["/a"]) == [
                Volume(path: "/a", device: 7, inode: 8)
            ])
    }
}
