import Catalog
import MediaTypes

/// Lets one result stand for its near-duplicates: bursts, copies, re-encodings.
///
/// The best candidate stays, and names the others. Two moments of one asset are the same find only
/// where they overlap. Each candidate is compared with those that stay, of the best `depth` alone:
/// nobody looks through more.
struct DuplicateStage: RerankStage {
    static let name = "duplicates"
    /// Cosine from which two segments show or sound the same; see docs/search.md for its choice.
    static let threshold: Float = 0.98
    /// Candidates that are looked at.
    static let depth = 400

    func rerank(_ candidates: [Candidate], in search: SearchContext) throws -> [Candidate] {
        var candidates = candidates
        let considered = candidates.indices.filter { candidates[$0].rejection == nil }
            .prefix(Self.depth)
        let embeddings = try CandidateEmbeddings(of: considered.map { candidates[$0] }, in: search)
        var kept: [Int] = []
        for index in considered {
            let candidate = candidates[index]
            let better = kept.first {
                Self.isDuplicate(candidate, of: candidates[$0], embeddings)
            }
            guard let better else {
                kept.append(index)
                continue
            }
            candidates[index].reject(.duplicate(of: candidates[better].asset.path))
            candidates[better].stand(for: candidate.asset)
        }
        return candidates
    }

    private static func isDuplicate(
        _ candidate: Candidate, of better: Candidate, _ embeddings: CandidateEmbeddings
    ) -> Bool {
        if candidate.asset.id == better.asset.id {
            guard let one = candidate.moment.range, let other = better.moment.range else {
                return true
            }
            return one.overlap(with: other) > 0
        }
        return embeddings.likeness(candidate, better) ?? -1 >= threshold
    }
}

extension Candidate {
    /// Names an asset that it stands for, once; moments of its own asset need no naming.
    fileprivate mutating func stand(for other: AssetRecord) {
        if other.id != asset.id, !similar.contains(other) { similar.append(other) }
    }
}
