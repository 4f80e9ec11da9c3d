import Catalog
import MediaTypes
import VectorIndex

/// The first stage: proposes moments of the assets whose segments are nearest to the query.
struct CandidateGenerator {
    /// Later stages see this many times as many assets as results are wanted…
    private static let breadth = 4
    /// …and no fewer than this.
    private static let fewest = 100

    let search: SearchContext
    /// Tells whether a segment may be proposed; nil allows all.
    let filter: ((SegmentID) -> Bool)?

    /// Sorted, the best first.
    func candidates() throws -> [Candidate] {
        let limit = search.query.limit
        let wanted = max(
            Self.fewest,
            limit.multipliedReportingOverflow(by: Self.breadth).overflow
                ? limit : limit * Self.breadth)
        let nearest = try nearestAssets(wanted)
        let assets = try search.catalog.assets(ids: nearest)
        return try nearest.compactMap { assets[$0] }.flatMap { asset in
            try moments(of: asset).map { Candidate(asset: asset, moment: $0) }
        }.sorted { $0.precedes($1) }
    }

    /// The assets of the best segments, `wanted` of them where there are as many.
    private func nearestAssets(_ wanted: Int) throws -> [AssetID] {
        let available = search.partitions.values.reduce(0) { $0 + $1.index.count }
        var depth = min(available, wanted)
        while true {
            var seen: Set<AssetID> = []
            let assets = try nearestSegments(depth).map(\.asset)
                .filter { !search.query.excluded.contains($0) && seen.insert($0).inserted }
            if assets.count >= wanted || depth >= available {
                return Array(assets.prefix(wanted))
            }
            // The best segments may all belong to a few long recordings.
            depth = min(available, depth.multipliedReportingOverflow(by: 4).partialValue)
        }
    }

    private func nearestSegments(_ depth: Int) throws -> [(asset: AssetID, level: Float)] {
        var nearest: [(asset: AssetID, level: Float, id: SegmentID)] = []
        for (kind, partition) in search.partitions {
            let floor = search.floor(in: kind)
            let neighbors = try partition.index.search(
                search.query.embedding, limit: depth, allowing: filter)
            for neighbor in neighbors {
                guard let segment = partition.segment(neighbor.id) else { continue }
                nearest.append((segment.asset, floor.level(neighbor.score), neighbor.id))
            }
        }
        return nearest.sorted { $0.level != $1.level ? $0.level > $1.level : $0.id < $1.id }
            .prefix(depth).map { ($0.asset, $0.level) }
    }

    private func moments(of asset: AssetRecord) throws -> [Moment] {
        var segments: [ScoredSegment] = []
        var baseline: [Match: Float] = [:]
        for match in Match.allCases {
            let kind = SegmentKind(type: asset.type, match: match)
            guard let partition = search.partitions[kind] else { continue }
            let floor = search.floor(in: kind)
            baseline[match] = floor.level(partition.averageCosine(search.query.embedding))
            let stored = partition.segments(of: asset.id).filter { filter?($0.id) ?? true }
            let cosines = try partition.index.scores(
                search.query.embedding, of: stored.map(\.id))
            segments += stored.compactMap { segment in
                cosines[segment.id].map {
                    ScoredSegment(
                        id: segment.id, range: segment.range, match: match, cosine: $0,
                        floor: floor)
                }
            }
        }
        return MomentMerger(baseline: baseline).moments(of: segments)
    }
}
