/// A stored vector that an index proposes for a query.
public struct Neighbor: Sendable, Hashable {
    /// The id under which the vector was stored: a segment's id in the catalog.
    public let id: Int64
    /// Dot product with the query; the cosine, since vectors have unit norm. Higher is nearer.
    public let score: Float

    public init(id: Int64, score: Float) {
        self.id = id
        self.score = score
    }

    /// Whether this one stands before `other` in a result: higher scores first, of equal scores the
    /// lower id, so that a result depends on what is stored and not on the order of storing.
    @inlinable
    public func precedes(_ other: Neighbor) -> Bool {
        score != other.score ? score > other.score : id < other.id
    }
}
