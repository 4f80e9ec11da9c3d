/// Makes sure that a walk can come to every node.
///
/// Choosing neighbours anew may take the last link to a node away, and many equal vectors, such as
/// those of a file's copies, take turns in doing so. A search would never find these again.
final class Reachability {
    private let image: IndexImage
    private let walker: GraphWalker
    private let lowest: GraphLayer
    private var isReached: [Bool]
    private var frontier: [UInt32] = []

    /// Nodes near to a lost one that are tried as its neighbours.
    private static let breadth = 64

    init(_ image: IndexImage, walker: GraphWalker) {
        self.image = image
        self.walker = walker
        lowest = image.layers[0]
        isReached = [Bool](repeating: false, count: image.count)
    }

    /// Links lost nodes of the lowest layer to the nearest that are not lost.
    func restore(from entry: UInt32) {
        reach(entry)
        for node in 0..<UInt32(image.count) where !isReached[Int(node)] {
            walker.query.load(row: Int(node), of: image.rows)
            walker.walk(lowest, walker.query.walk, from: entry, breadth: Self.breadth)
            link(node)
            reach(node)
        }
    }

    private func reach(_ node: UInt32) {
        isReached[Int(node)] = true
        frontier.append(node)
        while let next = frontier.popLast() {
            for link in lowest.links.row(Int(next)) {
                if link == GraphLayer.unlinked { break }
                if !isReached[Int(link)] {
                    isReached[Int(link)] = true
                    frontier.append(link)
                }
            }
        }
    }

    /// Into a free place, else into the last place of the nearest, whose old link the node gets.
    private func link(_ node: UInt32) {
        for index in 0..<walker.pool.count {
            let row = lowest.links.row(Int(CandidatePool.position(walker.pool[index])))
            if let free = row.firstIndex(of: GraphLayer.unlinked) {
                row[free] = node
                return
            }
        }
        let nearest = lowest.links.row(Int(CandidatePool.position(walker.pool[0])))
        let own = lowest.links.row(Int(node))
        let free = own.firstIndex(of: GraphLayer.unlinked) ?? own.count - 1
        own[free] = nearest[nearest.count - 1]
        nearest[nearest.count - 1] = node
    }
}
