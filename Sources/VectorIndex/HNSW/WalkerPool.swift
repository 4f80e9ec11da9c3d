import Synchronization

/// Keeps walkers between searches: each has a mark for every node.
final class WalkerPool: Sendable {
    private let idle = Mutex<[GraphWalker]>([])

    func take(_ image: IndexImage) -> GraphWalker {
        idle.withLock { $0.popLast() }
            ?? GraphWalker(rows: image.rows, degree: image.layers[0].degree)
    }

    func put(_ walker: GraphWalker) {
        idle.withLock { $0.append(walker) }
    }
}
