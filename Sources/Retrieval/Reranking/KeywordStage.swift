import Catalog
import MediaTypes

/// Joins the order by embeddings with that by words: of names and folders, captions, tags and
/// subtitles.
///
/// Both orders are joined by reciprocal rank fusion. Assets that only their words propose join the
/// candidates first. What has all words that tell something is certain, and what lacks a quoted
/// phrase is rejected. One word of several does not lift what is no better than chance above it.
struct KeywordStage: RerankStage {
    static let name = "keywords"
    /// Matches that are looked at.
    private static let depth = 400

    func rerank(_ candidates: [Candidate], in search: SearchContext) throws -> [Candidate] {
        let query = search.query
        guard !query.words.isEmpty || !query.phrases.isEmpty else { return candidates }
        let matches = try matches(of: search)
        var candidates =
            (candidates + (try newcomers(among: matches, beside: candidates, in: search)))
            .sorted { $0.precedes($1) }
        try judge(&candidates, by: matches, in: search)
        guard !matches.isEmpty else { return candidates }
        let ranks = Self.ranks(of: matches)
        let byAsset = Dictionary(grouping: zip(matches, ranks), by: \.0.asset)
        let keywordRanks = candidates.map { candidate in
            byAsset[candidate.asset.id]?.filter { Self.speaks($0.0, for: candidate) }
                .map(\.1).min()
        }
        return ReciprocalRankFusion.join(candidates, with: keywordRanks) { !search.isChance($0) }
    }

    private func matches(of search: SearchContext) throws -> [KeywordMatch] {
        var filter = search.query.filter
        let types = search.query.types.intersection(filter.types ?? Set(MediaType.allCases))
        guard !types.isEmpty else { return [] }
        if types.count < MediaType.allCases.count { filter.types = types }
        return try search.catalog.keywordMatches(
            search.query.words, phrases: search.query.phrases, matching: filter,
            limit: Self.depth
        ).filter { !search.query.excluded.contains($0.asset) }
    }

    /// Moments that match by their words, and that embeddings did not propose.
    private func newcomers(
        among matches: [KeywordMatch], beside candidates: [Candidate], in search: SearchContext
    ) throws -> [Candidate] {
        let assets = try search.catalog.assets(ids: Array(Set(matches.map(\.asset))))
        var known = Dictionary(grouping: candidates, by: \.asset.id)
        let moments = try search.moments(of: Array(assets.values))
        var found: [AssetID: Int] = [:]
        return try matches.compactMap { match in
            guard let asset = assets[match.asset],
                !known[asset.id, default: []].contains(where: { Self.speaks(match, for: $0) }),
                found[asset.id, default: 0] < MomentMerger.largestCount
            else { return nil }
            let moment =
                if let range = match.range {
                    try search.moment(of: asset, in: range)
                } else {
                    moments[asset.id]?.first
                }
            let newcomer = moment.map { Candidate(asset: asset, moment: $0) }
            if let newcomer {
                known[asset.id, default: []].append(newcomer)
                found[asset.id, default: 0] += 1
            }
            return newcomer
        }
    }

    /// What their words say of candidates whatever their rank.
    private func judge(
        _ candidates: inout [Candidate], by matches: [KeywordMatch], in search: SearchContext
    ) throws {
        let complete = Set(matches.lazy.filter { $0.share == 1 }.map(\.asset))
        for index in candidates.indices where complete.contains(candidates[index].asset.id) {
            candidates[index].isCertain = true
        }
        let phrases = search.query.phrases
        guard !phrases.isEmpty else { return }
        let allowed = try search.catalog.assets(
            Set(candidates.map(\.asset.id)), havingPhrases: phrases)
        for index in candidates.indices where !allowed.contains(candidates[index].asset.id) {
            candidates[index].reject(.lacksPhrase)
        }
    }

    /// What is said of an asset as a whole speaks for all that is found in it.
    private static func speaks(_ match: KeywordMatch, for candidate: Candidate) -> Bool {
        guard let line = match.range, let moment = candidate.moment.range else { return true }
        return line.overlap(with: moment) > 0
    }

    /// From 1; equal ones share their mean, so that a folder's name, which a thousand files have,
    /// tells little.
    private static func ranks(of matches: [KeywordMatch]) -> [Float] {
        var ranks: [Float] = []
        while ranks.count < matches.count {
            let score = matches[ranks.count].score
            let equal = matches[ranks.count...].prefix { $0.score == score }.count
            let mean = Float(ranks.count) + Float(equal + 1) / 2
            ranks += repeatElement(mean, count: equal)
        }
        return ranks
    }
}
