/// Reorders candidates by a better, dearer score than the one that proposed them.
///
/// A stage changes scores and rejects candidates; it keeps all of them, so that a search can tell
/// what became of each. The engine sorts by score after every stage and notes it in the trail.
public protocol RerankStage: Sendable {
    /// As `--explain` and the ablation table call it.
    static var name: String { get }

    /// - Parameters:
    ///   - candidates: sorted, the best first; rejected ones among them.
    ///   - search: what is searched for, and where.
    /// - Returns: the same candidates, in any order, and perhaps new ones.
    func rerank(_ candidates: [Candidate], in search: SearchContext) throws -> [Candidate]
}
