import Catalog
import Foundation
import GRDB
import Ingestion
import MediaTypes
import Synchronization
import TestSupport
import Testing

/// What runs record beside segments.
@Suite struct MetadataTests {
    @Test func metadataComeInWithTheirFiles() throws {
        let archive = try Archive()
        try archive.write("beach.jpg", "image 1 2 3")
        try archive.write("loud.mp4", "video 4")
        try archive.write("mute.mp4", "video 4 mute")
        _ = try archive.index()
        let matches = try archive.catalog.keywordMatches(["fake", "beach"], limit: 9)
        #expect(matches.count == 3)
        #expect(try paths(of: matches.map(\.asset)).first == "beach.jpg")
        var filter = AssetFilter()
        filter.hasSound = true
        #expect(try paths(of: archive.catalog.assets(matching: filter)) == ["loud.mp4"])

        func paths(of assets: [AssetID]) throws -> [String] {
            let paths = try archive.catalog.paths(ofAssets: assets)
            return assets.compactMap { paths[$0]?.first.map { ($0 as NSString).lastPathComponent } }
        }
    }

    @Test func metadataOfAnOlderVersionAreReadAgainAndNothingIsEncoded() throws {
        let archive = try Archive()
        try archive.write("a.jpg", "image 1 2 3")
        _ = try archive.index()
        try DatabaseQueue(path: archive.directory.path + "/library/catalog.sqlite").write {
            try $0.execute(sql: "DELETE FROM metadata")
        }
        #expect(try archive.catalog.keywordMatches(["fake"], limit: 9).isEmpty)

        let log = EncodingLog()
        let described = Mutex(0)
        var media = FakeMedia()
        media.willDescribe = { _ in described.withLock { $0 += 1 } }
        let summary = try archive.index(space: .fake(log: log), media: media)
        #expect(summary.unchanged == 1 && log.current.encoded == 0)
        #expect(try archive.catalog.keywordMatches(["fake"], limit: 9).count == 1)
        _ = try archive.index(media: media)
        #expect(described.withLock { $0 } == 1, "once is enough")
    }
}
