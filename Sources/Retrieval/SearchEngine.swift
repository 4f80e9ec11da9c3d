import Catalog
import Encoding
import MediaTypes
import Synchronization
import VectorIndex

/// Finds photos, and moments of videos and recordings, in one library by one space.
///
/// Embeddings are read into memory when a search first needs their type of asset; what is indexed
/// after that is not seen. Searches may run from several threads at once.
///
///     let engine = try SearchEngine(catalog: catalog, space: space)
///     let query = try Query([space.embedding(of: .text("dog on a beach"))])
///     for result in try engine.search(query) { print(result.rank, result.path) }
public final class SearchEngine: Sendable {
    private let catalog: Catalog
    private let space: SpaceRecord
    private let partitions = Mutex<[EmbeddingPartition.Kind: EmbeddingPartition]>([:])

    /// - Throws: `SearchError.emptyLibrary`, `.otherSpace`, `CatalogError`.
    public init(catalog: Catalog, space: Space) throws {
        let embeddings = try catalog.counts().embeddings
        let indexed = try catalog.spaces().filter { embeddings[$0.id, default: 0] > 0 }
        guard !indexed.isEmpty else { throw SearchError.emptyLibrary(folder: catalog.library) }
        guard let record = indexed.first(where: { $0.identity == space.identity }) else {
            throw SearchError.otherSpace(asked: space.name, indexed: indexed.map(\.name))
        }
        self.catalog = catalog
        self.space = record
    }

    /// The best results, ranked by score; an asset may have several moments among them.
    ///
    /// - Throws: `CatalogError`, `VectorIndexError.dimensionMismatch`.
    public func search(_ query: Query) throws -> [SearchResult] {
        let partitions = try partitions(of: query.types)
        // The best assets, as many as results are wanted, have all of the best results.
        let assets = try bestAssets(for: query, in: partitions)
        let merger = MomentMerger(baseline: baseline(of: query, in: partitions))
        let best = try scoredSegments(of: assets, for: query, in: partitions)
            .flatMap { asset, segments in
                merger.moments(of: segments).map { Find(asset: asset, moment: $0) }
            }
            .sorted { $0.precedes($1) }.prefix(query.limit)
        let paths = try catalog.paths(ofAssets: Array(Set(best.map(\.asset.id))))
        return best.enumerated().map { position, find in
            SearchResult(
                rank: position + 1, asset: find.asset.id,
                paths: paths[find.asset.id] ?? [find.asset.path], type: find.asset.type,
                range: find.moment.range, score: find.moment.score, matched: find.moment.matched)
        }
    }

    private func partitions(of types: Set<MediaType>) throws -> [EmbeddingPartition] {
        try partitions.withLock { loaded in
            var wanted: [EmbeddingPartition] = []
            for type in MediaType.allCases where types.contains(type) {
                for match in Match.allCases {
                    let kind = EmbeddingPartition.Kind(type: type, match: match)
                    let partition =
                        try loaded[kind]
                        ?? EmbeddingPartition(kind, catalog: catalog, space: space)
                    loaded[kind] = partition
                    if partition.index.count > 0 { wanted.append(partition) }
                }
            }
            return wanted
        }
    }

    /// The assets of the best segments, `query.limit` of them where there are as many.
    private func bestAssets(
        for query: Query, in partitions: [EmbeddingPartition]
    ) throws -> [AssetID] {
        let available = partitions.reduce(0) { $0 + $1.index.count }
        var wanted = max(64, 4 * min(query.limit, available))
        while true {
            let nearest = try partitions.flatMap {
                try $0.index.search(query.embedding, limit: wanted)
            }
            .sorted { $0.precedes($1) }.prefix(wanted)
            var seen: Set<AssetID> = []
            let assets = try catalog.segments(ids: nearest.map(\.id)).map(\.asset.id)
                .filter { seen.insert($0).inserted }
            if assets.count >= query.limit || wanted >= available {
                return Array(assets.prefix(query.limit))
            }
            wanted *= 4
        }
    }

    /// All segments of these assets with their scores.
    private func scoredSegments(
        of assets: [AssetID], for query: Query, in partitions: [EmbeddingPartition]
    ) throws -> [(asset: AssetRecord, segments: [ScoredSegment])] {
        let records = try catalog.segments(ofAssets: assets)
        let ids = Set(records.map(\.id))
        var scores: [SegmentID: (match: Match, score: Float)] = [:]
        for partition in partitions {
            let neighbors = try partition.index.search(
                query.embedding, limit: ids.count, allowing: ids.contains)
            for neighbor in neighbors { scores[neighbor.id] = (partition.match, neighbor.score) }
        }
        return Dictionary(grouping: records, by: \.asset.id).values.compactMap { records in
            guard let asset = records.first?.asset else { return nil }
            let segments = records.compactMap { record in
                scores[record.id].map {
                    ScoredSegment(range: record.range, match: $0.match, score: $0.score)
                }
            }
            return (asset, segments)
        }
    }

    /// What the query scores on average, by kind of segment.
    private func baseline(
        of query: Query, in partitions: [EmbeddingPartition]
    ) -> [Match: Float] {
        Dictionary(grouping: partitions, by: \.match).mapValues { partitions in
            let total = partitions.reduce(0) { $0 + $1.totalScore(query.embedding) }
            let count = partitions.reduce(0) { $0 + $1.index.count }
            return Float(total / Double(max(1, count)))
        }
    }
}

/// A result before it has a rank.
private struct Find {
    let asset: AssetRecord
    let moment: Moment

    /// Higher scores first; of equal ones the older asset, and in it the earlier moment.
    func precedes(_ other: Find) -> Bool {
        if moment.score != other.moment.score { return moment.score > other.moment.score }
        if asset.id != other.asset.id { return asset.id < other.asset.id }
        return (moment.range?.start ?? 0) < (other.moment.range?.start ?? 0)
    }
}
