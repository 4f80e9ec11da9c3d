import MediaTypes

/// Lets the best part of a large photo speak for it, where it speaks more clearly than the whole.
///
/// The photo's score is the higher one of both, each measured against chance among its own kind.
struct CropStage: RerankStage {
    static let name = "crops"
    /// Cosine that a crop is set back by: of photos of one thing, the whole knows better. See
    /// docs/search.md for its choice.
    static let handicap: Float = 0.02

    func rerank(_ candidates: [Candidate], in search: SearchContext) throws -> [Candidate] {
        guard search.partitions[.photoCrop] != nil else { return candidates }
        let floor = search.floor(in: .photoCrop)
        let photos = candidates.map(\.asset).filter { $0.type == .image }
        let best = try search.segments(of: photos.map(\.id), .photoCrop).compactMapValues {
            $0.max { $0.cosine < $1.cosine }
        }
        let exact = try search.exact(best.values, in: .image)
        return candidates.map { candidate in
            guard let rough = best[candidate.asset.id] else { return candidate }
            let crop = exact[rough.id] ?? rough
            let score = floor.score(crop.cosine - Self.handicap)
            guard score > candidate.score else { return candidate }
            var raised = candidate
            raised.crop = crop
            raised.score = score
            return raised
        }
    }
}
