import Catalog
import MediaTypes

extension SearchEngine {
    /// A part of a query made of an earlier result, by its embedding in the library.
    ///
    /// - Parameters:
    ///   - id: see `SearchResult.id`.
    ///   - weight: how much it counts beside other parts, more than 0.
    /// - Returns: the part, and the asset that the result lies in.
    /// - Throws: `SearchError.unknownResult`, `CatalogError`.
    public func part(
        like id: SegmentID, weight: Float = 1
    ) throws -> (part: Query.Part, asset: AssetID) {
        let vectors = try catalog.embeddings(ofSegments: [id], in: space.id)
        guard let segment = try catalog.segments(ids: [id]).first,
            let embedding = vectors[id].flatMap({ Embedding(normalizing: $0) })
        else { throw SearchError.unknownResult(id) }
        return (
            Query.Part(embedding, modality: segment.modality, weight: weight), segment.asset.id
        )
    }
}
