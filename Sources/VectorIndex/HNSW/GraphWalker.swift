import Compute

/// Walks through layers of a graph, one walk at a time; keeps the memory for it.
///
/// One thread at a time may use it.
final class GraphWalker: @unchecked Sendable {
    let pool = CandidatePool()
    let query: QuantizedQuery
    private let rows: QuantizedRows
    private let visited: VisitedMarks
    private let positions: UnsafeMutableBufferPointer<UInt32>
    private let nodes: UnsafeMutableBufferPointer<UInt32>
    private let sums: UnsafeMutableBufferPointer<Int32>
    private let scores: UnsafeMutableBufferPointer<Float>

    /// - Parameter degree: links a node has at most.
    init(rows: QuantizedRows, degree: Int) {
        self.rows = rows
        query = QuantizedQuery(stride: rows.stride)
        visited = VisitedMarks(count: rows.count)
        positions = .allocate(capacity: degree)
        nodes = .allocate(capacity: degree)
        sums = .allocate(capacity: degree)
        scores = .allocate(capacity: degree)
    }

    deinit {
        positions.deallocate()
        nodes.deallocate()
        sums.deallocate()
        scores.deallocate()
    }

    /// Leaves the nearest `breadth` positions that the walk finds in `pool`.
    ///
    /// - Returns: how many rows were scored.
    @discardableResult
    func walk(
        _ layer: GraphLayer, _ query: WalkQuery, from entry: UInt32, breadth: Int
    ) -> Int {
        pool.reset(limit: breadth)
        visited.forget()
        _ = visited.visit(entry)
        positions[0] = entry
        score(layer, query, 1)
        var scored = 1
        while let next = pool.expandNext() {
            let links = layer.links.row(Int(CandidatePool.position(next)))
            var found = 0
            for link in links {
                if link == GraphLayer.unlinked { break }
                if visited.visit(link) {
                    positions[found] = link
                    found += 1
                }
            }
            score(layer, query, found)
            scored += found
        }
        return scored
    }

    /// Goes to the nearest position, neighbour by neighbour.
    func descend(_ layer: GraphLayer, _ query: WalkQuery, from entry: UInt32) -> UInt32 {
        walk(layer, query, from: entry, breadth: 1)
        return CandidatePool.position(pool[0])
    }

    /// Offers positions to the pool, whether or not links lead to them.
    ///
    /// - Returns: how many rows were scored.
    @discardableResult
    func offer(
        _ others: some Sequence<UInt32>, in layer: GraphLayer, _ query: WalkQuery
    ) -> Int {
        var found = 0
        var scored = 0
        for position in others {
            positions[found] = position
            found += 1
            if found == positions.count {
                score(layer, query, found)
                scored += found
                found = 0
            }
        }
        score(layer, query, found)
        return scored + found
    }

    /// Scores the first `count` of `positions` and offers them to the pool.
    @inline(__always)
    private func score(_ layer: GraphLayer, _ query: WalkQuery, _ count: Int) {
        var numbers = UnsafeBufferPointer(rebasing: positions[..<count])
        if let layerNodes = layer.nodes {
            for index in 0..<count { nodes[index] = layerNodes[Int(positions[index])] }
            numbers = UnsafeBufferPointer(rebasing: nodes[..<count])
        }
        rows.score(query, numbers, sums: sums, scores: scores)
        for index in 0..<count {
            let position = positions[index]
            if pool.insert(CandidatePool.entry(position, scores[index])) {
                QuantizedProduct.prefetch(layer.links.address(Int(position)))
            }
        }
    }
}
