import Catalog
import Compute
import MediaTypes
import VectorIndex

extension SearchContext {
    /// Scores again, by the full precision of the catalog, what an index knows by fewer bits.
    ///
    /// - Parameter segments: of assets of one type.
    /// - Returns: those that changed, by their ids.
    func exact(
        _ segments: some Sequence<ScoredSegment>, in type: MediaType
    ) throws -> [SegmentID: ScoredSegment] {
        let rough = segments.filter { segment in
            let partition = partitions[SegmentKind(type: type, of: segment)]
            return partition.map { !($0.index is FlatIndex) } ?? false
        }
        guard !rough.isEmpty else { return [:] }
        let vectors = try catalog.embeddings(ofSegments: rough.map(\.id), in: space)
        var exact: [SegmentID: ScoredSegment] = [:]
        for segment in rough {
            guard let vector = vectors[segment.id] else { continue }
            exact[segment.id] = ScoredSegment(
                segment, cosine: DotProduct.dot(query.embedding.values.span, vector.span),
                floor: floor(in: SegmentKind(type: type, of: segment)))
        }
        return exact
    }
}
