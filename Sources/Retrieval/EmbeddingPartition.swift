import Catalog
import MediaTypes
import VectorIndex

/// The embeddings of one kind of segment in one type of asset.
struct EmbeddingPartition: Sendable {
    struct Kind: Hashable {
        let type: MediaType
        let match: Match
    }

    let match: Match
    let index: any VectorIndex
    /// The sum of all vectors: its product with a query is the sum of all scores.
    private let sum: [Double]

    init(_ kind: Kind, catalog: Catalog, space: SpaceRecord) throws {
        var index = FlatIndex(dimension: space.dimension)
        var sum = [Double](repeating: 0, count: space.dimension)
        try catalog.forEachEmbedding(
            in: space.id, modalities: [kind.match.modality], types: [kind.type]
        ) { id, vector in
            try index.append(id: id, vector)
            for position in sum.indices { sum[position] += Double(vector[position]) }
        }
        match = kind.match
        self.index = index
        self.sum = sum
    }

    /// The sum of the query's scores with all segments.
    func totalScore(_ query: Embedding) -> Double {
        zip(sum, query.values).reduce(0) { $0 + $1.0 * Double($1.1) }
    }
}
