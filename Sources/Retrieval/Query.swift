import MediaTypes

/// What is looked for, in the terms of a space.
public struct Query: Sendable {
    public static let defaultLimit = 20

    public let embedding: Embedding
    /// Only assets of these types are found.
    public let types: Set<MediaType>
    /// Results at most.
    public let limit: Int

    /// Looks for what is near to all of `embeddings`: to the mean of these unit vectors.
    ///
    /// - Parameter embeddings: of one space.
    /// - Throws: `SearchError.emptyQuery`, `.contradictoryQuery`.
    public init(
        _ embeddings: [Embedding], types: Set<MediaType> = Set(MediaType.allCases),
        limit: Int = defaultLimit
    ) throws(SearchError) {
        guard let first = embeddings.first else { throw .emptyQuery }
        var sum = [Float](repeating: 0, count: first.dimension)
        for embedding in embeddings {
            precondition(embedding.dimension == sum.count, "a query's parts share one space")
            for index in sum.indices { sum[index] += embedding.values[index] }
        }
        guard let mean = Embedding(normalizing: sum) else { throw .contradictoryQuery }
        // One part stays as the encoder gave it, to the last bit.
        embedding = embeddings.count == 1 ? first : mean
        self.types = types
        self.limit = max(0, limit)
    }
}
