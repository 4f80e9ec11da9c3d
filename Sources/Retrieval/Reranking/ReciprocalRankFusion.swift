/// Joins two orders of candidates into one
/// (Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank
/// learning methods", SIGIR 2009).
///
/// Scores follow the joined order, and none falls: what overtakes others gets the next higher score
/// to the best of them. So they stay what they were, measured against chance, for what the second
/// order does not know.
enum ReciprocalRankFusion {
    /// The paper's; the higher, the less the first few ranks stand out.
    private static let k: Float = 60

    /// - Parameters:
    ///   - candidates: sorted, the best first.
    ///   - ranks: of each candidate in the second order, from 1; nil where it isn't in it.
    ///   - goesFirst: for which candidates nothing else overtakes, whatever its ranks.
    /// - Returns: the candidates in the joined order.
    static func join(
        _ candidates: [Candidate], with ranks: [Float?],
        ahead goesFirst: (Candidate) -> Bool = { _ in true }
    ) -> [Candidate] {
        let tiers = candidates.map { goesFirst($0) ? 1 : 0 }
        let fused = zip(candidates.indices, ranks).map { position, rank in
            1 / (k + Float(position + 1)) + (rank.map { 1 / (k + $0) } ?? 0)
        }
        var joined = candidates.indices
            .sorted { (tiers[$0], fused[$0], $1) > (tiers[$1], fused[$1], $0) }
            .map { candidates[$0] }
        for position in joined.indices.dropLast().reversed()
        where !joined[position].precedes(joined[position + 1]) {
            joined[position].score = min(1, joined[position + 1].score.nextUp)
        }
        return joined
    }
}
