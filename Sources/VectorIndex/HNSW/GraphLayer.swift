/// One layer of a graph. Its nodes are counted by *positions* of their own, and links lead from
/// position to position; in the lowest layer a position is a node's number.
struct GraphLayer: Sendable {
    /// The node at each position, ascending; nil for the lowest layer.
    let nodes: RowTable<UInt32>?
    /// For each position, the same node's in the layer below; nil for the lowest layer.
    let below: RowTable<UInt32>?
    /// Neighbours, then `unlinked` up to the row's end.
    let links: RowTable<UInt32>

    static let unlinked = UInt32.max

    var count: Int { links.rowCount }
    var degree: Int { links.width }

    /// - Precondition: there is such a position.
    @inline(__always)
    func node(_ position: UInt32) -> UInt32 {
        nodes.map { $0[Int(position)] } ?? position
    }

    /// How many nodes of the layer have a number below `node`.
    func count(below node: Int) -> Int {
        guard let nodes else { return min(node, count) }
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if nodes[middle] < node { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func neighbors(_ position: Int) -> some Sequence<UInt32> {
        links.row(position).prefix { $0 != Self.unlinked }
    }
}
