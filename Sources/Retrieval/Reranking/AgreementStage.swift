import MediaTypes

/// Raises moments that are both heard and seen.
///
/// Each of the two is weak evidence in a small space; that they agree is strong. The weaker one
/// counts as far as it is itself better than chance.
struct AgreementStage: RerankStage {
    static let name = "agreement"

    func rerank(_ candidates: [Candidate], in search: SearchContext) -> [Candidate] {
        candidates.map { candidate in
            let scores = candidate.moment.evidence.values.map(\.score)
            guard scores.count > 1, search.isCalibrated(candidate), let weaker = scores.min(),
                weaker > NoiseFloor.chance
            else { return candidate }
            var raised = candidate
            raised.score += (1 - candidate.score) * (weaker - NoiseFloor.chance)
            return raised
        }
    }
}
