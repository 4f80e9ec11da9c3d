import Catalog
import Foundation
import GRDB
import MediaTypes
import Schema
import TestSupport
import Testing

/// Libraries that older versions made.
@Suite struct MigrationTests {
    /// A library as the first schema had it, with one photo.
    private static func firstLibrary(_ directory: TemporaryDirectory) throws {
        let first = try #require(Schema.migrations.first)
        try DatabaseQueue(path: directory.path + "/catalog.sqlite").writeWithoutTransaction { db in
            try db.execute(sql: first.sql)
            try db.execute(
                sql: """
                    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
                    INSERT INTO grdb_migrations VALUES ('\(first.name)');
                    INSERT INTO space VALUES (1, 'a', 'test', 2, 1);
                    INSERT INTO asset VALUES (1, x'\(String(repeating: "01", count: 16))', 9,
                        'image', 4, 3, NULL);
                    INSERT INTO path VALUES (1, '/Garda_See/IMG_7.jpg', 1, 1, 2, 3, 4);
                    INSERT INTO segment VALUES (1, 1, 'image', 0, NULL, NULL);
                    INSERT INTO embedding VALUES (1, 1, x'0000803f00000000');
                    INSERT INTO coverage VALUES (1, 1);
                    """)
        }
    }

    @Test func aLibraryOfTheFirstSchemaKeepsAllAndGetsKeywords() throws {
        let directory = try TemporaryDirectory()
        try Self.firstLibrary(directory)
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
}
