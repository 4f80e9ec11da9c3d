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

    /// In no order: of every text the `limit` best rows, and what else their assets say.
    func matches(limit: Int) throws -> [KeywordMatch] {
        let best = try rows.reduce(into: [KeywordText: [Int64: Double]]()) { best, text in
            let scores = try self.scores(text.key, of: text.value.best(limit))
                .sorted { ($0.value, $1.key) > ($1.value, $0.key) }
            best[text.key] = Dictionary(uniqueKeysWithValues: scores.prefix(limit).map { $0 })
        }
        let assets = try best.reduce(into: Set<AssetID>()) { assets, text in
            assets.formUnion(try text.key.assets(db, ofRows: text.value.keys).values)
        }
        var had: [AssetID: KeywordRows.Terms] = [:]
        var scores: [AssetID: Double] = [:]
        var lines: [(row: Int64, asset: AssetID, score: Double)] = []
        for (text, rows) in rows {
            let owners = try text.rows(db, ofAssets: assets).filter { rows.terms[$0.key] != nil }
            for (row, asset) in owners { had[asset, default: 0] |= rows.terms[row] ?? 0 }
            let ranked = best[text, default: [:]]
            guard text != .subtitle else {
                for (row, score) in ranked {
                    if let asset = owners[row] { lines.append((row, asset, score)) }
                }
                continue
            }
            let others = try self.scores(text, of: owners.keys.filter { ranked[$0] == nil })
            var ofText: [AssetID: Double] = [:]
            for (row, score) in ranked.merging(others, uniquingKeysWith: { score, _ in score }) {
                // Of several paths the best counts.
                guard let asset = owners[row] else { continue }
                ofText[asset] = max(score, ofText[asset] ?? score)
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

    /// BM25 of rows by row, by all terms that tell something of their text.
    private func scores(_ text: KeywordText, of rows: [Int64]) throws -> [Int64: Double] {
        guard !rows.isEmpty, let told = self.rows[text]?.told else { return [:] }
        return try text.scores(
            db, of: rows, matching: told.map { terms[$0] }.joined(separator: " OR "))
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
