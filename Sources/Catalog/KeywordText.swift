import GRDB
import MediaTypes

/// A table of texts with its full-text index.
enum KeywordText: String, CaseIterable {
    /// Folders and name.
    case path
    /// Captions and tags.
    case metadata
    /// A line of subtitles.
    case subtitle

    /// In fewer texts every word is looked for.
    private static let manyTexts = 1000

    /// How many there ever were; counting them would read them all.
    func count(_ db: Database) throws -> Int {
        try Int.fetchOne(db.cachedStatement(sql: "SELECT max(\(key)) FROM \(rawValue)")) ?? 0
    }

    /// A word that is in more rows than this tells nothing of these texts. BM25 gives no weight to
    /// one that is in more than half of them.
    static func mostThatTell(of count: Int) -> Int { count < manyTexts ? count : count / 2 }

    /// The rows that have an FTS5 term, in ascending order, `limit` at most.
    func rows(_ db: Database, with term: String, limit: Int) throws -> [Int64] {
        let statement = try db.cachedStatement(
            sql: "SELECT rowid FROM \(rawValue)_text WHERE \(rawValue)_text MATCH ? LIMIT ?")
        return try Int64.fetchAll(statement, arguments: [term, limit])
    }

    /// The assets of these rows, by row, as far as they fulfil a condition on `asset_id`.
    func assets(
        _ db: Database, ofRows rows: some Sequence<Int64>, where condition: String = "TRUE",
        _ arguments: StatementArguments = []
    ) throws -> [Int64: AssetID] {
        try pairs(
            db,
            sql: """
                SELECT \(rawValue).\(key), asset_id FROM json_each(?) AS wanted
                CROSS JOIN \(rawValue) ON \(rawValue).\(key) = wanted.value WHERE \(condition)
                """, arguments: [Catalog.json(Array(rows))] + arguments)
    }

    /// All rows of these assets, each with its asset.
    func rows(_ db: Database, ofAssets assets: some Sequence<AssetID>) throws -> [Int64: AssetID] {
        try pairs(
            db,
            sql: """
                SELECT \(rawValue).\(key), asset_id FROM json_each(?) AS wanted
                CROSS JOIN \(rawValue) ON asset_id = wanted.value
                """, arguments: [Catalog.json(Array(assets))])
    }

    /// BM25 of rows that match an FTS5 expression, by row; higher for better.
    func scores(
        _ db: Database, of rows: some Sequence<Int64>, matching expression: String
    ) throws -> [Int64: Double] {
        // The sign keeps SQLite from looking each row up in the full-text index by itself.
        let statement = try db.cachedStatement(
            sql: """
                SELECT rowid, -bm25(\(rawValue)_text) FROM \(rawValue)_text
                WHERE \(rawValue)_text MATCH ? AND +rowid IN (SELECT value FROM json_each(?))
                """)
        let found = try Row.fetchCursor(
            statement, arguments: [expression, Catalog.json(Array(rows))])
        var scores: [Int64: Double] = [:]
        while let row = try found.next() { scores[row[0]] = row[1] }
        return scores
    }

    private func pairs(
        _ db: Database, sql: String, arguments: StatementArguments
    ) throws -> [Int64: AssetID] {
        let found = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
        var pairs: [Int64: AssetID] = [:]
        while let row = try found.next() { pairs[row[0]] = row[1] }
        return pairs
    }

    private var key: String { self == .metadata ? "asset_id" : "id" }
}
