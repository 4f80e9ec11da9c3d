import Catalog
import Encoding
import MediaTypes
import VectorIndex

/// Finds photos, and moments of videos and recordings, in one library by one space.
///
/// Candidate generation proposes, and rerank stages decide. Index files are opened when a search
/// first needs their type of asset; what is indexed after that is not seen. Searches may run from
/// several threads at once.
///
///     let engine = try SearchEngine(catalog: catalog, space: space)
///     let part = try space.part(of: .text("dog on a beach"))
///     for result in try engine.search(Query([part])).results { print(result.rank, result.path) }
public final class SearchEngine: Sendable {
    let catalog: Catalog
    let space: SpaceRecord
    private let calibration: Calibration
    private let indexes: IndexCache

    /// - Throws: `SearchError.emptyLibrary`, `.otherSpace`, `CatalogError`.
    public init(catalog: Catalog, space: Space) throws {
        let embeddings = try catalog.counts().embeddings
        // Of a space that is being dropped there may be embeddings yet.
        let indexed = try catalog.spaces().filter {
            try embeddings[$0.id, default: 0] > 0 && catalog.coversAnything(in: $0.id)
        }
        guard !indexed.isEmpty else { throw SearchError.emptyLibrary(folder: catalog.library) }
        guard let record = indexed.first(where: { $0.identity == space.identity }) else {
            throw SearchError.otherSpace(asked: space.name, indexed: indexed.map(\.name))
        }
        self.catalog = catalog
        self.space = record
        indexes = IndexCache(PartitionLoader(catalog: catalog, space: record))
        calibration = try Calibration(catalog: catalog, space: record.id)
    }

    /// The best results, ranked by score; an asset may have several moments among them.
    ///
    /// - Parameter stages: what judges the candidates, in this order.
    /// - Throws: `AssetFilterError`, `CatalogError`, `VectorIndexError.dimensionMismatch`, and what a
    ///   stage throws.
    public func search(
        _ query: Query, stages: [any RerankStage] = RerankStages.standard
    ) throws -> SearchAnswer {
        do {
            return try attempt(query, stages: stages)
        } catch VectorIndexError.damaged(let file, let id) {
            try indexes.fallBack(because: .damaged(file: file, id: id))
            return try attempt(query, stages: stages)
        }
    }

    private func attempt(_ query: Query, stages: [any RerankStage]) throws -> SearchAnswer {
        let search = SearchContext(
            query: query, catalog: catalog, space: space.id,
            allowed: try catalog.segmentIDs(matching: query.filter),
            partitions: try indexes.partitions(of: query.types), calibration: calibration)
        var candidates = try CandidateGenerator(search: search).candidates()
        Self.note("candidates", in: &candidates)
        for stage in stages {
            candidates = try stage.rerank(candidates, in: search).sorted { $0.precedes($1) }
            Self.note(type(of: stage).name, in: &candidates)
        }
        let kept = candidates.filter { $0.rejection == nil }.prefix(query.limit)
        let rejected = candidates.filter { $0.rejection != nil }
        let paths = try catalog.paths(
            ofAssets: Array(Set((kept + rejected).map(\.asset.id))),
            preferring: query.filter.folders)
        return SearchAnswer(
            results: kept.enumerated().map { position, candidate in
                SearchResult(rank: position + 1, candidate, paths: paths)
            },
            rejected: rejected.map { SearchResult(rank: 0, $0, paths: paths) },
            hasSearchable: !search.partitions.isEmpty, fallbacks: indexes.fallbacks)
    }

    private static func note(_ stage: String, in candidates: inout [Candidate]) {
        var rank = 0
        for index in candidates.indices where candidates[index].rejection == nil {
            rank += 1
            candidates[index].trail.append(
                StageRecord(stage: stage, rank: rank, score: candidates[index].score))
        }
    }
}
