import Compute
import MediaTypes

/// The exact index: every search reads every row.
///
/// Rows lie one after the other in memory, `4 * dimension` bytes a vector and some 40 for its id.
public struct FlatIndex: VectorIndex {
    public let dimension: Int
    private var ids: [Int64] = []
    private var rowOfID: [Int64: Int] = [:]
    private var rows: [Float] = []

    /// Rows scored before the best are picked: their scores stay in the innermost cache.
    private static let blockRows = 1024

    /// - Precondition: `dimension` is positive.
    public init(dimension: Int) {
        precondition(dimension > 0, "a vector has at least one value")
        self.dimension = dimension
    }

    public var count: Int { ids.count }

    /// Takes memory for `count` vectors at once.
    public mutating func reserveCapacity(_ count: Int) {
        ids.reserveCapacity(count)
        rowOfID.reserveCapacity(count)
        rows.reserveCapacity(count * dimension)
    }

    /// Stores a unit vector under an id that isn't in use.
    /// - Throws: `VectorIndexError.dimensionMismatch`.
    public mutating func append(id: Int64, _ vector: [Float]) throws(VectorIndexError) {
        try check(vector.count)
        rowOfID[id] = ids.count
        ids.append(id)
        rows.append(contentsOf: vector)
    }

    public func search(
        _ query: Embedding, limit: Int, allowing filter: ((Int64) -> Bool)?
    ) throws(VectorIndexError) -> [Neighbor] {
        try check(query.dimension)
        var best = TopK(limit: max(0, limit))
        var scores = [Float](repeating: 0, count: min(Self.blockRows, count))
        var start = 0
        while start < count {
            let end = min(start + Self.blockRows, count)
            scores.removeLast(scores.count - (end - start))
            var block = scores.mutableSpan
            DotProduct.scan(
                query: query.values.span,
                rows: rows.span.extracting((start * dimension)..<(end * dimension)),
                scores: &block)
            for row in start..<end {
                let candidate = Neighbor(id: ids[row], score: scores[row - start])
                // The filter comes last: few rows get this far.
                if best.accepts(candidate), filter?(candidate.id) ?? true { best.insert(candidate) }
            }
            start = end
        }
        return best.sorted()
    }

    public func scores(
        _ query: Embedding, of ids: some Sequence<Int64>
    ) throws(VectorIndexError) -> [Int64: Float] {
        try check(query.dimension)
        var scores: [Int64: Float] = [:]
        for id in ids {
            guard let row = rowOfID[id] else { continue }
            scores[id] = DotProduct.dot(
                query.values.span, rows.span.extracting((row * dimension)..<((row + 1) * dimension))
            )
        }
        return scores
    }

    private func check(_ count: Int) throws(VectorIndexError) {
        guard count == dimension else {
            throw .dimensionMismatch(expected: dimension, got: count)
        }
    }
}
