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
        let considered = Array(
            candidates.indices.filter { candidates[$0].rejection == nil }.prefix(Self.depth))
        let embeddings = try CandidateEmbeddings(of: considered.map { candidates[$0] }, in: search)
        // Places in `considered`.
        var kept: [Int] = []
        for place in considered.indices {
            let index = considered[place]
            let better = kept.first { other in
                Self.isSameFind(candidates[index], candidates[considered[other]])
                    ?? (embeddings.likeness(place, other) ?? -1 >= Self.threshold)
            }
            guard let better = better.map({ considered[$0] }) else {
                kept.append(place)
                continue
            }
            candidates[index].reject(.duplicate(of: candidates[better].asset.path))
            candidates[better].stand(for: candidates[index].asset)
        }
        return candidates
    }

    /// Nil for moments of two assets.
    private static func isSameFind(_ one: Candidate, _ other: Candidate) -> Bool? {
        guard one.asset.id == other.asset.id else { return nil }
        guard let range = one.moment.range, let second = other.moment.range else { return true }
        return range.overlap(with: second) > 0
    }
}

extension Candidate {
    /// Names an asset that it stands for, once; moments of its own asset need no naming.
    fileprivate mutating func stand(for other: AssetRecord) {
        if other.id != asset.id, !similar.contains(other) { similar.append(other) }
    }
}
