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
    ///     words that are in more than half of the texts. Of very many matches, only those are
    ///     ranked whose words tell most.
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
                """
                EXISTS (SELECT * FROM asset WHERE asset.id = asset_id AND \(condition.sql))
                """)
            arguments += condition.arguments
        }
        return try read { db in
            let search = try KeywordSearch(
                db, query, where: terms.isEmpty ? nil : terms.joined(separator: " AND "),
                arguments)
            return Array(
                try search.matches(limit: limit).sorted { $0.precedes($1) }.prefix(limit))
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
