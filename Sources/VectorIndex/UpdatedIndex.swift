import MediaTypes

/// A graph index with what has come since it was made: both are searched.
public struct UpdatedIndex: VectorIndex {
    private let older: HNSWIndex
    private let newer: FlatIndex

    /// - Parameters:
    ///   - older: with what is gone, or is in `newer` too, among its `removed`.
    ///   - newer: of the same dimension.
    public init(_ older: HNSWIndex, newer: FlatIndex) {
        precondition(older.dimension == newer.dimension, "both are of one space")
        self.older = older
        self.newer = newer
    }

    public var dimension: Int { older.dimension }
    public var count: Int { older.remaining + newer.count }

    public func search(
        _ query: Embedding, limit: Int, among allowed: IDSet?
    ) throws(VectorIndexError) -> [Neighbor] {
        let found = try older.search(query, limit: limit, among: allowed)
        guard newer.count > 0 else { return found }
        let added = try newer.search(query, limit: limit, among: allowed)
        return Array((found + added).sorted { $0.precedes($1) }.prefix(max(0, limit)))
    }

    public func scores(
        _ query: Embedding, of ids: some Sequence<Int64>
    ) throws(VectorIndexError) -> [Int64: Float] {
        let ids = Array(ids)
        let added = try newer.scores(query, of: ids)
        return try older.scores(query, of: ids).merging(added) { _, new in new }
    }
}
