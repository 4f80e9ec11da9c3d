import GRDB
import MediaTypes

extension Catalog {
    /// The assets whose folders, names, captions or tags hold any of `words`, and the lines of
    /// subtitles that do; best first.
    ///
    /// An asset's folders and name count as one text, its captions and tags as another, each line of
    /// subtitles as one more. An asset without words of its own in a text scores nothing by it.
    /// - Parameters:
    ///   - words: of any kind; stop words, such as "the", are passed over, and in large libraries
    ///     words that are in more than half of the texts.
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
            func rows(_ text: KeywordText) throws -> RowCursor? {
                let terms = try query.phrases + query.words.filter { try text.isTold(by: $0, db) }
                guard !terms.isEmpty else { return nil }
                return try Row.fetchCursor(
                    db, sql: text.matches + restriction + " ORDER BY rank LIMIT ?",
                    arguments: [terms.joined(separator: " OR ")] + arguments + [limit])
            }
            var scores: [AssetID: Double] = [:]
            for text in [KeywordText.path, .metadata] {
                var ofText: [AssetID: Double] = [:]
                let rows = try rows(text)
                // Of several paths the best counts, which comes first.
                while let row = try rows?.next() {
                    let asset: AssetID = row[0]
                    if ofText[asset] == nil { ofText[asset] = -row[1] }
                }
                scores.merge(ofText) { $0 + $1 }
            }
            var matches = scores.map { KeywordMatch(asset: $0, score: $1, range: nil) }
            let lines = try rows(.subtitle)
            while let row = try lines?.next() {
                matches.append(
                    KeywordMatch(asset: row[0], score: -row[1], range: TimeRange(row)))
            }
            return Array(matches.sorted { $0.precedes($1) }.prefix(limit))
        }
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
