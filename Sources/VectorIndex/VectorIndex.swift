import MediaTypes

/// Candidate generation: proposes the stored vectors that are nearest to a query.
///
/// A search is a pure read and may run from several threads at once.
public protocol VectorIndex: Sendable {
    /// Values a vector.
    var dimension: Int { get }

    /// Vectors stored.
    var count: Int { get }

    /// The stored vectors with the highest scores, in the order of `Neighbor.precedes`.
    ///
    /// - Parameters:
    ///   - query: a unit vector of `dimension` values.
    ///   - limit: how many at most; fewer come only where fewer are stored or allowed.
    ///   - allowed: the ids that may be proposed; nil for all.
    /// - Throws: `VectorIndexError.dimensionMismatch`, and `.damaged` where a file is read.
    func search(
        _ query: Embedding, limit: Int, among allowed: IDSet?
    ) throws(VectorIndexError) -> [Neighbor]

    /// The scores of stored vectors; ids that aren't stored are left out.
    ///
    /// - Throws: as `search`.
    func scores(
        _ query: Embedding, of ids: some Sequence<Int64>
    ) throws(VectorIndexError) -> [Int64: Float]
}

extension VectorIndex {
    /// The stored vectors with the highest scores, whatever their ids.
    public func search(_ query: Embedding, limit: Int) throws(VectorIndexError) -> [Neighbor] {
        try search(query, limit: limit, among: nil)
    }
}
