/// Chooses neighbours that lie in different directions: of candidates, the nearest first, each one
/// that is not nearer to a chosen one than to the node (algorithm 4 of the HNSW paper).
final class NeighborSelection {
    private let rows: QuantizedRows
    private let query: QuantizedQuery
    private let nodes: UnsafeMutableBufferPointer<UInt32>
    private let sums: UnsafeMutableBufferPointer<Int32>
    private let scores: UnsafeMutableBufferPointer<Float>
    private(set) var chosen: [UInt32] = []

    /// Chosen ones that a candidate is compared with at a time: most are refused by the first few.
    private static let group = 4

    init(rows: QuantizedRows, degree: Int) {
        self.rows = rows
        query = QuantizedQuery(stride: rows.stride)
        nodes = .allocate(capacity: degree)
        sums = .allocate(capacity: degree)
        scores = .allocate(capacity: degree)
        chosen.reserveCapacity(degree)
    }

    deinit {
        nodes.deallocate()
        sums.deallocate()
        scores.deallocate()
    }

    /// Leaves at most `limit` positions in `chosen`.
    ///
    /// - Parameter candidates: entries of a pool, sorted, whose scores are those with the node
    ///   itself; the node is not among them.
    /// - Precondition: `limit` is the degree at most.
    func choose(_ limit: Int, of candidates: some Sequence<UInt64>, in layer: GraphLayer) {
        chosen.removeAll(keepingCapacity: true)
        for entry in candidates {
            guard chosen.count < limit else { return }
            let position = CandidatePool.position(entry)
            let node = layer.node(position)
            if isNearerToChosen(node, than: CandidatePool.score(entry)) { continue }
            nodes[chosen.count] = node
            chosen.append(position)
        }
    }

    private func isNearerToChosen(_ node: UInt32, than score: Float) -> Bool {
        guard !chosen.isEmpty else { return false }
        query.load(row: Int(node), of: rows)
        let walk = query.walk
        var start = 0
        while start < chosen.count {
            let end = min(start + Self.group, chosen.count)
            rows.score(
                walk, UnsafeBufferPointer(rebasing: nodes[start..<end]), sums: sums,
                scores: scores)
            for index in 0..<(end - start) where scores[index] > score { return true }
            start = end
        }
        return false
    }
}
