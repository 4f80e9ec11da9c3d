import MediaTypes

/// Rejects what clearly is what the query says it must not be.
///
/// That is what comes nearer to an unwanted part than chance would, and nearer than to what is
/// wanted.
struct UnwantedStage: RerankStage {
    static let name = "unwanted"

    func rerank(_ candidates: [Candidate], in search: SearchContext) throws -> [Candidate] {
        guard !search.query.unwanted.isEmpty else { return candidates }
        return try candidates.map { candidate in
            var judged = candidate
            let wanted = try score(of: candidate, for: search.query.wanted, in: search)
            for (index, part) in search.query.unwanted.enumerated() {
                let unwanted = try score(of: candidate, for: [part], in: search)
                if unwanted > NoiseFloor.chance, unwanted > wanted {
                    judged.reject(.unwanted(part: index))
                }
            }
            return judged
        }
    }

    /// The best of the parts' scores with the segments that speak for the candidate.
    private func score(
        of candidate: Candidate, for parts: [Query.Part], in search: SearchContext
    ) throws -> Float {
        var best: Float = 0
        for segment in candidate.segments {
            let kind = SegmentKind(type: candidate.asset.type, of: segment)
            for part in parts {
                best = max(best, try search.score(of: segment.id, in: kind, for: part))
            }
        }
        return best
    }
}
