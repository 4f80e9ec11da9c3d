/// Writes the links of single nodes.
final class NodeLinker {
    private let image: IndexImage
    private let selection: NeighborSelection
    private let query: QuantizedQuery
    private let sums: UnsafeMutableBufferPointer<Int32>
    private let scores: UnsafeMutableBufferPointer<Float>
    private var candidates: [UInt64] = []
    private var positions: [UInt32] = []
    private var nodes: [UInt32] = []

    /// Positions that are scored at a time.
    private static let chunk = 64

    init(_ image: IndexImage) {
        self.image = image
        selection = NeighborSelection(rows: image.rows, degree: image.layers[0].degree)
        query = QuantizedQuery(stride: image.rows.stride)
        sums = .allocate(capacity: Self.chunk)
        scores = .allocate(capacity: Self.chunk)
    }

    deinit {
        sums.deallocate()
        scores.deallocate()
    }

    /// Links a new position with the best of what a walk found.
    func choose(_ pool: CandidatePool, for position: UInt32, in layer: GraphLayer, _ number: Int) {
        selection.choose(
            image.parameters.m, of: (0..<pool.count).lazy.map { pool[$0] }, in: layer)
        write(selection.chosen, to: position, in: layer)
    }

    /// Adds links to those of a position; where these become too many, the best are chosen anew.
    func add(_ sources: some Sequence<UInt32>, to position: UInt32, in layer: GraphLayer) {
        positions.removeAll(keepingCapacity: true)
        positions += layer.links.row(Int(position)).prefix { $0 != GraphLayer.unlinked }
        for source in sources where !positions.contains(source) { positions.append(source) }
        if positions.count > layer.degree {
            chooseAgain(for: position, in: layer)
        } else {
            write(positions, to: position, in: layer)
        }
    }

    /// Chooses among `positions`.
    private func chooseAgain(for position: UInt32, in layer: GraphLayer) {
        query.load(row: Int(layer.node(position)), of: image.rows)
        nodes.removeAll(keepingCapacity: true)
        for position in positions { nodes.append(layer.node(position)) }
        candidates.removeAll(keepingCapacity: true)
        nodes.withUnsafeBufferPointer { nodes in
            var start = 0
            while start < nodes.count {
                let end = min(start + Self.chunk, nodes.count)
                image.rows.score(
                    query.walk, UnsafeBufferPointer(rebasing: nodes[start..<end]), sums: sums,
                    scores: scores)
                for index in start..<end {
                    candidates.append(
                        CandidatePool.entry(positions[index], scores[index - start]))
                }
                start = end
            }
        }
        candidates.sort()
        selection.choose(layer.degree, of: candidates, in: layer)
        write(selection.chosen, to: position, in: layer)
    }

    private func write(_ links: [UInt32], to position: UInt32, in layer: GraphLayer) {
        let row = layer.links.row(Int(position))
        for index in row.indices {
            row[index] = index < links.count ? links[index] : GraphLayer.unlinked
        }
    }
}
