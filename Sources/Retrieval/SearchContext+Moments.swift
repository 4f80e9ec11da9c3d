import Catalog
import MediaTypes

extension SearchContext {
    /// What the query finds in an asset, the best first; nothing in one without embeddings.
    func moments(of asset: AssetRecord) throws -> [Moment] {
        let baseline = baselines[asset.type, default: [:]]
        return MomentMerger(baseline: baseline).moments(of: try segments(of: asset))
    }

    /// This stretch of an asset, whatever it scores; nil where nothing of it has an embedding.
    func moment(of asset: AssetRecord, in range: TimeRange) throws -> Moment? {
        var evidence: [Match: ScoredSegment] = [:]
        for segment in try segments(of: asset) {
            guard segment.range.map({ $0.overlap(with: range) > 0 }) ?? false else { continue }
            if segment.level > evidence[segment.match]?.level ?? -.infinity {
                evidence[segment.match] = segment
            }
        }
        return evidence.isEmpty ? nil : Moment(range: range, evidence: evidence)
    }

    /// All of an asset that may be found but crops, as the query sees it.
    private func segments(of asset: AssetRecord) throws -> [ScoredSegment] {
        try Match.allCases.flatMap {
            try segments(of: asset.id, SegmentKind(type: asset.type, match: $0))
        }
    }

    /// The segments of one kind in an asset that may be found, as the query sees them.
    func segments(of asset: AssetID, _ kind: SegmentKind) throws -> [ScoredSegment] {
        guard let partition = partitions[kind] else { return [] }
        let floor = floor(in: kind)
        let stored = partition.segments(of: asset).filter { allowed?.contains($0.id) ?? true }
        let cosines = try partition.index.scores(query.embedding, of: stored.map(\.id))
        return stored.compactMap { segment in
            cosines[segment.id].map {
                ScoredSegment(segment, match: kind.match, cosine: $0, floor: floor)
            }
        }
    }
}
