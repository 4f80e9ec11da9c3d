import GRDB

extension Catalog {
    /// Those of `assets` that have all of these words and phrases, each in some text: see
    /// `keywordMatches`.
    ///
    /// - Returns: nothing when there is no word that tells something.
    public func assets(
        _ assets: some Sequence<AssetID>, having words: [String], phrases: [String] = []
    ) throws -> Set<AssetID> {
        guard let query = KeywordQuery(words: words, phrases: phrases) else { return [] }
        let terms = query.phrases + query.words
        var arguments: StatementArguments = [Self.json(Array(assets))]
        for term in terms { arguments += [term, term, term] }
        return try read { db in
            try AssetID.fetchSet(
                db,
                sql: """
                    SELECT wanted.value AS asset_id FROM json_each(?) AS wanted
                    WHERE \(terms.map { _ in Self.hasPhrase }.joined(separator: " AND "))
                    """, arguments: arguments)
        }
    }
}
