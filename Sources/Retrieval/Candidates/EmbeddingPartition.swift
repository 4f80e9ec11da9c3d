import Catalog
import MediaTypes
import VectorIndex

/// The embeddings of one kind of segment, with what is needed to tell where they lie.
struct EmbeddingPartition: Sendable {
    let kind: SegmentKind
    let index: any VectorIndex
    /// In the order of their ids.
    private let ids: [SegmentID]
    private let segments: [SegmentID: StoredSegment]
    private let segmentsOfAsset: [AssetID: [SegmentID]]
    /// The sum of all vectors: its product with a query is the sum of all cosines.
    private let sum: [Double]

    /// Reads all of them into memory.
    init(_ kind: SegmentKind, catalog: Catalog, space: SpaceRecord) throws {
        var index = FlatIndex(dimension: space.dimension)
        var ids: [SegmentID] = []
        var segments: [SegmentID: StoredSegment] = [:]
        var segmentsOfAsset: [AssetID: [SegmentID]] = [:]
        var sum = [Double](repeating: 0, count: space.dimension)
        try catalog.forEachEmbedding(
            in: space.id, modalities: [kind.match.modality], types: [kind.type],
            areCrops: kind.isCrop
        ) { segment, vector in
            try index.append(id: segment.id, vector)
            ids.append(segment.id)
            segments[segment.id] = segment
            segmentsOfAsset[segment.asset, default: []].append(segment.id)
            for position in sum.indices { sum[position] += Double(vector[position]) }
        }
        self.kind = kind
        self.index = index
        self.ids = ids
        self.segments = segments
        self.segmentsOfAsset = segmentsOfAsset
        self.sum = sum
    }

    /// Segments from all over the library, `count` at most.
    func sample(_ count: Int) -> [StoredSegment] {
        let step = max(1, (ids.count + count - 1) / max(1, count))
        return stride(from: 0, to: ids.count, by: step).compactMap { segments[ids[$0]] }
    }

    /// The mean of the query's cosines with all segments; 0 where there are none.
    func averageCosine(_ query: Embedding) -> Float {
        let total = zip(sum, query.values).reduce(0) { $0 + $1.0 * Double($1.1) }
        return Float(total / Double(max(1, index.count)))
    }

    /// Nil for a segment of another kind.
    func segment(_ id: SegmentID) -> StoredSegment? { segments[id] }

    /// In the order of their ids; empty for an asset without segments of this kind.
    func segments(of asset: AssetID) -> [StoredSegment] {
        segmentsOfAsset[asset, default: []].compactMap { segments[$0] }
    }
}
