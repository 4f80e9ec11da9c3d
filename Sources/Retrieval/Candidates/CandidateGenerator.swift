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

    /// Sorted, the best first.
    func candidates() throws -> [Candidate] {
        let nearest = try nearestAssets()
        let assets = try search.catalog.assets(ids: nearest)
        let moments = try search.moments(of: Array(assets.values))
        return nearest.compactMap { assets[$0] }.flatMap { asset in
            moments[asset.id, default: []].map { Candidate(asset: asset, moment: $0) }
        }.sorted { $0.precedes($1) }
    }

    /// The assets of the best segments.
    private func nearestAssets() throws -> [AssetID] {
        let stored = search.partitions.values.reduce(0) { $0 + $1.count }
        let available = min(stored, search.allowed?.count ?? stored)
        let wanted = max(Self.fewest, Self.breadth * min(search.query.limit, available))
        var depth = min(available, wanted)
        while true {
            var seen: Set<AssetID> = []
            let assets = try assetsOfNearestSegments(depth)
                .filter { !search.query.excluded.contains($0) && seen.insert($0).inserted }
            if assets.count >= wanted || depth >= available {
                return Array(assets.prefix(wanted))
            }
            // The best segments may all belong to a few long recordings.
            depth = min(available, 4 * depth)
        }
    }

    /// One for each of the `depth` best segments, in their order.
    private func assetsOfNearestSegments(_ depth: Int) throws -> [AssetID] {
        var nearest: [(id: SegmentID, level: Float)] = []
        for (kind, partition) in search.partitions {
            let floor = search.floor(in: kind)
            nearest += try partition.index.search(
                search.query.embedding, limit: depth, among: search.allowed
            ).map { ($0.id, floor.level($0.score)) }
        }
        let best = nearest.sorted { $0.level != $1.level ? $0.level > $1.level : $0.id < $1.id }
            .prefix(depth).map(\.id)
        let segments = try search.catalog.storedSegments(ids: best)
        return best.compactMap { segments[$0]?.asset }
    }
}
