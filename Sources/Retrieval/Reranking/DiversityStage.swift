/// Puts results that differ from each other first: maximal marginal relevance
/// (Carbonell and Goldstein, "The use of MMR, diversity-based reranking for reordering documents
/// and producing summaries", SIGIR 1998).
///
/// The next one is always that of the highest `balance * score - (1 - balance) * likeness` to what
/// already stands before it. One that is put back gets a score just below that of the one before
/// it; no score rises.
struct DiversityStage: RerankStage {
    static let name = "diversity"
    /// How much the score counts beside being different, 0…1.
    private static let balance: Float = 0.5
    /// Candidates that change places.
    static let depth = 200

    func rerank(_ candidates: [Candidate], in search: SearchContext) throws -> [Candidate] {
        var candidates = candidates
        let considered = Array(
            candidates.indices.filter { candidates[$0].rejection == nil }.prefix(Self.depth))
        let embeddings = try CandidateEmbeddings(of: considered.map { candidates[$0] }, in: search)
        // Places in `considered`.
        var waiting = Array(considered.indices)
        // How alike each is to the most similar one before it; 0 where nothing can be compared.
        var likeness = [Float](repeating: 0, count: considered.count)
        var ceiling: Float = 1
        while let next = waiting.max(by: {
            // Of equal ones the better.
            (worth($0), $1) < (worth($1), $0)
        }) {
            waiting.removeAll { $0 == next }
            let index = considered[next]
            candidates[index].score = min(candidates[index].score, ceiling)
            ceiling = max(0, candidates[index].score.nextDown)
            for place in waiting {
                likeness[place] = max(likeness[place], embeddings.likeness(place, next) ?? 0)
            }
        }
        return candidates

        func worth(_ place: Int) -> Float {
            Self.balance * candidates[considered[place]].score
                - (1 - Self.balance) * likeness[place]
        }
    }
}
