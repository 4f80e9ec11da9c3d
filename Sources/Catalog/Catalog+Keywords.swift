import GRDB
import MediaTypes

extension Catalog {
    /// The assets whose folders, names, captions or tags hold any of `words`, and the lines of
    /// subtitles that do; best first.
    ///
    /// An asset's folders and name count as one text, its captions and tags as another, each line of
    /// subtitles as one more. An asset without words of its own in a text scores nothing by it.
    /// - Parameters:
    ///   - words: of any kind; words that are in every text, such as "the", are passed over.
    ///   - phrases: words that stand in this order. An asset must have each of them in some text.
    ///   - filter: assets that it doesn't let through are left out.
    ///   - limit: matches at most.
    /// - Throws: `AssetFilterError`, `CatalogError`.
    public func keywordMatches(
        _ words: [String], phrases: [String] = [], matching filter: AssetFilter = AssetFilter(),
        limit: Int
    ) throws -> [KeywordMatch] {
        guard limit > 0, let query = KeywordQuery(words: words, phrases: phrases) else { return [] }
        var terms = query.phrases.map { _ in Self.hasPhrase }
        var arguments: StatementArguments = []
        for phrase in query.phrases { arguments += [phrase, phrase, phrase] }
        if !filter.isEmpty {
            let condition = try condition(filter)
            terms.append(
                "asset_id IN (SELECT asset.id FROM asset \(condition.joins) WHERE \(condition.sql))"
            )
            arguments += condition.arguments
        }
        let restriction = terms.map { " AND " + $0 }.joined()
        return try read { db in
            var scores: [AssetID: Double] = [:]
            for source in Self.wholeAssets {
                var ofSource: [AssetID: Double] = [:]
                let rows = try Row.fetchCursor(
                    db, sql: source + restriction + " ORDER BY rank LIMIT ?",
                    arguments: [(query.phrases + query.words).joined(separator: " OR ")] + arguments + [limit])
                // Of several paths the best counts, which comes first.
                while let row = try rows.next() {
                    let asset: AssetID = row[0]
                    if ofSource[asset] == nil { ofSource[asset] = -row[1] }
                }
                scores.merge(ofSource) { $0 + $1 }
            }
            var matches = scores.map { KeywordMatch(asset: $0, score: $1, range: nil) }
            let lines = try Row.fetchCursor(
                db, sql: Self.lines + restriction + " ORDER BY rank LIMIT ?",
                arguments: [(query.phrases + query.words).joined(separator: " OR ")] + arguments + [limit])
            while let row = try lines.next() {
                matches.append(
                    KeywordMatch(asset: row[0], score: -row[1], range: TimeRange(row)))
            }
            return Array(matches.sorted { $0.precedes($1) }.prefix(limit))
        }
    }

    /// Rows of asset_id and rank, to be narrowed down.
    private static var wholeAssets: [String] {
        [
            """
            SELECT asset_id, rank FROM path_text CROSS JOIN path ON path.id = path_text.rowid
            WHERE path_text MATCH ?
            """,
            """
            SELECT asset_id, rank FROM metadata_text
            CROSS JOIN metadata ON asset_id = metadata_text.rowid
            WHERE metadata_text MATCH ?
            """,
        ]
    }

    private static var lines: String {
        """
        SELECT asset_id, rank, start_seconds, end_seconds FROM subtitle_text
        CROSS JOIN subtitle ON subtitle.id = subtitle_text.rowid
        WHERE subtitle_text MATCH ?
        """
    }

    /// Of three arguments, all the phrase.
    static var hasPhrase: String {
        """
        asset_id IN (
            SELECT asset_id FROM path WHERE id IN (
                SELECT rowid FROM path_text WHERE path_text MATCH ?)
            UNION SELECT rowid FROM metadata_text WHERE metadata_text MATCH ?
            UNION SELECT asset_id FROM subtitle WHERE id IN (
                SELECT rowid FROM subtitle_text WHERE subtitle_text MATCH ?))
        """
    }
}

extension KeywordMatch {
    /// Higher scores first; of equal ones the older asset, and in it the earlier line.
    fileprivate func precedes(_ other: KeywordMatch) -> Bool {
        if score != other.score { return score > other.score }
        if asset != other.asset { return asset < other.asset }
        return (range?.start ?? -1) < (other.range?.start ?? -1)
    }
}
