import Catalog
import MediaTypes

extension SearchContext {
    /// What the query finds in each asset, the best first; nothing in one without embeddings.
    func moments(of assets: [AssetRecord]) throws -> [AssetID: [Moment]] {
        let segments = try segments(of: assets)
        return Dictionary(
            uniqueKeysWithValues: assets.map { asset in
                let merger = MomentMerger(baseline: baselines[asset.type, default: [:]])
                return (asset.id, merger.moments(of: segments[asset.id, default: []]))
            })
    }

    /// This stretch of an asset, whatever it scores; nil where nothing of it has an embedding.
    func moment(of asset: AssetRecord, in range: TimeRange) throws -> Moment? {
        var evidence: [Match: ScoredSegment] = [:]
        for segment in try segments(of: [asset])[asset.id, default: []] {
            guard segment.range.map({ $0.overlap(with: range) > 0 }) ?? false else { continue }
            if segment.level > evidence[segment.match]?.level ?? -.infinity {
                evidence[segment.match] = segment
            }
        }
        return evidence.isEmpty ? nil : Moment(range: range, evidence: evidence)
    }

    /// All of the assets that may be found but crops, as the query sees it.
    private func segments(of assets: [AssetRecord]) throws -> [AssetID: [ScoredSegment]] {
        var found: [AssetID: [ScoredSegment]] = [:]
        for kind in SegmentKind.all where !kind.isCrop {
            let ids = assets.filter { $0.type == kind.type }.map(\.id)
            found.merge(try segments(of: ids, kind)) { $0 + $1 }
        }
        return found
    }

    /// The segments of one kind in these assets that may be found, as the query sees them.
    func segments(of assets: [AssetID], _ kind: SegmentKind) throws -> [AssetID: [ScoredSegment]] {
        guard let partition = partitions[kind], !assets.isEmpty else { return [:] }
        let floor = floor(in: kind)
        let stored = try partition.segments(of: assets).mapValues { segments in
            segments.filter { allowed?.contains($0.id) ?? true }
        }
        let cosines = try partition.index.scores(
            query.embedding, of: stored.values.lazy.joined().map(\.id))
        return stored.mapValues { segments in
            segments.compactMap { segment in
                cosines[segment.id].map {
                    ScoredSegment(segment, match: kind.match, cosine: $0, floor: floor)
                }
            }
        }
    }
}
