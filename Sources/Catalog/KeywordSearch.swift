import GRDB
import MediaTypes

/// One search by words, within one transaction.
struct KeywordSearch {
    private let db: Database
    /// FTS5 terms, no more than `KeywordRows.Terms` has bits.
    private let terms: [String]
    private let rows: [KeywordText: KeywordRows]
    /// Terms that are in so many texts of a kind that every asset counts as having them.
    private let passedOver: KeywordRows.Terms

    /// - Parameters:
    ///   - restriction: a condition on an `asset_id`.
    ///   - arguments: its arguments.
    init(
        _ db: Database, _ query: KeywordQuery, where restriction: String?,
        _ arguments: StatementArguments
    ) throws {
        self.db = db
        terms = query.phrases + query.words
        var passedOver: KeywordRows.Terms = 0
        var all: [KeywordText: KeywordRows] = [:]
        for text in KeywordText.allCases {
            let count = try text.count(db)
            guard count > 0 else { continue }
            var rows = KeywordRows()
            for (number, term) in terms.enumerated() {
                let isPhrase = number < query.phrases.count
                let most = isPhrase ? count : KeywordText.mostThatTell(of: count)
                let found = try text.rows(db, with: term, limit: most + 1)
                if found.count > most {
                    passedOver |= 1 << KeywordRows.Terms(number)
                } else if !found.isEmpty {
                    rows.add(found, having: number, of: count)
                }
            }
            if let restriction, !rows.isEmpty {
                let allowed = try text.assets(
                    db, ofRows: rows.terms.keys, where: restriction, arguments)
                rows.keep { allowed[$0] != nil }
            }
            if !rows.isEmpty { all[text] = rows }
        }
        self.rows = all
        self.passedOver = passedOver
    }

    /// In no order; those whose words tell most, `limit` at least where there are as many.
    func matches(limit: Int) throws -> [KeywordMatch] {
        let best = rows.mapValues { $0.best(limit) }
        let assets = try best.reduce(into: Set<AssetID>()) { assets, text in
            assets.formUnion(try text.key.assets(db, ofRows: text.value).values)
        }
        var had: [AssetID: KeywordRows.Terms] = [:]
        var scores: [AssetID: Double] = [:]
        var lines: [(row: Int64, asset: AssetID, score: Double)] = []
        for (text, rows) in rows {
            let owners = try text.rows(db, ofAssets: assets).filter { rows.terms[$0.key] != nil }
            for (row, asset) in owners { had[asset, default: 0] |= rows.terms[row] ?? 0 }
            let expression = rows.told.map { terms[$0] }.joined(separator: " OR ")
            let ranked = text == .subtitle ? best[text] ?? [] : Array(owners.keys)
            var ofText: [AssetID: Double] = [:]
            for (row, score) in try text.scores(db, of: ranked, matching: expression) {
                guard let asset = owners[row] else { continue }
                if text == .subtitle {
                    lines.append((row, asset, score))
                } else {
                    // Of several paths the best counts.
                    ofText[asset] = max(score, ofText[asset] ?? score)
                }
            }
            scores.merge(ofText) { $0 + $1 }
        }
        func share(_ asset: AssetID) -> Double {
            let terms = had[asset, default: 0] | passedOver
            return Double(terms.nonzeroBitCount) / Double(self.terms.count)
        }
        let ranges = try subtitleRanges(of: lines.map(\.row))
        return scores.map { asset, score in
            KeywordMatch(asset: asset, score: score, share: share(asset), range: nil)
        }
            + lines.map { line in
                KeywordMatch(
                    asset: line.asset, score: line.score, share: share(line.asset),
                    range: ranges[line.row])
            }
    }

    private func subtitleRanges(of rows: [Int64]) throws -> [Int64: TimeRange] {
        guard !rows.isEmpty else { return [:] }
        let found = try Row.fetchCursor(
            db,
            sql: """
                SELECT subtitle.id, start_seconds, end_seconds FROM json_each(?) AS wanted
                CROSS JOIN subtitle ON subtitle.id = wanted.value
                """, arguments: [Catalog.json(rows)])
        var ranges: [Int64: TimeRange] = [:]
        while let row = try found.next() { ranges[row[0]] = TimeRange(row) }
        return ranges
    }
}
