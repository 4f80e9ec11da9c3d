import Catalog
import Foundation
import GRDB
import MediaTypes
import Schema
import TestSupport
import Testing

/// Libraries that older versions made.
@Suite struct MigrationTests {
    /// A library as the first migrations left it, with one photo.
    private static func library(
        afterMigrations count: Int = 1, _ directory: TemporaryDirectory, then sql: String = ""
    ) throws {
        let file = directory.path + "/catalog.sqlite"
        try DatabaseQueue(path: file).writeWithoutTransaction { db in
            try db.execute(
                sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            for migration in Schema.migrations.prefix(count) {
                try db.execute(sql: migration.sql)
                try db.execute(
                    sql: "INSERT INTO grdb_migrations VALUES (?)", arguments: [migration.name])
            }
            try db.execute(
                sql: """
                    INSERT INTO space VALUES (1, 'a', 'test', 2, 1);
                    INSERT INTO asset VALUES (1, x'\(String(repeating: "01", count: 16))', 9,
                        'image', 4, 3, NULL);
                    INSERT INTO path (id, path, asset_id, size, mtime_ns, ctime_ns, inode)
                        VALUES (1, '/Garda_See/IMG_7.jpg', 1, 1, 2000000000, 3, 4);
                    INSERT INTO segment VALUES (1, 1, 'image', 0, NULL, NULL);
                    INSERT INTO embedding VALUES (1, 1, x'0000803f00000000');
                    INSERT INTO coverage VALUES (1, 1);
                    """ + sql)
        }
    }

    @Test func aLibraryOfTheFirstSchemaKeepsAllAndGetsKeywords() throws {
        let directory = try TemporaryDirectory()
        try Self.library(directory)
        let file = directory.path + "/catalog.sqlite"
        #expect(throws: CatalogError.schemaTooOld(file: file)) {
            try Catalog(library: directory.path, access: .read)
        }
        let catalog = try Catalog(library: directory.path)
        #expect(try catalog.segments(ids: [1]).map(\.asset.path) == ["/Garda_See/IMG_7.jpg"])
        #expect(try catalog.keywordMatches(["garda"], limit: 9).map(\.asset) == [1])
        let state = try catalog.fileState(path: "/Garda_See/IMG_7.jpg", in: 1)
        #expect(state.isCovered && state.metadataVersion == nil)

        var metadata = MediaMetadata()
        metadata.captions = ["A boat"]
        try catalog.recordMetadata(
            RecordedMetadata(values: metadata, hasSound: false, version: 1),
            ofFileAt: "/Garda_See/IMG_7.jpg")
        #expect(try catalog.keywordMatches(["boats"], limit: 9).map(\.asset) == [1])
        _ = try catalog.removePaths(under: ["/"]) { _ in true }
        #expect(try catalog.keywordMatches(["garda", "boats"], limit: 9).isEmpty)
    }

    @Test func largePhotosAreEncodedAgainAndFoundUntilThen() throws {
        let directory = try TemporaryDirectory()
        try Self.library(
            afterMigrations: 3, directory,
            then: """
                INSERT INTO asset VALUES (2, x'\(String(repeating: "02", count: 16))', 9,
                    'image', 4000, 3000, NULL);
                INSERT INTO path (id, path, words, asset_id, size, mtime_ns, ctime_ns, inode)
                    VALUES (2, '/large.jpg', '', 2, 1, 5000000000, 3, 4);
                INSERT INTO segment VALUES (2, 2, 'image', 0, NULL, NULL);
                INSERT INTO embedding VALUES (2, 1, x'0000803f00000000');
                INSERT INTO coverage VALUES (2, 1);
                INSERT INTO metadata (asset_id, version, captured_at, has_sound)
                    VALUES (1, 1, 77, 0);
                INSERT INTO noise_floor VALUES (1, 'text', 'image', 'image', 0.25, 0.5);
                """)
        let catalog = try Catalog(library: directory.path)
        #expect(try catalog.fileState(path: "/Garda_See/IMG_7.jpg", in: 1).isCovered)
        #expect(try !catalog.fileState(path: "/large.jpg", in: 1).isCovered)
        #expect(
            try catalog.noiseFloors(in: 1) == [
                NoiseFloorRecord(
                    query: .text, type: .image, segments: .image, cutoff: 0.25, scale: 0.5)
            ])
        // By its file's time; the other by when it was captured.
        var filter = AssetFilter()
        filter.until = Date(timeIntervalSince1970: 10)
        #expect(try catalog.segmentIDs(matching: filter)?.contains(2) == true)
        #expect(try catalog.assets(matching: filter) == [2])
        filter.from = Date(timeIntervalSince1970: 77)
        filter.until = Date(timeIntervalSince1970: 78)
        #expect(try catalog.assets(matching: filter) == [1])

        // What it had is used again.
        let whole = try #require(Embedding(normalizing: [0, 1]))
        try catalog.recordIndexed(
            path: "/large.jpg",
            fingerprint: FileFingerprint(size: 1, modified: 5_000_000_000, changed: 3, inode: 4),
            asset: AssetDescription(
                hash: ContentHash(bytes: [UInt8](repeating: 2, count: 16)), byteSize: 9,
                type: .image, width: 4000, height: 3000),
            segments: [
                EncodedSegment(modality: .image, range: nil, embedding: whole),
                EncodedSegment(
                    modality: .image, range: nil,
                    crop: Crop(left: 0, top: 0, width: 0.5, height: 0.5), embedding: whole),
            ], in: 1)
        #expect(try catalog.fileState(path: "/large.jpg", in: 1).isCovered)
        let segments = try catalog.segments(ofAssets: [2])
        #expect(segments.map { $0.crop == nil } == [true, false])
        #expect(segments.first?.id == 2)
        #expect(try catalog.embeddings(ofSegments: [2], in: 1)[2] == whole.values)
    }
}
