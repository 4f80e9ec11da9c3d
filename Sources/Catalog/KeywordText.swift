import GRDB

/// A table of texts with its full-text index.
enum KeywordText: String {
    /// Folders and name.
    case path
    /// Captions and tags.
    case metadata
    /// A line of subtitles.
    case subtitle

    /// In fewer texts every word is looked for.
    private static let manyTexts = 1000

    /// Rows of asset_id and rank, then of all columns; of one argument, and to be narrowed down.
    var matches: String {
        """
        SELECT asset_id, rank, \(rawValue).* FROM \(rawValue)_text
        CROSS JOIN \(rawValue) ON \(rawValue).\(key) = \(rawValue)_text.rowid
        WHERE \(rawValue)_text MATCH ?
        """
    }

    /// Whether a word tells anything of these texts. BM25 gives no weight to one that is in more
    /// than half of them, and ranking them all takes longest.
    func isTold(by word: String, _ db: Database) throws -> Bool {
        // As many as there ever were; counting them would read them all.
        let texts =
            try Int.fetchOne(db, sql: "SELECT max(\(key)) FROM \(rawValue)") ?? 0
        guard texts >= Self.manyTexts else { return true }
        let limit = texts / 2
        let found = try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM (
                    SELECT rowid FROM \(rawValue)_text WHERE \(rawValue)_text MATCH ? LIMIT ?)
                """, arguments: [word, limit + 1])
        return (found ?? 0) <= limit
    }

    private var key: String { self == .metadata ? "asset_id" : "id" }
}
