import MediaTypes

/// The exact index: every search reads every row.
///
/// Rows lie one after the other in memory, as many bytes a value as the precision says; an id takes
/// some 40 more.
public struct FlatIndex: VectorIndex {
    public let dimension: Int
    private var ids: [Int64] = []
    private var rowOfID: [Int64: Int] = [:]
    private var rows: any FlatRows

    /// Rows scored before the best are picked: their scores stay in the innermost cache.
    private static let blockRows = 1024

    /// - Parameter precision: of the values that are kept; a scan is exact among these.
    /// - Precondition: `dimension` is positive.
    public init(dimension: Int, precision: FlatPrecision = .float32) {
        precondition(dimension > 0, "a vector has at least one value")
        self.dimension = dimension
        rows = precision.rows(dimension: dimension)
    }

    public var count: Int { ids.count }

    /// Takes memory for `count` vectors at once.
    public mutating func reserveCapacity(_ count: Int) {
        ids.reserveCapacity(count)
        rowOfID.reserveCapacity(count)
        rows.reserveCapacity(count)
    }

    /// Stores a unit vector under an id that isn't in use.
    /// - Throws: `VectorIndexError.dimensionMismatch`, `.noDirection`, `.duplicate`.
    public mutating func append(id: Int64, _ vector: [Float]) throws(VectorIndexError) {
        try check(vector.count)
        guard vector.allSatisfy(\.isFinite), vector.contains(where: { $0 != 0 }) else {
            throw .noDirection(id: id)
        }
        guard rowOfID[id] == nil else { throw .duplicate(id: id) }
        rowOfID[id] = ids.count
        ids.append(id)
        rows.append(vector)
    }

    public func search(
        _ query: Embedding, limit: Int, among allowed: IDSet?
    ) throws(VectorIndexError) -> [Neighbor] {
        try check(query.dimension)
        let flat = FlatQuery(query.values)
        var best = TopK(limit: max(0, limit))
        var scores = [Float](repeating: 0, count: min(Self.blockRows, count))
        var start = 0
        while start < count {
            let end = min(start + Self.blockRows, count)
            scores.removeLast(scores.count - (end - start))
            var block = scores.mutableSpan
            rows.scan(flat, start..<end, scores: &block)
            for row in start..<end {
                let candidate = Neighbor(id: ids[row], score: scores[row - start])
                // The filter comes last: few rows get this far.
                if best.accepts(candidate), allowed?.contains(candidate.id) ?? true {
                    best.insert(candidate)
                }
            }
            start = end
        }
        return best.sorted()
    }

    public func scores(
        _ query: Embedding, of ids: some Sequence<Int64>
    ) throws(VectorIndexError) -> [Int64: Float] {
        try check(query.dimension)
        let flat = FlatQuery(query.values)
        var scores: [Int64: Float] = [:]
        var one: [Float] = [0]
        for id in ids {
            guard let row = rowOfID[id] else { continue }
            var span = one.mutableSpan
            rows.scan(flat, row..<(row + 1), scores: &span)
            scores[id] = one[0]
        }
        return scores
    }

    private func check(_ count: Int) throws(VectorIndexError) {
        guard count == dimension else {
            throw .dimensionMismatch(expected: dimension, got: count)
        }
    }
}
