import Catalog
import MediaTypes
import VectorIndex

/// The embeddings of one kind of segment: an index of them, and where they lie.
struct EmbeddingPartition: Sendable {
    let kind: SegmentKind
    let index: any VectorIndex
    let catalog: Catalog
    let space: SpaceID
    /// Of the vectors, or of nearly all of them: its product with a query is the mean of all
    /// cosines.
    let mean: [Float]

    var count: Int { index.count }

    /// The mean of the query's cosines with all segments; 0 where there are none.
    func averageCosine(_ query: Embedding) -> Float {
        zip(mean, query.values).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Segments from all over the library, `count` at most.
    func sample(_ count: Int) throws -> [StoredSegment] {
        let ids = try catalog.segmentIDs(kind.selection, in: space)
        let step = max(1, (ids.count + count - 1) / max(1, count))
        let chosen = stride(from: 0, to: ids.count, by: step).map { ids[$0] }
        let segments = try catalog.storedSegments(ids: chosen)
        return chosen.compactMap { segments[$0] }
    }

    /// What these assets have of this kind; in an asset, in the order of their ids.
    func segments(of assets: [AssetID]) throws -> [AssetID: [StoredSegment]] {
        try catalog.storedSegments(kind.selection, ofAssets: assets)
    }
}
