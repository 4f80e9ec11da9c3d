/// Takes vectors and links over into a new image, and mends the links of those that lose some: a
/// neighbour that is gone is replaced by the best of its own neighbours (as in Singh et al.,
/// "FreshDiskANN", 2021).
struct GraphCopy {
    private let old: IndexImage
    private let new: IndexImage
    /// Old nodes, ascending: the new nodes in their order.
    private let kept: [Int]

    init(from old: IndexImage, to new: IndexImage, kept: [Int]) {
        self.old = old
        self.new = new
        self.kept = kept
    }

    func copy() {
        for (node, oldNode) in kept.enumerated() {
            _ = new.rows.codes.row(node).update(
                fromContentsOf: old.rows.codes.row(oldNode))
            _ = new.rows.lowCodes.row(node).update(
                fromContentsOf: old.rows.lowCodes.row(oldNode))
            new.rows.factors[node] = old.rows.factors[oldNode]
            new.checks[node] = old.checks[oldNode]
        }
        var newNodes = [UInt32](repeating: GraphLayer.unlinked, count: old.count)
        for (node, oldNode) in kept.enumerated() { newNodes[oldNode] = UInt32(node) }
        let linker = NodeLinker(new)
        for (oldLayer, newLayer) in zip(old.layers, new.layers) {
            let positions = positions(in: newLayer, of: oldLayer, newNodes)
            for position in 0..<oldLayer.count where positions[position] != GraphLayer.unlinked {
                linker.add(
                    links(of: position, in: oldLayer, positions), to: positions[position],
                    in: newLayer)
            }
        }
    }

    /// For every position of the old layer, the one that its node has in the new one.
    private func positions(
        in newLayer: GraphLayer, of oldLayer: GraphLayer, _ newNodes: [UInt32]
    ) -> [UInt32] {
        var next: UInt32 = 0
        return (0..<oldLayer.count).map { position in
            guard newNodes[Int(oldLayer.node(UInt32(position)))] != GraphLayer.unlinked else {
                return GraphLayer.unlinked
            }
            defer { next += 1 }
            return next
        }
    }

    /// The new positions of a position's neighbours, and of the neighbours of those that are gone.
    private func links(
        of position: Int, in layer: GraphLayer, _ positions: [UInt32]
    ) -> [UInt32] {
        var links: [UInt32] = []
        for neighbor in layer.neighbors(position) {
            if positions[Int(neighbor)] != GraphLayer.unlinked {
                links.append(positions[Int(neighbor)])
                continue
            }
            for second in layer.neighbors(Int(neighbor)) where second != position {
                let link = positions[Int(second)]
                if link != GraphLayer.unlinked { links.append(link) }
            }
        }
        return links
    }
}
