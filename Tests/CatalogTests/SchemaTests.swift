import Catalog
import Foundation
import GRDB
import TestSupport
import Testing

@Suite struct SchemaTests {
    private static let current = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("schema/current.sql")

    /// What the migrations amount to, tables first, each with its indexes and triggers.
    private static func dump(_ file: String) throws -> String {
        let statements = try DatabaseQueue(path: file).read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT sql FROM sqlite_master
                    WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'sqlite_%'
                        AND tbl_name NOT LIKE 'grdb_%'
                        -- FTS5 makes its own tables.
                        AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
                    ORDER BY tbl_name, type <> 'table', name
                    """)
        }
        return statements.map { $0 + ";\n" }.joined(separator: "\n")
    }

    @Test func currentSchemaIsWhatTheMigrationsMake() throws {
        let fixture = try Fixture()
        let dump = try Self.dump(fixture.file)
        if ProcessInfo.processInfo.environment["TROVE_UPDATE_SCHEMA"] != nil {
            try Data(dump.utf8).write(to: Self.current)
        }
        #expect(
            try String(contentsOf: Self.current, encoding: .utf8) == dump,
            "regenerate with: TROVE_UPDATE_SCHEMA=1 swift test --filter SchemaTests")
    }

    @Test func reopeningKeepsEverything() throws {
        let directory = try TemporaryDirectory()
        do {
            let catalog = try Catalog(library: directory.path)
            _ = try catalog.registerSpace(
                identity: "a", name: "test", dimension: 2, preprocessingVersion: 1)
        }
        let catalog = try Catalog(library: directory.path)
        #expect(try catalog.spaces().map(\.identity) == ["a"])
    }

    @Test func theDatabaseIsSound() throws {
        let fixture = try Fixture()
        try fixture.record("/a", content: 1, seconds: 3)
        let answers = try DatabaseQueue(path: fixture.file).read { db in
            [
                try String.fetchOne(db, sql: "PRAGMA integrity_check"),
                try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                try String.fetchOne(db, sql: "PRAGMA page_size"),
            ]
        }
        #expect(answers == ["ok", "wal", "16384"])
    }

    @Test(arguments: [
        "INSERT INTO embedding VALUES (1, 1, x'0000803f')",
        "INSERT INTO embedding VALUES (1, 1, x'0000803f000000')",
        "INSERT INTO embedding VALUES (99, 1, x'0000803f00000000')",
        "INSERT INTO segment VALUES (9, 1, 'smell', 9, 0, 1, NULL, NULL, NULL, NULL)",
        "INSERT INTO segment VALUES (9, 1, 'audio', 9, 2, 1, NULL, NULL, NULL, NULL)",
        "INSERT INTO segment VALUES (9, 1, 'audio', 9, 1, NULL, NULL, NULL, NULL, NULL)",
        "INSERT INTO segment VALUES (9, 1, 'audio', 0, 0, 1, NULL, NULL, NULL, NULL)",
        "INSERT INTO segment VALUES (9, 1, 'audio', 9, NULL, NULL, 0, 0, 1, 1)",
        "INSERT INTO segment VALUES (9, 1, 'image', 9, 0, 1, 0, 0, 1, 1)",
        "INSERT INTO segment VALUES (9, 1, 'image', 9, NULL, NULL, 0.5, 0, 0.6, 1)",
        "INSERT INTO segment VALUES (9, 1, 'image', 9, NULL, NULL, 0, 0, 1, 0)",
        "INSERT INTO segment VALUES (9, 1, 'image', 9, NULL, NULL, 0, NULL, NULL, NULL)",
        "INSERT INTO segment VALUES (9, 1, 'image', 9, NULL, NULL, NULL, 0, 1, 1)",
        "INSERT INTO path VALUES (9, 'relative', 1, 0, 0, 0, 0, '')",
        "UPDATE asset SET content_hash = x'00'",
        "UPDATE asset SET type = 'smell'",
    ])
    func nonsenseIsRefused(statement: String) throws {
        let fixture = try Fixture()
        try fixture.record("/a", content: 1)
        let queue = try DatabaseQueue(path: fixture.file)
        try queue.write { try $0.execute(sql: "DELETE FROM embedding") }
        #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: statement) } }
    }

    @Test(arguments: [
        "INSERT INTO segment VALUES (9, 1, 'audio', 9, 0, 1, NULL, NULL, NULL, NULL)",
        "INSERT INTO segment VALUES (9, 1, 'image', 9, NULL, NULL, 0.4, 0, 0.6, 1)",
        "INSERT INTO path VALUES (9, '/absolute', 1, 0, 0, 0, 0, '')",
    ])
    func senseIsTaken(statement: String) throws {
        let fixture = try Fixture()
        try fixture.record("/a", content: 1)
        try DatabaseQueue(path: fixture.file).write { try $0.execute(sql: statement) }
    }
}
