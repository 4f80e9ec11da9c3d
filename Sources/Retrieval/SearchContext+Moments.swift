import Catalog
import MediaTypes

extension SearchContext {
    /// What the query finds in each asset, the best first; nothing in one without embeddings.
    func moments(of assets: [AssetRecord]) throws -> [AssetID: [Moment]] {
        try segments(of: assets).mapValues { type, segments in
            var baseline: [Match: Float] = [:]
            for (kind, partition) in partitions where kind.type == type {
                baseline[kind.match] = floor(in: kind).level(
                    partition.averageCosine(query.embedding))
            }
            return MomentMerger(baseline: baseline).moments(of: segments)
        }
    }

    /// This stretch of an asset, whatever it scores; nil where nothing of it has an embedding.
    func moment(of asset: AssetRecord, in range: TimeRange) throws -> Moment? {
        var evidence: [Match: ScoredSegment] = [:]
        for segment in try segments(of: [asset])[asset.id]?.segments ?? [] {
            guard segment.range.map({ $0.overlap(with: range) > 0 }) ?? false else { continue }
            if segment.level > evidence[segment.match]?.level ?? -.infinity {
                evidence[segment.match] = segment
            }
        }
        return evidence.isEmpty ? nil : Moment(range: range, evidence: evidence)
    }

    /// All of the assets that may be found, as the query sees it.
    private func segments(
        of assets: [AssetRecord]
    ) throws -> [AssetID: (type: MediaType, segments: [ScoredSegment])] {
        var found: [AssetID: (type: MediaType, segments: [ScoredSegment])] = [:]
        for (kind, partition) in partitions {
            let floor = floor(in: kind)
            let stored = try partition.segments(
                of: assets.filter { $0.type == kind.type }.map(\.id))
            let cosines = try partition.index.scores(
                query.embedding, of: stored.values.lazy.joined().map(\.id))
            for (asset, segments) in stored {
                found[asset, default: (kind.type, [])].segments += segments.compactMap { segment in
                    guard allowed?.contains(segment.id) ?? true else { return nil }
                    return cosines[segment.id].map {
                        ScoredSegment(
                            id: segment.id, range: segment.range, match: kind.match, cosine: $0,
                            floor: floor)
                    }
                }
            }
        }
        return found
    }
}
