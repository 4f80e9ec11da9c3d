/// Rejects what is no better than chance, of what has a noise floor to tell it from chance.
///
/// Stages after it choose among real results.
struct CutoffStage: RerankStage {
    static let name = "cutoff"

    func rerank(_ candidates: [Candidate], in search: SearchContext) -> [Candidate] {
        guard search.query.dropsChance else { return candidates }
        return candidates.map { candidate in
            guard search.isChance(candidate) else { return candidate }
            var judged = candidate
            judged.reject(.chance)
            return judged
        }
    }
}
