import Catalog
import MediaTypes

extension SearchContext {
    /// What the query finds in each asset, the best first; nothing in one without embeddings.
    func moments(of assets: [AssetRecord]) throws -> [AssetID: [Moment]] {
        let segments = try segments(of: assets)
        var found: [AssetID: [Moment]] = [:]
        for (type, assets) in Dictionary(grouping: assets, by: \.type) {
            let merger = MomentMerger(baseline: baselines[type, default: [:]])
            for asset in assets {
                found[asset.id] = merger.moments(of: segments[asset.id, default: []])
            }
            let evidence = assets.flatMap { found[$0.id, default: []] }
                .flatMap(\.evidence.values)
            let exact = try exact(evidence, in: type)
            for asset in assets { found[asset.id] = found[asset.id]?.map { $0.with(exact) } }
        }
        return found
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
        guard !evidence.isEmpty else { return nil }
        return Moment(range: range, evidence: evidence).with(
            try exact(evidence.values, in: asset.type))
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

extension Moment {
    /// The same moment, its evidence scored anew.
    fileprivate func with(_ scored: [SegmentID: ScoredSegment]) -> Moment {
        var moment = self
        moment.evidence = evidence.mapValues { scored[$0.id] ?? $0 }
        return moment
    }
}
