import GRDB

extension Catalog {
    /// Those of `assets` that have all of these phrases, each in some text: see `keywordMatches`.
    ///
    /// - Returns: nothing when there is no word in them.
    public func assets(
        _ assets: some Sequence<AssetID>, havingPhrases phrases: [String]
    ) throws -> Set<AssetID> {
        guard let query = KeywordQuery(words: [], phrases: phrases) else { return [] }
        var arguments: StatementArguments = [Self.json(Array(assets))]
        for phrase in query.phrases { arguments += [phrase, phrase, phrase] }
        return try read { db in
            try AssetID.fetchSet(
                db,
                sql: """
                    SELECT wanted.value AS asset_id FROM json_each(?) AS wanted
                    WHERE \(query.phrases.map { _ in Self.hasPhrase }.joined(separator: " AND "))
                    """, arguments: arguments)
        }
    }
}
